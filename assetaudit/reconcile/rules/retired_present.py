"""A thing that the register has as gone, standing there all the same."""

from __future__ import annotations

from assetaudit.model.asset import StatusClass
from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return facts.status_class is StatusClass.GONE and facts.seen and not facts.disposed


def _why(facts: Facts) -> str:
    status = facts.asset.status if facts.asset and facts.asset.status else "gone"
    return f"The register has it as '{status}', yet it was {facts.seen_text}."


def _reason(facts: Facts) -> str | None:
    return "stolen" if facts.asset is not None and facts.asset.stolen else None


RULE = Rule(Outcome.RETIRED_PRESENT, 1, _holds, _why, _reason)
