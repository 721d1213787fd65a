"""Coverage: which places were confirmed as seen whole, blocked, or merely entered, from the live sweep events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assetaudit.model.place import Place


class SweepState(StrEnum):
    """How far one place has been covered."""

    NOT_VISITED = "not visited"
    OPEN = "open"
    CLOSED = "closed"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Cover:
    """One place that one live sweep event names."""

    event: str
    place: Place
    state: str
    side: str | None = None
    reason: str = ""


class Sweeps:
    """Live covers and live place events by the key of their place."""

    def __init__(self) -> None:
        self._covers: dict[str, list[Cover]] = {}
        self._entered: dict[str, set[str]] = defaultdict(set)

    def put(self, covers: Iterable[Cover]) -> None:
        """What a live sweep event covers."""
        for cover in covers:
            here = self._covers.get(cover.place.key)
            if here is None:
                self._covers[cover.place.key] = [cover]  # a row of just one takes half the memory of one that grew
            else:
                here.append(cover)

    def drop(self, covers: Iterable[Cover]) -> None:
        """Forget what a sweep event covered that is no longer live."""
        for cover in covers:
            self._covers[cover.place.key].remove(cover)

    def enter(self, event: str, place: Place) -> None:
        """Somebody stands, or stood, at a place."""
        self._entered[place.node_key].add(event)

    def leave(self, event: str, place: Place) -> None:
        """Forget a place event that was taken back or superseded."""
        self._entered[place.node_key].discard(event)

    def swept_nodes(self) -> set[str]:
        """Keys of the nodes that a live sweep names, or in which it names a position."""
        return {cover.place.node_key for covers in self._covers.values() for cover in covers}

    def covers(self, key: str, state: str, side: str | None = None) -> list[Cover]:
        """Live covers of a place in a state; with a side, those that include it; by event hash."""
        covers = self._covers.get(key)
        if not covers:
            return []
        found = [each for each in covers if each.state == state and (side is None or each.side in (None, side))]
        return sorted(found, key=lambda cover: cover.event)

    def closed(self, key: str, side: str) -> bool:
        """Whether a side of a place was confirmed as seen whole; a close without side includes both."""
        return any(cover.state == "closed" and cover.side in (None, side) for cover in self._covers.get(key, ()))

    def state(self, key: str, sides: Iterable[str]) -> SweepState:
        """State of a place for the sides that matter: closed wins over blocked, blocked over open."""
        wanted = tuple(sides)
        if all(self.closed(key, side) for side in wanted):
            return SweepState.CLOSED
        if any(self.covers(key, "blocked", side) for side in wanted if not self.closed(key, side)):
            return SweepState.BLOCKED
        half_closed = bool(self.covers(key, "closed"))
        return SweepState.OPEN if half_closed or self._entered.get(key) else SweepState.NOT_VISITED

    def blocked_reason(self, key: str) -> str:
        """Why a place could not be entered, in the words of the person; the first bytewise of several."""
        reasons = sorted(cover.reason for cover in self.covers(key, "blocked") if cover.reason)
        return reasons[0] if reasons else ""
