"""A record whose place is empty or not understood."""

from __future__ import annotations

from assetaudit.model.asset import StatusClass
from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    if facts.asset is None or facts.home is not None or not facts.in_filter:
        return False
    return facts.named or facts.status_class in (StatusClass.EXPECTED, StatusClass.OFF_SITE)


def _why(facts: Facts) -> str:
    words = f"The register's place '{facts.blank_home}' is not understood" if facts.blank_home else "It has no place"
    return f"{words}{'' if facts.blank_home else ' in the register'}; {facts.seen_text}."


RULE = Rule(Outcome.UNPLACED, 1, _holds, _why)
