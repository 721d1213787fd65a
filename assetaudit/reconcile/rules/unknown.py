"""An identifier that no record has."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return facts.asset is None and not facts.unreadable


def _why(facts: Facts) -> str:
    if facts.second:
        return f"Two devices carry the code '{facts.identifier}', and this one has no record; {facts.seen_text}."
    return f"No record has the identifier '{facts.identifier}', {facts.seen_text}."


RULE = Rule(Outcome.UNKNOWN, 1, _holds, _why)
