"""What every driver keeps to: real bytes through pseudo-terminals, loopback sockets and files."""

from __future__ import annotations

import json
import os
import socket
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from assetaudit.model.read import Read
from assetaudit.readers.contract import ReaderState, State
from assetaudit.readers.many import reads_of_readers
from assetaudit.readers.opening import open_reader
from assetaudit.readers.record import record


class Device(Protocol):
    address: str

    def send(self, data: bytes) -> None: ...
    def unplug(self) -> None: ...
    def plug(self) -> None: ...


class Pty:
    """A scanner on a serial line: a pseudo-terminal behind a link, as udev makes one."""

    def __init__(self, folder: Path) -> None:
        self._link = folder / "scanner"
        self.address = f"serial://{self._link}"
        self.plug()

    def plug(self) -> None:
        self._device, slave = os.openpty()
        tty.setraw(slave)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(slave))
        os.close(slave)

    def send(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._device, data[:4096]) :]

    def unplug(self) -> None:
        os.close(self._device)


class Server:
    """A scanner in the network."""

    def __init__(self, _: Path) -> None:
        self._port = 0
        self._peer: socket.socket | None = None
        self.plug()
        self.address = f"tcp://127.0.0.1:{self._port}"

    def plug(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._listener.settimeout(8)
        self._port = self._listener.getsockname()[1]

    def send(self, data: bytes) -> None:
        if self._peer is None:
            self._peer = self._listener.accept()[0]
        self._peer.sendall(data)

    def unplug(self) -> None:
        self._listener.close()
        if self._peer is not None:
            self._peer.close()
        self._peer = None


@pytest.fixture(params=[Pty, Server])
def device(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Device]:
    made: Device = request.param(tmp_path)
    yield made
    made.unplug()


class Heard:
    """What a reader told."""

    def __init__(self) -> None:
        self.reads: list[Read] = []
        self.states: list[ReaderState] = []

    def texts(self) -> list[str | None]:
        return [read.text for read in self.reads]

    def seen(self, state: State, times: int = 1) -> bool:
        return [told.state for told in self.states].count(state) >= times


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 8
    while not condition():
        assert time.monotonic() < end, "not within 8 seconds"
        time.sleep(0.01)


def test_pieces_garbage_and_separators_then_a_stop_in_bounded_time(device: Device) -> None:
    heard = Heard()
    reader = open_reader(device.address)
    reader.start(heard.reads.append, heard.states.append)
    until(lambda: heard.seen(State.READY))
    for piece in (b"AB", b"C\r", b"\nD1\r\nD2\r\n", b"\xff\xfe\r", b"]d2010\x1d21X\r"):
        device.send(piece)
        time.sleep(0.01)
    until(lambda: len(heard.reads) == 5)
    assert heard.texts() == ["ABC", "D1", "D2", None, "010\x1d21X"]
    assert heard.reads[3].hex == "FFFE"
    assert heard.reads[4].symbology == "]d2"
    begun = time.monotonic()
    reader.stop()
    assert time.monotonic() - begun < 2
    assert [told.state for told in heard.states] == [State.CONNECTING, State.READY, State.ENDED]


def test_unplugged_and_plugged_in_again(device: Device) -> None:
    heard = Heard()
    reader = open_reader(device.address)
    reader.start(heard.reads.append, heard.states.append)
    until(lambda: heard.seen(State.READY))
    device.send(b"ONE\rhalf")
    until(lambda: len(heard.reads) == 1)
    device.unplug()
    until(lambda: heard.seen(State.LOST))
    assert next(told.reason for told in heard.states if told.state is State.LOST)
    device.plug()
    until(lambda: heard.seen(State.READY, 2))
    device.send(b"TWO\r")
    until(lambda: len(heard.reads) >= 2)
    reader.stop()
    assert heard.texts()[0] == "ONE"
    assert heard.texts()[-1] == "TWO"


def test_a_taker_that_fails_still_gets_the_next(device: Device) -> None:
    heard = Heard()

    def take(read: Read) -> None:
        heard.reads.append(read)
        if read.text == "BAD":
            raise RuntimeError("disk full")

    reader = open_reader(device.address)
    reader.start(take, heard.states.append)
    until(lambda: heard.seen(State.READY))
    device.send(b"BAD\rGOOD\r")
    until(lambda: len(heard.reads) == 2)
    reader.stop()
    assert heard.texts() == ["BAD", "GOOD"]
    assert any("disk full" in told.reason for told in heard.states)
    assert not heard.seen(State.LOST)


def test_a_stop_while_readers_wait_for_room_is_bounded(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text("".join(json.dumps({"text": f"A{n}"}) + "\n" for n in range(12_000)))
    reads = reads_of_readers([f"replay://{file}?speed=0"], notice=lambda _: None)
    assert next(reads).text == "A0"
    time.sleep(0.5)
    begun = time.monotonic()
    reads.close()  # type: ignore[attr-defined]
    assert time.monotonic() - begun < 1


def test_what_was_recorded_is_replayed(tmp_path: Path) -> None:
    device, file = Pty(tmp_path), tmp_path / "kept.jsonl"

    def notice(text: str) -> None:
        if "ready" in text:
            device.send(b"]C1ABC\x1dD\rE2\r")

    assert record(device.address, file, seconds=0.6, notice=notice) >= 1
    device.unplug()
    assert json.loads(file.read_text().splitlines()[0])["reader"] == device.address
    reads = list(reads_of_readers([f"replay://{file}?speed=0"], notice=lambda _: None))
    assert [(read.symbology, read.text) for read in reads] == [("]C1", "ABC\x1dD"), (None, "E2")]


def test_a_replay_keeps_the_pace_of_its_reads_and_tells_its_end(tmp_path: Path) -> None:
    file = tmp_path / "walk.jsonl"
    times = ["2026-01-01T10:00:00Z", "2026-01-01T10:00:02Z"]
    file.write_text("".join(json.dumps({"text": f"A{n}", "at": at}) + "\n" for n, at in enumerate(times)))
    heard, begun = Heard(), time.monotonic()
    reader = open_reader(f"replay://{file}?speed=10")
    reader.start(heard.reads.append, heard.states.append)
    until(lambda: heard.seen(State.ENDED))
    assert 0.2 <= time.monotonic() - begun < 1.5
    assert heard.texts() == ["A0", "A1"]
    assert [told.state for told in heard.states] == [State.CONNECTING, State.READY, State.ENDED]
    reader.stop()
