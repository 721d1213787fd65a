"""The samples of an audit, as its events have them: what was planned and drawn, and what each item came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from assetaudit.model.event import Event
from assetaudit.model.finding import Finding, Outcome
from assetaudit.review.sampling.draw import Item, in_proportion, ordered, replaced, replaced_hits, stratified, weighted
from assetaudit.review.sampling.evaluate import Evaluation, Misstated, Overstated, deviating, evaluate, misstatement
from assetaudit.review.sampling.plan import Method, Plan, by_size, digest
from assetaudit.review.sampling.size import Size, further_steps
from assetaudit.review.sampling.steps import Step, walked


class Result(StrEnum):
    """What one item came to."""

    OK = "ok"
    DEVIATION = "deviation"
    UNEXAMINED = "unexamined"
    """It could not be examined: a deviation as well."""
    VOID = "void"
    """It was no item of the population when the frame was frozen: the next of the order takes its place."""
    WAITING = "waiting"

    @property
    def printed(self) -> str:
        """What people say an item is."""
        return {"ok": "found", "deviation": "a deviation", "unexamined": "left unexamined"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One item of a sample, with what became of it."""

    item: Item
    result: Result
    note: str = ""
    hits: int = 1
    by: str = ""
    first: Result | None = None
    """What the first count says, of a recount that somebody has answered; nobody sees it before."""

    @property
    def deviates(self) -> bool:
        """Whether it counts as a deviation as it stands: so does whatever nobody has examined."""
        return self.result in _DEVIATING


class Counted(NamedTuple):
    """What the items of one stratum came to."""

    n: int
    deviations: int
    """With what waits: as it stands nobody has examined it."""
    waiting: int

    @classmethod
    def of(cls, items: Sequence[Drawn]) -> Counted:
        """Count items."""
        waiting = sum(1 for one in items if one.result is Result.WAITING)
        return cls(len(items), sum(1 for one in items if one.deviates), waiting)


