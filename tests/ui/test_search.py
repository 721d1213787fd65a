"""Searching while one types: what is left here, the whole register, and what a slip of a finger may have meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetaudit.model.place import Place
from assetaudit.paths import Home
from assetaudit.wiring.screen import ScreenWorkspace
from assetaudit.wiring.workspace import Workspace
from tests.ui.desk import Desk
from tests.ui.pressing import Person, at_work

RACK = "LOC:DC1/R2/A/07"


async def type_in_search(person: Person, text: str) -> list[str]:
    await person.scan(RACK)
    await person.press("f")
    await person.write(text)
    await person.settle()
    return [line.strip() for line in person.shown().splitlines()]


async def test_a_slip_is_offered_as_near(desk: Desk) -> None:
    async with at_work(desk) as person:
        shown = await type_in_search(person, "IT-00330x")
        assert any("IT-003300" in line and "near: one character differs" in line for line in shown)


async def test_that_not_all_is_searched_yet_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "searchable", lambda *_: False)
    async with at_work(desk) as person:
        assert any("Still indexing" in line for line in await type_in_search(person, "IT-0033"))


async def test_a_blind_walk_is_not_told_where_things_are_expected(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "blind")
    desk.create_audit("B", [Place.parse("DC1/R2")], blind=True)
    async with at_work(desk, "B") as person:
        lines = [line for line in await type_in_search(person, "IT-0033") if "IT-003301" in line]
        assert lines
        assert "DC1" not in lines[0]


def test_a_register_becomes_searchable_behind_the_walk(tmp_path: Path) -> None:
    space = Workspace(Home.of(tmp_path / "home").make())
    file = tmp_path / "list.csv"
    file.write_text("Asset tag,Name,Place\nIT-1,db-eu-07,DC1/R1/A/01\nIT-2,web-us-01,DC1/R1/A/01\n", "utf-8")
    space.import_register(file)
    space.create_audit("Q1", [Place.parse("DC1")])
    screen = ScreenWorkspace(space)
    assert screen.near("Q1", "db-ue-07") == []
    screen.open_audit("Q1")
    screen._searches.wait()
    assert [one.asset_tag for one in screen.search("Q1", "eu db")] == ["IT-1"]
    assert [one.asset_tag for one in screen.near("Q1", "db-xu-07")] == ["IT-1"]
    assert [one.asset_tag for one in screen.near("Q1", "wbe-us")] == ["IT-2"]
