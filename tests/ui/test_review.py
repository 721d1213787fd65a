"""From findings to a change set on the screen: cases, decisions with and without a proposal, two persons, files."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from assetaudit.paths import Home
from assetaudit.ui.app import AuditApp
from assetaudit.ui.screens.cases import CasesScreen
from assetaudit.ui.widgets.choice import Choice
from assetaudit.wiring import Workspace
from assetaudit.wiring.screen import ScreenWorkspace
from tests.cli.inside import Inside
from tests.ui.pressing import Person


@pytest.fixture
def home(walked: Path, tmp_path: Path) -> Path:
    """That workspace, to oneself."""
    shutil.copytree(walked, tmp_path / "home")
    return tmp_path / "home"


@asynccontextmanager
async def at_the_queue(home: Path, person: str) -> AsyncIterator[Person]:
    """A person before the queue."""
    (home / "settings.toml").write_text(f'person = "{person}"\nsound = "off"\n', "utf-8")
    app = AuditApp(ScreenWorkspace(Workspace(Home(home))))
    async with app.run_test(size=(120, 40)) as pilot:
        somebody = Person(app, pilot)
        await somebody.settle()
        await somebody.press("r")
        await somebody.settle()
        await somebody.until(lambda: isinstance(app.screen, CasesScreen) and rows(somebody))
        yield somebody


def rows(person: Person) -> list[Any]:
    """The rows of the list on top."""
    return list(person.app.screen.query_one(Choice).items)


async def asked(person: Person) -> None:
    """Wait until a line can be written."""
    await person.until(lambda: isinstance(person.app.focused, Input))
    await person.pilot.pause()


def states(home: Path) -> dict[str, str]:
    """Name to state."""
    return {row["name"]: row["state"] for row in Inside(home).ok("decide", "list", "Q4", "--json").json}


async def test_a_case_is_decided_at_once_and_approved_by_another_person(home: Path, tmp_path: Path) -> None:
    async with at_the_queue(home, "mia") as mia:
        assert rows(mia)[0].case.cause == "rack_moved"
        await mia.press("enter")
        assert "5 of 5 things of DC1/R2/A/08 were seen in DC1/R2/A/07" in mia.shown()
        await mia.press("enter")
        await mia.settle()
        await mia.press("a")
        await mia.settle()
        assert "nobody approves their own decision" in mia.shown()
        await mia.press("enter")
        await mia.settle()
    assert {states(home)[f"IT-004{n:02}"] for n in range(5)} == {"decided"}
    async with at_the_queue(home, "bob") as bob:
        await bob.press("a")
        await bob.settle()
        assert "drawn by chance" in bob.shown()
        await bob.press("enter")
        await bob.settle()
        await bob.press("escape", "c")
        await bob.settle()
        assert "5 ready" in bob.shown()
        assert "DC1/R2/A/08:U20" in bob.shown()
        await bob.press("w")
        await asked(bob)
        bob.app.screen.query_one("Input").value = str(tmp_path / "out")  # type: ignore[attr-defined]
        await bob.press("enter")
        await bob.settle()
    assert {states(home)[f"IT-004{n:02}"] for n in range(5)} == {"approved"}
    assert (tmp_path / "out" / "cmdb-move.csv").read_text("utf-8").count("DC1/R2/A/07") == 5


async def test_marked_rows_get_one_decision_with_its_reason_and_undo_takes_it_back(home: Path) -> None:
    async with at_the_queue(home, "mia") as mia:
        await mia.press("slash")
        await asked(mia)
        await mia.write("IT-0010")
        await mia.press("enter")
        await mia.press("right", "down", "space", "space", "d")
        await mia.settle()
        assert "What is to be done about 2?" in mia.shown()
        assert "accept the move" not in mia.shown()
        await mia.press("enter")
        await asked(mia)
        await mia.write("look")
        await mia.press("enter")
        await mia.settle()
        assert "drawn by chance" in mia.shown()
        await mia.press("enter")
        await mia.settle()
        assert states(home)["IT-00102"] == states(home)["IT-00103"] == "decided"
        await mia.press("u")
        await mia.settle()
        assert states(home)["IT-00102"] == "open"


async def test_who_counted_is_told_why_they_cannot_approve_and_a_refusal_needs_a_reason(home: Path) -> None:
    Inside(home).ok("decide", "make", "Q4", "add_to_register", "XX-1", "--why", "new", "--by", "mia")
    async with at_the_queue(home, "ana") as ana:
        await ana.press("a")
        await ana.settle()
        assert "who counted in this audit does not approve" in ana.shown()
        await ana.press("enter")
        await ana.settle()
        assert states(home)["XX-1"] == "decided"
    async with at_the_queue(home, "bob") as bob:
        await bob.press("a")
        await bob.settle()
        await bob.until(lambda: rows(bob))
        await bob.press("x")
        await asked(bob)
        await bob.write("whose")
        await bob.press("enter")
        await bob.settle()
    row = next(row for row in Inside(home).ok("decide", "list", "Q4", "--json").json if row["name"] == "XX-1")
    assert (row["state"], row["stale"]) == ("open", "it was refused: whose.")
