"""What an audit's events tell beside its findings: who took part, how its logs end, when it was opened and closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assetaudit.model.event import Event


@dataclass(frozen=True, slots=True)
class Person:
    """One person's part in an audit, by the clocks of their devices."""

    user: str
    first: int
    """Milliseconds since 1970 UTC of their first event."""
    last: int
    events: int = 1
    place: str | None = None
    """Where they stood last."""


class Chronicle:
    """Learns from every event once, in any order but for where people stood last."""

    def __init__(self) -> None:
        self._tips: dict[str, tuple[int, str]] = {}
        self._people: dict[str, Person] = {}
        self.opened: int | None = None
        """Milliseconds since 1970 UTC; None until its opening was read."""
        self.events = 0
        """How many events were learned."""

    def learn(self, event: Event) -> None:
        """One more event."""
        self.events += 1
        self._tips[event.log] = max(self._tips.get(event.log, (0, "")), (event.seq, event.hash))
        if event.k == "audit.open":
            self.opened = event.wall
        if event.user:
            self._met(event)

    @property
    def tips(self) -> dict[str, str]:
        """Hash of the last event of every log, by log."""
        return {log: tip for log, (_seq, tip) in sorted(self._tips.items())}

    def tip(self, log: str) -> tuple[int, str]:
        """Number and hash of the last event of a log."""
        return self._tips[log]

    @property
    def people(self) -> tuple[Person, ...]:
        """Who took part, by id."""
        return tuple(person for _user, person in sorted(self._people.items()))

    def person(self, user: str) -> Person | None:
        """One of them."""
        return self._people.get(user)

    def to_dict(self) -> dict[str, Any]:
        """All of it, for storing."""
        people = [asdict(person) for person in self.people]
        return {"events": self.events, "opened": self.opened, "people": people, "tips": self._tips}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Chronicle:
        """What ``to_dict`` gave."""
        found = cls()
        found.events, found.opened = data["events"], data["opened"]
        found._people = {person["user"]: Person(**person) for person in data["people"]}
        found._tips = {log: (int(seq), str(tip)) for log, (seq, tip) in data["tips"].items()}
        return found

    def _met(self, event: Event) -> None:
        known = self._people.get(event.user)
        place = event.d.get("place") if event.k == "place" else None
        if known is None:
            self._people[event.user] = Person(event.user, event.wall, event.wall, place=place)
            return
        first, last = min(known.first, event.wall), max(known.last, event.wall)
        self._people[event.user] = Person(event.user, first, last, known.events + 1, place or known.place)
