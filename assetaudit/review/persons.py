"""Which ids are one person: those of one declared name, and those that a person's own events say are theirs as well.

Every workspace gives people ids of its own, so that whoever counts on two laptops has two; who counted does not
approve under the other one either.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assetaudit.model.event import ALSO, Event

_NOBODY: Mapping[str, str] = MappingProxyType({})


class Persons:
    """One id for each person, whatever id an event was written under."""

    def __init__(self) -> None:
        self._named = _NOBODY
        self._claims: set[frozenset[str]] = set()
        self._known: dict[str, str] = {}

    def name(self, named: Mapping[str, str]) -> None:
        """Take over which ids have one name here: id to the one that stands for all of them."""
        self._named = named
        self._known.clear()

    def add(self, event: Event) -> None:
        """Take in what an event's author says of their other ids; once said it stays so."""
        others = event.d.get(ALSO)
        if event.user and isinstance(others, list | tuple):
            self._claims.add(frozenset((event.user, *map(str, others))) - {""})
            self._known.clear()

    def one(self, user: str) -> str:
        """The id that stands for a person; empty for nobody."""
        if not self._claims:
            return self._named.get(user, user)
        if user not in self._known:
            self._known[user] = self._closed(user)
        return self._known[user]

    def same(self, first: str, second: str) -> bool:
        """Whether two ids are one person."""
        return self.one(first) == self.one(second)

    def _closed(self, user: str) -> str:
        groups = [{self._named.get(one, one) for one in claim} for claim in self._claims]
        found, grown = {self._named.get(user, user)}, True
        while grown:
            more = [group for group in groups if not found.isdisjoint(group) and not group <= found]
            grown = bool(more)
            found.update(*more)
        return min(found)
