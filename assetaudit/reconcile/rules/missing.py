"""Expected in a place that somebody closed, and seen nowhere."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return facts.unaccounted and facts.coverage.closed and not facts.coverage.unopened


def _why(facts: Facts) -> str:
    hint = f"; it may be one of these, seen there: {', '.join(facts.maybe)}" if facts.maybe else ""
    return f"Expected at {facts.expected_text}, which was closed, and seen nowhere{hint}."


RULE = Rule(Outcome.MISSING, 1, _holds, _why)
