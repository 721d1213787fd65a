"""Live sightings that cannot all be right."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return facts.contested


def _why(facts: Facts) -> str:
    if facts.expected is None:
        return f"No place is registered for it, and it was {facts.seen_text}; these do not agree."
    return f"Expected at {facts.expected_text}, {facts.seen_text}; these do not agree."


RULE = Rule(Outcome.CONTESTED, 1, _holds, _why)
