"""What a projection says of an audit as a whole, as it is stored in one line."""

from __future__ import annotations

from typing import Any

import msgspec

from assetaudit.store.projection.judging import StoredScore

FEW = 16


class Totals(msgspec.Struct):
    """Everything that is told of an audit beside its findings and places."""

    frame: dict[str, Any] = {}
    """The frame that counts."""
    framing: list[int] = []
    """Marks of the events that change the frame or the names of places, and of what takes them back."""
    unsettled: list[str] = []
    """What is not settled about the frame, a sentence each."""
    strange: list[str] = []
    """Kinds and versions of events that the program did not know."""
    check: str = ""
    """Hash of the event that stands at the mark: a log that was restored from a backup has another one there."""
    judging: bool = False
    """Whether anything was judged yet: until then everything is still to be judged."""
    score: StoredScore = msgspec.field(default_factory=StoredScore)
    planned: int = 0
    closed: int = 0
    """Of the places to visit, those that were closed."""
    closing: int = 0
    """Mark of the event that closed the audit and still counts; 0 while it is open."""
    later: int = -1
    """Events that came after the closing and nobody expects after one; below 0 while nobody has looked."""
    signatures: list[str] = []
    """Hashes of the events that sign the closing, once somebody has looked."""
    chronicle: dict[str, Any] = {}
    walks: dict[str, Any] = {}
    """Who walks, by log."""
    users: list[str] = []
    """Who made plain scans; elsewhere their numbers stand for them."""
    counted: dict[str, list[int]] = {}
    """By person, marks of their first events of counting, at most ``FEW``: whoever has more may have more."""
    reviewed: int = 0
    """How many events the review has to know."""

    def to_bytes(self) -> bytes:
        """As it is stored."""
        return msgspec.json.encode(self)


def totals_in(body: bytes) -> Totals:
    """What ``to_bytes`` wrote."""
    return msgspec.json.decode(body, type=Totals)
