"""The one form in which an evidence file lies: a ZIP without gaps, every byte of whose headers follows from its parts.

A ZIP tells of each part twice, before the part and in the directory at the end. Where the two differ, the bytes of the
part decide which is true; what departs from the form is then named by its offset. The layout is that of PKWARE's
APPNOTE 4.3; values that do not fit into 32 bits are written as Python's zipfile writes them (4.5.3).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

from assetaudit.store.review_packing import CHUNK, SEAL

_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_WIDE_END, _LOCATOR = struct.Struct("<4sQ2H2L4Q"), struct.Struct("<4sLQL")
_WIDE_SIZES = struct.Struct("<2H2Q")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_WIDE_MARK, _LOCATOR_MARK = b"PK\x06\x06", b"PK\x06\x07"
LIMIT = (1 << 31) - 1
"""The highest offset or size that is written in 32 bits."""
_ELSEWHERE = 0xFFFFFFFF
"""Stands where a value is too high for 32 bits, and follows behind the name."""
_MOST = (1 << 16) - 1
_VERSION, _WIDE_VERSION = 20, 45
_DAY = 0x21
"""The first of January 1980 as MS-DOS writes days: every part has it."""
_RIGHTS = 0o600 << 16
_SYSTEMS = (3, 0)
"""Unix, and MS-DOS in files that were written on Windows."""
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One part as a header tells of it."""

    name: str
    method: int
    crc: int
    packed: int
    """Bytes in the file."""
    size: int
    at: int
    """Where its header begins."""

    @property
    def wide(self) -> bool:
        """Whether its sizes need more than 32 bits."""
        return max(self.packed, self.size) > LIMIT

    @property
    def begin(self) -> int:
        """Where its bytes begin."""
        return self.at + _LOCAL.size + len(self.name.encode()) + (_WIDE_SIZES.size if self.wide else 0)

    @property
    def end(self) -> int:
        """Where its bytes end."""
        return self.begin + self.packed


