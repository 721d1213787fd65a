"""Extending a sample that did not show enough: how many more, what that costs in confidence, and when it may be.

Every look at a sample that may end it can be wrong by the risk of its plan. The risks add up, whatever made somebody
look once more (Bonferroni), so that a sample of 95 % that was extended once says what it says with 90 %. Stop-or-go
goes on by its own rule: each further step has the share of the risk that those before it had.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assetaudit.errors import AuditError, UsageError
from assetaudit.review.sampling import size
from assetaudit.review.sampling.asked import whole_number
from assetaudit.review.sampling.book import MOST_STEPS, Sample
from assetaudit.review.sampling.consequences import most_allowed
from assetaudit.review.sampling.plan import Method
from assetaudit.review.sampling.steps import Verdict

_LEAST = 5_000
"""Confidence, in hundredths of a percent, that has to be left."""


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension before it is made."""

    more: int
    """Items; of a stop-or-go sample steps."""
    words: str


def extension(sample: Sample, asked: str = "") -> Extension:
    """What extending a sample comes to; AuditError or UsageError where it may not be or makes no sense."""
    why = _forbidden(sample)
    if why:
        raise AuditError(f"'{sample.plan.name}' cannot be extended: {why}", hint="Nothing was written.")
    more = whole_number(asked) if asked.strip() else _needed(sample)
    room = sample.plan.population - len(sample.items)
    if sample.step is None and not 1 <= more <= room:
        raise UsageError(f"{more} is no part of the {room} that are left.", hint=f"Choose 1 to {room}.")
    if sample.step is not None and not 1 <= more <= MOST_STEPS:
        raise UsageError(f"It can go on by 1 to {MOST_STEPS} steps.")
    left = sample.confidence_after(more)
    if left < _LEAST:
        raise AuditError(f"'{sample.plan.name}' cannot be extended: less than half the confidence would be left.")
    return Extension(more, _words(sample, more, left))


def _forbidden(sample: Sample) -> str:
    """Why a sample may not be extended; empty where it may."""
    if sample.plan.method is Method.WEIGHTED:
        return "its steps of the value lie evenly, and between them there is no next one; draw a larger one."
    if not sample.plan.tolerable:
        return "it has no tolerable rate that it could fail to show."
    if sample.waiting:
        return "some of it waits; what that comes to says whether there is need."
    if sample.passed if sample.step is None else sample.step.verdict is Verdict.STOP:
        return "it shows what it was drawn for."
    if max((len(sample.items), *(step.n for step in sample.plan.steps))) >= sample.plan.population:
        return "it is every item of the population."
    return ""


def _needed(sample: Sample) -> int:
    """The fewest more with which it would show what it was drawn for, if nothing more deviates."""
    plan = sample.plan
    if sample.step is not None:
        return max(1, sample.deviations + 1 - sample.step.of)
    n = size.attribute(plan.tolerable / 10_000, plan.confidence / 10_000, sample.deviations, plan.population)
    return max(1, min(n, plan.population) - len(sample.items))


def _words(sample: Sample, more: int, left: int) -> str:
    told = f"it says what it says with {left / 100:g} % confidence then, and with {sample.confidence / 100:g} % now."
    if sample.step is not None:
        return f"It goes on by {more} more of its steps: {told}"
    n = len(sample.items) + more
    fits = most_allowed(replace(sample.plan, n=n))
    shown = "even that is too few" if fits is None else f"of all {n} no more than {fits} may deviate"
    return f"The next {more} of the seeded order are added, and {shown}: {told}"
