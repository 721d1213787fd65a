"""Bundles: pieces one after the other in a file, for a stick; damage costs the piece it hits and no other."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assetaudit.errors import SyncError
from assetaudit.model.amount import counted
from assetaudit.paths import replacing
from assetaudit.sync.piece import ANY_MAGIC, HEAD, Piece, PieceError, size_of, unheard, unseal

SUFFIX = ".aab"


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a bundle that are no piece."""

    at: int
    """Offset of the first, from 0."""
    size: int
    why: str
    newer: bool = False
    """Whether it is whole, and of a kind that only a newer program knows."""

    def __str__(self) -> str:
        if self.newer:
            size = counted(self.size, "byte", "bytes")
            return f"{size} at {self.at:,} are of a kind that only a newer assetaudit knows. Upgrade to use them."
        return f"{counted(self.size, 'byte', 'bytes')} at {self.at:,} cannot be used: {self.why}."


def write_bundle(file: Path, pieces: Iterable[bytes]) -> int:
    """Write the pieces; the file is there whole or not at all. Returns how many they were."""
    count = 0
    try:
        with replacing(file) as new:
            for piece in pieces:
                new.write(piece)
                count += 1
    except OSError as error:
        msg = f"The bundle {file} cannot be written: {error.strerror or error}."
        raise SyncError(msg, hint="Check that the stick is there, may be written, and has room.") from error
    return count


def read_bundle(file: Path) -> Iterator[Piece | Damage]:
    """Every intact piece of a bundle, and what lies between them; SyncError where the file cannot be read at all."""
    try:
        with file.open("rb") as opened:
            if not opened.seek(0, 2):
                yield Damage(0, 0, "the file is empty")
                return
            with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield from _pieces(data)
    except OSError as error:
        msg = f"The bundle {file} cannot be read: {error.strerror or error}."
        raise SyncError(msg, hint="Check the file's name and the stick.") from error


def pieces_in(data: bytes) -> Iterator[Piece | Damage]:
    """The same, of bytes in memory."""
    return _pieces(data)


def _pieces(data: bytes | mmap.mmap) -> Iterator[Piece | Damage]:
    at = lost = 0
    why = "it does not begin as a piece does"
    while at < len(data):
        piece, said = _piece(data, at)
        if piece is None:
            why = said if lost == at else why
            at = _next_start(data, at + 1)
            continue
        if at > lost:
            yield Damage(lost, at - lost, why)
        yield piece
        at += piece.size if isinstance(piece, Damage) else len(piece.data)
        lost = at
        why = "it does not begin as a piece does"
    if at > lost:
        yield Damage(lost, len(data) - lost, why)


def _piece(data: bytes | mmap.mmap, at: int) -> tuple[Piece | Damage | None, str]:
    try:
        if size := unheard(data, at):
            return Damage(at, size, "", newer=True), ""
        size = size_of(bytes(data[at : at + HEAD]))
        if at + size > len(data):
            return None, "the file is cut off"
        return unseal(bytes(data[at : at + size])), ""
    except PieceError as error:
        return None, str(error)


def _next_start(data: bytes | mmap.mmap, start: int) -> int:
    found = ANY_MAGIC.search(data, start)
    return len(data) if found is None else found.start()
