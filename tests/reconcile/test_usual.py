"""The short way to what nearly every scan comes to says what the long way says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given

from assetaudit.model.asset import Asset, Outline
from assetaudit.model.finding import Outcome
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from assetaudit.reconcile import Reconciliation
from tests.reconcile.test_properties import FEW
from tests.reconcile.worlds import World, worlds
from tests.reconcile.writing import Writer


def usual(engine: Reconciliation, asset: Asset) -> bool:
    """Whether the short way speaks of an asset; what it says is held against the long way."""
    judge = engine._state.judge
    claims = engine._state.book.of(asset.key)
    short = judge._usual.facts(asset, claims)
    if short is None:
        return False
    long = judge.facts(asset, claims)
    assert short == long
    assert judge._usual.holding(short) == [rule for rule in judge._rules if rule.holds(long)]
    return True


@FEW
@given(worlds())
def test_the_usual_case_is_judged_as_every_other(world: World) -> None:
    engine = world.engine()
    for event in world.events:
        engine.add(event)
        for asset in world.register.assets():
            usual(engine, asset)


def test_a_scan_in_the_right_rack_is_the_usual_case_until_more_is_said() -> None:
    writer, assets = Writer(), [_asset(1), _asset(2)]
    register = MemoryRegister(assets)
    world = World(Frame("hall", (Place.parse("D"),), register.version), register, ())
    first = writer.scan("T1", writer.place("D/A"))
    writer.scan("T2", writer.place("D/B"))
    assert [usual(world.reconciled(writer.events), asset) for asset in assets] == [True, False]
    writer.write("condition", condition="damaged", of=first.hash)
    assert usual(world.reconciled(writer.events), assets[0])
    writer.write("attest", asset="r:1", field="owner", how="sight", value="somebody else")
    assert not usual(world.reconciled(writer.events), assets[0])


def _asset(number: int) -> Asset:
    return Asset(f"r:{number}", f"T{number}", place=Place.parse(f"D/A:U{number}"))


class Unlisted(MemoryRegister):
    """A register so large that nobody may wait until all of it was gone through."""

    def outlines(self) -> Iterator[Outline]:
        pytest.fail("the whole register was gone through")


def test_a_day_of_scans_is_told_without_going_through_the_register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assetaudit.reconcile.sights.LOOSE", 1_000)
    writer, count = Writer(), 6_000
    register = Unlisted(Asset(f"r:{number}", f"T{number}", place=Place.parse("D/A")) for number in range(count))
    engine = World(Frame("hall", (Place.parse("D"),), register.version), register, ()).engine()
    place = writer.place("D/A")
    engine.take(place)
    for number in range(count):
        scan = writer.scan(f"T{number}", place)
        engine.take(scan)
        assert engine.meaning(scan.hash).assets == (f"r:{number}",)
        assert [each.outcome for each in engine.about(scan.hash, brief=True)] == [Outcome.FOUND]
