"""The thread around a protocol: waits that grow, things told once, a goodbye, and nothing that leaks."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest

from assetaudit.model.read import Read
from assetaudit.readers import stream
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Framer, LinkLostError, ReaderState, State
from assetaudit.readers.opening import open_reader
from assetaudit.readers.reader_thread import FIRST_WAIT, LONGEST_WAIT
from assetaudit.readers.stream import StreamReader

ADDRESS = Address.parse("tcp://h:1")


class Script:
    """A link that does what is written: bytes come, text is why it is lost."""

    def __init__(self, *acts: bytes | str) -> None:
        self.acts = list(acts)
        self.sent: list[bytes] = []

    def open(self) -> None:
        if not self.acts:
            raise LinkLostError("It is not there.")

    def receive(self) -> bytes:
        act = self.acts.pop(0) if self.acts else "It is gone."
        if isinstance(act, str):
            raise LinkLostError(act)
        return act

    def send(self, data: bytes) -> None:
        self.sent.append(data)

    def close(self) -> None:
        return


class Echo(Framer):
    """Answers ``?`` by being ready, and tells everything else as a status."""

    def __init__(self) -> None:
        self.answered = False

    @property
    def ready(self) -> bool:
        return self.answered

    def feed(self, data: bytes, now: float) -> list[Read]:
        self.answered = True
        return [Read(kind="status", note=data.decode())]

    def goodbye(self) -> bytes:
        return b"bye"

    def lost(self) -> None:
        self.answered = False


class Waits:
    """Stands in for the event that stops a reader: after so many waits it does."""

    def __init__(self, most: int) -> None:
        self.most, self.waits = most, list[float]()

    def is_set(self) -> bool:
        return len(self.waits) >= self.most

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        return self.is_set()

    def clear(self) -> None:
        return


def run(link: Script, framer: Framer, waits: int) -> tuple[Waits, list[ReaderState]]:
    reader, stop, states = StreamReader(ADDRESS, link, framer), Waits(waits), list[ReaderState]()
    reader._stopping = stop  # type: ignore[assignment]
    reader._on_state = states.append
    reader._run()
    return stop, states


def test_waits_double_up_to_a_limit_and_begin_anew_only_with_a_device_that_was_ready() -> None:
    nobody, _ = run(Script(), Echo(), 7)
    assert nobody.waits == [FIRST_WAIT, 0.5, 1, 2, 4, LONGEST_WAIT, LONGEST_WAIT]
    mute, states = run(Script(*["It does not answer."] * 3), Echo(), 3)
    assert mute.waits == [FIRST_WAIT, 0.5, 1]
    assert State.READY not in {told.state for told in states}
    alive, _ = run(Script("lost", "lost", b"hello", "lost", "lost"), Echo(), 4)
    assert alive.waits == [FIRST_WAIT, 0.5, FIRST_WAIT, 0.5]


def test_what_a_device_repeats_is_told_once_until_it_was_lost() -> None:
    _, states = run(Script(b"hot", b"hot", b"hot", b"antenna", "lost", b"hot"), Echo(), 2)
    said = [told.reason for told in states if told.state is State.READY and told.reason]
    assert said == ["hot", "antenna", "hot"]


def test_a_device_that_says_something_new_all_the_time_fills_no_memory() -> None:
    reader = StreamReader(ADDRESS, Script(), Echo())
    for number in range(10_000):
        reader._say(f"error {number}", 0.0)
    assert len(reader._said) <= 64


def test_only_who_is_still_there_is_bidden_goodbye() -> None:
    link = Script()
    reader = StreamReader(ADDRESS, link, Echo())
    link.acts = [b"hello", *[b""] * 100_000]
    reader.start(lambda _: None, lambda _: None)
    end = time.monotonic() + 5
    while len(link.acts) > 99_990 and time.monotonic() < end:
        time.sleep(0.001)
    reader.stop()
    assert link.sent[-1:] == [b"bye"]
    gone = Script(b"hello", "lost")
    run(gone, Echo(), 1)
    assert gone.sent == []


def test_a_framer_that_breaks_costs_the_connection_and_not_the_thread() -> None:
    class Broken(Echo):
        def feed(self, data: bytes, now: float) -> list[Read]:
            raise ZeroDivisionError("a mistake")

    stop, states = run(Script(b"x", b"y"), Broken(), 2)
    assert len(stop.waits) == 2
    assert [told.reason for told in states if told.state is State.LOST] == [
        "ZeroDivisionError: a mistake. It is tried again in a moment."
    ] * 2


def open_files() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


def test_hundreds_of_lost_connections_leave_nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "FIRST_WAIT", 0.0)
    monkeypatch.setattr(stream, "LONGEST_WAIT", 0.0)
    listener = socket.create_server(("127.0.0.1", 0))
    reader, lost = open_reader(f"tcp://127.0.0.1:{listener.getsockname()[1]}?protocol=r200"), list[ReaderState]()
    files, threads = open_files(), threading.active_count()
    reader.start(lambda _: None, lost.append)
    for _ in range(300):
        listener.accept()[0].close()
    assert open_files() <= files + 4
    assert threading.active_count() == threads + 1
    reader.stop()
    listener.close()
    assert threading.active_count() == threads
