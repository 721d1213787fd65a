"""Under which keys an event is found again: its own hash, what it refers to, things, nodes, its place event."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from assetaudit.model.event import Event
from assetaudit.store.projection.log import REFRAMING

SPEAKING = REFRAMING | {
    "scan",
    "bulk",
    "place",
    "void",
    "resolve",
    "sweep",
    "pick",
    "attest",
    "condition",
    "note",
}
"""Kinds of events on which a finding may rest."""
EVENT, NAMES, THING, NODE, UNDER, CLOSING = "e", "r", "a", "n", "p", "c"
"""What a key stands for: an event's hash, what names a hash, an asset, a node, a place event, an audit's closings."""


_HASHES = frozenset({EVENT, NAMES, UNDER})
"""Signs of what is the hash of an event, and needs no other."""
_DIGITS = 15
_WIDTH = (1 << 4 * _DIGITS) - 1
_FIRST = {sign: number << 4 * _DIGITS for number, sign in enumerate((NAMES, CLOSING, NODE, UNDER, THING, EVENT))}


def key_of(sign: str, text: str) -> int:
    """63 bits for a sign and what it stands for; two of them may share one, which only finds an event too many.

    Those of one sign lie together, so that an index over the few of them stays small beside that over all events.
    """
    try:
        bits = int(text[:_DIGITS], 16) if sign in _HASHES else _hashed(text)
    except ValueError:
        bits = _hashed(text)
    return _FIRST[sign] + (bits & _WIDTH)


def all_of(sign: str) -> tuple[int, int]:
    """The lowest and the highest key that a sign may have."""
    return _FIRST[sign], _FIRST[sign] + _WIDTH


def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def targets(event: Event) -> Iterator[str]:
    """Hashes of what an event takes back, answers, joins or remarks on."""
    if not speaks(event):
        return
    yield from event.sup
    for name in ("with", "of"):
        target = event.d.get(name)
        if isinstance(target, str):
            yield target


def under(event: Event) -> str | None:
    """Hash of the place event that an event was made under."""
    at = event.d.get("at")
    return at if isinstance(at, str) else None


def speaks(event: Event) -> bool:
    """Whether findings may rest on an event of this kind, whatever its version."""
    return event.k in SPEAKING


def digest_of(known: str) -> bytes | None:
    """The bytes of a hash; None where it is not written as hashes are."""
    try:
        digest = bytes.fromhex(known)
    except ValueError:
        return None
    return digest if len(digest) == 32 and digest.hex() == known else None
