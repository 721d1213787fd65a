"""How the assets of a register come to those that an audit accounts for; an auditor asks what became of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assetaudit.model.asset import Asset, StatusClass
from assetaudit.reconcile.grounds import Grounds


class Aside(StrEnum):
    """Why an asset is none that the audit has to account for; the first that holds is told."""

    UNPLACED = "without a known place"
    OUT_OF_SCOPE = "outside the scope"
    FILTERED = "left out by the filter"
    FOREIGN = "in places of others"
    GONE = "gone"
    PLANNED = "planned"
    OFF_SITE = "off site"


_BY_CLASS = {StatusClass.GONE: Aside.GONE, StatusClass.PLANNED: Aside.PLANNED, StatusClass.OFF_SITE: Aside.OFF_SITE}


@dataclass(frozen=True, slots=True)
class Bridge:
    """Every asset of a register, counted once."""

    registered: int
    asides: Mapping[Aside, int]
    """In the order of ``Aside``; only what there is."""

    @property
    def population(self) -> int:
        """Assets that the audit has to account for."""
        return self.registered - sum(self.asides.values())


def bridge(grounds: Grounds) -> Bridge:
    """Count a register's assets by why they stand aside, going through those of the scope only."""
    told: Counter[Aside | None] = Counter()
    placed = 0
    for asset in grounds.everything():
        placed += asset.place is not None
        told[aside(grounds, asset)] += 1
    elsewhere = sum(grounds.register.count_in(top.place) for top in grounds.register.tops()) - placed
    told[Aside.OUT_OF_SCOPE] += elsewhere
    return Bridge(told.total(), {one: told[one] for one in Aside if told[one]})


def aside(grounds: Grounds, asset: Asset) -> Aside | None:
    """Why an asset is none of the population; None where it is one of it."""
    home = grounds.home(asset)
    if home is None:
        return Aside.UNPLACED
    if not grounds.in_scope(home):
        return Aside.OUT_OF_SCOPE
    if not grounds.in_filter(asset):
        return Aside.FILTERED
    if grounds.nature(home).foreign_owner:
        return Aside.FOREIGN
    return _BY_CLASS.get(asset.status_class)
