"""The order in which findings are listed and the shape in which they are printed."""

from __future__ import annotations

from assetaudit.model.asset import Asset, StatusClass
from assetaudit.model.finding import PRECEDENCE, Finding, Outcome


def test_outcome_then_place_then_asset_then_identifier_null_first() -> None:
    listed = [
        Finding(Outcome.FOUND, asset="a:1"),
        Finding(Outcome.FOUND, asset="a:2", expected="DC1/R1"),
        Finding(Outcome.FOUND, asset="a:3", expected="DC1/R1"),
        Finding(Outcome.FOUND, asset="a:0", expected="DC1/R1:U1"),
        Finding(Outcome.WRONG_POSITION, asset="a:0", expected="A"),
        Finding(Outcome.MISSING, asset="a:9", expected="A"),
        Finding(Outcome.UNKNOWN, found="A"),
        Finding(Outcome.UNKNOWN, identifier="X", found="A"),
        Finding(Outcome.UNKNOWN, identifier="Y", found="A"),
        Finding(Outcome.UNKNOWN, identifier="X", found="B"),
    ]
    mixed = listed[7:] + listed[2:7] + listed[:2]
    assert sorted(mixed, key=lambda finding: finding.sort_key) == listed


def test_six_keys_are_always_there_and_the_others_where_they_hold_something() -> None:
    bare = Finding(Outcome.FOUND).to_dict()
    assert list(bare) == ["outcome", "asset", "asset_tag", "serial", "identifier", "expected", "found"]
    full = Finding(Outcome.CONTESTED, places=("A", "B"), also=(Outcome.FOUND,), why="Because.", evidence=("e",))
    assert list(full.to_dict())[7:] == ["places", "also", "why", "evidence"]
    assert full.to_dict()["places"] == ["A", "B"]


def test_every_outcome_has_a_name_for_people_without_underscores() -> None:
    assert len({outcome.printed for outcome in Outcome}) == len(Outcome)
    assert not any("_" in outcome.printed for outcome in Outcome)
    assert set(PRECEDENCE) < set(Outcome)
    assert PRECEDENCE[-1] is Outcome.FOUND


def test_only_a_gone_asset_can_be_stolen() -> None:
    assert Asset("a:1", status="Stolen 2024", status_class=StatusClass.GONE).stolen
    assert not Asset("a:1", status="Stolen 2024").stolen
    assert not Asset("a:1", status="Sold", status_class=StatusClass.GONE).stolen
