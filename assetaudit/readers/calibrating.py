"""Scans of the set-up sheet taken in, from the terminal or from any reader with raw traffic, until they suffice."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from assetaudit.errors import ReaderError
from assetaudit.identify.setup_codes import SETUP_CODES
from assetaudit.readers.address import Address
from assetaudit.readers.contract import ReaderState
from assetaudit.readers.many import told
from assetaudit.readers.opening import open_reader
from assetaudit.readers.raw_keys import SILENCE, lines
from assetaudit.readers.record import RAW_SCHEMES
from assetaudit.readers.scanner_setup import ENDS, Setup, set_up

MOST = 40
"""Scans after which nothing more is waited for."""


def calibrated(pieces: Iterable[bytes], heard: Callable[[str, Setup], None]) -> Setup:
    """What scans of the sheet say; ends with all its codes, with Enter alone, or with the pieces.

    ``heard`` is told each scan as it arrived and what is known with it.
    """
    scans: list[str] = []
    setup = set_up(scans)
    for piece in chain.from_iterable(map(lines, pieces)):  # two scans may have come as one piece
        text = piece.decode("utf-8", "surrogateescape")
        if not text.strip(ENDS):
            if scans:
                break
            continue
        scans.append(text)
        setup = set_up(scans)
        heard(text, setup)
        if len(setup.seen) == len(SETUP_CODES) or len(scans) >= MOST:
            break
    return setup


def pieces_of_reader(address: str, notice: Callable[[str], None]) -> Iterator[bytes]:
    """Raw traffic of a reader, each scan with its suffix; ReaderError where it has none."""
    parsed = Address.parse(address)
    if parsed.scheme not in RAW_SCHEMES:
        raise ReaderError(
            f"{parsed.scheme}:// needs no set-up.", hint="Calibrate keys:// or a scanner on serial:// or tcp://."
        )
    arrived: queue.Queue[bytes] = queue.Queue()

    def tell(state: ReaderState) -> None:
        notice(told(state))

    reader = open_reader(address, lambda direction, data: arrived.put(data) if direction == "rx" else None)
    reader.start(lambda _: None, tell)
    try:
        while True:
            yield _piece(arrived)
    finally:
        reader.stop()


def _piece(arrived: queue.Queue[bytes]) -> bytes:
    piece = b""
    while True:
        try:
            piece += arrived.get(timeout=SILENCE)
        except queue.Empty:
            if piece:
                return piece