_DEVIATING = frozenset({Result.DEVIATION, Result.UNEXAMINED, Result.WAITING})


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as it stands."""

    event: str
    plan: Plan
    by: str
    items: tuple[Drawn, ...]
    replacements: tuple[tuple[str, str], ...] = ()
    """(void item, the one that took its place)."""
    void_notes: Mapping[str, str] = field(default_factory=dict)
    """Void item to why it was none of the population."""
    interval: int = 0
    """Cents, of a value-weighted one."""
    step: Step | None = None
    """Where a stop-or-go sample is."""
    extended: tuple[tuple[int, str, str], ...] = ()
    """(by how many, why, who) of its extensions: items, or steps of a stop-or-go one."""
    drift: str = ""
    """What changed in the population since it was drawn, in one sentence."""

    @property
    def waiting(self) -> int:
        """Items that nobody has looked at."""
        return sum(1 for one in self.items if one.result is Result.WAITING)

    @property
    def deviations(self) -> int:
        """Items that deviate; what was not examined counts as one."""
        return sum(1 for one in self.items if one.deviates)

    @property
    def known(self) -> int:
        """Items that deviate, leaving out what nobody has looked at yet."""
        return self.deviations - self.waiting

    @property
    def confidence(self) -> int:
        """What it says holds with this confidence, in hundredths of a percent, all looks at it counted."""
        return self.confidence_after(0)

    def confidence_after(self, more: int) -> int:
        """The same once it is extended by some more: each look, or step, may be wrong by its own part of the risk."""
        risk, steps = 10_000 - self.plan.confidence, len(self.plan.steps)
        if steps:
            added = sum(one[0] for one in self.extended) + more
            return 10_000 - -(-risk * (steps + added) // steps)
        return 10_000 - risk * (1 + len(self.extended) + (more > 0))

    @property
    def passed(self) -> bool | None:
        """Whether it shows what it was drawn for; None where that was nothing."""
        return self.concluded().passed

    def evaluation(self, *, hopeful: bool = False) -> Evaluation:
        """The upper limit of the rate, for the population that was sampled; ``hopeful``: if all that waits is found."""
        plan = self.plan
        tolerable = plan.tolerable / 10_000 if plan.tolerable else None
        found = evaluate(
            self.known if hopeful else self.deviations,
            len(self.items),
            plan.confidence / 10_000,
            population=plan.population if plan.method is not Method.WEIGHTED else None,
            tolerable=tolerable,
        )
        return replace(found, confidence=self.confidence / 10_000)

    def overstated(self, *, hopeful: bool = False) -> Overstated:
        """The upper limit of the value, of a value-weighted one."""
        plan = self.plan
        wrong = [one for one in self.items if one.deviates and not (hopeful and one.result is Result.WAITING)]
        upper = min(self._value_limit(wrong), plan.value or self._value_limit(wrong))
        limit = plan.value_limit or None
        likely = min(upper, sum(max(one.item.cents, self.interval) for one in wrong))
        return Overstated(len(self.items), len(wrong), plan.confidence / 10_000, upper, plan.value, limit, likely)

    def concluded(self, *, hopeful: bool = False) -> Evaluation | Overstated:
        """What the whole sample says, of the rate or of the value."""
        return self.overstated(hopeful=hopeful) if self.interval else self.evaluation(hopeful=hopeful)

    @property
    def words(self) -> str:
        """What it says of the rest, in words."""
        plan = self.plan
        if self.step is not None:
            return f"{self.step.words(self.confidence / 10_000, plan.tolerable / 10_000)}{self._looks()}"
        return f"{self.concluded().words}{self._looks()}{self._agreement()}"

    @property
    def outlook(self) -> str:
        """What it says while some of it waits: how far it is, and what it comes to if the rest is found."""
        if self.step is not None or not self.waiting:
            return self.words
        done = len(self.items) - self.waiting
        were = f"{done} of {len(self.items)} {'was' if done == 1 else 'were'} examined, {deviating(self.known)}."
        return f"{were} If the rest is found: {self.concluded(hopeful=True).words}"

    def _looks(self) -> str:
        """What its extensions do to the confidence, in words."""
        if not self.extended:
            return ""
        more, looks = sum(one[0] for one in self.extended), len(self.extended) + 1
        before, left = f"{self.plan.confidence / 100:g} %", f"{self.confidence / 100:g} %"
        if self.plan.steps:
            told = f"It goes on by {more} more steps, whose risks add up: of {before} confidence {left} are left."
        else:
            told = (
                f"It was extended by {more}; the risks of {looks} looks add up: of {before} confidence {left} are left."
            )
        return f" {told}"

    def _agreement(self) -> str:
        again = sum(1 for one in self.items if one.first is not None)
        if not self.plan.recount or not again:
            return ""
        return f" The first count says the same of {again - len(self.disagreeing())} of {again} that were looked at."

    def strata(self) -> dict[str, Counted]:
        """What each stratum came to, by place and book value."""
        found: dict[str, list[Drawn]] = {}
        for one in self.items:
            found.setdefault(one.item.stratum, []).append(one)
        return {name: Counted.of(items) for name, items in sorted(found.items(), key=lambda part: by_size(part[0]))}

    def disagreeing(self) -> list[Drawn]:
        """Of a recount: items that the first count told otherwise."""
        return [one for one in self.items if one.first is not None and one.first is not one.result]

    def value_limit(self) -> int:
        """The most that the book may be overstated, in cents, of a value-weighted sample."""
        return self._value_limit([one for one in self.items if one.deviates])

    def _value_limit(self, wrong: Sequence[Drawn]) -> int:
        found = [
            Misstated(one.item.cents, 0)
            for one in wrong
            for _ in range(one.hits if one.item.cents < self.interval else 1)
        ]
        return misstatement(self.interval, found, self.plan.confidence / 10_000)


Judge = Callable[[Item], Result]
"""What the findings make of an item."""


@dataclass
class SampleBook:
    """Every sample event of an audit."""

    live: Callable[[str], bool]
    witnessed: Callable[[str, str], bool] = lambda _item, _user: False
    """Whether a person is behind what an item's finding rests on, and cannot recount it."""
    _plans: dict[str, Event] = field(default_factory=dict)
    _results: dict[str, list[Event]] = field(default_factory=dict)
    _extensions: dict[str, list[Event]] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Take in an event of any kind."""
        if event.k != "sample":
            return
        if "extend" in event.d:
            self._extensions.setdefault(str(event.d.get("of")), []).append(event)
        elif "plan" in event.d:
            self._plans[event.hash] = event
        else:
            self._results.setdefault(str(event.d.get("of")), []).append(event)

    def plans(self) -> list[tuple[Event, Plan]]:
        """Live plans that are understood, by name."""
        return self._read(event for event in self._plans.values() if self.live(event.hash))

    def _read(self, events: Iterable[Event]) -> list[tuple[Event, Plan]]:
        found = []
        for event in events:
            try:
                found.append((event, Plan.from_dict(event.d["plan"])))
            except (KeyError, TypeError, ValueError):
                continue
        return sorted(found, key=lambda each: (each[1].name, each[0].hash))

    def sample(self, event: Event, plan: Plan, items: Iterable[Item], judge: Judge) -> Sample:
        """A sample drawn anew from its plan; ``judge`` says what the findings make of an item without a result."""
        pool = list(items)
        said = self._said(event.hash, plan)
        drawing = _Drawing(plan, pool, said, judge, self._extended(event.hash))
        notes = {key: note for key, (result, note, _by) in said.items() if result is Result.VOID}
        drift = "" if plan.digest in ("", digest(pool)) else _drift(plan, pool)
        if plan.method is Method.WEIGHTED:
            return replace(drawing.weighted(event), drift=drift, void_notes=notes)
        return replace(drawing.counted(event), drift=drift, void_notes=notes)

    def _extended(self, name: str) -> tuple[tuple[int, str, str], ...]:
        """The live extensions of a sample; what extends by nothing that can be counted is none."""
        live = sorted((one for one in self._extensions.get(name, ()) if self.live(one.hash)), key=lambda one: one.hash)
        told = ((one.d.get("extend"), str(one.d.get("why", "")), one.user) for one in live)
        return tuple((more, why, who) for more, why, who in told if type(more) is int and 0 < more <= _MOST)

    def _said(self, name: str, plan: Plan) -> dict[str, _Said]:
        """What people said of items; where two disagree, the worse counts. Void needs its reason."""
        found: dict[str, _Said] = {}
        for event in self.results(name):
            item, note = str(event.d.get("item")), str(event.d.get("note", ""))
            told = _WORST.get(str(event.d.get("result")))
            void_for_nothing = told is Result.VOID and not note.strip()
            if told is None or void_for_nothing or (plan.recount and self.witnessed(item, event.user)):
                continue
            if item not in found or _ORDER.index(told) > _ORDER.index(found[item][0]):
                found[item] = (told, note, event.user)
        return found

    def results(self, name: str) -> list[Event]:
        """Live results of a sample; who says something else of an item replaces what they said before."""
        live = [event for event in self._results.get(name, ()) if self.live(event.hash)]
        authors = {event.hash: event.user for event in live}
        replaced = {old for event in live for old in event.sup if authors.get(old) == event.user}
        return sorted((event for event in live if event.hash not in replaced), key=lambda one: one.hash)

    def taken_back(self) -> list[tuple[Event, Plan]]:
        """Samples that were drawn, and whose draw was taken back by who made it."""
        return self._read(event for event in self._plans.values() if not self.live(event.hash))


MOST_STEPS = 10
"""By which a stop-or-go sample goes on at most."""
_MOST = 1_000_000
"""More is no number of items."""
_Said = tuple[Result, str, str]
_ORDER = (Result.OK, Result.VOID, Result.UNEXAMINED, Result.DEVIATION)
_WORST = {one.value: one for one in _ORDER}


def _drift(plan: Plan, pool: Sequence[Item]) -> str:
    if len(pool) != plan.population:
        return f"the population had {plan.population} items when it was drawn from, and has {len(pool)} now."
    return "values or places of the population have changed since it was drawn from."


@dataclass
class _Drawing:
    """One sample being drawn again."""

    plan: Plan
    pool: list[Item]
    said: Mapping[str, _Said]
    judge: Judge
    extended: tuple[tuple[int, str, str], ...] = ()

    def weighted(self, event: Event) -> Sample:
        interval, hits = weighted(self.pool, self.plan.seed, self.plan.n)
        kept, pairs = replaced_hits(self.pool, hits, self.plan.seed, self._void)
        drawn = tuple(self._drawn(one.item, one.hits) for one in kept)
        return Sample(event.hash, self.plan, event.user, drawn, _keys(pairs), interval=interval)

    def counted(self, event: Event) -> Sample:
        order = self._order()
        more = sum(one[0] for one in self.extended)
        if not self.plan.steps:
            drawn, swaps = self._with_more(order, more)
            return Sample(event.hash, self.plan, event.user, drawn, swaps, extended=self.extended)
        step = walked(self._steps(more), lambda n: self._counted(order, n))
        drawn, swaps = self._first(order, min(step.n, len(self.pool)))
        return Sample(event.hash, self.plan, event.user, drawn, swaps, step=step, extended=self.extended)

    def _steps(self, more: int) -> tuple[Size, ...]:
        """The steps of the plan, and as many more by the same rule, each with the same share of the risk."""
        plan, planned = self.plan, len(self.plan.steps)
        if not more or not plan.tolerable:
            return plan.steps
        share = (1 - plan.confidence / 10_000) / planned
        further = further_steps(plan.tolerable / 10_000, share, planned + min(more, MOST_STEPS), plan.population)
        return (*plan.steps, *further[planned:])

    def _with_more(self, order: Sequence[Item], more: int) -> tuple[tuple[Drawn, ...], tuple[tuple[str, str], ...]]:
        """The sample as it was planned, then those by which it was extended: what was drawn once stays in it."""
        same = self.plan.method is Method.STRATIFIED
        kept, pairs = replaced(order, min(self.plan.n, len(order)), self._void, same_stratum=same)
        if more:
            used = {*kept, *(one for pair in pairs for one in pair)}
            rest = [item for item in order if item not in used and not self._void(item.key)]
            kept += in_proportion(rest, self.pool, kept, more) if same else rest[:more]
        return tuple(map(self._drawn, kept)), _keys(pairs)

    def _order(self) -> list[Item]:
        whole = ordered(self.pool, self.plan.seed)
        if self.plan.method is not Method.STRATIFIED:
            return whole
        chosen = stratified(self.pool, self.plan.seed, self.plan.n)
        taken = set(chosen)
        return [*chosen, *(item for item in whole if item not in taken)]

    def _first(self, order: Sequence[Item], n: int) -> tuple[tuple[Drawn, ...], tuple[tuple[str, str], ...]]:
        same = self.plan.method is Method.STRATIFIED
        kept, pairs = replaced(order, n, self._void, same_stratum=same)
        return tuple(map(self._drawn, kept)), _keys(pairs)

    def _counted(self, order: Sequence[Item], n: int) -> tuple[int, int]:
        results = [one.result for one in self._first(order, min(n, len(order)))[0]]
        waiting = results.count(Result.WAITING)
        return sum(1 for one in results if one in _DEVIATING) - waiting, waiting

    def _void(self, key: str) -> bool:
        return key in self.said and self.said[key][0] is Result.VOID

    def _drawn(self, item: Item, hits: int = 1) -> Drawn:
        told = self.said.get(item.key)
        if told is None:
            return Drawn(item, Result.WAITING if self.plan.recount else self.judge(item), hits=hits)
        result, note, by = told
        return Drawn(item, result, note, hits, by, self.judge(item) if self.plan.recount else None)


def _keys(pairs: Iterable[tuple[Item, Item]]) -> tuple[tuple[str, str], ...]:
    return tuple((void.key, after.key) for void, after in pairs)


_SEEN = frozenset(
    {Outcome.FOUND, Outcome.WRONG_POSITION, Outcome.MISPLACED, Outcome.MISMATCH, Outcome.OUT_OF_SCOPE, Outcome.UNPLACED}
)


def exists(finding: Finding | None) -> Result:
    """What a finding says of a record drawn book-to-floor: whether it exists."""
    if finding is None or finding.outcome is Outcome.NOT_SWEPT:
        return Result.WAITING
    return Result.OK if finding.outcome in _SEEN and finding.found is not None else Result.DEVIATION
