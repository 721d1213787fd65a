"""Seen elsewhere, or seen only at a wider place although the expected one was closed without it."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.agree import Match
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    if facts.disposed:
        return False
    return facts.match is Match.ELSEWHERE or (facts.match is Match.WIDER and facts.coverage.closed)


def _why(facts: Facts) -> str:
    if facts.match is Match.WIDER:
        return f"Expected at {facts.expected_text}, which was closed without it; {facts.seen_text}."
    return f"Expected at {facts.expected_text}, {facts.seen_text}."


RULE = Rule(Outcome.MISPLACED, 1, _holds, _why)
