"""A device without a readable label, recorded by hand."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts, join
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return facts.unreadable


def _why(facts: Facts) -> str:
    return f"A device whose label cannot be read stands at {join(facts.places)}; nobody has said which it is."


RULE = Rule(Outcome.UNREADABLE, 1, _holds, _why)
