"""The right thing in the right place, but model, owner or status are not as registered."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return facts.seen and bool(facts.differences)


def _why(facts: Facts) -> str:
    parts = [f"{each.field} is '{each.seen}' and registered as '{each.registered}'" for each in facts.differences]
    return f"{facts.seen_text[0].upper()}{facts.seen_text[1:]}, but its {', its '.join(parts)}."


def _reason(facts: Facts) -> str | None:
    return ", ".join(dict.fromkeys(each.field for each in facts.differences))


RULE = Rule(Outcome.MISMATCH, 1, _holds, _why, _reason)
