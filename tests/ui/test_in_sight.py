"""What a technician looks for is in sight, whole and of this moment: the place, the unit, what is left, the keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from assetaudit.errors import StoreError
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.ui.closing import close_plan
from assetaudit.ui.screens import watch
from assetaudit.ui.screens.close_place import CloseQuestion
from assetaudit.ui.widgets.choice import Choice
from tests.ui.desk import Desk
from tests.ui.pressing import at_work

RACK = "LOC:DC1/R2/A/07"


def seen_at(desk: Desk, tag: str) -> list[str]:
    return [str(one.place) for one in desk.open_audit("Q4").reconciliation.sightings(f"cmdb:{tag}")]


async def test_units_that_were_named_for_one_rack_are_not_taken_into_the_next(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("3", "7")
        await person.settle()
        assert "▸U37" in person.line("#top")
        await person.press("space")
        await person.settle()
        assert "A / 08" in person.line("#top")
        assert "▸U" not in person.line("#top")
        await person.scan("IT-003100")
    assert seen_at(desk, "IT-003100") == ["DC1/R2/A/08"]


async def test_what_has_no_name_is_told_before_a_rack_is_closed(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "XX-77")
        await person.press("3", "7", "n", "enter", "c")
        await person.until(lambda: isinstance(person.app.screen, CloseQuestion))
        await person.settle()
        assert "May be among them: no label in U37, XX-77" in person.shown()
        assert "empty units looked at" in person.shown()
        assert "other side next" not in person.shown()


async def test_before_a_close_as_many_count_as_seen_as_on_top(desk: Desk) -> None:
    audit = desk.open_audit("Q4")
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000", "IT-001007")
        assert "1 of 19 seen" in person.line("#top")
        audit.refresh()
        walk = desk.open_walks[-1]
        plan = close_plan(audit, walk, None)
    assert plan is not None
    assert (plan.seen, len(plan.missing)) == (1, 18)


async def test_a_device_without_a_label_is_called_so(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "CMD:UNREADABLE", "CMD:DAMAGED")
        assert "The device without a label is noted as damaged." in person.line("#verdict")
        await person.press("o")
        await person.write("hot")
        await person.press("enter")
        await person.settle()
        assert "Noted on the device without a label." in person.line("#verdict")


async def test_who_types_a_whole_tag_has_read_it(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("f")
        await person.write("it-003005")
        await person.settle()
        choice = person.app.screen.query_one(Choice)
        assert choice.mark == 0
        assert choice.items[0].asset is None
        assert choice.items[1].tag == "IT-003005"
        await person.press("enter")
        await person.settle()
    finding = desk.open_audit("Q4").reconciliation.finding("cmdb:IT-003005")
    assert finding is not None
    assert finding.basis == "typed"


async def test_the_audits_name_gives_way_to_place_and_unit(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "long")
    name = "Yearly count of everything in the north"
    desk.create_audit(name, [Place.parse("DC1/R2")])
    async with at_work(desk, name) as person:
        await person.scan(RACK)
        await person.press("3", "7")
        await person.settle()
        top = person.line("#top")
        assert all(text in top for text in ("DC1 / R2 / A / 07", "▸U37 ", "0 of 19 seen · 19 left", "ana", "12:41"))
        await person.pilot.resize_terminal(120, 40)
        await person.settle()
        assert f"{name} · ana  12:41" in person.line("#top")


async def test_the_keys_that_help_just_now_are_named(desk: Desk) -> None:
    async with at_work(desk) as person:
        assert "g go to" in person.line("#keys")
        assert "close rack" not in person.line("#keys")
        assert "g names it" in person.line("#verdict")
        await person.scan(RACK)
        assert "g go to" not in person.line("#keys")
        assert "c close rack" in person.line("#keys")
        await person.press("f")
        await person.settle()
        assert person.line("#keys").split() == ["Enter", "choose", "↑↓", "mark", "Esc", "back"]


async def test_letters_are_named_as_commands_only_where_they_are(desk: Desk) -> None:
    async with at_work(desk, None) as person:
        await person.press("a")
        await person.settle()
        assert "c create" in person.line("#keys")
        await person.press("n")
        await person.settle()
        assert isinstance(person.app.focused, Input)
        assert person.line("#keys").split() == ["Enter", "accept", "Tab", "next", "field", "Esc", "back"]
        await person.press("enter")
        await person.settle()
        assert "c create" in person.line("#keys")


async def test_a_rack_that_is_higher_than_the_screen_says_what_else_it_holds(desk: Desk) -> None:
    async with at_work(desk, size=(120, 40)) as person:
        await person.scan(RACK)
        shown = person.line("#elevation").splitlines()
        assert "more below" in shown[-1]
        drawn = sum("· IT-" in row for row in shown)
        assert f"… {19 - drawn} more below: {19 - drawn} ·" in shown[-1]
        await person.press(*["down"] * 12)
        shown = person.line("#elevation").splitlines()
        assert "more above" in shown[1]


async def test_who_looks_on_counts_nothing_twice(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    desk.create_audit("Q4", [Place.parse("DC1")])
    audit = desk.open_audit("Q4")
    walk = desk.walk(audit, "user-ana")
    for text in (RACK, "IT-003000", "IT-003001"):
        walk.take(Read("keys://", text=text))
    walk.end()
    expected = audit.reconciliation.progress(Place.parse("DC1")).expected
    async with at_work(desk, None) as person:
        await person.press("w")
        await person.until(lambda: "seen" in person.line("#totals"))
        assert f"2 of {expected} seen" in person.line("#totals")


async def test_looking_on_goes_on_after_a_look_that_failed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "EVERY", 0.02)
    async with at_work(desk, None) as person:
        await person.press("w")
        await person.until(lambda: "places closed" in person.line("#totals"))
        screen = person.app.screen
        assert isinstance(screen, watch.WatchScreen)
        look = screen._look
        looks: list[int] = []

        def fail() -> None:
            looks.append(1)
            raise StoreError("The disk is away.")

        monkeypatch.setattr(screen, "_look", fail)
        await person.until(lambda: len(looks) > 3 and "not up to date" in person.line("#heading"))
        assert sum("The disk is away." in told for told in person.told()) == 1
        monkeypatch.setattr(screen, "_look", look)
        await person.until(lambda: "read-only" in person.line("#heading"))
