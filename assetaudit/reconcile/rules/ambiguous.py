"""An identifier of two records: each of them stays undecided, unless it was seen otherwise."""

from __future__ import annotations

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.facts import Facts, join
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return bool(facts.ambiguous) and not facts.seen


def _why(facts: Facts) -> str:
    codes = sorted({f"'{claim.identifier}'" for claim in facts.ambiguous})
    others = len({key for claim in facts.ambiguous for key in claim.assets}) - 1
    records = "one other record" if others == 1 else f"{others} other records"
    where = join(facts.places)
    if len(codes) == 1:
        return f"The code {codes[0]}, read at {where}, belongs to this and {records}; somebody has to decide."
    return f"The codes {' & '.join(codes)}, read at {where}, belong to this and {records}; somebody has to decide."


RULE = Rule(Outcome.AMBIGUOUS, 1, _holds, _why)
