"""The totals of an audit: each thing counted once, and counted anew only where an event touched it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from assetaudit.model.finding import LIST_ORDER, Measure, Outcome
from assetaudit.model.place import Place
from assetaudit.reconcile.measures import Score
from assetaudit.reconcile.muster import Muster
from assetaudit.reconcile.part import Line, Part
from assetaudit.reconcile.parting import part_of
from assetaudit.reconcile.progress import Progress
from assetaudit.reconcile.roll import Spot
from assetaudit.reconcile.state import State
from assetaudit.reconcile.sums import PlaceSums, lineage
from assetaudit.reconcile.sweeps import SweepState
from assetaudit.reconcile.touch import Touch


class Tally:
    """Counts, measures and progress; what an event touched is taken out and put in again when somebody asks."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._start()

    def _start(self) -> None:
        self._muster: Muster | None = None
        self._score = Score()
        self._parts: dict[str, Part] = {}
        self._awaited: defaultdict[str, set[str]] = defaultdict(set)
        self._sums: PlaceSums | None = None
        """Everything by place as well, from when somebody first asks for a place."""
        self._closed: set[str] = set()
        self._things: set[str] = set()
        self._closes: set[str] = set()

    def touch(self, touch: Touch) -> None:
        """Remember what an event changed."""
        if touch.anew:
            self._start()
        elif self._muster is not None:
            self._things |= touch.things
            self._closes |= touch.closes

    def seen(self, keys: Iterable[str]) -> None:
        """Remember assets that plain scans saw."""
        if self._muster is not None:
            self._things.update(keys)

    def settle(self) -> Muster:
        """Bring the totals up to date: everything at first, later what was touched since."""
        if self._muster is None:
            self._muster = self._count_all()
        elif self._things or self._closes:
            for key in self._stale():
                self._renew(self._muster, key)
            self._close(self._closes)
            self._things, self._closes = set(), set()
        return self._muster

    def _count_all(self) -> Muster:
        grounds, book = self._state.grounds, self._state.book
        self._close(self._state.sweeps.swept_nodes())
        muster = Muster(grounds.roll, book.plain, self._is_covered, book.is_spelled_out, self._part)
        odd = muster.count_all(self._score, book.spelled_out())
        for key in dict.fromkeys(chain(grounds.roll.others, book.spelled_out(), sorted(odd))):
            self._put(key, self._part(key))
        return muster

    def _renew(self, muster: Muster, key: str) -> None:
        number = muster.roll.number(key)
        plain = number is not None and muster.renew(number, self._score)
        self._put(key, None if plain else self._part(key))

    def _stale(self) -> set[str]:
        """Keys of the things that may count otherwise now: those touched, what they carry, what waits in a place."""
        stale = self._state.carried_with(self._things)
        roll = self._state.grounds.roll
        for key in {above for node_key in self._closes for above in lineage(node_key)}:
            stale |= self._awaited.get(key, set())
            stale.update(roll.keys[number] for number in roll.members(key))
        return stale

    def _is_covered(self, spot: Spot) -> bool:
        return self._state.coverage.closed(spot.node, spot.side)

    def _close(self, node_keys: Iterable[str]) -> None:
        """Count the planned places among these that are closed now."""
        for key in node_keys:
            place = self._state.grounds.planned_place(key)
            closed = place is not None and self._state.coverage.state(place) is SweepState.CLOSED
            if closed != (key in self._closed):
                (self._closed.add if closed else self._closed.discard)(key)
                if self._sums is not None:
                    self._sums.take(key, {"closed": 1}, 1 if closed else -1)

    def _put(self, key: str, part: Part | None) -> None:
        before = self._parts.pop(key, None)
        if before is not None:
            self._count(key, before, -1)
        if part is not None:
            self._parts[key] = part
            self._count(key, part, 1)

    def _count(self, key: str, part: Part, step: int) -> None:
        self._score.take(part.marks, step)
        if part.expected:
            waiting = self._awaited[part.expected]
            (waiting.add if step > 0 else waiting.discard)(key)
        if self._sums is not None:
            self._place(self._sums, part, step)

    @staticmethod
    def _place(sums: PlaceSums, part: Part, step: int) -> None:
        if part.counted:
            sums.take(part.expected, {"expected": 1, "seen": int(part.named)}, step)
        if part.stands:
            sums.take(part.here, {part.stands: 1}, step)

    def _part(self, key: str) -> Part | None:
        facts, finding = self._state.judge.conclusion(key)
        return None if finding is None or facts is None else part_of(self._state, facts, finding)

    def counts(self) -> dict[Outcome, int]:
        """How many findings each outcome has."""
        self.settle()
        return {outcome: self._score.outcomes[outcome] for outcome in LIST_ORDER}

    def measures(self) -> dict[str, Measure]:
        """Every measure."""
        self.settle()
        return self._score.measures(Measure(len(self._closed), len(self._state.grounds.planned)))

    def measures_by_basis(self) -> dict[str, dict[str, Measure]]:
        """The measures of what was seen, by basis."""
        self.settle()
        return self._score.by_basis()

    def progress(self, place: Place) -> Progress:
        """Counts over a subtree."""
        return self._by_place().within(place.node_key)

    def at(self, place: Place) -> Progress:
        """Counts over one node alone."""
        return self._by_place().at(place.node_key)

    def _by_place(self) -> PlaceSums:
        muster = self.settle()
        if self._sums is None:
            self._sums = PlaceSums()
            for place in self._state.grounds.planned:
                self._sums.take(place.key, {"planned": 1, "closed": int(place.key in self._closed)})
            for part in self._parts.values():
                self._place(self._sums, part, 1)
            muster.spread(self._sums)
        return self._sums

    def lines(self) -> Iterator[Line]:
        """Every finding in the fixed order, in short."""
        muster, odd = self.settle(), defaultdict(list)
        for key, part in self._parts.items():
            odd[part.line[0]].append((part.line[1:], key))
        kinds = muster.listed_kinds()
        return chain.from_iterable(muster.lines(outcome, kinds, odd[rank]) for outcome, rank in LIST_ORDER.items())
