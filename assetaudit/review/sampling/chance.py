"""Exact probabilities behind samples: binomial, hypergeometric and Poisson, and the limits that follow from them."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p

NOISE = 1e-12
"""What a float may be off; a chance that is just the risk allowed counts as that risk, and not as more."""
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
    terms = (exp(_log_choose(n, k) + k * log(p) + (n - k) * log1p(-p)) for k in range(x + 1))
    return min(1.0, sum(terms))


def hypergeometric_at_most(x: int, population: int, deviations: int, n: int) -> float:
    """P(X <= x) of n draws without return from a population with that many deviations."""
    if x < 0:
        return 0.0
    whole = _log_choose(population, n)
    low, high = max(0, n - (population - deviations)), min(x, n, deviations)
    if high >= min(n, deviations):
        return 1.0
    terms = (
        exp(_log_choose(deviations, k) + _log_choose(population - deviations, n - k) - whole)
        for k in range(low, high + 1)
    )
    return min(1.0, sum(terms))


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
