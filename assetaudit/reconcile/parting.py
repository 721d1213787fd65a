"""What one thing adds to the totals, from its facts and its finding."""

from __future__ import annotations

from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.place import Place
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.measures import marks
from assetaudit.reconcile.part import Part
from assetaudit.reconcile.state import State

_NO_RECORD = (Outcome.UNKNOWN, Outcome.UNREADABLE)


def part_of(state: State, facts: Facts, finding: Finding) -> Part:
    """What a thing with a finding adds."""
    counted = facts.asset is not None and state.grounds.population(facts.asset)
    closed = counted and facts.expected is not None and _is_closed(state, facts.expected)
    return Part(
        marks(facts, finding, counted=counted, closed=closed),
        finding.sort_key,
        facts.expected.node_key if facts.expected is not None else "",
        counted and facts.expected is not None,
        facts.named,
        facts.located.node_key if facts.located is not None else "",
        _stands(facts, finding),
    )


def _is_closed(state: State, place: Place) -> bool:
    side = place.position.side if place.position is not None else "front"
    return state.coverage.closed(place.node, side)


def _stands(facts: Facts, finding: Finding) -> str:
    if facts.located is None or finding.outcome is Outcome.FOUND:
        return ""
    return "unknown" if finding.outcome in _NO_RECORD else "wrong"
