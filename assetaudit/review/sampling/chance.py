"""Exact probabilities behind samples: binomial, hypergeometric and Poisson, and the limits that follow from them."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, floor, lgamma, log, log1p

NOISE = 1e-12
"""What a float may be off; a chance that is just the risk allowed counts as that risk, and not as more."""
_NOTHING = 1e-18
"""A part of a sum that a float does not hold any more."""
_STEPS = 200
"""Halvings of an interval: far beyond what a float can tell apart."""


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def binomial_at_most(x: int, n: int, p: float) -> float:
    """P(X <= x) of n independent draws with rate p."""
    if x >= n or p <= 0:
        return 1.0
    if p >= 1 or x < 0:
        return 0.0
    top = min(x, floor((n + 1) * p))
    chance = exp(_log_choose(n, top) + top * log(p) + (n - top) * log1p(-p))
    return _summed(chance, top, (0, x), lambda k: k * (1 - p) / ((n - k + 1) * p))


def hypergeometric_at_most(x: int, population: int, deviations: int, n: int) -> float:
    """P(X <= x) of n draws without return from a population with that many deviations."""
    rest = population - deviations - n
    low, high = max(0, -rest), min(x, n, deviations)
    if x < low:
        return 0.0
    if high >= min(n, deviations):
        return 1.0
    top = max(low, min(high, (n + 1) * (deviations + 1) // (population + 2)))
    ways = _log_choose(deviations, top) + _log_choose(population - deviations, n - top)
    chance = exp(ways - _log_choose(population, n))
    return _summed(chance, top, (low, high), lambda k: k * (rest + k) / ((deviations - k + 1) * (n - k + 1)))


def _summed(chance: float, top: int, ends: tuple[int, int], ratio: Callable[[int], float]) -> float:
    """The sum of chances from the first of ``ends`` to the last; ``top`` is the likeliest of them.

    ``ratio`` of k is the chance of k - 1 by that of k. Either way it ends where what is left does not add up in a
    float: of a large sample that leaves a few hundred terms.
    """
    total = term = chance
    for k in range(top, ends[0], -1):
        term *= ratio(k)
        total += term
        if term < total * _NOTHING:
            break
    term = chance
    for k in range(top + 1, ends[1] + 1):
        term /= ratio(k)
        total += term
        if term < total * _NOTHING:
            break
    return min(1.0, total)


def poisson_at_most(x: int, mean: float) -> float:
    """P(X <= x) of a Poisson count."""
    if mean <= 0:
        return 1.0
    return min(1.0, sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(x + 1)))


def _solved(falling: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Where a falling function takes a value."""
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if falling(middle) > target:
            low = middle
        else:
            high = middle
    return high


def upper_rate(deviations: int, n: int, confidence: float) -> float:
    """One-sided Clopper-Pearson limit: no more than this rate, with that confidence."""
    if deviations >= n:
        return 1.0
    return _solved(lambda p: binomial_at_most(deviations, n, p), 1 - confidence, 0.0, 1.0)


def upper_count(deviations: int, n: int, population: int, confidence: float) -> int:
    """The most deviations in a finite population that are still compatible with what was seen (hypergeometric)."""
    low, high = deviations, population - (n - deviations)
    while low < high:
        middle = (low + high + 1) // 2
        if hypergeometric_at_most(deviations, population, middle, n) > 1 - confidence + NOISE:
            low = middle
        else:
            high = middle - 1
    return low


def poisson_factor(deviations: int, confidence: float) -> float:
    """Upper limit of a Poisson mean: the confidence factor of value-weighted samples (3.00 for none at 95 %)."""
    return _solved(lambda mean: poisson_at_most(deviations, mean), 1 - confidence, 0.0, 20.0 + 4.0 * deviations + 20.0)
