"""Scanners that type, grabbed: real ``input_event`` structures through the library's own reading, over a pipe."""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.errors import UsageError
from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import ReaderState, State
from assetaudit.readers.evdev import EV_KEY, EV_SYN, PERMISSION, SYN_DROPPED, EvdevLink, open_evdev
from assetaudit.readers.input_device import InputDevice, find_device, typing_devices
from assetaudit.readers.key_codes import DOWN, REPEAT, UP, KeyText, strokes_of
from assetaudit.readers.layouts import LAYOUTS
from assetaudit.readers.line import LineFramer
from assetaudit.readers.many import reads_of_readers
from assetaudit.readers.record import Recording, replayable
from assetaudit.readers.stream import StreamReader

EVENT = struct.Struct("llHHi")
"""``struct input_event``: seconds, microseconds, type, code, value."""


class Scanner(InputDevice):
    """A device whose file is a pipe instead of /dev/input; what it reads are the kernel's own structures."""

    def __init__(self) -> None:
        self.path, self.name = "/dev/input/event7", "Fake Imager 1900"
        self.fd, self.end = os.pipe()
        os.set_blocking(self.fd, False)
        self.grabbed = False

    def grab(self) -> None:
        self.grabbed = True

    def send(self, events: list[tuple[int, int]]) -> None:
        for code, value in events:
            os.write(self.end, EVENT.pack(1, 2, EV_KEY, code, value) + EVENT.pack(1, 2, EV_SYN, 0, 0))

    def type(self, text: str, layout: str = "us") -> None:
        self.send(strokes_of(text, LAYOUTS[layout]))


class Heard:
    def __init__(self, options: str, plugged: list[Scanner | OSError]) -> None:
        self.reads: list[Read] = []
        self.states: list[ReaderState] = []
        address = Address.parse(f"evdev:///dev/input/event7{options}")

        def find(_: str) -> Scanner:
            device = plugged[0] if len(plugged) == 1 else plugged.pop(0)
            if isinstance(device, OSError):
                raise device
            return device

        plain = Address.parse("evdev:///dev/input/event7")
        self.reader = StreamReader(address, EvdevLink(address, find), LineFramer(plain))
        self.reader.start(self.reads.append, self.states.append)

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + 8
        while not condition():
            assert time.monotonic() < end, (self.reads, self.states)
            time.sleep(0.01)

    def lost(self) -> str:
        return next((each.reason for each in self.states if each.state is State.LOST), "")


@pytest.fixture
def scanner() -> Iterator[Scanner]:
    made = Scanner()
    yield made
    os.close(made.end)


def test_a_scan_is_a_read_and_the_device_is_ours_alone(scanner: Scanner) -> None:
    heard = Heard("", [scanner])
    scanner.type("IT-00101\r]C101061414\x1d21Xy_\r")
    heard.until(lambda: len(heard.reads) == 2)
    heard.reader.stop()
    assert scanner.grabbed
    assert [(read.symbology, read.text) for read in heard.reads] == [(None, "IT-00101"), ("]C1", "01061414\x1d21Xy_")]
    assert [each.state for each in heard.states] == [State.CONNECTING, State.READY, State.ENDED]


def test_a_scanner_without_suffix_is_ended_by_silence(scanner: Scanner) -> None:
    heard = Heard("", [scanner])
    scanner.type("ABC-1")
    heard.until(lambda: bool(heard.reads))
    heard.reader.stop()
    assert heard.reads[0].text == "ABC-1"


def test_unplugged_and_plugged_in_again(scanner: Scanner) -> None:
    second = Scanner()
    heard = Heard("", [scanner, OSError(19, "No such device"), second])
    scanner.type("ONE\rhalf")
    heard.until(lambda: len(heard.reads) == 1)
    os.close(scanner.end)
    scanner.end = os.open(os.devnull, os.O_WRONLY)
    heard.until(lambda: [each.state for each in heard.states].count(State.READY) == 2)
    second.type("TWO\r")
    heard.until(lambda: len(heard.reads) == 2)
    heard.reader.stop()
    os.close(second.end)
    assert [read.text for read in heard.reads] == ["ONE", "TWO"]
    assert heard.lost()


def test_no_permission_is_told_with_what_to_do() -> None:
    heard = Heard("", [OSError(13, "Permission denied")])
    heard.until(lambda: bool(heard.lost()))
    heard.reader.stop()
    assert PERMISSION in heard.lost()
    assert "group input" in heard.lost()


def test_keys_that_the_kernel_dropped_make_no_false_code(scanner: Scanner) -> None:
    heard = Heard("", [scanner])
    heard.until(lambda: any(each.state is State.READY for each in heard.states))
    scanner.type("AB")
    os.write(scanner.end, EVENT.pack(1, 2, EV_SYN, SYN_DROPPED, 0))
    heard.until(lambda: "scan the last code again" in heard.lost())
    heard.reader.stop()
    assert heard.reads == []


