"""Expected in a place that nobody closed: nothing can be said."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return facts.unaccounted and (not facts.coverage.closed or facts.coverage.unopened)


def _why(facts: Facts) -> str:
    if facts.coverage.closed:
        return f"Expected at {facts.expected_text} inside a chassis that nobody opened."
    word, _, detail = facts.coverage.reason.partition(": ")
    state = {"open": "was entered but not closed", "blocked": "could not be examined"}.get(word, "was not visited")
    return f"Expected at {facts.expected_text}, which {state}{f' ({detail})' if detail else ''}."


def _reason(facts: Facts) -> str | None:
    return "inside an unopened chassis" if facts.coverage.closed else facts.coverage.reason


RULE = Rule(Outcome.NOT_SWEPT, 1, _holds, _why, _reason)
