"""The totals of an audit: each thing counted once, and counted anew only where an event touched it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assetaudit.model.asset import Asset
from assetaudit.model.finding import LIST_ORDER, Finding, Measure, Outcome
from assetaudit.model.place import Place
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.measures import Marks, Score, marks
from assetaudit.reconcile.progress import Progress
from assetaudit.reconcile.state import State
from assetaudit.reconcile.sums import PlaceSums, lineage
from assetaudit.reconcile.sweeps import SweepState
from assetaudit.reconcile.touch import Touch

_NO_RECORD = (Outcome.UNKNOWN, Outcome.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Part:
    """What one thing adds to the totals, and where."""

    marks: Marks
    expected: str = ""
    """Key of the node where it is to be looked for; empty for none."""
    counted: bool = False
    """Whether the audit has to account for it."""
    named: bool = False
    here: str = ""
    """Key of the node where it stands."""
    stands: str = ""
    """What it counts as there: ``wrong``, ``unknown`` or nothing."""


class Tally:
    """Counts, measures and progress; what an event touched is taken out and put in again when somebody asks."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._begun = False
        self._start()

    def _start(self) -> None:
        self.score = Score()
        self._parts: dict[str, Part] = {}
        self._awaited: defaultdict[str, set[str]] = defaultdict(set)
        self._sums = PlaceSums()
        self._closed: set[str] = set()
        self._things: set[str] = set()
        self._closes: set[str] = set()

    def touch(self, touch: Touch) -> None:
        """Remember what an event changed."""
        if touch.anew:
            self._begun = False
            self._start()
        elif self._begun:
            self._things |= touch.things
            self._closes |= touch.closes

    def settle(self) -> None:
        """Bring the totals up to date: everything at first, later what was touched since."""
        if not self._begun:
            self._begun = True
            self._count_all()
            return
        for key in self._stale():
            self._put(key, self._part(key))
        self._close(self._closes)
        self._things, self._closes = set(), set()

    def _count_all(self) -> None:
        for place in self._state.grounds.planned:
            self._sums.take(place.key, {"planned": 1})
        self._close(self._state.sweeps.swept_nodes())
        for thing in self.everything():
            self._put(thing if isinstance(thing, str) else thing.key, self._part(thing))

    def everything(self) -> Iterator[Asset | str]:
        """Assets that may have a finding, then keys of what else was seen; each once."""
        grounds = self._state.grounds
        yield from grounds.everything()
        for key in self._state.book.things():
            if key[:1] in ("?", "!"):
                yield key
                continue
            seen = grounds.register.asset(key)
            if seen is not None and seen.place is not None and not grounds.in_scope(seen.place):
                yield seen

    def _stale(self) -> set[str]:
        """Keys of the things that may count otherwise now: those touched, what they carry, what waits in a place."""
        stale = self._state.carried_with(self._things)
        for node_key in self._closes:
            for key in lineage(node_key):
                stale |= self._awaited.get(key, set())
        return stale

    def _close(self, node_keys: Iterable[str]) -> None:
        """Count the planned places among these that are closed now."""
        for key in node_keys:
            place = self._state.grounds.planned_place(key)
            closed = place is not None and self._state.coverage.state(place) is SweepState.CLOSED
            if closed != (key in self._closed):
                (self._closed.add if closed else self._closed.discard)(key)
                self._sums.take(key, {"closed": 1}, 1 if closed else -1)

    def _put(self, key: str, part: Part | None) -> None:
        before = self._parts.pop(key, None)
        if before is not None:
            self._count(key, before, -1)
        if part is not None:
            self._parts[key] = part
            self._count(key, part, 1)

    def _count(self, key: str, part: Part, step: int) -> None:
        self.score.take(part.marks, step)
        if part.expected:
            waiting = self._awaited[part.expected]
            (waiting.add if step > 0 else waiting.discard)(key)
        if part.counted:
            self._sums.take(part.expected, {"expected": 1, "seen": int(part.named)}, step)
        if part.stands:
            self._sums.take(part.here, {part.stands: 1}, step)

    def _part(self, thing: Asset | str) -> Part | None:
        facts, finding = self._state.judge.conclusion(thing)
        if finding is None or facts is None:
            return None
        counted = facts.asset is not None and self._state.grounds.population(facts.asset)
        closed = counted and facts.expected is not None and self._is_closed(facts.expected)
        return Part(
            marks(facts, finding, counted=counted, closed=closed),
            facts.expected.node_key if facts.expected is not None else "",
            counted and facts.expected is not None,
            facts.named,
            facts.located.node_key if facts.located is not None else "",
            _stands(facts, finding),
        )

    def _is_closed(self, place: Place) -> bool:
        side = place.position.side if place.position is not None else "front"
        return self._state.coverage.closed(place.node, side)

    def counts(self) -> dict[Outcome, int]:
        """How many findings each outcome has."""
        self.settle()
        return {outcome: self.score.outcomes[outcome] for outcome in LIST_ORDER}

    def measures(self) -> dict[str, Measure]:
        """Every measure."""
        self.settle()
        return self.score.measures(Measure(len(self._closed), len(self._state.grounds.planned)))

    def measures_by_basis(self) -> dict[str, dict[str, Measure]]:
        """The measures of what was seen, by basis."""
        self.settle()
        return self.score.by_basis()

    def progress(self, place: Place) -> Progress:
        """Counts over a subtree."""
        self.settle()
        return self._sums.within(place.node_key)

    def at(self, place: Place) -> Progress:
        """Counts over one node alone."""
        self.settle()
        return self._sums.at(place.node_key)


def _stands(facts: Facts, finding: Finding) -> str:
    if facts.located is None or finding.outcome is Outcome.FOUND:
        return ""
    return "unknown" if finding.outcome in _NO_RECORD else "wrong"
