"""The sheet scanned: through a terminal key by key, through a serial line, and from a pipe."""

from __future__ import annotations

import os
import pty
import threading
import time
import tty
from pathlib import Path

import pytest

from assetaudit.errors import ReaderError
from assetaudit.identify.setup_codes import SETUP_CODES
from assetaudit.readers.calibrating import calibrated, pieces_of_reader
from assetaudit.readers.layouts import LAYOUTS, typed
from assetaudit.readers.raw_keys import lines, pieces
from assetaudit.readers.scanner_setup import Setup


def scans(scanner: str, host: str, suffix: str) -> list[bytes]:
    return [
        (
            "\x1d".join(typed(part, LAYOUTS[scanner], LAYOUTS[host]) for part in code.text.split("\x1d")) + suffix
        ).encode()
        for code in SETUP_CODES
    ]


def nobody(_: str, __: Setup) -> None:
    """Who is told nothing."""


def typing(descriptor: int, codes: list[bytes]) -> None:
    for code in codes:
        for place in range(0, len(code), 8):
            os.write(descriptor, code[place : place + 8])
            time.sleep(0.005)
        time.sleep(0.45)


@pytest.mark.parametrize(("suffix", "name"), [("\r", "cr"), ("\r\n", "crlf"), ("\t", "tab")])
def test_a_scanner_types_into_the_terminal(suffix: str, name: str) -> None:
    master, slave = pty.openpty()
    typist = threading.Thread(target=typing, args=(master, scans("us", "de", suffix)))
    with os.fdopen(slave, "rb") as stream:
        source = pieces(stream)
        typist.start()
        setup = calibrated(source, nobody)
        source.close()
    typist.join()
    os.close(master)
    assert (setup.correction.layout, setup.correction.suffix, setup.gs) == ("us-on-de", name, "kept")
    assert len(setup.seen) == 4


def test_enter_by_itself_ends_it_and_ctrl_c_interrupts() -> None:
    first = scans("fr", "us", "\r")[0]
    assert calibrated([b"\r", first, b"\r", b"never\r"], nobody).correction.layout == "fr-on-us"
    master, slave = pty.openpty()
    with os.fdopen(slave, "rb") as stream:
        source = pieces(stream)
        threading.Timer(0.2, os.write, (master, b"\x03")).start()
        with pytest.raises(KeyboardInterrupt):
            next(source)
    os.close(master)


def test_two_scans_in_one_piece_are_two() -> None:
    setup = calibrated([b"".join(scans("us", "de", "\r\n"))], nobody)
    assert (len(setup.seen), setup.correction.suffix) == (4, "crlf")


def test_lines_of_a_pipe_keep_their_suffixes() -> None:
    assert list(lines(b"A\r\nB\rC\nD\tE")) == [b"A\r\n", b"B\r", b"C\n", b"D\t", b"E"]


def test_a_scanner_on_a_serial_line(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    link = tmp_path / "scanner"
    link.symlink_to(os.ttyname(slave))
    ready = threading.Event()

    def notice(text: str) -> None:
        if "ready" in text:
            ready.set()

    def scanned() -> None:
        assert ready.wait(5)
        for code in scans("us", "us", "\r\n"):
            os.write(master, code)
            time.sleep(0.4)

    typist = threading.Thread(target=scanned)
    typist.start()
    setup = calibrated(pieces_of_reader(f"serial://{link}", notice), nobody)
    typist.join()
    os.close(master)
    os.close(slave)
    assert (setup.correction.layout, setup.correction.suffix, setup.gs) == ("", "crlf", "kept")


def test_a_reader_without_raw_traffic_is_told() -> None:
    with pytest.raises(ReaderError, match="needs no set-up"):
        next(pieces_of_reader("replay://x", lambda _: None))
