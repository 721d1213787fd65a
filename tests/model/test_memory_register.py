"""The register in memory answers as the stored one does."""

from __future__ import annotations

from assetaudit.model.asset import Asset, Hit, Identifier, PlaceInfo
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister, normal

RACK = Place.parse("DC1/R2/A/07")
CHASSIS = Asset("r:1", asset_tag="IT-1", place=RACK, joined=("s:9",))
BLADE = Asset(
    "r:2",
    asset_tag="IT-2",
    serial="SN 2",
    place=Place.parse("dc1/r2/a/07:U4#bay1"),
    parent="r:1",
    identifiers=(Identifier("asset_tag", "OLD-2", current=False), Identifier("epc", "E2", current=True)),
)
ELSEWHERE = Asset("r:3", asset_tag="OLD-2", place=Place.parse("DC1/R20"))
NOWHERE = Asset("r:4", place_text="lost")
REGISTER = MemoryRegister([NOWHERE, ELSEWHERE, BLADE, CHASSIS], [PlaceInfo(RACK, "rack", 42, codes=("R-07",))])


def test_identifiers_are_compared_without_case_and_current_ones_say_so() -> None:
    assert normal("  SN   2 ") == "sn 2"
    assert REGISTER.find("serial", "sn  2") == [Hit("r:2")]
    assert sorted(REGISTER.find("asset_tag", "old-2"), key=lambda hit: hit.key) == [
        Hit("r:2", current=False),
        Hit("r:3"),
    ]
    assert list(REGISTER.find("mac", "OLD-2")) == []


def test_a_joined_record_s_key_leads_to_its_asset() -> None:
    assert REGISTER.asset("s:9") is CHASSIS
    assert REGISTER.asset("none") is None


def test_places_hold_their_assets_and_count_them() -> None:
    assert [asset.key for asset in REGISTER.assets()] == ["r:1", "r:2", "r:3", "r:4"]
    assert [asset.key for asset in REGISTER.assets_in(Place.parse("DC1/R2"))] == ["r:1", "r:2"]
    assert [asset.key for asset in REGISTER.assets_in(Place.parse("DC1/R2/A/07:U4"))] == ["r:2"]
    assert REGISTER.count_in(Place.parse("DC1")) == 3
    assert [asset.key for asset in REGISTER.unplaced()] == ["r:4"]
    assert REGISTER.children("r:1") == ["r:2"]


def test_places_above_known_ones_are_known() -> None:
    assert [str(info.place) for info in REGISTER.places_in(Place.parse("DC1"))] == [
        "DC1",
        "DC1/R2",
        "DC1/R2/A",
        "DC1/R2/A/07",
        "DC1/R20",
    ]
    assert [str(info.place) for info in REGISTER.tops()] == ["DC1"]
    known = REGISTER.place(Place.parse("dc1/r2/a/07:U9"))
    assert known is not None
    assert known.height_units == 42
    assert REGISTER.place_by_code(" r-07 ") == RACK
    assert REGISTER.place(Place.parse("DC9")) is None


def test_the_version_is_that_of_the_content() -> None:
    again = MemoryRegister([CHASSIS, BLADE, ELSEWHERE, NOWHERE], [PlaceInfo(RACK, "rack", 42, codes=("R-07",))])
    assert again.version == REGISTER.version
    assert MemoryRegister([CHASSIS]).version != REGISTER.version
