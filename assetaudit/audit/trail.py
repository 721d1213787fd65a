"""What this walk has written so far: what an undo takes back, and what an answer is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from assetaudit.model.event import HAND_KINDS, Event
from assetaudit.model.place import Place


class Trail:
    """The hand events of one walk, in the order in which they were made."""

    def __init__(self, live: Callable[[str], bool]) -> None:
        self._live = live
        self._events: list[Event] = []
        self._unplaced: list[str] = []
        self._together: dict[str, tuple[str, ...]] = {}

    def note(self, event: Event) -> None:
        """Remember an event, if a hand made it."""
        if event.k in HAND_KINDS:
            self._events.append(event)
        if event.k == "scan" and "at" not in event.d:
            self._unplaced.append(event.hash)

    def join(self, events: Sequence[Event]) -> None:
        """Events that one doing of a person made: an undo takes them back together."""
        for event in events:
            self._together[event.hash] = tuple(each.hash for each in events)

    def step(self, event: Event) -> tuple[str, ...]:
        """Hashes of all that was done together with an event."""
        return self._together.get(event.hash, (event.hash,))

    def last(self) -> Event | None:
        """The last event that still counts: what an undo takes back."""
        while self._events and not self._live(self._events[-1].hash):
            self._events.pop()
        return self._events[-1] if self._events else None

    def last_seen(self) -> Event | None:
        """The last scan or pick that still counts: what MOVED, WRONG, TWO, DAMAGED and NOTE are about."""
        return next((event for event in self._backwards() if event.k in ("scan", "pick")), None)

    def before(self, scan: Event) -> Event | None:
        """The scan right before this one; None where something else was done between the two."""
        if not self._events or self.last() is not scan:
            return None
        event = next((each for each in islice(reversed(self._events), 1, None) if self._live(each.hash)), None)
        return event if event is not None and event.k == "scan" else None

    def place(self) -> Event | None:
        """The last place event that still counts: where one stands."""
        return next((event for event in self._backwards() if event.k == "place"), None)

    def same_place(self, latch: Event) -> tuple[Event, ...]:
        """A place event and those of the same rack right before it: labels of one place and of its units."""
        node, found = place_of(latch), []
        for event in self._backwards():
            if event.k == "place":
                place = place_of(event)
                if node is None or place is None or place.node != node.node:
                    break
                found.append(event)
        return tuple(found)

    def last_scans(self, latches: Sequence[Event], count: int) -> list[Event]:
        """The last scans and picks that were made under these place events."""
        names = {event.hash for event in latches}
        made = (event for event in self._backwards() if event.k in ("scan", "pick") and event.d.get("at") in names)
        return list(islice(made, count))

    def unplaced(self) -> tuple[str, ...]:
        """Hashes of the scans that were made before any place and have been given none since."""
        if not self._unplaced:
            return ()
        carried = {known for event in self._backwards() if event.k == "place" for known in event.sup}
        return tuple(sorted(known for known in self._unplaced if known not in carried and self._live(known)))

    def scans_at(self, latches: Sequence[Event]) -> int:
        """How many scans and picks were made under these place events."""
        return len(self.last_scans(latches, len(self._events)))

    def wall(self, known: str) -> int | None:
        """When one of this walk's events was made."""
        return next((event.wall for event in reversed(self._events) if event.hash == known), None)

    def _backwards(self) -> Iterator[Event]:
        return (event for event in reversed(self._events) if self._live(event.hash))


def place_of(event: Event | None) -> Place | None:
    """The place that a place event of this walk names."""
    return None if event is None else Place.parse(event.d["place"])
