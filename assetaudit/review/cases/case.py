"""What a case is, and what the causes may ask to find one."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.needs import Register
from assetaudit.model.place import Place, PlaceError
from assetaudit.review.chosen import members
from assetaudit.review.decision import Decide

LEAST = 3
"""Findings from which a common cause is more likely than chance."""
MOST_OF = 0.6
"""The part of what was seen of a rack that has to say the same."""


@dataclass(frozen=True, slots=True)
class Case:
    """Findings with one cause."""

    cause: str
    title: str
    """What happened, in one sentence."""
    things: tuple[str, ...]
    decide: Decide
    """The likeliest decision about all of them."""
    reason: str
    alias: tuple[str, str] | None = None
    """(name, place): where the decision is that two names mean one place."""
    same: tuple[tuple[str, str], ...] = ()
    """(unknown thing, asset): where the decision is that they are one."""

    @property
    def id(self) -> str:
        """Short, and the same on every machine."""
        return hashlib.sha256("\n".join((self.cause, *self.things)).encode()).hexdigest()[:8]

    def shown(self, count: int = 5) -> list[str]:
        """Random members to look at before the whole is decided or approved."""
        return members(self.things, self.id, count)

    def to_dict(self) -> dict[str, Any]:
        """As ``decide cases --json`` prints it."""
        return {
            "id": self.id,
            "cause": self.cause,
            "title": self.title,
            "decide": self.decide.value,
            "reason": self.reason,
            "things": list(self.things),
            "shown": self.shown(),
            "alias": list(self.alias) if self.alias else None,
            "same": [list(pair) for pair in self.same],
        }


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding with its places understood."""

    thing: str
    finding: Finding
    expected: Place | None
    found: Place | None


class Clues:
    """The findings as causes ask for them; what was decided already is left out by the caller."""

    def __init__(self, findings: Iterable[tuple[str, Finding]], register: Register) -> None:
        self.register = register
        self._findings = [Seen(key, one, _place(one.expected), _place(one.found)) for key, one in findings]

    def of(self, *outcomes: Outcome) -> Iterator[Seen]:
        """Findings of some outcomes, in their order."""
        return (one for one in self._findings if one.finding.outcome in outcomes)

    @cached_property
    def stayed(self) -> dict[str, int]:
        """Node to how many of its assets were seen in it."""
        counts: dict[str, int] = defaultdict(int)
        for one in self.of(Outcome.FOUND, Outcome.WRONG_POSITION, Outcome.MISMATCH):
            if one.expected is not None:
                counts[one.expected.node_key] += 1
        return counts

    @cached_property
    def moves(self) -> list[tuple[Place, Place, list[Seen]]]:
        """(from, to, findings): groups of misplaced things that make up most of what a place had."""
        groups: dict[tuple[str, str], list[Seen]] = defaultdict(list)
        for one in self.of(Outcome.MISPLACED):
            if one.expected is not None and one.found is not None and one.expected.node_key != one.found.node_key:
                groups[one.expected.node_key, one.found.node_key].append(one)
        found = []
        for (start, _), group in sorted(groups.items()):
            first = group[0]
            enough = len(group) >= LEAST and len(group) >= MOST_OF * (len(group) + self.stayed.get(start, 0))
            if enough and first.expected is not None and first.found is not None:
                found.append((first.expected.node, first.found.node, group))
        return found


def keys(group: Iterable[Seen]) -> tuple[str, ...]:
    """The things of a group, sorted."""
    return tuple(sorted(one.thing for one in group))


def _place(text: str | None) -> Place | None:
    try:
        return Place.parse(text) if text else None
    except PlaceError:
        return None
