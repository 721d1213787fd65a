"""A record from outside the scope or the filter, seen in this audit."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    if facts.asset is None or not facts.seen or (facts.home is None and facts.in_filter):
        return False
    elsewhere = facts.located is not None and not facts.at_home
    return not facts.member and (facts.seen_in_scope or elsewhere)


def _why(facts: Facts) -> str:
    if facts.home is None:
        return f"No place is registered for it, and it is outside the audit's filter; {facts.seen_text}."
    what = "but outside the audit's filter" if facts.home_in_scope else "which is outside the audit's scope"
    return f"Registered at {facts.expected_text}, {what}; {facts.seen_text}."


RULE = Rule(Outcome.OUT_OF_SCOPE, 1, _holds, _why)
