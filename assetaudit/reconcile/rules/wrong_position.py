"""The right rack, another position."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.agree import Match
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return facts.match is Match.POSITION and not facts.disposed


def _why(facts: Facts) -> str:
    swapped = f"; it changed places with {facts.pair.asset_tag or facts.pair.key}" if facts.pair else ""
    return f"Expected at {facts.expected_text}, {facts.seen_text}{swapped}."


RULE = Rule(Outcome.WRONG_POSITION, 1, _holds, _why)
