"""Choosing findings: by name, or in bulk by outcome, place, filter over the record and state."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assetaudit.errors import AuditError
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.place import Place, PlaceError
from assetaudit.model.register import normal
from assetaudit.reconcile.where import compile_where
from assetaudit.review.ledger import Ledger
from assetaudit.review.standing import Standing, State


@dataclass(frozen=True, slots=True)
class Rule:
    """Which findings a bulk decision is about."""

    outcomes: tuple[Outcome, ...] = ()
    place: Place | None = None
    """Only what is expected or found here or below."""
    where: str = ""
    """Filter over the record; things without a record do not meet one."""
    states: tuple[State, ...] = ()

    def __str__(self) -> str:
        parts = [
            f"outcome {' or '.join(self.outcomes)}" if self.outcomes else "",
            f"place {self.place}" if self.place else "",
            self.where,
            f"state {' or '.join(self.states)}" if self.states else "",
        ]
        return " and ".join(part for part in parts if part) or "everything"


def chosen(ledger: Ledger, standings: Iterable[Standing], rule: Rule) -> Iterator[Standing]:
    """Every standing that a rule is about, in their order."""
    test = compile_where(rule.where)
    for standing in standings:
        finding = standing.finding
        if finding is None or (rule.outcomes and finding.outcome not in rule.outcomes):
            continue
        if rule.states and standing.state not in rule.states:
            continue
        if rule.place is not None and not _at(rule.place, finding):
            continue
        asset = ledger.asset_of(finding.asset) if finding.asset else None
        if not rule.where or (asset is not None and test(asset)):
            yield standing


def _at(place: Place, finding: Finding) -> bool:
    return any(place.holds(where) for text in (finding.expected, finding.found) if (where := _parsed(text)))


def _parsed(text: str | None) -> Place | None:
    try:
        return Place.parse(text) if text else None
    except PlaceError:
        return None


def named(ledger: Ledger, names: Sequence[str]) -> list[str]:
    """The keys of things by tag, serial, identifier or key; AuditError for one that is not there or not alone."""
    wanted = {normal(name): name for name in names}
    found: dict[str, list[str]] = {name: [] for name in wanted}
    for key, finding in ledger.engine.keyed():
        for name in _names(key, finding) & found.keys():
            found[name].append(key)
    for name, keys in found.items():
        if not keys:
            raise AuditError(f"There is no finding about '{wanted[name]}'.", hint="See: assetaudit findings AUDIT")
        if len(keys) > 1:
            raise AuditError(f"'{wanted[name]}' names {len(keys)} findings.", hint=f"Choose one of {', '.join(keys)}.")
    return [found[normal(name)][0] for name in names]


def _names(key: str, finding: Finding) -> set[str]:
    texts = (key, finding.asset_tag, finding.serial, finding.identifier, finding.asset)
    return {normal(text) for text in texts if text}


def members(things: Iterable[str], seed: str, count: int = 5) -> list[str]:
    """Random members to look at before a bulk decision is approved: the same seed shows the same ones."""
    pool = sorted(things)
    return sorted(random.Random(seed).sample(pool, min(count, len(pool))))  # noqa: S311 - reproducible on purpose
