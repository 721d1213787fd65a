"""In transit, on loan, in repair or at somebody's home, and not seen."""

from __future__ import annotations

from assetaudit.model.asset import StatusClass
from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    if facts.status_class is not StatusClass.OFF_SITE or facts.named or facts.foreign_home:
        return False
    return facts.in_filter and (facts.home is None or facts.home_in_scope)


def _why(facts: Facts) -> str:
    status = facts.asset.status if facts.asset and facts.asset.status else "off site"
    return f"The register has it as '{status}', so it is not expected at {facts.expected_text}; it was not seen."


RULE = Rule(Outcome.OFF_SITE, 1, _holds, _why)
