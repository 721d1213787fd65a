"""Somebody else's thing: by its place, its code or a person's word."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return bool(facts.owner) and facts.named_or_unknown


def _why(facts: Facts) -> str:
    return f"It belongs to {facts.owner}; {facts.seen_text}."


def _reason(facts: Facts) -> str | None:
    return facts.owner


RULE = Rule(Outcome.FOREIGN, 1, _holds, _why, _reason)
