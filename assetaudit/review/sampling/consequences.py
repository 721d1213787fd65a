"""What a plan means before anything is drawn, in words: how many to look at, what may deviate, what it then shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assetaudit.review.sampling.chance import poisson_factor
from assetaudit.review.sampling.draw import Item
from assetaudit.review.sampling.evaluate import deviating, evaluate, percent_up, whole
from assetaudit.review.sampling.plan import Method, Plan
from assetaudit.review.sampling.size import Size


def consequences(plan: Plan, pool: Sequence[Item]) -> list[str]:
    """A plan in sentences."""
    if plan.method is Method.WEIGHTED:
        return list(_weighted(plan, pool))
    if plan.steps:
        return [*step_words(plan.steps), *_all_of_it(plan.steps[-1].n, plan.population)]
    return list(_counted(plan))


def attribute_words(found: Size, confidence: float, tolerable: float) -> str:
    """What a sample shows that has no more deviations than it allows."""
    return (
        f"Look at {found.n}: if {_none_or(found.allowed)}, that shows with {confidence * 100:g} % confidence that less"
        f" than {tolerable * 100:g} % of all do."
    )


def step_words(steps: Sequence[Size]) -> list[str]:
    """What is done after each step."""
    told = [f"After {one.n}: stop if {_none_or(one.allowed)}, else go on." for one in steps]
    return [*told[:-1], told[-1].replace("else go on", "else it is not shown")]


def _none_or(allowed: int) -> str:
    return f"no more than {deviating(allowed)}" if allowed else "none deviates"


def _counted(plan: Plan) -> Iterator[str]:
    confidence, tolerable = plan.confidence / 10_000, plan.tolerable / 10_000
    allowed = most_allowed(plan)
    if allowed is None:
        limit = percent_up(_limit(plan, 0))
        yield (
            f"Look at {plan.n}: that is too few. Even without a deviation no more is shown than that, with"
            f" {confidence * 100:g} % confidence, {limit} % of all deviate at most."
        )
        return
    yield attribute_words(Size(plan.n, allowed), confidence, tolerable)
    yield from _all_of_it(plan.n, plan.population)
    if plan.n < plan.population:
        beyond = percent_up(_limit(plan, allowed + 1))
        yield f"With one more, {allowed + 1} of {plan.n}, up to {beyond} % of all may do so."


def _all_of_it(n: int, population: int) -> Iterator[str]:
    if n >= population:
        yield "That is every item of the population: a full count, and no sample."


def most_allowed(plan: Plan) -> int | None:
    """The most deviations with which the tolerable rate is ruled out; None where it is with none."""
    if _limit(plan, 0) > plan.tolerable / 10_000:
        return None
    low, high = 0, plan.n
    while low < high:
        middle = (low + high + 1) // 2
        if _limit(plan, middle) <= plan.tolerable / 10_000:
            low = middle
        else:
            high = middle - 1
    return low


def _limit(plan: Plan, deviations: int) -> float:
    return evaluate(deviations, plan.n, plan.confidence / 10_000, population=plan.population).upper


def _weighted(plan: Plan, pool: Sequence[Item]) -> Iterator[str]:
    confidence = plan.confidence / 10_000
    interval = max(1, plan.value // plan.n)
    yield (
        f"Look at what {plan.n} steps of the value fall on: one in every {whole(interval)}. What is worth that or more"
        f" is certain to be drawn."
    )
    basic = min(plan.value, round(poisson_factor(0, confidence) * interval))
    yield (
        f"Without a deviation it shows, with {confidence * 100:g} % confidence, that the book is overstated by no more"
        f" than {-(-basic // 100):,}; tolerable are {whole(plan.value_limit)}."
    )
    worthless = sum(1 for item in pool if item.cents <= 0)
    if worthless:
        yield f"{worthless} of {plan.population} have no book value and cannot be drawn: sample them otherwise."
