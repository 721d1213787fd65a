"""Seen at its expected place, to the depth that both sides know."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.agree import Match
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return facts.located is not None and (facts.disposed or facts.at_home)


def _why(facts: Facts) -> str:
    if facts.disposed:
        return f"It is to be disposed of and {facts.seen_text}, a place for that."
    if facts.match is Match.WIDER:
        return f"Expected at {facts.expected_text}, {facts.seen_text}, which includes it."
    if facts.weak:
        return (
            f"Expected and {facts.seen_text}, but the reads are too much alike elsewhere; a hand scan would settle it."
        )
    if facts.chassis is not None and facts.expected != facts.home:
        carrier = facts.chassis.asset_tag or facts.chassis.key
        return f"It belongs in {carrier}, so it is now expected at {facts.expected_text}; {facts.seen_text}."
    return f"Expected at {facts.expected_text}, {facts.seen_text}."


RULE = Rule(Outcome.FOUND, 1, _holds, _why)
