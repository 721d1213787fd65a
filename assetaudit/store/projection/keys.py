"""Under which keys an event is found again: its own hash, what it refers to, things, nodes, its place event."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from assetaudit.model.event import ALSO, REVIEW_KINDS, Event
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
EVENT, NAMES, THING, NODE, UNDER = "e", "r", "a", "n", "p"
"""What a key stands for: an event's hash, what names a hash, an asset, a node, a place event."""
CLOSING, REVIEW, PICTURE = "c", "d", "i"
"""The same of an audit as a whole: its closings, what its review has to know, what names a photograph."""


_HASHES = frozenset({EVENT, NAMES, UNDER})
"""Signs of what is the hash of an event, and needs no other."""
_DIGITS = 15
_WIDTH = (1 << 4 * _DIGITS) - 1
_ORDER = (NAMES, CLOSING, REVIEW, PICTURE, NODE, UNDER, THING, EVENT)
"""The key of most events stands last: what others have lies together before it."""
_FIRST = {sign: number << 4 * _DIGITS for number, sign in enumerate(_ORDER)}


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


def is_reviewed(event: Event) -> bool:
    """Whether the review has to know an event: what is said of findings, by whom, and what is taken back."""
    kind = event.k
    if kind in {"scan", "place"}:
        return ALSO in event.d
    return kind in REVIEW_KINDS or kind == "void" or ALSO in event.d or (kind == "attest" and "field" in event.d)


def digest_of(known: str) -> bytes | None:
    """The bytes of a hash; None where it is not written as hashes are."""
    try:
        digest = bytes.fromhex(known)
    except ValueError:
        return None
    return digest if len(digest) == 32 and digest.hex() == known else None
