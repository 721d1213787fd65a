"""The rows of every report: findings with the register's facts beside them, made once for all formats."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from assetaudit.language import say
from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding, Outcome
from assetaudit.reports.report import AuditReport
from assetaudit.reports.words import SIGNS, said, shown

DISCREPANCIES = (
    Outcome.WRONG_POSITION,
    Outcome.MISPLACED,
    Outcome.OUT_OF_SCOPE,
    Outcome.UNPLACED,
    Outcome.RETIRED_PRESENT,
    Outcome.FOREIGN,
    Outcome.WRONG_DEVICE,
    Outcome.MISMATCH,
    Outcome.CONTESTED,
    Outcome.AMBIGUOUS,
)
"""Things that were seen and are not simply right, or whose place the register does not know."""
UNRECORDED = (Outcome.UNKNOWN, Outcome.UNREADABLE)
LISTED = {
    "asset_tag": 16,
    "serial": 18,
    "identifier": 22,
    "expected": 24,
    "found": 24,
    "places": 28,
    "also": 18,
    "pair": 14,
    "maybe": 18,
    "candidates": 18,
    "basis": 12,
    "confidence": 11,
    "reason": 24,
    "why": 54,
    "name": 22,
    "manufacturer": 16,
    "model": 24,
    "category": 14,
    "owner": 18,
}
"""Texts of a row as every list has them, in this order, and how many characters wide each is on paper."""
_LISTED = attrgetter(*LISTED)
_NO_ASSET = Asset("")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as people read it; every text is one line and printable."""

    outcome: Outcome
    asset: str
    asset_tag: str
    serial: str
    identifier: str
    name: str
    manufacturer: str
    model: str
    category: str
    owner: str
    expected: str
    found: str
    places: str
    also: str
    pair: str
    maybe: str
    candidates: str
    basis: str
    confidence: str
    reason: str
    why: str
    cost_cents: int | None
    evidence: tuple[str, ...]
    """Event hashes in full, sorted."""

    @property
    def listed(self) -> tuple[str, ...]:
        """The texts that every list has, in their order."""
        texts: tuple[str, ...] = _LISTED(self)
        return texts

    @property
    def sign(self) -> str:
        """The sign that stands before the outcome's word."""
        return SIGNS[self.outcome]

    @property
    def title(self) -> str:
        """What a person calls the thing: its tag, else serial, identifier or key."""
        return self.asset_tag or self.serial or self.identifier or self.asset or say("no label")

    @property
    def device(self) -> str:
        """Maker and model."""
        return " ".join(part for part in (self.manufacturer, self.model) if part)

    @property
    def found_text(self) -> str:
        """Where it is, or every place that evidence names."""
        return self.places or self.found


def row_of(finding: Finding, asset: Asset | None) -> FindingRow:
    """One row from a finding and what the register says of its asset."""
    known = asset or _NO_ASSET
    return FindingRow(
        outcome=finding.outcome,
        asset=shown(finding.asset),
        asset_tag=shown(finding.asset_tag),
        serial=shown(finding.serial),
        identifier=shown(finding.identifier),
        name=shown(known.name),
        manufacturer=shown(known.manufacturer),
        model=shown(known.model),
        category=shown(known.category),
        owner=shown(known.owner),
        expected=shown(finding.expected),
        found=shown(finding.found),
        places=_list(finding.places),
        also=", ".join(say(outcome.printed) for outcome in finding.also),
        pair=shown(finding.pair),
        maybe="; ".join(say(name) if name == Outcome.UNREADABLE else shown(name) for name in finding.maybe),
        candidates=_list(finding.candidates),
        basis=shown(finding.basis),
        confidence=shown(finding.confidence),
        reason=said(finding.reason),
        why=said(finding.why),
        cost_cents=known.cost_cents,
        evidence=finding.evidence,
    )


def all_rows(report: AuditReport) -> Iterator[FindingRow]:
    """Every finding, in the fixed order of findings."""
    asset_of = report.asset_of
    for finding in report.findings():
        yield row_of(finding, asset_of(finding.asset) if finding.asset else None)


def rows_by_place(report: AuditReport, outcomes: tuple[Outcome, ...]) -> Iterator[FindingRow]:
    """Findings of some outcomes by place, merged from the ordered list so that none is held in memory."""
    present = [outcome for outcome in outcomes if report.counts.get(outcome, 0)]
    streams = [_of_outcome(report, outcome) for outcome in present]
    for finding in heapq.merge(*streams, key=_place_key):
        yield row_of(finding, report.asset_of(finding.asset) if finding.asset else None)


def _of_outcome(report: AuditReport, outcome: Outcome) -> Iterator[Finding]:
    return (finding for finding in report.findings() if finding.outcome is outcome)


def _place_key(finding: Finding) -> tuple[str, str, str]:
    where = finding.expected if finding.expected is not None else finding.found
    return (where or "", finding.asset or "", finding.identifier or "")


def _list(values: tuple[str, ...]) -> str:
    return "; ".join(shown(value) for value in values)
