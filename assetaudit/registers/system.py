"""A system whose exports are understood: its column names, how to tell its files, and its status words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assetaudit.model.asset import StatusClass
from assetaudit.registers.fields import folded


@dataclass(frozen=True, slots=True)
class System:
    """One source system, as its own file in this package declares it."""

    name: str
    """What records are keyed by, unless the user names the source."""
    title: str
    """The product's name."""
    columns: Mapping[str, str]
    """Header (as exported, any case) to field; where several give one field, the earlier one is preferred."""
    marks: tuple[frozenset[str], ...] = ()
    """Sets of headers; a file that has all of one set comes from this system."""
    statuses: Mapping[str, StatusClass] = field(default_factory=dict)
    """Status words (without case) whose meaning differs from, or is not among, the common ones."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Per field, codes of this system and what they mean."""
    place_links: tuple[tuple[str, str, str], ...] = ()
    """(column with the id of a place, column with its name, what a link to it says that it points at)."""
    unescape: bool = False
    """Whether its texts are HTML-escaped."""

    def by_folded(self) -> dict[str, tuple[int, str]]:
        """Folded header to (preference, field)."""
        found: dict[str, tuple[int, str]] = {}
        for rank, (header, name) in enumerate(self.columns.items()):
            found.setdefault(folded(header), (rank, name))
        return found

    def recognises(self, headers: frozenset[str]) -> bool:
        """Whether a file with these folded headers comes from this system."""
        return any(frozenset(map(folded, marks)) <= headers for marks in self.marks)


def marks(*sets: str) -> tuple[frozenset[str], ...]:
    """Sets of headers, each written as one text with bars between them."""
    return tuple(frozenset(headers.split("|")) for headers in sets)
