"""What a case is, and what the causes may ask to find one."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.needs import Register
from assetaudit.model.place import Place, PlaceError
from assetaudit.review.chosen import members
from assetaudit.review.decision import Decide

LEAST = 3
"""Findings from which a common cause is more likely than chance."""
_STAYED = frozenset({Outcome.FOUND, Outcome.WRONG_POSITION, Outcome.MISMATCH})
_NAMED = 3
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
    units: str = ""
    """``kept`` where its things stand in the units that they had."""
    whole: tuple[str, ...] = ()
    """Its things before anything was decided about some of them; empty for ``things``."""

    @property
    def id(self) -> str:
        """Short, and the same on every machine, whatever was decided meanwhile."""
        things = self.whole or self.things
        return hashlib.sha256("\n".join((self.cause, *things)).encode()).hexdigest()[:8]

    @property
    def settles(self) -> bool:
        """Whether its proposal says what a name or a code means: then nothing is left to decide about its things."""
        return self.alias is not None or bool(self.same)

    @property
    def proposed(self) -> str:
        """What its proposal comes to, in words."""
        if self.alias is not None:
            return f"{self.alias[0]} means {self.alias[1]}"
        return "each pair is one device" if self.same else self.decide.printed

    def left(self, waiting: Container[str]) -> Case | None:
        """The case without what nobody has to decide about any more; None where nothing is left."""
        if self.same:
            pairs = tuple(pair for pair in self.same if all(thing in waiting for thing in pair))
            things = tuple(sorted({thing for pair in pairs for thing in pair}))
        else:
            pairs, things = (), tuple(thing for thing in self.things if thing in waiting)
        if things == self.things:
            return self
        return replace(self, things=things, same=pairs, whole=self.whole or self.things) if things else None

    def shown(self, count: int = 5) -> list[str]:
        """Random members to look at before the whole is decided or approved; of pairs both, one after the other."""
        asset_of = dict(self.same)
        drawn = members(asset_of or self.things, self.id, count)
        return [each for thing in drawn for each in (thing, asset_of.get(thing)) if each is not None]

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

    @property
    def name(self) -> str:
        """What people call it."""
        return called(self.finding)


class Clues:
    """The findings as causes ask for them, whatever was decided about them."""

    def __init__(self, findings: Iterable[tuple[str, Finding]], register: Register) -> None:
        self.register = register
        self.stayed: dict[str, int] = defaultdict(int)
        """Node to how many of its assets were seen in it."""
        self.within: dict[tuple[str, int], int] = defaultdict(int)
        """(node, half units off) to how many tall devices were seen off their unit, and still in what they take up."""
        self.taken: set[str] = set()
        """Things that a cause has claimed; no other one is shown them."""
        self._findings = [one for one in map(self._seen, findings) if one is not None]

    def _seen(self, keyed: tuple[str, Finding]) -> Seen | None:
        """A finding for the causes, those that are found only counted: most are."""
        key, finding = keyed
        expected = _place(finding.expected)
        if finding.outcome in _STAYED and expected is not None:
            self.stayed[expected.node_key] += 1
        if finding.outcome is Outcome.FOUND:
            self._count_within(finding, expected)
            return None
        return Seen(key, finding, expected, _place(finding.found))

    def _count_within(self, finding: Finding, expected: Place | None) -> None:
        if finding.found != finding.expected and expected is not None and ":" in (finding.found or ""):
            off = units_off(expected, _place(finding.found))
            if off:
                self.within[expected.node_key, off] += 1

    def of(self, *outcomes: Outcome) -> Iterator[Seen]:
        """Findings of some outcomes that are not found and that no cause has claimed, in their order."""
        left = (one for one in self._findings if one.thing not in self.taken)
        return (one for one in left if one.finding.outcome in outcomes)

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


def units_off(expected: Place | None, found: Place | None) -> int | None:
    """Half units between where a thing was seen and where it should stand; None where one of both has no unit."""
    should = expected.position.half_units if expected is not None and expected.position is not None else None
    does = found.position.half_units if found is not None and found.position is not None else None
    return None if should is None or does is None else does - should


def called(finding: Finding) -> str:
    """What people call the thing that a finding is about."""
    known = finding.asset_tag or finding.serial or finding.identifier or finding.asset
    return known or "the unreadable device"


def names(group: Iterable[Seen]) -> str:
    """What people call the things of a group: the first few, and how many more there are."""
    told = sorted(one.name for one in group)
    more = f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    return ", ".join(told[:_NAMED]) + more


def keys(group: Iterable[Seen]) -> tuple[str, ...]:
    """The things of a group, sorted."""
    return tuple(sorted(one.thing for one in group))


def _place(text: str | None) -> Place | None:
    try:
        return Place.parse(text) if text else None
    except PlaceError:
        return None