TEXT = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=30)


@given(TEXT, st.sampled_from(sorted(LAYOUTS)))
def test_every_printable_text_survives_every_layout(text: str, layout: str) -> None:
    keys = KeyText(LAYOUTS[layout])
    assert "".join(keys.feed(*event) for event in strokes_of(text, LAYOUTS[layout])) == text


@given(st.lists(st.tuples(st.integers(0, 767), st.sampled_from([UP, DOWN, REPEAT])), max_size=60))
def test_any_keys_are_borne(events: list[tuple[int, int]]) -> None:
    keys = KeyText(LAYOUTS["de"])
    for event in events:
        assert len(keys.feed(*event)) <= 2


@pytest.mark.parametrize(
    ("events", "text"),
    [
        ([(29, DOWN), (27, DOWN), (27, UP), (29, UP)], "\x1d"),  # Ctrl+]
        ([(56, DOWN), (82, DOWN), (80, DOWN), (73, DOWN), (56, UP)], "\x1d"),  # Alt+029
        ([(56, DOWN), (80, DOWN), (80, DOWN), (76, DOWN), (56, UP)], "ß"),  # Alt+225, code page 437
        ([(56, DOWN), (82, DOWN), (80, DOWN), (80, DOWN), (73, DOWN), (56, UP)], "å"),  # Alt+0229, Windows-1252
        ([(58, DOWN), (58, UP), (30, DOWN), (30, UP), (2, DOWN)], "A1"),  # Caps Lock
        ([(30, DOWN), (30, REPEAT), (30, REPEAT), (30, UP)], "a"),
    ],
)
def test_controls_alt_codes_and_caps_lock(events: list[tuple[int, int]], text: str) -> None:
    keys = KeyText(LAYOUTS["us"])
    assert "".join(keys.feed(*event) for event in events) == text


def test_an_option_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(UsageError, match="sufix") as told:
        open_evdev(Address.parse("evdev://honeywell?sufix=cr"), None)
    assert "layout" in str(told.value.hint)


def described(folder: Path, number: int, name: str, keys: set[int]) -> None:
    """A device as /sys/class/input shows it on a 64-bit machine."""
    about = folder / f"event{number}" / "device"
    (about / "capabilities").mkdir(parents=True)
    (about / "id").mkdir()
    mask = sum(1 << key for key in keys)
    words = [f"{mask >> 64 * place & (1 << 64) - 1:x}" for place in reversed(range(12))]
    (about / "capabilities" / "key").write_text(" ".join(words) + "\n")
    (about / "name").write_text(name + "\n")
    (about / "id" / "vendor").write_text("05e0\n")
    (about / "id" / "product").write_text("1200\n")


def test_devices_that_type_are_found_by_what_the_system_says(tmp_path: Path) -> None:
    letters = set(range(1, 84))
    described(tmp_path, 2, "Power Button", {116})
    described(tmp_path, 3, "USB Mouse", {0x110, 0x111})
    described(tmp_path, 10, "Symbol Bar Code Scanner", letters)
    described(tmp_path, 4, "Gaming mouse with keys", letters | {0x110})
    assert [(info.path, info.name, info.vendor) for info in typing_devices(tmp_path)] == [
        ("/dev/input/event10", "Symbol Bar Code Scanner", "05e0")
    ]
    with pytest.raises(OSError, match="no device of that name"):
        find_device("honeywell", tmp_path)
    described(tmp_path, 11, "AT keyboard", letters)
    with pytest.raises(OSError, match="2 devices"):
        find_device("", tmp_path)
    with pytest.raises(FileNotFoundError):
        find_device("/dev/input/none")


def test_what_is_recorded_of_it_can_be_replayed(tmp_path: Path, scanner: Scanner) -> None:
    asked = Address.parse("evdev:///dev/input/event7?layout=de&grab=on&suffix=cr")
    file = tmp_path / "scanner.jsonl"
    with file.open("w", encoding="utf-8") as out:
        recording = Recording(out, replayable(asked))
        framer = LineFramer(Address.parse("evdev:///dev/input/event7"))
        reads: list[Read] = []
        reader = StreamReader(asked, EvdevLink(asked, lambda _: scanner), framer, recording.tap)
        reader.start(reads.append, lambda _: None)
        scanner.type("IT-ß1\r", "de")
        end = time.monotonic() + 8
        while not reads and time.monotonic() < end:
            time.sleep(0.01)
        reader.stop()
    played = list(reads_of_readers([f"replay://{file}?speed=0"], notice=lambda _: None))
    assert [read.text for read in played] == [read.text for read in reads] == ["IT-ß1"]
