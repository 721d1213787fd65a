"""``replay://``: reads or raw traffic from a file, at the pace at which they were recorded, or faster.

A file holds Reads, one JSON object a line, or a recording (``{"recording": 1, ...}`` and ``{"t", "rx"|"tx"}`` lines)
whose bytes go through the protocol that its reader spoke. ``?speed=4`` plays four times as fast, ``?speed=0`` without
any pauses.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from assetaudit.errors import ReaderError, UsageError
from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Driver, Reader, State, Tap
from assetaudit.readers.lines import read_of_line
from assetaudit.readers.protocols import framer_of
from assetaudit.readers.reader_thread import ReaderThread

FORM = "replay://FILE"
LONGEST_LINE = 1 << 20
_SETTLED = 10.0
"""Seconds of silence behind the last bytes: whatever they began is ended."""


def timed_reads(file: Path, address: Address) -> Iterator[tuple[float, Read]]:
    """(seconds since the start, read) of a file; ReaderError names the line that cannot be used."""
    with file.open("rb") as lines:
        first = lines.readline(LONGEST_LINE)
        if _header(first) is not None:
            yield from _recorded(lines, address, _header(first) or {}, file)
            return
        yield from _reads(first, lines)


def _header(line: bytes) -> dict[str, Any] | None:
    data = _object(line)
    return data if data is not None and "recording" in data else None


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _reads(first: bytes, lines: Any) -> Iterator[tuple[float, Read]]:  # noqa: ANN401 - any binary file
    start: datetime | None = None
    since = 0.0
    line = first
    while line:
        read = read_of_line(line)
        if read is not None:
            when = _time(read.at)
            start = start or when
            if start is not None and when is not None:
                since = max(since, (when - start).total_seconds())
            yield since, read
        line = lines.readline(LONGEST_LINE)


def _time(text: str | None) -> datetime | None:
    try:
        when = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return when if when is not None and when.tzinfo is not None else None


def _recorded(lines: BinaryIO, address: Address, header: dict[str, Any], file: Path) -> Iterator[tuple[float, Read]]:
    spoken = _spoken(header, address)
    framer = framer_of(spoken)
    since = 0.0
    for number, line in enumerate(iter(lambda: lines.readline(LONGEST_LINE), b""), 2):
        data = _object(line)
        if data is None or not isinstance(data.get("t"), int | float):
            raise ReaderError(f"{file}:{number} is no line of a recording.", hint='Each is {"t": seconds, "rx": hex}.')
        since = max(since, float(data["t"]))
        for read in framer.idle(since):
            yield since, read
        for read in framer.feed(_bytes(data.get("rx"), file, number), since) if "rx" in data else ():
            yield since, read
    for read in framer.idle(since + _SETTLED):
        yield since, read


def _spoken(header: dict[str, Any], address: Address) -> Address:
    """The recorded reader's address, so that its protocol and options apply; our own options go first."""
    try:
        recorded = Address.parse(str(header.get("reader", "")))
    except UsageError:
        return address
    options = recorded.options | {name: value for name, value in address.options.items() if name != "speed"}
    return Address(recorded.text, recorded.scheme, recorded.target, options)


def _bytes(text: object, file: Path, number: int) -> bytes:
    try:
        return bytes.fromhex(str(text))
    except ValueError:
        raise ReaderError(f"{file}:{number}: rx must be hexadecimal digits.") from None


class ReplayReader(ReaderThread):
    """The Reader contract over a file."""

    def __init__(self, address: Address) -> None:
        super().__init__(address)
        self._file = Path(address.target)
        self._speed = address.number("speed", 1, 0, 1_000_000)
        if not address.target:
            raise UsageError(f"{address.text} names no file.", hint=f"Write {FORM}.")

    def _run(self) -> None:
        failed = False
        self._tell(State.CONNECTING)
        try:
            self._tell(State.READY)
            self._play()
            reason = "The recording has come to its end."
        except Exception as error:  # noqa: BLE001 - the border of the reader's thread: told, never raised past it
            reason, failed = _told(error, self._file), True
        self._tell(State.ENDED, reason, failed=failed)

    def _play(self) -> None:
        played = 0.0
        for since, read in timed_reads(self._file, self._address):
            if self._speed and since > played:
                self._stopping.wait((since - played) / self._speed)
            played = since
            if self._stopping.is_set():
                return
            if read.kind == "status":
                self._tell(State.READY, read.note or "")
            else:
                self._hand_on(read)


def _told(error: Exception, file: Path) -> str:
    if isinstance(error, OSError):
        return f"{file} cannot be read: {error.strerror or error}."
    return str(error)


def open_replay(address: Address, _: Tap | None) -> Reader:
    """A reader that plays a file."""
    return ReplayReader(address)


DRIVER = Driver("replay", open_replay, FORM, "recorded reads or raw traffic, from a file")
