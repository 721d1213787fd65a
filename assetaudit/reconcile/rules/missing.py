"""Expected in a place that somebody closed, and seen nowhere."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return facts.unaccounted and facts.coverage.closed and not facts.coverage.unopened


def _why(facts: Facts) -> str:
    return f"Expected at {facts.expected_text}, which was closed, and seen nowhere{_hint(facts.maybe)}."


def _hint(maybe: tuple[str, ...]) -> str:
    if not maybe:
        return ""
    which = "what was seen there" if len(maybe) == 1 else "one of these, seen there"
    return f"; it may be {which}: {', '.join(maybe)}"


RULE = Rule(Outcome.MISSING, 1, _holds, _why)
