"""The rack walk: units confirmed by order, digits and labels; both sides; empty units; clashes; the wrong place."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetaudit.model.asset import PlaceInfo
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from assetaudit.ui.screens.carry import CarryQuestion
from assetaudit.ui.widgets.elevation import Elevation
from tests.ui.desk import Desk
from tests.ui.hall import asset
from tests.ui.pressing import Person, at_work

RACK = "LOC:DC1/R2/A/07"


def seen_at(desk: Desk, tag: str) -> list[str]:
    audit = desk.open_audit("Q4")
    return [str(one.place) for one in audit.reconciliation.sightings(f"cmdb:{tag}")]


async def test_each_scan_confirms_the_unit_that_is_prompted(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("k")
        await person.settle()
        assert "▸U41-42" in person.line("#top")
        await person.scan("IT-003000", "IT-003001")
        assert seen_at(desk, "IT-003000") == ["DC1/R2/A/07:U41"]
        assert seen_at(desk, "IT-003001") == ["DC1/R2/A/07:U39"]
        assert "▸U37-38" in person.line("#top")


async def test_neighbours_that_were_exchanged_arise_as_they_are_scanned(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("k")
        await person.settle()
        await person.scan("IT-003001")
        assert "WRONG" in person.walk.query_one("#verdict").verdict.verdict.upper()  # type: ignore[attr-defined]
        await person.scan("IT-003000")
        audit = desk.open_audit("Q4")
        finding = audit.reconciliation.finding("cmdb:IT-003000")
        assert finding is not None
        assert finding.pair == "cmdb:IT-003001"
        rows = person.line("#elevation").splitlines()
        assert "is at U39" in rows[0]
        assert "is at U41" in rows[1]


async def test_two_digits_name_the_unit_of_the_next_scan_only(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("3", "7")
        await person.settle()
        assert "▸U37" in person.line("#top")
        await person.scan("IT-003002", "IT-003003")
        assert seen_at(desk, "IT-003002") == ["DC1/R2/A/07:U37"]
        assert seen_at(desk, "IT-003003") == ["DC1/R2/A/07"]
        assert "▸U" not in person.line("#top")


async def test_a_label_of_a_unit_does_the_same(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "LOC:DC1/R2/A/07:U37", "IT-003003")
        assert "is at U37" in person.line("#elevation")
        assert "19 left" not in person.line("#top")


async def test_the_mark_chooses_another_unit_and_the_walk_goes_on_from_there(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("k", "down", "down")
        await person.settle()
        assert "▸U37" in person.line("#top")
        await person.scan("IT-003002")
        assert seen_at(desk, "IT-003002") == ["DC1/R2/A/07:U37"]
        assert "▸U35-36" in person.line("#top")


async def test_the_rack_is_prompted_from_its_bottom_up(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("i")
        await person.settle()
        elevation = person.app.screen.query_one(Elevation)
        assert elevation.marked is not None
        assert elevation.marked.units == "U2R"
        assert desk.chosen.order == "up"
        await person.scan("IT-003017")
        assert elevation.marked.tag == "IT-003016"


async def test_one_side_is_walked_and_closed_by_itself(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "CMD:FRONT")
        assert "rear: 1 of 1 left" in person.line("#elevation")
        assert "IT-009000" not in person.line("#elevation")
        await person.scan("CMD:REAR")
        assert "IT-009000" in person.line("#elevation")
        await person.scan("IT-009000", "CMD:CLOSE")
        engine = desk.open_audit("Q4").reconciliation
        place = Place.parse("DC1/R2/A/07")
        assert (str(engine.sweep_state(place, "rear")), str(engine.sweep_state(place, "front"))) == ("closed", "open")


async def test_both_sides_are_drawn_to_scale_where_there_is_room(desk: Desk) -> None:
    async with at_work(desk, size=(120, 56)) as person:
        await person.scan(RACK, "IT-003000")
        rows = person.line("#elevation").splitlines()
        assert "front" in rows[0]
        assert "rear" in rows[0]
        assert rows[1].startswith(" 42 ✓ IT-003000")
        assert rows[2].startswith(" 41 │")
        assert rows[3].startswith("▸40 · IT-003001")
        assert rows[41].startswith("  2 ")
        assert "│· IT-009000" in rows[41]


async def test_empty_units_are_checked_once(desk: Desk) -> None:
    async with at_work(desk, size=(120, 56)) as person:
        await person.scan(RACK)
        assert "5 empty to check" in person.line("#progress")
        await person.press("c")
        await person.settle()
        assert "5 empty U not checked" in person.shown()
        await person.press("l")
        await person.settle()
        assert "not checked" not in person.shown()
        await person.press("escape")
        await person.settle()
        assert "empty to check" not in person.line("#progress")
        assert "▣" in person.line("#elevation")


@pytest.fixture
def crowded(tmp_path: Path) -> Desk:
    """A rack in which two records need the same units."""
    assets = [asset("IT-1", "DC1/R1/A/01:U10", units=4), asset("IT-2", "DC1/R1/A/01:U12"), asset("IT-3", "DC1/R1/A/01")]
    places = [PlaceInfo(Place.parse("DC1/R1/A/01"), "rack", 42)]
    desk = Desk(tmp_path / "crowded", holding=MemoryRegister(assets, places))
    desk.create_audit("Q4", [Place.parse("DC1")])
    return desk


async def test_heights_that_clash_are_told_as_they_arise(crowded: Desk) -> None:
    async with at_work(crowded) as person:
        await person.scan("LOC:DC1/R1/A/01")
        await person.press("1", "0")
        await person.scan("IT-1")
        assert "clash" not in person.line("#verdict")
        await person.press("1", "2")
        await person.scan("IT-2")
        assert "Heights clash: same units as IT-1" in person.line("#verdict")
        assert "same units as IT-2" in person.line("#elevation")


async def doubted(person: Person) -> None:
    await person.scan(RACK, "IT-003000", "IT-003100", "IT-003101", "IT-003102")


async def test_three_scans_running_that_belong_elsewhere_ask_and_do_not_block(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000", "IT-003100", "IT-003101")
        assert "Are you in" not in person.line("#verdict")
        await person.scan("IT-003102")
        assert "Are you in A/08?" in person.line("#verdict")
        await person.scan("IT-003001")
        assert "Are you in" not in person.line("#verdict")
        assert len(desk.events("Q4")) == 5


async def test_the_last_scans_are_moved_in_one_step_that_one_undo_takes_back(desk: Desk) -> None:
    async with at_work(desk) as person:
        await doubted(person)
        await person.press("h")
        assert isinstance(person.app.screen, CarryQuestion)
        assert "Only the last 3 scans move there" in person.shown()
        await person.press("enter")
        await person.settle()
        assert "DC1 / R2 / A / 08" in person.line("#top")
        assert seen_at(desk, "IT-003102") == ["DC1/R2/A/08"]
        assert seen_at(desk, "IT-003000") == ["DC1/R2/A/07"]
        await person.press("u")
        await person.settle()
        assert seen_at(desk, "IT-003102") == ["DC1/R2/A/07"]
        assert "DC1 / R2 / A / 07" in person.line("#top")


async def test_all_scans_are_moved_where_the_label_was_wrong_from_the_start(desk: Desk) -> None:
    async with at_work(desk) as person:
        await doubted(person)
        await person.press("h", "tab")
        assert "All scans made in DC1/R2/A/07" in person.shown()
        await person.press("enter")
        await person.settle()
        assert seen_at(desk, "IT-003000") == ["DC1/R2/A/08"]


async def test_who_saw_it_last_is_told(desk: Desk) -> None:
    other = Desk(desk.home)
    walk = other.walk(other.open_audit("Q4"), "user-ben")
    from assetaudit.model.read import Read

    for text in ("LOC:DC1/R2/A/09", "IT-003000"):
        walk.take(Read("keys://", text=text))
    walk.end()
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000")
        assert "last seen 12:41 by ben in A/09" in person.line("#verdict")


async def test_a_pace_is_told_after_some_scans(desk: Desk) -> None:
    async with at_work(desk, size=(120, 40)) as person:
        await person.scan(RACK)
        for number in range(8):
            desk.clock.forward(15)
            await person.scan(f"IT-{3000 + number:06}")
        assert "walked 2 min" in person.line("#progress")
        assert "about 25 min left here" in person.line("#progress")
