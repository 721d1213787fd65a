"""One look over the whole audit: every finding in order, the counts, the measures, the progress of each place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assetaudit.model.asset import Asset
from assetaudit.model.finding import LIST_ORDER, Finding, Measure, Outcome
from assetaudit.model.place import Place
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.measures import Marks, Score, marks
from assetaudit.reconcile.progress import Progress
from assetaudit.reconcile.state import State
from assetaudit.reconcile.sweeps import SweepState

_NO_RECORD = (Outcome.UNKNOWN, Outcome.UNREADABLE)


class Survey:
    """Answers about everything at once; good until the next event."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._score: Score | None = None
        self._closed: dict[tuple[str, str], bool] = {}
        self._nodes: dict[str, tuple[Place, Counter[str]]] = {}

    def _keys(self) -> Iterator[Asset | str]:
        """Assets that may have a finding, then keys of what else was seen."""
        grounds = self._state.grounds
        yield from grounds.everything()
        for key in self._state.book.things():
            if key[:1] in ("?", "!"):
                yield key
                continue
            seen = grounds.register.asset(key)
            if seen is not None and seen.place is not None and not grounds.in_scope(seen.place):
                yield seen

    def findings(self) -> Iterator[Finding]:
        """Every finding, in order: first only the sort keys are kept, then each finding is made again."""
        judge = self._state.judge
        order = []
        for thing in self._keys():
            finding = judge.finding(thing) if isinstance(thing, str) else judge.finding_of(thing)
            if finding is not None:
                order.append((finding.sort_key, thing if isinstance(thing, str) else thing.key))
        order.sort()
        for _, key in order:
            finding = judge.finding(key)
            if finding is not None:
                yield finding

    def _scored(self) -> Score:
        if self._score is None:
            self._score = Score()
            for thing in self._keys():
                self._score.take(self._marks(thing))
        return self._score

    def _marks(self, thing: Asset | str) -> Marks:
        facts, finding = self._state.judge.conclusion(thing)
        if finding is None or facts is None:
            return Marks()
        counted = facts.asset is not None and self._state.grounds.population(facts.asset)
        closed = counted and facts.expected is not None and self._is_closed(facts)
        self._note(facts, finding, counted=counted)
        return marks(facts, finding, counted=counted, closed=closed)

    def _is_closed(self, facts: Facts) -> bool:
        place = facts.expected
        if place is None:
            return False
        side = place.position.side if place.position is not None else "front"
        key = (place.node_key, side)
        if key not in self._closed:
            self._closed[key] = self._state.coverage.closed(place.node, side)
        return self._closed[key]

    def counts(self) -> dict[Outcome, int]:
        """How many findings each outcome has."""
        outcomes = self._scored().outcomes
        return {outcome: outcomes[outcome] for outcome in LIST_ORDER}

    def measures(self) -> dict[str, Measure]:
        """Every measure."""
        planned = self._state.grounds.planned
        closed = sum(1 for place in planned if self._state.coverage.state(place) is SweepState.CLOSED)
        return self._scored().measures(Measure(closed, len(planned)))

    def measures_by_basis(self) -> dict[str, dict[str, Measure]]:
        """The measures of what was seen, by basis."""
        return self._scored().by_basis()

    def progress(self, place: Place) -> Progress:
        """Counts over a subtree."""
        self._scored()
        total: Counter[str] = Counter()
        for node, counts in self._nodes.values():
            if place.node.holds(node):
                total.update(counts)
        return self._progress(total, [node for node in self._state.grounds.planned if place.node.holds(node)])

    def at(self, place: Place) -> Progress:
        """Counts over one node alone."""
        self._scored()
        return self._progress(self._at(place), [place.node] if self._state.grounds.is_planned(place.node) else [])

    def _progress(self, counts: Counter[str], planned: list[Place]) -> Progress:
        closed = sum(1 for node in planned if self._state.coverage.state(node) is SweepState.CLOSED)
        return Progress(
            expected=counts["expected"],
            seen=counts["seen"],
            left=counts["expected"] - counts["seen"],
            wrong=counts["wrong"],
            unknown=counts["unknown"],
            planned=len(planned),
            closed=closed,
        )

    def _note(self, facts: Facts, finding: Finding, *, counted: bool) -> None:
        """Add one thing to the counts of the node where it is expected and of the one where it stands."""
        if counted and facts.expected is not None:
            counts = self._at(facts.expected)
            counts["expected"] += 1
            counts["seen"] += facts.named
        if facts.located is not None:
            here = self._at(facts.located)
            here["unknown"] += finding.outcome in _NO_RECORD
            here["wrong"] += finding.outcome not in (*_NO_RECORD, Outcome.FOUND)

    def _at(self, place: Place) -> Counter[str]:
        return self._nodes.setdefault(place.node_key, (place.node, Counter()))[1]
