"""The events of an audit by hash: each as it came, but for those of bulk readers, which lie in columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from assetaudit.model.event import Event
from assetaudit.reconcile.bulk_log import BulkLog


class Events(Mapping[str, Event]):
    """Every event once; one of a bulk reader comes back without its tags."""

    def __init__(self) -> None:
        self.bulk = BulkLog()
        """Those of bulk readers, as far as they are as readers write them."""
        self.single: dict[str, Event] = {}
        """All others, scans among them, in the order in which they arrived."""
        self._arrived: dict[str, int] = {}
        self._bulk_arrived = array("I")

    def add(self, event: Event) -> None:
        """Take in a new event of any kind."""
        if event.k == "bulk" and self.bulk.take(event):
            self._bulk_arrived.append(len(self._arrived) + len(self.bulk))
        else:
            self.add_single(event)

    def add_single(self, event: Event) -> None:
        """Take in a new event as it came."""
        self.single[event.hash] = event
        self._arrived[event.hash] = len(self._arrived) + len(self._bulk_arrived) + 1

    def add_singles(self, names: Sequence[str], events: Sequence[Event]) -> None:
        """The same for many, with their hashes."""
        self.single.update(zip(names, events, strict=True))
        self._arrived.update(zip(names, count(len(self._arrived) + len(self._bulk_arrived) + 1)))

    def arrived(self, known: str) -> int:
        """The number of an event in the order of arrival: for verdicts only, never for findings."""
        number = self._arrived.get(known)
        if number is None:
            heard = self.bulk.number(known)
            number = 0 if heard is None else self._bulk_arrived[heard]
        return number

    def __getitem__(self, known: str) -> Event:
        event = self.get(known)
        if event is None:
            raise KeyError(known)
        return event

    def get(self, known: str, default: Event | None = None) -> Event | None:  # type: ignore[override]
        """The event of a hash; None where it is not here."""
        event = self.single.get(known)
        if event is None:
            number = self.bulk.number(known)
            return default if number is None else self.bulk.event(number)
        return event

    def __contains__(self, known: object) -> bool:
        return known in self.single or (isinstance(known, str) and self.bulk.number(known) is not None)

    def __iter__(self) -> Iterator[str]:
        yield from self.single
        yield from map(self.bulk.name, range(len(self.bulk)))

    def __len__(self) -> int:
        return len(self.single) + len(self.bulk)
