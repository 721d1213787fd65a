"""Samples at the screen by keys alone: planned while figures are typed, drawn, examined, evaluated, taken back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from assetaudit.ui.screens.tips import TipsScreen
from tests.cli.inside import Inside
from tests.ui.pressing import Person
from tests.ui.sampled import at_samples, drawn, filled, made

FIRST = {"name": "first", "seed": "2026"}


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an audit of which a third was walked."""
    return made(tmp_path_factory.mktemp("samples"))


@pytest.fixture
def home(hall: Path, tmp_path: Path) -> Path:
    """That workspace, to oneself."""
    shutil.copytree(hall, tmp_path / "home")
    return tmp_path / "home"


def told(home: Path, name: str) -> Any:
    """The sample as the command line has it."""
    return Inside(home).ok("sample", "show", "Q4", name, "--json").json


async def reason(person: Person, downs: int, text: str) -> None:
    """Answer the marked item with something that needs its reason."""
    await person.press("enter", *["down"] * downs, "enter")
    await person.until(lambda: isinstance(person.app.focused, Input))
    await person.write(text)
    await person.press("enter")
    await person.settle()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "45 of 100"),
        ({"tolerable": "2"}, "78 of 100"),
        ({"tolerable": "10"}, "25 of 100"),
        ({"tolerable": "10,0 %"}, "25 of 100"),
        ({"confidence": "90"}, "37 of 100"),
        ({"scope": "DC1/R2"}, "31 of 50"),
        ({"scope": "DC1/R2", "tolerable": "2"}, "48 of 50"),
        ({"scope": "DC1/R1/A/01, DC1/R1/A/02", "tolerable": "10"}, "22 of 50"),
        ({"where": "cost > 1000"}, "19 of 25"),
        ({"size": "12"}, "that is too few"),
        ({"size": "100"}, "a full count"),
        ({"tolerable": "0"}, "between 0 and 100"),
        ({"tolerable": "101"}, "'101' is no percentage"),
        ({"confidence": "lots"}, "'lots' is no percentage"),
        ({"expected": "5"}, "has to be below the tolerable"),
        ({"size": "0"}, "0 is no part of a population of 100"),
        ({"size": "101"}, "Choose 1 to 100"),
        ({"where": "cost"}, "cost"),
        ({"where": "cost > 99999"}, "nothing to draw from"),
        ({"scope": "DC9"}, "no place DC9"),
        ({"scope": "//"}, "with commas between"),
    ],
)
async def test_what_is_typed_is_answered_at_once(home: Path, fields: dict[str, str], said: str) -> None:
    async with at_samples(home) as mia:
        await mia.press("n")
        await filled(mia, **fields)
        assert said in " ".join(mia.line("#means").split()), mia.shown()
    assert Inside(home).ok("sample", "list", "Q4", "--json").json == []


async def test_what_is_wrong_is_not_drawn_and_a_name_is_asked_for(home: Path) -> None:
    async with at_samples(home) as mia:
        await mia.press("n")
        await filled(mia, tolerable="101")
        await mia.press("enter")
        assert any("below the fields stands why" in one for one in mia.told())
        await filled(mia, tolerable="5", name="")
        await mia.press("enter")
        assert any("Give the sample a name" in one for one in mia.told())
        assert mia.app.focused is not None
        assert mia.app.focused.id == "name"


async def test_a_sample_from_plan_to_conclusion_is_what_the_command_line_says(home: Path) -> None:
    async with at_samples(home) as mia:
        await drawn(mia, **FIRST, tolerable="10")
        plan = told(home, "first")
        assert (plan["plan"]["n"], plan["plan"]["seed"], plan["waiting"]) == (25, "2026", 25 - _known(plan))
        await mia.press("o")
        await reason(mia, 1, "empty rails")
        await reason(mia, 2, "locked cage")
        await mia.press("f")
        await mia.settle()
        results = [one["result"] for one in told(home, "first")["items"]]
        assert (results.count("deviation"), results.count("unexamined")) == (1 + _missing(plan), 1)
        assert "not shown" in mia.shown()
        await mia.press("v")
        await mia.settle()
        assert "empty rails" in mia.shown()
        assert "DC1/R2" in mia.shown()
    assert "locked cage" in Inside(home).ok("sample", "show", "Q4", "first").out


def _known(plan: Any) -> int:
    return len(plan["items"]) - int(plan["waiting"])


def _missing(plan: Any) -> int:
    return sum(one["result"] == "deviation" for one in plan["items"])


async def test_void_takes_the_next_of_the_order_and_undo_brings_it_back(home: Path) -> None:
    async with at_samples(home) as mia:
        await drawn(mia, **FIRST, size="10")
        before = {one["item"] for one in told(home, "first")["items"]}
        await mia.press("o")
        await reason(mia, 3, "entered twice")
        after = told(home, "first")
        assert len(after["replacements"]) == 1
        assert len(after["items"]) == 10
        await mia.press("v")
        await mia.settle()
        await mia.press("end")
        assert "was void" in mia.shown() or "took its place" in mia.shown()
        await mia.press("escape", "u")
        await mia.settle()
        assert {one["item"] for one in told(home, "first")["items"]} == before
        await mia.press("u")
        await mia.settle()
        assert any("nothing of yours to take back" in one for one in mia.told())


async def test_a_void_without_a_reason_is_asked_for_it(home: Path) -> None:
    async with at_samples(home) as mia:
        await drawn(mia, **FIRST, size="5")
        await mia.press("enter", "down", "down", "down", "enter", "enter")
        assert "Write the reason" in mia.shown()
        await mia.press("escape")
    assert told(home, "first")["replacements"] == []


