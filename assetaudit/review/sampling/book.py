"""The samples of an audit, as its events have them: what was planned and drawn, and what each item came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assetaudit.model.event import Event
from assetaudit.model.finding import Finding, Outcome
from assetaudit.review.sampling.draw import Item, ordered, replaced, simple, stratified, weighted
from assetaudit.review.sampling.evaluate import Evaluation, Misstated, evaluate, misstatement


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


class Result(StrEnum):
    """What one item came to."""

    OK = "ok"
    DEVIATION = "deviation"
    """Also what could not be examined."""
    VOID = "void"
    """It was no item of the population when the frame was frozen: the next of the order takes its place."""
    WAITING = "waiting"


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

    def to_dict(self) -> dict[str, Any]:
        """As the event carries it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Plan:
        """The plan in an event; KeyError, TypeError or ValueError where it is none."""
        values = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        values["direction"], values["method"] = Direction(data["direction"]), Method(data["method"])
        plan = cls(**values)
        if not isinstance(plan.n, int) or plan.n < 1:
            raise ValueError(plan.n)
        return plan


@dataclass(frozen=True, slots=True)
class Drawn:
    """One item of a sample, with what became of it."""

    item: Item
    result: Result
    note: str = ""
    hits: int = 1
    by: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as it stands."""

    event: str
    plan: Plan
    by: str
    items: tuple[Drawn, ...]
    replacements: tuple[tuple[str, str], ...] = ()
    """(void item, the one that took its place)."""
    interval: int = 0
    """Cents, of a value-weighted one."""

    @property
    def waiting(self) -> int:
        """Items that nobody has looked at."""
        return sum(1 for one in self.items if one.result is Result.WAITING)

    @property
    def deviations(self) -> int:
        """Items that deviate; what was not examined counts as one."""
        return sum(1 for one in self.items if one.result in (Result.DEVIATION, Result.WAITING))

    def evaluation(self) -> Evaluation:
        """The upper limit of the rate, for the population that was sampled."""
        plan = self.plan
        tolerable = plan.tolerable / 10_000 if plan.tolerable else None
        return evaluate(
            self.deviations,
            len(self.items),
            plan.confidence / 10_000,
            population=plan.population if plan.method is not Method.WEIGHTED else None,
            tolerable=tolerable,
        )

    def value_limit(self) -> int:
        """The most that the book may be overstated, in cents, of a value-weighted sample."""
        wrong = [one for one in self.items if one.result in (Result.DEVIATION, Result.WAITING)]
        found = [
            Misstated(one.item.cents, 0)
            for one in wrong
            for _ in range(one.hits if one.item.cents < self.interval else 1)
        ]
        return misstatement(self.interval, found, self.plan.confidence / 10_000)


@dataclass
class SampleBook:
    """Every sample event of an audit."""

    live: Callable[[str], bool]
    _plans: dict[str, Event] = field(default_factory=dict)
    _results: dict[str, list[Event]] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Take in an event of any kind."""
        if event.k != "sample":
            return
        if "plan" in event.d:
            self._plans[event.hash] = event
        else:
            self._results.setdefault(str(event.d.get("of")), []).append(event)

    def plans(self) -> list[tuple[Event, Plan]]:
        """Live plans that are understood, by name."""
        found = []
        for event in self._plans.values():
            if self.live(event.hash):
                try:
                    found.append((event, Plan.from_dict(event.d["plan"])))
                except (KeyError, TypeError, ValueError):
                    continue
        return sorted(found, key=lambda each: (each[1].name, each[0].hash))

    def sample(self, event: Event, plan: Plan, items: Iterable[Item], judge: Callable[[Item], Result]) -> Sample:
        """A sample drawn anew from its plan; ``judge`` says what the findings make of an item without a result."""
        pool = list(items)
        said = self._said(event.hash)
        if plan.method is Method.WEIGHTED:
            interval, hits = weighted(pool, plan.seed, plan.n)
            drawn = tuple(_drawn(one.item, said, judge, one.hits) for one in hits)
            return Sample(event.hash, plan, event.user, drawn, interval=interval)
        if plan.method is Method.STRATIFIED:
            chosen = stratified(pool, plan.seed, plan.n)
            rest = [item for item in ordered(pool, plan.seed) if item not in set(chosen)]
            order = [*chosen, *rest]
        else:
            order = ordered(pool, plan.seed)
        size = min(plan.n, len(simple(pool, plan.seed, plan.n)))
        kept, pairs = replaced(order, size, lambda key: said.get(key, (Result.WAITING, "", ""))[0] is Result.VOID)
        swaps = tuple((void.key, after.key) for void, after in pairs)
        return Sample(event.hash, plan, event.user, tuple(_drawn(one, said, judge) for one in kept), swaps)

    def _said(self, plan: str) -> dict[str, tuple[Result, str, str]]:
        """What people said of items; where two disagree, the worse counts."""
        worst = {Result.OK: 0, Result.VOID: 1, Result.DEVIATION: 2}
        found: dict[str, tuple[Result, str, str]] = {}
        for event in sorted(self._results.get(plan, ()), key=lambda one: one.hash):
            result = event.d.get("result")
            if not self.live(event.hash) or result not in ("ok", "deviation", "void"):
                continue
            told = (Result(result), str(event.d.get("note", "")), event.user)
            item = str(event.d.get("item"))
            if item not in found or worst[told[0]] > worst[found[item][0]]:
                found[item] = told
        return found


def _drawn(
    item: Item, said: Mapping[str, tuple[Result, str, str]], judge: Callable[[Item], Result], hits: int = 1
) -> Drawn:
    if item.key in said:
        result, note, by = said[item.key]
        return Drawn(item, result, note, hits, by)
    return Drawn(item, judge(item), hits=hits)


_SEEN = frozenset(
    {Outcome.FOUND, Outcome.WRONG_POSITION, Outcome.MISPLACED, Outcome.MISMATCH, Outcome.OUT_OF_SCOPE, Outcome.UNPLACED}
)


def exists(finding: Finding | None) -> Result:
    """What a finding says of a record drawn book-to-floor: whether it exists."""
    if finding is None or finding.outcome is Outcome.NOT_SWEPT:
        return Result.WAITING
    return Result.OK if finding.outcome in _SEEN and finding.found is not None else Result.DEVIATION
