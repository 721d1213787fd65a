"""What somebody asks of a sample, as they write it, and the plan that follows from it: one way for every door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assetaudit.errors import UsageError
from assetaudit.model.amount import percent
from assetaudit.review.sampling import size
from assetaudit.review.sampling.draw import Item, allocation
from assetaudit.review.sampling.plan import Direction, Method, Plan, Strata, by_size, digest
from assetaudit.review.sampling.size import Size


@dataclass(frozen=True, slots=True)
class Asked:
    """A sample as it is asked for: figures are texts, just as they were written."""

    name: str = ""
    direction: Direction = Direction.BOOK_TO_FLOOR
    method: Method = Method.SIMPLE
    strata: Strata = Strata.PLACE
    scope: tuple[str, ...] = ()
    where: str = ""
    confidence: str = "95"
    tolerable: str = "5"
    expected: str = "0"
    tolerable_value: str = ""
    """Of a value-weighted one, in the register's currency; empty for the tolerable rate of the value."""
    size: str = ""
    """Empty for the size that follows from the rates."""
    steps: str = ""
    """Of a stop-or-go one; empty for one that is none."""
    seed: str = ""
    """Empty for one that follows from the audit and the name."""
    recount: bool = False


def planned(asked: Asked, pool: Sequence[Item], audit: str) -> Plan:
    """The plan of what is asked for over a population; ``audit`` is what its seed follows from."""
    if not pool:
        raise UsageError("There is nothing to draw from.", hint="Check the filter, the places and the audit's scope.")
    size.check(rate(asked.tolerable) / 10_000, rate(asked.confidence) / 10_000)
    name = " ".join(asked.name.split())
    value = sum(item.cents for item in pool)
    if asked.method is Method.WEIGHTED and not value:
        raise UsageError("Nothing in the population has a book value, so that value cannot weigh.")
    steps = _steps(asked, len(pool))
    plan = Plan(
        name=name,
        direction=asked.direction,
        method=asked.method,
        n=1,
        seed=asked.seed.strip() or f"{audit[:16]}/{name}",
        confidence=rate(asked.confidence),
        tolerable=rate(asked.tolerable),
        population=len(pool),
        value=value,
        where=asked.where.strip(),
        scope=asked.scope,
        strata=asked.strata,
        steps=steps,
        recount=asked.recount,
        digest=digest(pool),
        tolerable_value=_cents(asked.tolerable_value) if asked.method is Method.WEIGHTED else 0,
    )
    return _sized(asked, plan)


def _sized(asked: Asked, plan: Plan) -> Plan:
    if plan.steps:
        return replace(plan, n=plan.steps[-1].n)
    return replace(plan, n=_given_size(asked, plan.population) or _size(asked, plan))


def _size(asked: Asked, plan: Plan) -> int:
    confidence = plan.confidence / 10_000
    if plan.method is Method.WEIGHTED:
        return size.monetary(plan.value, plan.value_limit, confidence)
    return size.planned(plan.tolerable / 10_000, confidence, rate(asked.expected) / 10_000, plan.population).n


def _given_size(asked: Asked, population: int) -> int:
    """The size that was asked for; 0 where none was."""
    if not asked.size.strip():
        return 0
    number = whole_number(asked.size)
    if asked.method is not Method.WEIGHTED and not 1 <= number <= population:
        raise UsageError(f"{number} is no part of a population of {population}.", hint=f"Choose 1 to {population}.")
    if number < 1:
        raise UsageError("A sample has at least one item.")
    return number


def _steps(asked: Asked, population: int) -> tuple[Size, ...]:
    if not asked.steps.strip():
        return ()
    if asked.method is Method.WEIGHTED or asked.size.strip():
        raise UsageError("Steps follow from the rates, and count items: leave out the size, and choose another method.")
    tolerable, confidence = rate(asked.tolerable) / 10_000, rate(asked.confidence) / 10_000
    return tuple(size.stop_or_go(tolerable, confidence, whole_number(asked.steps), population))


def rate(text: str) -> int:
    """A percentage as people write it, in hundredths of a percent; UsageError where it is none."""
    try:
        return percent(text)
    except ValueError:
        raise UsageError(f"'{text}' is no percentage between 0 and 100.", hint="Write it like 5 or 2.5.") from None


def whole_number(text: str) -> int:
    """A whole number as people write it; UsageError where it is none."""
    told = text.strip()
    if not told.removeprefix("-").isdecimal() or not told.isascii() or len(told) > 12:
        raise UsageError(f"'{text}' is no whole number.", hint="Write it like 60.")
    return int(told)


def _cents(text: str) -> int:
    """A whole amount in the register's currency, in hundredths of it; 0 where none is named."""
    if not text.strip():
        return 0
    amount = whole_number(text)
    if amount < 1:
        raise UsageError("The tolerable value has to be more than nothing.")
    return amount * 100


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of a population, and what is drawn of it."""

    name: str
    items: int
    cents: int
    drawn: int | None = None
    """None where it is not drawn from part by part."""


def strata_of(plan: Plan, pool: Sequence[Item]) -> list[Stratum]:
    """The parts of a population by name."""
    parts: dict[str, list[Item]] = defaultdict(list)
    for item in pool:
        parts[item.stratum].append(item)
    drawn: dict[str, int] = {}
    if plan.method is Method.STRATIFIED:
        drawn = allocation({name: len(items) for name, items in parts.items()}, plan.n)
    return [
        Stratum(name, len(items), sum(item.cents for item in items), drawn.get(name))
        for name, items in sorted(parts.items(), key=lambda part: by_size(part[0]))
    ]
