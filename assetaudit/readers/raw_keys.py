"""What is typed into this terminal, piece by piece and untouched: a piece ends where nothing follows for a while."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import IO, Any

from assetaudit.model.read import Read
from assetaudit.readers.correction import Correction
from assetaudit.readers.keys import scan_of

SILENCE = 0.3
"""Seconds without a key that end a piece; scanners pause less within a code."""
INTERRUPT = b"\x03"
_ENDS = re.compile(r"[\r\n]+|\t+$")
_LINE = re.compile(rb"[^\r\n\t\x03]*(?:\r\n|[\r\n\t\x03]|$)")


def pieces(stream: IO[bytes]) -> Generator[bytes, None, None]:
    """Pieces with their suffixes; from a file or a pipe one a line. Ctrl+C by itself is a KeyboardInterrupt."""
    if not stream.isatty():
        yield from lines(stream.read())
        return
    source = _windows() if sys.platform == "win32" else _terminal(stream.fileno())
    for piece in source:
        if piece == INTERRUPT:
            raise KeyboardInterrupt
        yield piece


def reads_of_keys(stream: IO[bytes], correction: Correction) -> Iterator[Read]:
    """What a scanner types into this terminal, code by code, until Ctrl+C or the end of a pipe."""
    for piece in pieces(stream):
        for line in _ENDS.split(piece.decode("utf-8", "surrogateescape")):
            if line.strip():
                yield scan_of(line, correction).read()


def lines(data: bytes) -> Iterator[bytes]:
    """Pieces of data that came without timing, each with its suffix."""
    for match in _LINE.finditer(data):
        if match[0]:
            yield match[0]


def _terminal(descriptor: int) -> Iterator[bytes]:
    with _raw(descriptor):
        while first := os.read(descriptor, 4096):
            piece = first
            while select.select([descriptor], [], [], SILENCE)[0]:
                more = os.read(descriptor, 4096)
                if not more:
                    break
                piece += more
            yield piece


@contextmanager
def _raw(descriptor: int) -> Iterator[None]:
    """The terminal hands over every key as it is, CR and LF apart, and is as before afterwards."""
    import termios
    import tty

    before = termios.tcgetattr(descriptor)
    try:
        tty.setraw(descriptor, termios.TCSADRAIN)
        after = termios.tcgetattr(descriptor)
        after[1] |= termios.OPOST  # what is printed meanwhile still begins at the left
        termios.tcsetattr(descriptor, termios.TCSADRAIN, after)
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _windows() -> Iterator[bytes]:
    import importlib

    console: Any = importlib.import_module("msvcrt")
    while True:
        piece = str(console.getwch())
        last = time.monotonic()
        while time.monotonic() - last < SILENCE:
            if console.kbhit():
                piece += str(console.getwch())
                last = time.monotonic()
            else:
                time.sleep(0.005)
        yield piece.encode("utf-8", "surrogatepass")
