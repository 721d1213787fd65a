"""Who walks where: each walk's person, place and scans, and who was last at each place; advisory, by their clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from assetaudit.model.event import Event
from assetaudit.model.place import Place, PlaceError

_SEEN = frozenset({"scan", "pick", "bulk"})


@dataclass(frozen=True, slots=True)
class WalkNote:
    """One walk, as its log tells it."""

    log: str
    user: str
    first: int
    """Milliseconds since 1970 UTC."""
    last: int
    scans: int = 0
    """Scans, picks and bundles of tags."""
    place: str | None = None
    """Where the walk stood last."""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """Who was at a place last."""

    user: str
    wall: int
    """Milliseconds since 1970 UTC."""


class Walks:
    """Learns who walks from every event of an audit, in any order."""

    def __init__(self) -> None:
        self._walks: dict[str, WalkNote] = {}
        self._ends: set[str] = set()
        self._placed: dict[str, tuple[int, str]] = {}

    def learn(self, event: Event) -> None:
        """One more event."""
        if event.k == "log.close":
            self._ends.add(event.log)
        elif event.user and event.k not in ("audit.open", "audit.close", "rebase"):
            self._walked(event)

    def to_dict(self) -> dict[str, Any]:
        """All of it, for storing."""
        notes = [asdict(note) for _log, note in sorted(self._walks.items())]
        return {"walks": notes, "ends": sorted(self._ends), "placed": dict(sorted(self._placed.items()))}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """What ``to_dict`` gave."""
        found = cls()
        found._walks = {note["log"]: WalkNote(**note) for note in data.get("walks", ())}
        found._ends = set(data.get("ends", ()))
        found._placed = {log: (int(seq), str(place)) for log, (seq, place) in data.get("placed", {}).items()}
        return found

    def walks(self) -> tuple[WalkNote, ...]:
        """Every walk in which something was done, the one that was busy last first."""
        notes = (replace(note, ended=note.log in self._ends) for note in self._walks.values())
        return tuple(sorted(notes, key=lambda note: (-note.last, note.log)))

    def _walked(self, event: Event) -> None:
        known = self._walks.get(event.log) or WalkNote(event.log, event.user, event.wall, event.wall)
        seq, place = self._placed.get(event.log, (0, None))
        if event.k == "place" and event.seq >= seq:
            place = str(event.d.get("place", ""))
            self._placed[event.log] = (event.seq, place)
        self._walks[event.log] = WalkNote(
            event.log,
            user=event.user if event.wall >= known.last else known.user,
            first=min(known.first, event.wall),
            last=max(known.last, event.wall),
            scans=known.scans + (event.k in _SEEN),
            place=place,
        )


class Attendance(Walks):
    """Who walks, and who was where last."""

    def __init__(self) -> None:
        super().__init__()
        self._visits: dict[str, Visit] = {}

    def learn(self, event: Event) -> None:
        """One more event."""
        super().learn(event)
        if event.k == "place":
            self._visit(event, event.d.get("place"))
        elif event.k == "sweep":
            for cover in event.d.get("covers", ()):
                self._visit(event, cover.get("place"))

    def last_at(self, place: Place) -> Visit | None:
        """Who was at a place last; None where nobody was."""
        return self._visits.get(place.node_key)

    def _visit(self, event: Event, text: object) -> None:
        place = _place(text)
        if place is None:
            return
        known = self._visits.get(place.node_key)
        if known is None or known.wall <= event.wall:
            self._visits[place.node_key] = Visit(event.user, event.wall)


def _place(text: object) -> Place | None:
    try:
        return Place.parse(text) if isinstance(text, str) else None
    except PlaceError:
        return None
