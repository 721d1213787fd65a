"""What changed from one register version to another: stretches that are taken over, and lines that are new.

A delta fits one base only, which it names by the hash of its lines; so is what has to come of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from assetaudit.store.register_dump import lines_of, rebuild, shape_of
from assetaudit.store.register_hash import SHAPE
from assetaudit.store.register_index import VersionInfo
from assetaudit.sync.keys import SigningKey
from assetaudit.sync.packing import pack, unpack
from assetaudit.sync.piece import Piece, PieceError, seal

MOST_LINES = 3_000_000
"""Lines of a version that is compared: both are held in memory. Larger ones travel whole."""
MOST_BYTES = 1 << 30


class Base(msgspec.Struct, frozen=True):
    """What a delta is applied to, and what has to come of it."""

    version: str
    lines: str
    """SHA-256 (hex) over the lines of the base."""
    result: str
    """SHA-256 (hex) over the lines of the version that it leads to."""


class DeltaNames(msgspec.Struct, frozen=True):
    """What the header says of a delta."""

    info: VersionInfo
    size: int
    base: Base


class Change(msgspec.Struct, frozen=True):
    """A stretch of the base, then new lines."""

    start: int
    count: int
    new: int


def sealed(info: VersionInfo, file: Path, base: str, base_file: Path, key: SigningKey) -> bytes | None:
    """The piece that leads from a base to a version; None where they cannot be compared."""
    if {shape_of(file), shape_of(base_file)} != {SHAPE}:
        return None
    old, new = list(lines_of(base_file)), list(lines_of(file))
    if max(len(old), len(new)) > MOST_LINES:
        return None
    changes, fresh = compared(old, new)
    data = msgspec.json.encode([msgspec.to_builtins(change) for change in changes]) + b"\n" + b"\n".join(fresh)
    names = DeltaNames(info, len(data), Base(base, hash_of(old), hash_of(new)))
    return seal("register", dict(msgspec.to_builtins(names)), pack(data), key)


def written(piece: Piece, names: DeltaNames, base_file: Path, file: Path) -> None:
    """Write the version that a delta leads to; PieceError where base, content or result are not what it names."""
    if shape_of(base_file) != SHAPE:
        raise PieceError("the register that it goes on from is of another shape here")
    old = list(lines_of(base_file))
    if hash_of(old) != names.base.lines:
        raise PieceError("the register that it goes on from is another one here")
    if not 0 < names.size <= MOST_BYTES:
        raise PieceError("the numbers in its header contradict each other")
    lines = list(_applied(old, unpack(piece.body, names.size)))
    if hash_of(lines) != names.base.result:
        raise PieceError("it leads to another register than it names")
    try:
        version = rebuild(lines, file)
    except ValueError as error:
        raise PieceError(f"it leads to no register: {error}") from error
    if version != names.info.version:
        raise PieceError("it leads to another register than it names")


def compared(old: Sequence[bytes], new: Iterable[bytes]) -> tuple[list[Change], list[bytes]]:
    """The stretches of ``old`` and the new lines that make up ``new``; a stretch goes on for as long as it can."""
    where = {line: at for at, line in reversed(list(enumerate(old)))}
    changes, fresh = list[Change](), list[bytes]()
    start = count = added = 0
    for line in new:
        end = start + count
        at = end + added if end + added < len(old) and old[end + added] == line else where.get(line)
        if at is None:
            fresh.append(line)
            added += 1
        elif at == end and not added:
            count += 1
        else:
            changes.append(Change(start, count, added))
            start, count, added = at, 1, 0
    changes.append(Change(start, count, added))
    return changes, fresh


def hash_of(lines: Iterable[bytes]) -> str:
    """SHA-256 (hex) over lines."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
        digest.update(b"\n")
    return digest.hexdigest()


def _applied(old: Sequence[bytes], data: bytes) -> Iterator[bytes]:
    head, _end, rest = data.partition(b"\n")
    try:
        changes = msgspec.json.decode(head, type=list[Change])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PieceError("its content cannot be read") from error
    if any(min(change.start, change.count, change.new) < 0 for change in changes):
        raise PieceError("the numbers in it contradict each other")
    if sum(change.count + change.new for change in changes) > MOST_LINES:
        raise PieceError("it leads to more than a register may hold")
    fresh = iter(rest.split(b"\n") if rest else ())
    for change in changes:
        if change.start + change.count > len(old):
            raise PieceError("it takes over what the other register does not have")
        yield from old[change.start : change.start + change.count]
        for _number in range(change.new):
            if (line := next(fresh, None)) is None:
                raise PieceError("it holds fewer lines than it says")
            yield line
