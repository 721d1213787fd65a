"""Segments: at most 5,000 consecutive events of one log, sealed once, never changed, the same bytes on every way."""

from __future__ import annotations

from typing import Any

import msgspec

from assetaudit.store.event_bytes import chain, fault_of
from assetaudit.store.event_stretch import Stretch
from assetaudit.sync.keys import SigningKey
from assetaudit.sync.packing import pack, unpack
from assetaudit.sync.piece import Piece, PieceError, seal

MOST_EVENTS = 5_000
MOST_BYTES = 64 << 20
"""Bytes of a segment's events, unpacked."""


class Names(msgspec.Struct, frozen=True):
    """What a segment's header says of it; hashes in hex, ``wall`` in ms since 1970 UTC (advisory)."""

    log: str
    audit: str
    dev: str
    machine: str
    first: int
    last: int
    n: int
    prev: str
    tip: str
    size: int
    wall: int


def sealed(stretch: Stretch, wall: int, key: SigningKey) -> bytes:
    """The segment of a stretch."""
    lines = b"".join(body + b"\n" for _hash, body in stretch.events)
    names = Names(
        stretch.log,
        stretch.audit,
        stretch.device,
        stretch.machine,
        stretch.first,
        stretch.last,
        len(stretch.events),
        stretch.prev.hex(),
        stretch.tip.hex(),
        len(lines),
        wall,
    )
    return seal("segment", msgspec.to_builtins(names), pack(lines), key)


def stretch_of(piece: Piece) -> Stretch:
    """The events in a checked piece, each proved by the chain of hashes; PieceError says what is wrong."""
    names = _names(piece.header)
    bodies = _lines(piece.body, names)
    events, tip = [], bytes.fromhex(names.prev)
    for seq, body in enumerate(bodies, names.first):
        tip = chain(tip, body)
        if fault := fault_of(body, names.log, seq, names.audit):
            raise PieceError(f"event {seq}: {fault}")
        events.append((tip, body))
    if tip.hex() != names.tip:
        raise PieceError("its events do not lead to the hash that it names")
    return Stretch(names.log, names.audit, names.dev, names.machine, names.first, bytes.fromhex(names.prev), events)


def _names(header: dict[str, Any]) -> Names:
    try:
        names = msgspec.convert(header, Names)
        sizes = (len(bytes.fromhex(names.prev)), len(bytes.fromhex(names.tip)))
    except (msgspec.ValidationError, ValueError) as error:
        raise PieceError("its header does not name what a segment's must") from error
    if "\0" in names.log + names.audit + names.dev + names.machine:
        raise PieceError("its header does not name what a segment's must")
    whole = names.first >= 1 and 1 <= names.n <= MOST_EVENTS and names.last == names.first + names.n - 1
    if not whole or sizes != (32, 32) or not 0 < names.size <= MOST_BYTES:
        raise PieceError("the numbers in its header contradict each other")
    return names


def _lines(packed: bytes, names: Names) -> list[bytes]:
    lines = unpack(packed, names.size)
    bodies = lines.split(b"\n")
    if bodies.pop() or len(bodies) != names.n:
        raise PieceError("it holds another number of events than it says")
    return bodies
