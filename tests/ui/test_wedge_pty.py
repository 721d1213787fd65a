"""A scanner that types, on a real terminal, into the real screen: what it typed is what the log holds."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import pytest

from assetaudit.model.place import Place
from tests.ui.desk import Desk
from tests.ui.terminal_session import TerminalSession

SCANS = [f"IT-{number:06}" if number % 3 else f"SN{number:04}X7K2-{number}" for number in range(1, 21)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "desk")
    desk.create_audit("Q4", [Place.parse("DC1/R2")], user="boss")
    return desk


@pytest.fixture
def session(desk: Desk) -> Iterator[TerminalSession]:
    session = TerminalSession("tests.ui.run_desk", str(desk.home), "Q4")
    assert session.wait_for_text("Scan the label"), bytes(session.output[-3000:])
    session.type(b"LOC:DC1/R2/A/07\r")
    assert session.wait_for_text("A / 07"), bytes(session.output[-3000:])
    yield session
    session.close()


def expect(session: TerminalSession, desk: Desk, scans: list[str]) -> None:
    session.wait_for(lambda: len(desk.events("Q4")) >= len(scans))
    time.sleep(0.3)
    assert desk.events("Q4") == scans
    assert session.process.poll() is None


@pytest.mark.parametrize("milliseconds", [0, 1, 4, 8])
def test_twenty_scans_back_to_back(session: TerminalSession, desk: Desk, milliseconds: int) -> None:
    for scan in SCANS:
        session.type(f"{scan}\r".encode(), milliseconds / 1000)
    expect(session, desk, SCANS)


def test_through_a_stall_of_the_screen(session: TerminalSession, desk: Desk) -> None:
    for number, scan in enumerate(SCANS):
        data = f"{scan}\r".encode()
        session.type(data[:4], 0.004)
        if number in (2, 9):
            os.kill(session.process.pid, signal.SIGUSR1)
        session.type(data[4:], 0.004)
    expect(session, desk, SCANS)


@pytest.mark.parametrize("code", ["A\x1b[cB", "cB9", "IT-000417"])
def test_a_code_that_is_read_haltingly_is_still_one(session: TerminalSession, desk: Desk, code: str) -> None:
    os.kill(session.process.pid, signal.SIGUSR2)
    time.sleep(0.2)
    session.type(f"{code}\r".encode())
    expect(session, desk, [code])


@pytest.mark.parametrize("suffix", [b"\r", b"\n", b"\r\n", b"\t", b""])
def test_any_suffix_or_none(session: TerminalSession, desk: Desk, suffix: bytes) -> None:
    for scan in SCANS[:6]:
        session.type(scan.encode() + suffix, 0.004)
        if not suffix:
            time.sleep(0.35)
    expect(session, desk, SCANS[:6])


def test_a_paste_is_a_scan_a_line(session: TerminalSession, desk: Desk) -> None:
    session.type(b"\x1b[200~" + "\r".join(SCANS[:4]).encode() + b"\x1b[201~")
    expect(session, desk, SCANS[:4])


def test_a_paste_without_an_end_swallows_nothing(session: TerminalSession, desk: Desk) -> None:
    session.type(b"\x1b[200~" + SCANS[0].encode())
    session.wait_for(lambda: len(desk.events("Q4")) == 1)
    session.type(SCANS[1].encode() + b"\r", 0.004)
    expect(session, desk, SCANS[:2])


def test_bytes_that_are_no_text_end_nothing(session: TerminalSession, desk: Desk) -> None:
    session.type(b"AB\xff\xfeCD\r", 0.002)
    session.type(b"\x1b[99999999999999;5u\r", 0.002)
    session.type(SCANS[0].encode() + b"\r", 0.004)
    session.wait_for(lambda: SCANS[0] in desk.events("Q4"))
    assert desk.events("Q4")[0] == "4142FFFE4344"
    assert desk.events("Q4")[-1] == SCANS[0]
    assert session.process.poll() is None


def test_a_scan_does_not_land_in_a_field_that_is_typed_in(session: TerminalSession, desk: Desk) -> None:
    session.type(b"o")
    assert session.wait_for_text("Note")
    time.sleep(0.3)
    for letter in b"loose":
        session.type(bytes([letter]))
        time.sleep(0.15)
    session.type(SCANS[0].encode() + b"\r", 0.004)
    session.wait_for(lambda: desk.events("Q4") == SCANS[:1])
    for letter in b" rail":
        session.type(bytes([letter]))
        time.sleep(0.15)
    session.type(b"\r")
    source = desk.store.source(desk.store.find_audit("Q4").id)
    session.wait_for(lambda: any(event.k == "note" for event in source.events()))
    notes = [event.d["text"] for event in source.events() if event.k == "note"]
    assert notes == ["loose rail"]
    assert desk.events("Q4") == SCANS[:1]


@contextmanager
def resizing(session: TerminalSession) -> Iterator[None]:
    """The window takes one size after the other, all the time."""
    stop = threading.Event()

    def resize() -> None:
        for size in cycle(((120, 40), (80, 24), (60, 20), (132, 43))):
            if stop.wait(0.02):
                return
            session.resize(*size)

    thread = threading.Thread(target=resize)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize("milliseconds", [0, 1])
def test_scans_while_the_window_is_resized(session: TerminalSession, desk: Desk, milliseconds: int) -> None:
    scans = [*SCANS, *(f"IT-{number:06}" for number in range(500, 540))]
    with resizing(session):
        for scan in scans:
            session.type(f"{scan}\r".encode(), milliseconds / 1000)
        session.wait_for(lambda: len(desk.events("Q4")) >= len(scans))
    expect(session, desk, scans)


def test_nothing_raw_reaches_the_terminal(session: TerminalSession, desk: Desk) -> None:
    before = len(session.output)
    session.type(b"A\x1b]0;OWNED\x07B\r", 0.002)
    session.type(b"C\xc2\x9b31mD\r", 0.002)
    session.wait_for(lambda: len(desk.events("Q4")) >= 2)
    time.sleep(0.5)
    shown = bytes(session.output[before:])
    assert b"\x1b]0;" not in shown
    assert b"\xc2\x9b" not in shown
