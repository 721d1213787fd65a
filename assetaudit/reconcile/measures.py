"""The figures of an audit, each with numerator and denominator, gathered finding by finding."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from assetaudit.model.finding import MEASURES, Basis, Finding, Measure, Outcome
from assetaudit.reconcile.agree import Match
from assetaudit.reconcile.claims import Strength
from assetaudit.reconcile.facts import Facts

_READ = frozenset({Basis.TAG_SERIAL, Basis.TAG, Basis.SERIAL})
_UNDECIDED = frozenset({Outcome.CONTESTED, Outcome.AMBIGUOUS, Outcome.WRONG_DEVICE})
BY_BASIS = ("existence", "existence_frame", "place_rack", "place_u", "completeness", "label_health")
"""Measures that can be split by how things were seen; those of unseen things keep their whole denominator."""


@dataclass(slots=True)
class Score:
    """Numerators and denominators as they add up; what is taken in can be taken out again."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    num: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By (measure, basis)."""
    den: Counter[tuple[str, str]] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    """Identifiers of several records, each one seen thing."""
    cents: int = 0
    """Book value of everything to account for."""
    missing_cents: int = 0

    def take(self, marks: Marks, step: int = 1) -> None:
        """Count a thing in, several alike with a larger step, or out with a negative one."""
        if marks.outcome is not None:
            self.outcomes[marks.outcome] += step
        self.take_value(marks, marks.cents, step)
        for name, base, num, den in marks.figures:
            self.num[name, base] += step * num
            self.den[name, base] += step * den
        for code in marks.codes:
            self.codes[code] += step

    def take_value(self, marks: Marks, cents: int, step: int = 1) -> None:
        """Count book value in or out."""
        self.cents += step * cents
        if marks.outcome is Outcome.MISSING:
            self.missing_cents += step * cents

    def measures(self, coverage: Measure) -> dict[str, Measure]:
        """Every measure over all ways of seeing."""
        found = {name: self._total(name) for name in MEASURES}
        codes = len(+self.codes)
        seen = found["completeness"]
        found["completeness"] = Measure(seen.num + codes, seen.den + codes)
        found["coverage"] = coverage
        found["value_missing"] = Measure(self.missing_cents, self.cents)
        return found

    def _total(self, name: str) -> Measure:
        num = sum(count for (measure, _), count in self.num.items() if measure == name)
        return Measure(num, sum(count for (measure, _), count in self.den.items() if measure == name))

    def by_basis(self) -> dict[str, dict[str, Measure]]:
        """The measures of what was seen, by basis, strongest first."""
        bases = [basis.value for basis in Basis if any(base == basis.value and n for (_, base), n in self.den.items())]
        return {base: {name: self._of_basis(name, base) for name in BY_BASIS} for base in bases}

    def _of_basis(self, name: str, base: str) -> Measure:
        whole = name in ("existence", "existence_frame")
        den = self._total(name).den if whole else self.den[name, base]
        return Measure(self.num[name, base], den)


@dataclass(frozen=True, slots=True)
class Marks:
    """What one thing adds to the figures."""

    outcome: Outcome | None = None
    figures: tuple[tuple[str, str, int, int], ...] = ()
    """(measure, basis, numerator, denominator)."""
    codes: tuple[str, ...] = ()
    cents: int = 0
    """Book value that the audit has to account for."""


def marks(facts: Facts, finding: Finding | None, *, counted: bool, closed: bool) -> Marks:
    """What one thing adds: ``counted`` says that the audit has to account for it, ``closed`` that its place is done."""
    if finding is None:
        return Marks()
    basis = finding.basis or ""
    figures: list[tuple[str, str, int, int]] = []
    if counted:
        figures.extend(_accounted(facts, finding, basis, closed=closed))
    if finding.outcome is not Outcome.FOREIGN:
        figures.extend(_seen(facts, finding, basis))
    codes = facts.ambiguous if finding.outcome is Outcome.AMBIGUOUS else ()
    cents = (facts.asset.cost_cents or 0) if facts.asset is not None and counted else 0
    return Marks(finding.outcome, tuple(figures), tuple(sorted({claim.name for claim in codes})), cents)


def _accounted(facts: Facts, finding: Finding, basis: str, *, closed: bool) -> list[tuple[str, str, int, int]]:
    located = facts.located is not None and finding.outcome not in _UNDECIDED
    figures = [("existence_frame", basis, int(located), 1)]
    if closed:
        figures.append(("existence", basis, int(located), 1))
    if located:
        figures.extend(_accuracy(facts, basis))
    return figures


def _accuracy(facts: Facts, basis: str) -> list[tuple[str, str, int, int]]:
    if facts.located is None or facts.expected is None:
        return []
    figures = []
    if len(facts.located.nodes) >= len(facts.expected.nodes):
        right = facts.match in (Match.SAME, Match.DEEPER, Match.POSITION)
        figures.append(("place_rack", basis, int(right), 1))
    if facts.located.position is not None and facts.expected.position is not None:
        figures.append(("place_u", basis, int(facts.match is Match.SAME), 1))
    return figures


def _seen(facts: Facts, finding: Finding, basis: str) -> list[tuple[str, str, int, int]]:
    figures = []
    if facts.seen:
        figures.append(("completeness", basis, int(facts.asset is not None), 1))
    by_hand = facts.seen and facts.sightings[0].strength is not Strength.BULK
    if by_hand and (facts.unreadable or (facts.asset is not None and facts.located is not None)):
        bad = any(claim.label_bad for claim in facts.sightings)
        figures.append(("label_health", basis, int(finding.basis in _READ and not bad), 1))
    return figures