async def test_stop_or_go_says_the_next_step(home: Path) -> None:
    async with at_samples(home) as mia:
        await mia.press("n", "right", "right")
        await filled(mia, tolerable="20", steps="2", name="go", scope="DC1/R2")
        assert "stop if none deviates, else go on" in " ".join(mia.line("#means").split())
        await mia.press("enter")
        await mia.settle()
        await mia.press("enter")
        await mia.settle()
        assert "Step 1 of 2" in mia.shown()
        await reason(mia, 1, "not there")
        step = told(home, "go")["step"]
        for _ in range(step["waiting"]):
            await mia.press("f")
            await mia.settle()
        assert "Step 2 of 2: Go on with" in " ".join(mia.line("#verdict").split())


async def test_value_weighs_and_is_concluded_by_value(home: Path) -> None:
    async with at_samples(home) as mia:
        await mia.press("n", "left")
        await filled(mia, name="sums", tolerable_value="45000", seed="2026")
        means = " ".join(mia.line("#means").split())
        assert "steps of the value" in means
        assert "tolerable are 45,000" in means
        await mia.press("enter")
        await mia.settle()
        await mia.press("enter")
        await mia.settle()
        assert "the book is overstated by no more than" in " ".join(mia.line("#verdict").split())
    plan = told(home, "sums")["plan"]
    assert (plan["method"], plan["tolerable_value"]) == ("weighted", 4_500_000)


async def test_positions_are_drawn_from_the_floor(home: Path) -> None:
    async with at_samples(home) as mia:
        await mia.press("n", "up", "right")
        await filled(mia, **FIRST, size="4")
        assert "4 of 134" in mia.line("#means")
        await mia.press("enter")
        await mia.settle()
        await mia.press("enter")
        await mia.settle()
        assert "Look what stands there" in mia.line("#detail")
        await mia.press("enter")
        assert "or nothing is there" in mia.shown()


async def test_a_recount_is_blind_and_refused_to_who_counted(home: Path) -> None:
    async with at_samples(home, "ana") as ana:
        await ana.press("n", "down", "down", "down", "down", "down", "down")
        await filled(ana, **FIRST, scope="DC1/R1/A/01", size="3")
        while ana.app.focused is None or ana.app.focused.id != "recount":
            await ana.press("tab")
        await ana.press("space", "enter")
        await ana.settle()
        await ana.press("enter")
        await ana.settle()
        assert "what the first count saw is not shown" in ana.line("#detail")
        assert "seen at" not in ana.shown()
        await ana.press("f")
        await ana.settle()
        assert any("who counted an item does not recount it" in one for one in ana.told())
    async with at_samples(home, "cid") as cid:
        await cid.press("enter")
        await cid.settle()
        await cid.press("f", "f", "f")
        await cid.settle()
        assert "says the same of" in " ".join(cid.line("#verdict").split())


async def test_a_scan_finds_its_item_and_any_other_is_kept(home: Path) -> None:
    async with at_samples(home) as mia:
        await drawn(mia, **FIRST, size="10")
        waiting = next(one for one in told(home, "first")["items"] if one["result"] == "waiting")
        await mia.scan(waiting["name"], "IT-9999")
        item = next(one for one in told(home, "first")["items"] if one["item"] == waiting["item"])
        assert (item["result"], item["note"]) == ("ok", f"scanned: {waiting['name']}")
        assert any("Kept: IT-9999" in one for one in mia.told())


async def test_a_draw_that_is_taken_back_stays_in_the_list(home: Path) -> None:
    async with at_samples(home) as mia:
        await drawn(mia, **FIRST, size="5")
        await mia.press("escape")
        await mia.settle()
        await mia.press("x")
        assert "Take back the draw of first?" in mia.shown()
        await mia.press("enter")
        await mia.settle()
        assert "taken back" in mia.shown()
        await mia.press("enter")
        await mia.settle()
    assert "drawn by mia and taken back" in Inside(home).ok("sample", "list", "Q4").out


async def test_the_queue_leads_to_samples_as_well(home: Path) -> None:
    async with at_samples(home) as mia:
        await mia.press("escape", "r")
        await mia.settle()
        await mia.press("n")
        await mia.settle()
        assert "No sample was drawn yet" in mia.shown()


async def test_the_walk_shows_what_is_in_the_sample_and_answers_it(home: Path) -> None:
    async with at_samples(home) as mia:
        await drawn(mia, **FIRST, scope="DC1/R2", size="10")
        await mia.press("o")
        name = next(one["name"] for one in told(home, "first")["items"] if one["result"] == "waiting")
        await mia.press("g")
        await mia.until(lambda: mia.app.feed is not None and mia.app.feed.opened)
        await mia.settle()
        assert "DC1 / R2 / A / 07" in mia.line("#top")
        assert mia.line("#elevation").count("◆ sample") > 0
        await mia.scan(name)
        await mia.press("escape", "enter")
        await mia.until(lambda: isinstance(mia.app.screen, TipsScreen))
        await mia.press("escape")
        await mia.until(lambda: "1 of 10 examined" in mia.shown())
    assert next(one["result"] for one in told(home, "first")["items"] if one["name"] == name) == "ok"


async def test_a_recount_is_not_walked(home: Path) -> None:
    Inside(home).ok("sample", "draw", "Q4", "again", "--recount", "--size", "3", "--by", "max")
    async with at_samples(home) as mia:
        await mia.press("enter")
        await mia.settle()
        await mia.press("g")
        assert any("A recount is blind" in one for one in mia.told())
        assert mia.app.feed is None
