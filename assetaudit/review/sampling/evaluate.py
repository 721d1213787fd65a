"""What a sample says of the rest, in figures and in words: upper limits, value at most misstated, the unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from assetaudit.review.sampling.chance import poisson_factor, upper_count, upper_rate


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An attribute sample, evaluated."""

    n: int
    deviations: int
    confidence: float
    upper: float
    """No more than this rate, with that confidence."""
    population: int | None = None
    upper_number: int | None = None
    """The same as a number, where the population is known."""
    tolerable: float | None = None

    @property
    def passed(self) -> bool | None:
        """Whether the tolerable rate is ruled out; None where none was set."""
        return None if self.tolerable is None else self.upper <= self.tolerable

    @property
    def words(self) -> str:
        """The result in one sentence, and what follows from it in another."""
        sure = f"{self.confidence * 100:g} %"
        rate = f"{percent_up(self.upper)} %"
        number = "" if self.upper_number is None else f" ({self.upper_number} of {self.population})"
        told = f"{deviating(self.deviations, self.n)}: with {sure} confidence no more than {rate}{number} of all do."
        if self.passed is None:
            return told
        return f"{told} {_follows(self.passed, f'{(self.tolerable or 0) * 100:g} %')}"

    def to_dict(self) -> dict[str, Any]:
        """As ``sample evaluate --json`` prints it."""
        return {
            "n": self.n,
            "deviations": self.deviations,
            "confidence": self.confidence,
            "upper": self.upper,
            "population": self.population,
            "upper_number": self.upper_number,
            "tolerable": self.tolerable,
            "passed": self.passed,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True)
class Overstated:
    """A value-weighted sample, evaluated: what the book says too much, in cents."""

    n: int
    deviations: int
    confidence: float
    upper: int
    """No more than this, with that confidence."""
    value: int
    """Book value of the population."""
    tolerable: int | None = None
    likely: int = 0
    """What was found, projected on all of it."""

    @property
    def passed(self) -> bool | None:
        """Whether more than the tolerable value is ruled out; None where none was set."""
        return None if self.tolerable is None else self.upper <= self.tolerable

    @property
    def words(self) -> str:
        """The result in one sentence, and what follows from it in another."""
        rate = f"{percent_up(self.upper / self.value)} %" if self.value else "100 %"
        told = (
            f"{deviating(self.deviations, self.n)}: with {self.confidence * 100:g} % confidence the book is overstated"
            f" by no more than {_units_up(self.upper)}, {rate} of its value."
        )
        if self.tolerable is None:
            return told
        return f"{told} {_follows(self.passed, whole(self.tolerable), by_value=True)}"


def deviating(number: int, n: int | None = None) -> str:
    """So many deviate, of so many where that is said."""
    told = f"{number}" if n is None else f"{number} of {n}"
    return f"{told} deviates" if number == 1 else f"{told} deviate"


def _follows(passed: bool | None, limit: str, *, by_value: bool = False) -> str:  # noqa: FBT001 - an answer
    if passed:
        return f"That is within the tolerable {limit}."
    if by_value:
        return f"That is more than the tolerable {limit}: draw a larger sample, or do not rely on it."
    return f"That is more than the tolerable {limit}: extend the sample, or do not rely on it."


def _units_up(cents: int) -> str:
    """An amount in whole units, rounded up like every limit."""
    return f"{-(-cents // 100):,}"


def whole(cents: int) -> str:
    """An amount in whole units."""
    return f"{cents // 100:,}"


def percent_up(rate: float) -> str:
    """A rate in percent, rounded up: a limit is never told smaller than it is."""
    return f"{-(-rate * 100_00 // 1) / 100:.2f}".rstrip("0").rstrip(".")


def evaluate(
    deviations: int,
    n: int,
    confidence: float,
    *,
    population: int | None = None,
    tolerable: float | None = None,
) -> Evaluation:
    """The upper limit: hypergeometric where the population is known, else Clopper-Pearson."""
    if population is None:
        return Evaluation(n, deviations, confidence, upper_rate(deviations, n, confidence), tolerable=tolerable)
    most = upper_count(deviations, n, population, confidence)
    return Evaluation(n, deviations, confidence, most / population, population, most, tolerable)


@dataclass(frozen=True, slots=True)
class Misstated:
    """One item of a value-weighted sample that is not worth what the book says."""

    book: int
    """In cents."""
    audited: int
    """In cents; 0 for what does not exist."""


def misstatement(interval: int, found: Sequence[Misstated], confidence: float) -> int:
    """The upper limit of overstatement in cents (Stringer bound; items of at least one interval count in full)."""
    known = sum(one.book - one.audited for one in found if one.book >= interval)
    taints = sorted(((one.book - one.audited) / one.book for one in found if 0 < one.book < interval), reverse=True)
    factors = [poisson_factor(count, confidence) for count in range(len(taints) + 1)]
    steps = [factors[0], *(factors[i + 1] - factors[i] for i in range(len(taints)))]
    bound = steps[0] + sum(step * taint for step, taint in zip(steps[1:], taints, strict=True))
    return known + round(bound * interval)


@dataclass(frozen=True, slots=True)
class Unseen:
    """What two independent counts say of what nobody saw (Chapman)."""

    first: int
    second: int
    both: int

    @property
    def total(self) -> float:
        """The estimate of all that is there."""
        return (self.first + 1) * (self.second + 1) / (self.both + 1) - 1

    @property
    def error(self) -> float:
        """Standard error of the estimate."""
        a, b, m = self.first, self.second, self.both
        return sqrt((a + 1) * (b + 1) * (a - m) * (b - m) / ((m + 1) ** 2 * (m + 2)))

    @property
    def seen(self) -> int:
        """What either count saw."""
        return self.first + self.second - self.both

    @property
    def words(self) -> str:
        """In words; a floor and no verdict, since what is hard to see is missed by both."""
        nobody = max(0.0, self.total - self.seen)
        return (
            f"{self.first} seen first, {self.second} seen again, {self.both} by both: {self.seen} in all,"
            f" and at least about {nobody:.0f} seen by nobody."
        )
