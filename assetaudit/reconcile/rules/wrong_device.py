"""Two codes of one device that name two records, or contradict one."""

from __future__ import annotations

from collections import defaultdict

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.claims import Claim
from assetaudit.reconcile.facts import Facts, join
from assetaudit.reconcile.rule import Rule


def _holds(facts: Facts) -> bool:
    return bool(facts.conflicts)


def _why(facts: Facts) -> str:
    devices: dict[str, list[Claim]] = defaultdict(list)
    for claim in facts.conflicts:
        devices[claim.device].append(claim)
    told = sorted(_device(claims) for claims in devices.values())
    each = "to one record" if len(told) == 1 else "to one record each"
    return f"The codes {', and the codes '.join(told)}, do not belong {each}."


def _device(claims: list[Claim]) -> str:
    """The codes that were read from one device, and where."""
    codes = " & ".join(sorted({f"'{claim.identifier}'" for claim in claims}))
    where = join(tuple(sorted({claim.place for claim in claims if claim.place is not None})))
    return f"{codes}, read from one device at {where}"


RULE = Rule(Outcome.WRONG_DEVICE, 1, _holds, _why)
