"""What is fixed before anything is drawn: which way, how, how many, by which seed, and from what exactly."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assetaudit.review.sampling.draw import Item
from assetaudit.review.sampling.size import Size

_LEAST = "below 1"
"""The stratum of the lowest book values."""


class Direction(StrEnum):
    """Which way a sample walks."""

    BOOK_TO_FLOOR = "book_to_floor"
    """Records are drawn: do they exist?"""
    FLOOR_TO_BOOK = "floor_to_book"
    """Positions are drawn: does what stands there have a record?"""


class Method(StrEnum):
    """How a sample is drawn."""

    SIMPLE = "simple"
    STRATIFIED = "stratified"
    WEIGHTED = "weighted"
    """By book value: every cent has the same chance."""


class Strata(StrEnum):
    """What the strata of a stratified sample are."""

    PLACE = "place"
    """Rooms."""
    VALUE = "value"
    """Book values between two powers of ten."""
    BOTH = "place+value"


@dataclass(frozen=True, slots=True)
class Plan:
    """What was fixed before anything was drawn."""

    name: str
    direction: Direction
    method: Method
    n: int
    seed: str
    confidence: int = 9500
    """Hundredths of a percent."""
    tolerable: int = 0
    """Hundredths of a percent; 0 for none."""
    population: int = 0
    value: int = 0
    """Book value of the population in cents."""
    where: str = ""
    scope: tuple[str, ...] = ()
    """Places that it is drawn from; none for all of the audit's."""
    strata: Strata = Strata.PLACE
    steps: tuple[Size, ...] = ()
    """Stop-or-go: after how many it is looked at what they say, and what is allowed then; ``n`` is the last one's."""
    recount: bool = False
    """Whether somebody else looks again, blind: what the first count saw is not shown, and does not answer it."""
    digest: str = ""
    """SHA-256 over the population; empty in plans of older versions."""
    tolerable_value: int = 0
    """Cents by which the book may be overstated, of a value-weighted one; 0 for the tolerable rate of its value."""

    @property
    def value_limit(self) -> int:
        """Cents by which the book may be overstated."""
        return self.tolerable_value or self.value * self.tolerable // 10_000

    def to_dict(self) -> dict[str, Any]:
        """As the event carries it."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        told |= {"steps": [[step.n, step.allowed] for step in self.steps], "scope": list(self.scope)}
        added = {name: told.pop(name) for name in ("scope", "tolerable_value")}
        return told | {name: value for name, value in added.items() if value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Plan:
        """The plan in an event; KeyError, TypeError or ValueError where it is none."""
        values = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        values["direction"], values["method"] = Direction(data["direction"]), Method(data["method"])
        values["strata"] = Strata(data.get("strata", Strata.PLACE))
        values["steps"] = tuple(Size(int(n), int(allowed)) for n, allowed in data.get("steps", ()))
        values["scope"] = tuple(data.get("scope", ()))
        plan = cls(**values)
        numbers = (plan.n, plan.confidence, plan.tolerable, plan.population, plan.value, plan.tolerable_value)
        texts = (plan.name, plan.seed, plan.where, plan.digest, *plan.scope)
        if not all(isinstance(one, int) for one in numbers) or not all(isinstance(one, str) for one in texts):
            raise TypeError(data)
        if plan.n < 1 or not 0 < plan.confidence < 10_000:
            raise ValueError(plan.n)
        return plan


def digest(items: Iterable[Item]) -> str:
    """SHA-256 over a population: every item with its value and stratum."""
    lines = sorted(f"{item.key}\t{item.cents}\t{item.stratum}\n" for item in items)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def stratum(strata: Strata, place: str, cents: int) -> str:
    """The stratum of an item."""
    parts = {Strata.PLACE: (place,), Strata.VALUE: (band(cents),), Strata.BOTH: (place, band(cents))}
    return ", ".join(parts[strata])


def by_size(stratum: str) -> tuple[str, int]:
    """What strata are sorted by: their place, then their book values, the lowest first."""
    place, _, value = stratum.rpartition(", ")
    low, _, high = value.replace(",", "").partition(" to ")
    if value == _LEAST:
        return place, 0
    return (place, int(low)) if high and low.isdecimal() else (stratum, 0)


def band(cents: int) -> str:
    """The powers of ten between which a value lies, in the register's currency."""
    if cents < 100:
        return _LEAST
    low = 10 ** (len(str(cents // 100)) - 1)
    return f"{low:,} to {low * 10:,}"
