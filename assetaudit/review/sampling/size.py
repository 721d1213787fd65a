"""How many to look at: attribute, discovery and value-weighted samples, and stop-or-go in steps."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from assetaudit.errors import UsageError
from assetaudit.review.sampling.chance import NOISE, binomial_at_most, hypergeometric_at_most, poisson_factor

_MOST = 100_000
_MOST_STEPS = 10


@dataclass(frozen=True, slots=True)
class Size:
    """A sample size, and how many deviations it may show and still pass."""

    n: int
    allowed: int = 0


def attribute(tolerable: float, confidence: float, allowed: int = 0, population: int | None = None) -> int:
    """The fewest draws after which that many deviations rule out the tolerable rate; exact.

    With a population its draws are without return, and the tolerable number of deviations is rounded up.
    """
    check(tolerable, confidence)
    most = population if population is not None else _MOST
    low, high = min(allowed + 1, most), most
    if _risk(high, tolerable, allowed, population) > 1 - confidence + NOISE:
        return most
    while low < high:
        middle = (low + high) // 2
        if _risk(middle, tolerable, allowed, population) <= 1 - confidence + NOISE:
            high = middle
        else:
            low = middle + 1
    return low


def _risk(n: int, tolerable: float, allowed: int, population: int | None) -> float:
    """The chance of passing although the rate is the tolerable one."""
    if population is None:
        return binomial_at_most(allowed, n, tolerable)
    return hypergeometric_at_most(allowed, population, bad(population, tolerable), n)


def bad(population: int, tolerable: float) -> int:
    """The tolerable rate as a number of deviations, rounded up."""
    return ceil(round(population * tolerable, 9))


def discovery(tolerable: float, confidence: float, population: int | None = None) -> int:
    """The fewest draws of which at least one is a deviation, if the rate is the tolerable one."""
    return attribute(tolerable, confidence, 0, population)


def planned(tolerable: float, confidence: float, expected: float = 0.0, population: int | None = None) -> Size:
    """A sample for an expected rate: the smallest in which the deviations to be expected are allowed."""
    if expected >= tolerable:
        raise UsageError("The expected rate has to be below the tolerable one.")
    allowed = 0
    while True:
        n = attribute(tolerable, confidence, allowed, population)
        due = ceil(round(n * expected, 9))
        if allowed >= due or n == population:
            return Size(n, allowed)
        if population is None and n >= _MOST:
            raise UsageError(
                "No sample can tell the expected rate from the tolerable one.", hint="Set them further apart."
            )
        # more that are allowed never need fewer draws: nothing below what is due here can do
        allowed = due


def monetary(book_value: int, tolerable_value: int, confidence: float, expected: int = 0) -> int:
    """Hits of a value-weighted sample: book value times the Poisson factor, by the tolerable misstatement."""
    if not tolerable_value > 0:
        raise UsageError("The tolerable value has to be more than nothing.")
    return max(1, ceil(round(book_value * poisson_factor(expected, confidence) / tolerable_value, 9)))


def stop_or_go(tolerable: float, confidence: float, steps: int = 3, population: int | None = None) -> list[Size]:
    """Samples in steps: pass after a step with no more deviations than it allows, else go on to the next.

    The risk of passing wrongly is shared out among the steps, so that looking again and again stays within the
    confidence as a whole. With a population its draws are without return, and steps that would be all of it end there.
    """
    check(tolerable, confidence)
    if not 1 <= steps <= _MOST_STEPS:
        raise UsageError(f"A sample in steps has 1 to {_MOST_STEPS} of them.")
    return further_steps(tolerable, (1 - confidence) / steps, steps, population)


def further_steps(tolerable: float, share: float, steps: int, population: int | None = None) -> list[Size]:
    """So many steps, each with a share of the risk; the first ones are the same however many follow."""
    urn = _Urn(tolerable) if population is None else _Urn(bad(population, tolerable) / population, population)
    found = list[Size]()
    alive: dict[int, float] = {0: 1.0}
    seen = 0
    for allowed in range(steps):
        seen, alive = _step(alive, seen, allowed, (urn, share))
        found.append(Size(seen, allowed))
        if seen == population:
            break
    return found


@dataclass(frozen=True, slots=True)
class _Urn:
    """What is drawn from, if the rate is the tolerable one."""

    rate: float
    size: int | None = None

    def chance(self, drawn: int, deviations: int) -> float:
        """The chance that the next draw deviates."""
        if self.size is None:
            return self.rate
        return max(0.0, round(self.rate * self.size) - deviations) / (self.size - drawn)


def _step(alive: dict[int, float], seen: int, allowed: int, terms: tuple[_Urn, float]) -> tuple[int, dict[int, float]]:
    """The next size, and the chances of each number of deviations for those that have not passed yet."""
    urn, share = terms
    n = seen
    while True:
        alive = _drawn(alive, urn, n)
        n += 1
        passing = sum(chance for deviations, chance in alive.items() if deviations <= allowed)
        if passing <= share or n == urn.size:
            return n, {deviations: chance for deviations, chance in alive.items() if deviations > allowed}


def _drawn(alive: dict[int, float], urn: _Urn, drawn: int) -> dict[int, float]:
    after: dict[int, float] = {}
    for deviations, chance in alive.items():
        hit = urn.chance(drawn, deviations)
        after[deviations] = after.get(deviations, 0.0) + chance * (1 - hit)
        after[deviations + 1] = after.get(deviations + 1, 0.0) + chance * hit
    return after


def check(tolerable: float, confidence: float) -> None:
    """UsageError for rates with which nothing can be planned."""
    if not 0 < tolerable < 1 or not 0 < confidence < 1:
        raise UsageError("Tolerable rate and confidence lie between 0 and 100 percent.")