@dataclass(slots=True)
class Form:
    """What a file holds, and how it departs from the form."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """Sentences; no more than one of each header."""


def form_of(file: IO[bytes], size: int, known: Collection[str] = ()) -> Form:
    """How a file lies, though some of its bytes were altered, cut off or added; no entries where it is no ZIP.

    ``known`` are the names that parts may have: where two headers name one part differently, such a one is true.
    """
    form, end = Form(), _end_of(file, size)
    if end is None:
        form.entries = list(_walked(file, size))
        form.faults.append(_cut_off(form.entries, size))
        return form
    at, length, start = end
    starts = [start, at - length, at - length - _WIDE_END.size - _LOCATOR.size]
    start = next((one for one in starts if _at(file, one, 4) == _CENTRAL_MARK), start)
    form.entries = list(_listed(file, start, at, known))
    form.faults += _departures(file, form.entries, at)
    whole = at + _END.size + SEAL
    if size > whole:
        form.faults.append(f"{size - whole} bytes from byte {whole} on are none of it: they were put behind its end.")
    elif size < whole:
        form.faults.append(f"{whole - size} bytes are missing at its end.")
    return form


def _at(file: IO[bytes], offset: int, size: int) -> bytes:
    if offset < 0:
        return b""
    file.seek(offset)
    return file.read(size)


def _end_of(file: IO[bytes], size: int) -> tuple[int, int, int] | None:
    """Where the end of the directory stands, and what it tells of the directory: length and beginning."""
    for at in _ends(file, size):
        found = _at(file, at, _END.size)
        if len(found) == _END.size:
            mark, *_, length, start, comment = _END.unpack(found)
            wide = _at(file, at - _LOCATOR.size, 4) == _LOCATOR_MARK
            if wide or (mark, comment) == (_END_MARK, SEAL) or at == start + length:
                return at, length, start
    return None


def _ends(file: IO[bytes], size: int) -> Iterator[int]:
    """Where the end of the directory may stand: before the seal, behind all before it, or wherever it is."""
    yield size - SEAL - _END.size
    at = max((entry.end for entry in _walked(file, size)), default=0)
    while (head := _at(file, at, _CENTRAL.size)).startswith(_CENTRAL_MARK) and len(head) == _CENTRAL.size:
        at += _CENTRAL.size + sum(_CENTRAL.unpack(head)[10:13])
    yield at
    near = max(0, size - CHUNK)
    marked = _at(file, near, CHUNK).rfind(_END_MARK)
    yield near + marked if marked >= 0 else -1


def _walked(file: IO[bytes], size: int) -> Iterator[Entry]:
    """The parts one behind the other, by their own headers, as far as these can be followed."""
    at = 0
    while (entry := _local(file, at)) is not None and _at(file, at, 4) == _LOCAL_MARK and entry.begin <= size:
        yield entry
        at = entry.end


def _cut_off(entries: Iterable[Entry], size: int) -> str:
    last = max(entries, key=lambda entry: entry.at, default=None)
    if last is None:
        return "it is no ZIP, or its beginning and its end were altered."
    where = f"within the part {last.name}" if last.end > size else f"behind the part {last.name}"
    return f"its end is missing: it was cut off {where}, at byte {size}, or altered from there on."


def _local(file: IO[bytes], at: int) -> Entry | None:
    """What the header before a part tells."""
    head = _at(file, at, _LOCAL.size)
    if len(head) < _LOCAL.size:
        return None
    _, _, _, method, _, _, crc, packed, size, length, _ = _LOCAL.unpack(head)
    packed, size = _sizes(file, at + _LOCAL.size + length, packed, size)
    return Entry(_name(_at(file, at + _LOCAL.size, length)), method, crc, packed, size, at)


def _central(file: IO[bytes], where: int, at: int) -> Entry | None:
    """What the directory tells of the part whose header begins at ``at``."""
    head = _at(file, where, _CENTRAL.size)
    if len(head) < _CENTRAL.size:
        return None
    _, _, _, _, method, _, _, crc, packed, size, length, *_ = _CENTRAL.unpack(head)
    packed, size = _sizes(file, where + _CENTRAL.size + length, packed, size)
    return Entry(_name(_at(file, where + _CENTRAL.size, length)), method, crc, packed, size, at)


def _sizes(file: IO[bytes], behind: int, packed: int, size: int) -> tuple[int, int]:
    """(bytes in the file, bytes unpacked), from behind the name where a header has no room for them."""
    if _ELSEWHERE not in (packed, size):
        return packed, size
    found = _at(file, behind, _WIDE_SIZES.size)
    if len(found) < _WIDE_SIZES.size:
        return packed, size
    _, _, size, packed = _WIDE_SIZES.unpack(found)
    return packed, size


def _name(text: bytes) -> str:
    return text.decode("ascii", "backslashreplace")


def _listed(file: IO[bytes], start: int, end: int, known: Collection[str]) -> Iterator[Entry]:
    """The parts up to the directory, each by the header that its bytes bear out."""
    at, where = 0, start
    while at < start:
        told = [one for one in (_central(file, where, at) if where < end else None, _local(file, at)) if one]
        fitting = told if len(set(told)) == 1 else [one for one in told if _fits(file, one, start)]
        entry = min(fitting or told, key=lambda one: one.name not in known, default=None)
        if entry is None:
            return
        yield entry
        at, where = entry.end, where + len(_directory(entry, _SYSTEMS[0]))


def _fits(file: IO[bytes], entry: Entry, start: int) -> bool:
    """Whether the bytes of a part are what a header tells of them."""
    if entry.end > start:
        return False
    with suppress(ValueError):
        for _ in unpacked(file, entry):
            pass
        return True
    return False


def unpacked(file: IO[bytes], entry: Entry) -> Iterator[bytes]:
    """A part in pieces; ValueError where its bytes are not what its header tells, at the latest behind the last."""
    crc, size = 0, 0
    for chunk in _inflated(file, entry) if entry.method == _DEFLATED else _raw(file, entry):
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
        if size > entry.size:
            raise ValueError("it is longer than its header tells")
        yield chunk
    if entry.method not in (_STORED, _DEFLATED):
        raise ValueError(f"its header tells of a packing ({entry.method}) that evidence files do not have")
    if (crc, size) != (entry.crc, entry.size):
        raise ValueError("its checksum is not the one in its header")


def _raw(file: IO[bytes], entry: Entry) -> Iterator[bytes]:
    at, left = entry.begin, entry.packed
    while left and (chunk := _at(file, at, min(left, CHUNK))):
        yield chunk
        at, left = at + len(chunk), left - len(chunk)


def _inflated(file: IO[bytes], entry: Entry) -> Iterator[bytes]:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for raw in _raw(file, entry):
            waiting = raw
            while waiting and not stream.eof:
                yield stream.decompress(waiting, CHUNK)
                waiting = stream.unconsumed_tail
    except zlib.error as error:
        raise ValueError("it cannot be unpacked any more") from error
    if stream.unused_data or not stream.eof:
        raise ValueError("its packed bytes end elsewhere than its header tells")


def _departures(file: IO[bytes], entries: list[Entry], end: int) -> Iterator[str]:
    """The headers that are not as the form has them, each with its first byte that differs."""
    for entry in entries:
        yield from _departure(file, entry.at, _header(entry), f"in the header of {entry.name}")
    start = entries[-1].end if entries else 0
    pieces = [_pieces(entries, start, system) for system in _SYSTEMS]
    yield from min(([*_told(file, start, one)] for one in pieces), key=len)
    length = sum(len(piece) for piece, _ in pieces[0])
    if start + length != end + _END.size:
        yield f"its directory does not lie where it should: from byte {start} to byte {start + length - _END.size}."


def _told(file: IO[bytes], at: int, pieces: Iterable[tuple[bytes, str]]) -> Iterator[str]:
    for piece, where in pieces:
        yield from _departure(file, at, piece, where)
        at += len(piece)


def _departure(file: IO[bytes], at: int, wanted: bytes, where: str) -> Iterator[str]:
    there = _at(file, at, len(wanted))
    if there != wanted:
        first = next((n for n, (one, two) in enumerate(zip(there, wanted, strict=False)) if one != two), len(there))
        yield f"byte {at + first} was altered, {where}."


def _header(entry: Entry) -> bytes:
    name, wide, sizes = entry.name.encode(), b"", (entry.packed, entry.size)
    if entry.wide:
        wide, sizes = _WIDE_SIZES.pack(1, 16, entry.size, entry.packed), (_ELSEWHERE, _ELSEWHERE)
    facts = (entry.method, 0, _DAY, entry.crc, *sizes)
    version = _WIDE_VERSION if wide else _VERSION
    return _LOCAL.pack(_LOCAL_MARK, version, 0, *facts, len(name), len(wide)) + name + wide


def _pieces(entries: list[Entry], start: int, system: int) -> list[tuple[bytes, str]]:
    """The directory from its beginning to the seal, with the words for each piece."""
    told = [(_directory(entry, system), f"in the entry of {entry.name} in the directory") for entry in entries]
    return [*told, (_ending(len(entries), start, sum(len(piece) for piece, _ in told)), "in the end of the directory")]


def _directory(entry: Entry, system: int) -> bytes:
    name, far = entry.name.encode(), entry.at > LIMIT
    more = [*((entry.size, entry.packed) if entry.wide else ()), *((entry.at,) if far else ())]
    wide = struct.pack(f"<2H{len(more)}Q", 1, 8 * len(more), *more) if more else b""
    version = _WIDE_VERSION if wide else _VERSION
    sizes = (_ELSEWHERE, _ELSEWHERE) if entry.wide else (entry.packed, entry.size)
    facts = (entry.method, 0, _DAY, entry.crc, *sizes, len(name), len(wide), 0, 0, 0, _RIGHTS)
    at = _ELSEWHERE if far else entry.at
    return _CENTRAL.pack(_CENTRAL_MARK, system << 8 | version, version, 0, *facts, at) + name + wide


def _ending(count: int, start: int, length: int) -> bytes:
    wide = b""
    if count > _MOST or start > LIMIT or length > LIMIT:
        facts = (44, _WIDE_VERSION, _WIDE_VERSION, 0, 0, count, count, length, start)
        wide = _WIDE_END.pack(_WIDE_MARK, *facts) + _LOCATOR.pack(_LOCATOR_MARK, 0, start + length, 1)
    shown = min(count, _MOST)
    return wide + _END.pack(_END_MARK, 0, 0, shown, shown, min(length, _ELSEWHERE), min(start, _ELSEWHERE), SEAL)
