"""Measures over time: earlier audits of the same places, days to close, accuracy by category, age of sightings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetaudit.errors import AssetAuditError
from assetaudit.model.finding import MEASURES, Outcome
from assetaudit.reports.words import percent
from assetaudit.review.standing import State

if TYPE_CHECKING:
    from assetaudit.store.event_log import AuditInfo
    from assetaudit.wiring.loaded import LoadedAudit
    from assetaudit.wiring.review import Review

_DAY_MS = 86_400_000
_AGES = (
    (0, "in this audit"),
    (90, "within 90 days before it"),
    (365, "within a year before it"),
    (10**6, "longer ago"),
)
_HERE = frozenset({Outcome.FOUND, Outcome.MISMATCH})
_ELSEWHERE = frozenset({Outcome.WRONG_POSITION, Outcome.MISPLACED, Outcome.RETIRED_PRESENT, Outcome.OUT_OF_SCOPE})


def days_to_close(review: Review) -> float | None:
    """Mean days from a decision to its closing, by the writers' clocks; None where nothing is closed."""
    days = []
    for standing in review.standings():
        if standing.state is not State.CLOSED or standing.decision is None:
            continue
        ends = [event.wall for event in (*standing.approvals, *review.ledger.follows(standing.thing))]
        if ends:
            days.append(max(0, max(ends) - standing.decision.wall) / _DAY_MS)
    return sum(days) / len(days) if days else None


def accuracy_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """Category, expected, at its place, elsewhere, not located, share at its place."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for finding in review.loaded.reconciliation.findings():
        asset = review.ledger.asset_of(finding.asset) if finding.asset else None
        part = _part(finding.outcome)
        if asset is not None and part:
            counts[asset.category or "no category"][part] += 1
    for category, parts in sorted(counts.items()):
        whole = sum(parts.values())
        share = f"{100 * parts['here'] // whole} %"
        yield (category, str(whole), str(parts["here"]), str(parts["elsewhere"]), str(parts["missing"]), share)


def _part(outcome: Outcome) -> str:
    if outcome in _HERE:
        return "here"
    if outcome in _ELSEWHERE:
        return "elsewhere"
    return "missing" if outcome is Outcome.MISSING else ""


def earlier(review: Review) -> Iterator[tuple[AuditInfo, LoadedAudit]]:
    """Audits of this workspace that share places with this one and were opened before it, the oldest first."""
    scope = review.loaded.frame.scope
    mine = review.space.find(review.loaded.id)
    for info in review.space.events.audits():
        if info.id == mine.id or info.opened > mine.opened:
            continue
        try:
            shares = any(a.holds(b) or b.holds(a) for a in info.frame.scope for b in scope)
            loaded = review.space.open_audit(info.id) if shares else None
        except AssetAuditError:  # its register version is not here any more
            continue
        if loaded is not None:
            yield info, loaded


def trend_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """Audit, when it was opened, and its figures; this audit is the last one."""
    before = list(earlier(review))
    if not before:
        return
    for info, loaded in (*before, (review.space.find(review.loaded.id), review.loaded)):
        measures = loaded.reconciliation.measures()
        opened = datetime.fromtimestamp(info.opened / 1000, UTC).date().isoformat()
        yield (info.name, opened, *(percent(measures[name]) for name in MEASURES[:6]))


def age_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """How long ago the assets in scope were last seen, counted from this audit's opening."""
    opened = review.space.find(review.loaded.id).opened
    others = [loaded for _, loaded in earlier(review)]
    ages: Counter[str] = Counter()
    for key, finding in review.loaded.reconciliation.keyed():
        if finding.asset is not None:
            ages[_age(key, review, others, opened)] += 1
    whole = sum(ages.values())
    for word in (*(word for _, word in _AGES), "never"):
        if ages[word]:
            yield (word, str(ages[word]), f"{100 * ages[word] // whole} %")


def _age(key: str, review: Review, others: list[LoadedAudit], opened: int) -> str:
    if review.loaded.reconciliation.sightings(key):
        return _AGES[0][1]
    walls = [one.wall for loaded in others for one in loaded.reconciliation.sightings(key)]
    if not walls:
        return "never"
    days = max(0, opened - max(walls)) / _DAY_MS
    return next(word for limit, word in _AGES[1:] if days <= limit)
