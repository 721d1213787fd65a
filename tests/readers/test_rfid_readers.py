"""What every RFID driver keeps to, over a serial line and over the network, with a reader that answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assetaudit.model.read import Read
from assetaudit.readers.contract import ReaderState, State
from assetaudit.readers.opening import open_reader
from tests.readers.emulated import ALL
from tests.readers.emulated_text import TEXT
from tests.readers.emulation import Emulated
from tests.readers.plugged import OnPty, OnSocket, Plug, Plugged


class Heard:
    """What a reader told."""

    def __init__(self) -> None:
        self.reads: list[Read] = []
        self.states: list[ReaderState] = []

    @property
    def numbers(self) -> set[str]:
        return {read.epc or read.text or "" for read in self.reads}

    def seen(self, state: State, times: int = 1) -> bool:
        return [told.state for told in self.states].count(state) >= times


def until(condition: Callable[[], bool], heard: Heard | None = None) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, f"not within 10 seconds: {heard.states[-3:] if heard else ''}"
        time.sleep(0.005)


@pytest.fixture(params=[OnPty, OnSocket], ids=["serial", "tcp"])
def plug(request: pytest.FixtureRequest) -> Plug:
    kind: Plug = request.param
    return kind


EVERY = (*ALL, *TEXT)


@pytest.fixture(params=EVERY, ids=[kind.__name__ for kind in EVERY])
def plugged(request: pytest.FixtureRequest, plug: Plug, tmp_path: Path) -> Iterator[Plugged]:
    kind: type[Emulated] = request.param
    made = plug(kind(), tmp_path)
    yield made
    made.unplug()


def test_it_starts_reads_tells_and_stops_in_bounded_time(plugged: Plugged) -> None:
    heard, device = Heard(), plugged.device
    reader = open_reader(plugged.address)
    reader.start(heard.reads.append, heard.states.append)
    until(lambda: heard.numbers == set(device.numbers), heard)
    begun = time.monotonic()
    reader.stop()
    assert time.monotonic() - begun < 2
    count = len(heard.reads)
    assert [told.state for told in heard.states] == [State.CONNECTING, State.READY, State.ENDED]
    assert all(read.reader == plugged.address for read in heard.reads)
    until(lambda: not device.running or device.protocol == "rdm6300")
    assert len(heard.reads) == count


def test_pulled_out_in_the_middle_of_a_frame_and_plugged_in_again(plugged: Plugged) -> None:
    heard, device = Heard(), plugged.device
    reader = open_reader(plugged.address)
    reader.start(heard.reads.append, heard.states.append)
    until(lambda: bool(heard.reads), heard)
    plugged.send(device.tag(device.numbers[0])[:9])
    plugged.unplug()
    until(lambda: heard.seen(State.LOST), heard)
    reason = next(told.reason for told in heard.states if told.state is State.LOST)
    assert reason.endswith("It is tried again in a moment.")
    device.present = list(device.numbers[-1:])
    heard.reads.clear()
    plugged.plug()
    until(lambda: heard.seen(State.READY, 2) and bool(heard.reads), heard)
    reader.stop()
    assert heard.numbers == set(device.numbers[-1:])


@pytest.mark.parametrize("plug", [OnSocket])
def test_a_flood_with_noise_in_it_loses_nothing(plugged: Plugged) -> None:
    """Ten thousand reports as fast as the line takes them, each hundredth behind half of one that never ends."""
    heard, device = Heard(), plugged.device
    plugged.pace = 60
    if device.protocol in ("rdm6300", "pn532"):
        plugged.address += "&again=0"
    reader = open_reader(plugged.address)
    reader.start(heard.reads.append, heard.states.append)
    until(lambda: heard.seen(State.READY) or bool(heard.reads), heard)
    until(lambda: device.running or not device.streams)
    device.present, sent = [], 10_000
    time.sleep(0.1)
    before, number = len(heard.reads), device.numbers[0]
    report = device.tag(number)
    for _ in range(sent // 100):
        plugged.send(report * 99 + device.broken(number) + report)
    until(lambda: len(heard.reads) >= before + sent, heard)
    reader.stop()
    assert len(heard.reads) == before + sent
    assert not heard.seen(State.LOST)
    assert {read.epc or read.text for read in heard.reads[before:]} == {number}
