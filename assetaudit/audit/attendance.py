"""Who walks where: each walk's person, place and scans, and who was last at each place; advisory, by their clocks."""

from __future__ import annotations

from dataclasses import dataclass, replace

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


class Attendance:
    """Learns from every event of an audit, in any order."""

    def __init__(self) -> None:
        self._walks: dict[str, WalkNote] = {}
        self._ends: set[str] = set()
        self._visits: dict[str, Visit] = {}
        self._placed: dict[str, tuple[int, str]] = {}

    def learn(self, event: Event) -> None:
        """One more event."""
        if event.k == "log.close":
            self._ends.add(event.log)
        elif event.user and event.k not in ("audit.open", "audit.close", "rebase"):
            self._walked(event)
        if event.k == "place":
            self._visit(event, event.d.get("place"))
        elif event.k == "sweep":
            for cover in event.d.get("covers", ()):
                self._visit(event, cover.get("place"))

    def walks(self) -> tuple[WalkNote, ...]:
        """Every walk in which something was done, the one that was busy last first."""
        notes = (replace(note, ended=note.log in self._ends) for note in self._walks.values())
        return tuple(sorted(notes, key=lambda note: (-note.last, note.log)))

    def last_at(self, place: Place) -> Visit | None:
        """Who was at a place last; None where nobody was."""
        return self._visits.get(place.node_key)

    def _walked(self, event: Event) -> None:
        known = self._walks.get(event.log) or WalkNote(event.log, event.user, event.wall, event.wall)
        seq, place = self._placed.get(event.log, (0, None))
        if event.k == "place" and event.seq >= seq:
            place = str(event.d.get("place", ""))
            self._placed[event.log] = (event.seq, place)
        self._walks[event.log] = replace(
            known,
            user=event.user if event.wall >= known.last else known.user,
            first=min(known.first, event.wall),
            last=max(known.last, event.wall),
            scans=known.scans + (event.k in _SEEN),
            place=place,
        )

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
