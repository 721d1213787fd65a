"""The whole way by the screen alone: findings decided and approved by two people, applied, verified, taken back."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from assetaudit.paths import Home
from assetaudit.ui.app import AuditApp
from assetaudit.ui.screens.cases import CasesScreen
from assetaudit.ui.screens.home import HomeScreen
from assetaudit.ui.widgets.choice import Choice
from assetaudit.wiring import Workspace
from assetaudit.wiring.evidence import verify
from assetaudit.wiring.screen import ScreenWorkspace
from tests.cli.inside import Inside
from tests.registers.snipeit_shop import TOKEN, UNIT, Shop, asset, location, serving
from tests.ui.pressing import Person

RACK = [f"IT-004{n:02}" for n in range(5)]


@pytest.fixture
def home(walked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a walk, and its register's file in the folder that one is in."""
    shutil.copytree(walked, tmp_path / "home")
    shutil.copy(walked.parent / "register.csv", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@asynccontextmanager
async def deciding(home: Path, person: str, *, audit: int = 0) -> AsyncIterator[Person]:
    """Somebody before the queue of one of the audits, on a small terminal."""
    (home / "settings.toml").write_text(f'person = "{person}"\nsound = "off"\n', "utf-8")
    app = AuditApp(ScreenWorkspace(Workspace(Home(home))))
    async with app.run_test(size=(80, 24)) as pilot:
        somebody = Person(app, pilot)
        await somebody.until(lambda: isinstance(app.screen, HomeScreen) and len(app.screen.audits) > audit)
        await somebody.settle()
        await somebody.press(*["down"] * audit, "r")
        await somebody.until(lambda: isinstance(app.screen, CasesScreen) and app.screen.all)
        await somebody.settle()
        yield somebody


async def written(person: Person, text: str | None = None) -> None:
    """Answer a question for one line; None for what it offers."""
    await person.until(lambda: isinstance(person.app.focused, Input))
    if text is not None:
        person.app.screen.query_one(Input).value = text
    await person.press("enter")
    await person.settle()


async def filtered(person: Person, words: str) -> None:
    """Show only rows with some words."""
    await person.press("slash")
    await written(person, words)


def rows(person: Person) -> list[Any]:
    """The rows of the list on top."""
    return list(person.app.screen.query_one(Choice).items)


def states(home: Path) -> dict[str, str]:
    """Name to state."""
    return {row["name"]: row["state"] for row in Inside(home).ok("decide", "list", "Q4", "--json").json}


async def pressed(person: Person, *keys: str) -> str:
    """Press keys, wait, and read the screen as one text."""
    for key in keys:
        await person.press(key)
        await person.settle()
    return " ".join(person.shown().replace("│", " ").replace("█", " ").split())


async def approving(home: Path, *things: str) -> None:
    """Bob approves all that waits, and the states follow."""
    async with deciding(home, "bob") as bob:
        assert "nobody approves" not in await pressed(bob, "a")
        await pressed(bob, "enter")
    assert {states(home)[name] for name in things} == {"approved"}


async def test_two_people_take_a_case_to_an_approved_change_set(home: Path) -> None:
    async with deciding(home, "mia") as mia:
        assert "5 findings decided" in await pressed(mia, "enter", "enter")
        await filtered(mia, "IT-00103")
        await pressed(mia, "right", "down", "d", "down", "enter")
        await written(mia, "nobody knows where it is")
        assert "nobody approves their own decision" in await pressed(mia, "a")
    await approving(home, *RACK)
    assert states(home)["IT-00103"] == "decided"


async def test_a_registers_file_is_corrected_verified_and_put_back(home: Path, tmp_path: Path) -> None:
    async with deciding(home, "mia") as mia:
        await pressed(mia, "enter", "enter")
    await approving(home, *RACK)
    async with deciding(home, "bob") as bob:
        assert "5 ready" in await pressed(bob, "c", "g")
        await written(bob)
        await written(bob)
        assert "5 lines are written to register-corrected.csv" in await pressed(bob)
        assert "5 lines written and read again · 0 failed" in await pressed(bob, "enter")
        corrected = (tmp_path / "register-corrected.csv").read_text("utf-8")
        assert [line.count("DC1/R2/A/07") for line in corrected.splitlines() if "IT-0040" in line] == [1] * 5
        assert {states(home)[name] for name in RACK} == {"applied"}
        Inside(home).ok("register", "import", tmp_path / "register-corrected.csv", "--source", "cmdb")
        assert "5 findings verified" in await pressed(bob, "v")
        await pressed(bob, "x")
        await written(bob, "register-corrected.csv")
        await written(bob, "register-restored.csv")
        told = await pressed(bob)
        assert "Take it back there?" in told
        assert "IT-00400" in told
        await pressed(bob, "enter")
    before = (tmp_path / "register.csv").read_text("utf-8")
    assert (tmp_path / "register-restored.csv").read_text("utf-8") == before
    assert {states(home)[name] for name in RACK} == {"approved"}


async def test_evidence_is_written_and_its_hash_is_told(home: Path, tmp_path: Path) -> None:
    async with deciding(home, "mia") as mia:
        await pressed(mia, "e")
        await written(mia, str(tmp_path / "evidence.zip"))
        checked = verify(tmp_path / "evidence.zip")
        assert checked.good
        assert checked.digest in await pressed(mia)
        await pressed(mia, "enter")
        assert isinstance(mia.app.screen, CasesScreen)


async def noted(person: Person, **fields: str) -> str:
    """Fill in the form of what goes with a finding, and save it."""
    await person.press("o")
    await person.until(lambda: person.app.screen.query("#due"))
    for name, text in fields.items():
        person.app.screen.query_one(f"#{name}", Input).value = text
    return await pressed(person, "enter")


async def test_owner_second_search_tasks_and_closing(home: Path) -> None:
    Inside(home).ok("decide", "make", "Q4", "write_off", "IT-00102", "--why", "gone", "--by", "mia")
    Inside(home).ok("decide", "make", "Q4", "recount", "IT-00103", "--why", "look", "--by", "mia")
    async with deciding(home, "bob") as bob:
        await pressed(bob, "f", "f")
        await filtered(bob, "IT-00102")
        assert "a second search by another person is still wanting" in await pressed(bob, "s")
        await written(bob, "network: none since May")
        assert "another person's approval is still wanting" in await pressed(bob)
        assert "Write the day like" in await noted(bob, owner="Ben", due="soon")
        await pressed(bob, "escape")
        assert "Ben" in await noted(bob, owner="Ben", due="2030-12-31")
        await pressed(bob, "t")
        assert [row.what for row in rows(bob)] == ["recount"]
        await pressed(bob, "escape", "a", "enter", "escape", "f", "o", "ctrl+d")
    row = next(one for one in Inside(home).ok("decide", "list", "Q4", "--json").json if one["name"] == "IT-00102")
    assert (row["state"], row["owner"], row["due"]) == ("closed", "Ben", "2030-12-31")


async def test_what_an_earlier_audit_left_open_is_taken_over(home: Path) -> None:
    inside = Inside(home)
    inside.ok("decide", "follow", "Q4", "IT-00103", "--owner", "Ben", "--by", "mia")
    inside.ok("audit", "new", "Q5", "--scope", "DC1/R2")
    inside.scan("Q5", "LOC:DC1/R2/A/07", "IT-00101", "CMD:CLOSE")
    async with deciding(home, "mia", audit=1) as mia:
        assert "Q5" in mia.shown()
        await mia.press("k")
        await mia.settle()
        assert "IT-00103" in {row.name for row in rows(mia)}
        assert "taken over from earlier audits" in await pressed(mia, "t")
    row = next(one for one in inside.ok("decide", "list", "Q5", "--json").json if one["name"] == "IT-00103")
    assert (row["owner"], row["carried"]["audit"]) == ("Ben", "Q4")


async def test_many_are_decided_by_a_filter_over_their_records_after_a_look_at_some(home: Path) -> None:
    async with deciding(home, "mia") as mia:
        await filtered(mia, "model = R640 and cost < 200")
        await mia.press("right", "m", "d")
        await mia.settle()
        assert "What is to be done about 5?" in mia.shown()
        await mia.press("enter")
        await written(mia)
        assert "accept the move · 5 findings" in mia.shown()
        await mia.press("escape")
        await mia.settle()
        assert {states(home)[name] for name in RACK} == {"open"}
        await mia.press("d")
        await mia.settle()
        await mia.press("enter")
        await written(mia)
        await mia.press("enter")
        await mia.settle()
        assert {states(home)[name] for name in RACK} == {"decided"}
        await mia.press("u")
        await mia.settle()
        assert "Taken back: accept the move (5 findings)" in mia.shown()
        await filtered(mia, "modell = R640")
        assert "no record has a field 'modell'" in " ".join(mia.told())


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A Snipe-IT with three assets in one of two racks."""
    monkeypatch.setenv("SNIPEIT_TOKEN", TOKEN)
    found = Shop(locations=[location(1, "DC1", None), location(2, "R-12", 1), location(3, "R-13", 1)])
    found.assets = [asset(number, 2, str(10 + number)) for number in (1, 2, 3)]
    with serving(found):
        yield found


async def test_a_snipe_it_is_corrected_and_put_back(shop: Shop, tmp_path: Path) -> None:
    inside = Inside(tmp_path / "home")
    inside.ok("register", "pull", "snipe-it", "--url", shop.url)
    inside.ok("audit", "new", "Q4", "--scope", "DC1")
    inside.scan("Q4", "LOC:DC1/R-13", "AT-0001", "AT-0002", "LOC:DC1/R-12", "AT-0003", "CMD:CLOSE")
    inside.ok("decide", "make", "Q4", "proposed", "--outcome", "misplaced", "--why", "seen", "--by", "mia")
    inside.ok("decide", "approve", "Q4", "--all", "--by", "bob")
    before = [dict(one) for one in shop.assets]
    async with deciding(tmp_path / "home", "bob") as bob:
        await bob.press("f", "f", "f")
        await bob.press("c")
        await bob.settle()
        await bob.press("g")
        await bob.settle()
        assert shop.url in bob.app.screen.query_one(Input).value
        await written(bob)
        assert "2 lines are written to" in bob.shown()
        assert shop.assets == before
        await bob.press("enter")
        await bob.settle()
        assert "2 lines written and read again · 0 failed" in bob.shown()
        assert [(one["location_id"], one[UNIT]) for one in shop.assets] == [(3, ""), (3, ""), (2, "13")]
        await bob.press("x")
        await bob.settle()
        await written(bob)
        await bob.press("enter")
        await bob.settle()
        assert [(one["location_id"], one[UNIT]) for one in shop.assets] == [(2, "11"), (2, "12"), (2, "13")]


async def test_an_exception_is_accepted_until_a_day(home: Path) -> None:
    async with deciding(home, "mia") as mia:
        await filtered(mia, "IT-00103")
        await pressed(mia, "right", "down", "d")
        assert "Until which day?" not in mia.shown()
        choice = mia.app.screen.query_one(Choice)
        at = [word for word, _ in choice.items].index("accept_exception")
        assert "Until which day?" in await pressed(mia, *["down"] * at)
        mia.app.screen.query_one("#why", Input).value = "lent"
        mia.app.screen.query_one("#until", Input).value = "next year"
        assert "Write the day like" in await pressed(mia, "enter", "enter")
        mia.app.screen.query_one("#until", Input).value = "2031-06-30"
        await pressed(mia, "enter")
    row = next(one for one in Inside(home).ok("decide", "list", "Q4", "--json").json if one["name"] == "IT-00103")
    assert (row["state"], row["decision"]["until"]) == ("decided", "2031-06-30")
