"""From the register's assets to those that an audit accounts for: each is counted once, for a reason that holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assetaudit.model.asset import Asset, PlaceInfo, StatusClass
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from assetaudit.reconcile.bridge import Aside, aside, bridge
from assetaudit.reconcile.grounds import Grounds
from tests.reconcile.worlds import halls


@given(halls(), st.booleans())
def test_every_asset_is_counted_once(hall: tuple[Frame, MemoryRegister], narrow: bool) -> None:
    frame, register = hall
    grounds = Grounds(replace(frame, scope=(Place.parse("D/R1"),)) if narrow else frame, register)
    counted = Counter(aside(grounds, asset) for asset in register.assets())
    found = bridge(grounds)
    assert found.registered == counted.total()
    assert found.population == sum(map(grounds.population, register.assets()))
    assert found.asides == {one: counted[one] for one in Aside if counted[one]}


def test_the_reason_is_the_first_that_holds() -> None:
    rack, cage, away = (Place.parse(text) for text in ("D/R1/A", "D/R1/CAGE", "D/R2/C"))
    assets = (
        Asset("r:1", "T1", place=rack),
        Asset("r:2", "T2", place=rack, status_class=StatusClass.GONE),
        Asset("r:3", "T3", place=rack, status_class=StatusClass.PLANNED),
        Asset("r:4", "T4", place=rack, status_class=StatusClass.OFF_SITE),
        Asset("r:5", "T5", place=cage),
        Asset("r:6", "T6", place=away, status_class=StatusClass.GONE),
        Asset("r:7", "T7", place=None, status_class=StatusClass.OFF_SITE),
        Asset("r:8", "T8", place=rack, model="printer"),
        Asset("r:9", "T9", place=None, parent="r:1"),
    )
    register = MemoryRegister(assets, [PlaceInfo(cage, "rack", foreign_owner="ACME")])
    frame = Frame("", (Place.parse("D/R1"),), register.version, where="model != printer")
    found = bridge(Grounds(frame, register))
    assert (found.registered, found.population) == (9, 2)
    assert found.asides == dict.fromkeys(Aside, 1)
