"""Two codes of one device that name two records, or contradict one."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts, join
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return bool(facts.conflicts)


def _why(facts: Facts) -> str:
    codes = " and ".join(sorted({f"'{claim.identifier}'" for claim in facts.conflicts}))
    where = join(tuple(sorted({claim.place for claim in facts.conflicts if claim.place is not None})))
    return f"The codes {codes}, read from one device at {where}, do not belong to one record."


RULE = Rule(Outcome.WRONG_DEVICE, 1, _holds, _why)
