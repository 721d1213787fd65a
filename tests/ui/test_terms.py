"""Terms, people, keys and booked moves on the screen: set before the start, changed with a reason, refused kindly."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from assetaudit.errors import MissingExtraError
from assetaudit.paths import Home
from assetaudit.store.review_keys import Keys
from assetaudit.ui.app import AuditApp
from assetaudit.ui.screens.cases import CasesScreen
from assetaudit.ui.screens.terms import DraftTermsScreen, TermsScreen
from assetaudit.ui.widgets.choice import Choice
from assetaudit.wiring import Workspace
from assetaudit.wiring.screen import ScreenWorkspace
from tests.cli.inside import Inside
from tests.ui.desk import Desk
from tests.ui.pressing import Person, at_work
from tests.ui.test_review import at_the_queue, home, rows, states

__all__ = ["home"]


def terms(home: Path, audit: str = "Q4") -> Any:
    """What the command line says of the terms."""
    return Inside(home).ok("decide", "terms", audit, "--json").json


async def fill(person: Person, text: str, *more: str) -> None:
    """Write into the field that has the focus, then press keys."""
    await person.until(lambda: isinstance(person.app.focused, Input))
    person.app.focused.value = text  # type: ignore[union-attr]
    await person.press(*more)
    await person.settle()


async def to_row(person: Person, text: str) -> None:
    """Mark the row that begins with a text."""
    choice = person.app.screen.query_one(Choice)
    await person.press("home")
    for _ in choice.items:
        line = "".join(part.text for part in choice._draw_item(choice.marked, 70))
        if line.startswith(text):
            return
        await person.press("down")
    raise AssertionError(f"no row {text}")


@asynccontextmanager
async def at_home(home: Path, person: str, more: str = "") -> AsyncIterator[Person]:
    """A person before the list of audits."""
    (home / "settings.toml").write_text(f'person = "{person}"\nsound = "off"\n{more}', "utf-8")
    app = AuditApp(ScreenWorkspace(Workspace(Home(home))))
    async with app.run_test(size=(80, 24)) as pilot:
        somebody = Person(app, pilot)
        await somebody.settle()
        yield somebody


async def name_people(mia: Person) -> None:
    """A manager, an approver, and one who is taken away again."""
    await to_row(mia, "mia")
    await mia.press("enter", "down", "enter", "p")
    await fill(mia, "bob", "enter", "end", "enter")
    await mia.press("p")
    await fill(mia, "eve", "enter", "enter")
    await to_row(mia, "eve")
    await mia.press("x")
    await mia.settle()


async def set_terms(mia: Person) -> None:
    """Each term, first written so that nobody understands it."""
    for name, wrong, right in (
        ("Value limit", "much", "2 500"),
        ("Recount rule", "prise > 5", "cost > 500"),
        ("Tolerable rates", "existence:a", "existence:2, place_rack:5"),
    ):
        await to_row(mia, name)
        await mia.press("enter")
        await fill(mia, wrong, "enter")
        assert "cannot be understood" in mia.shown(), name
        await fill(mia, right, "enter")
        assert isinstance(mia.app.screen, DraftTermsScreen), name
    await to_row(mia, "Pace")
    await mia.press("enter")


async def test_an_audit_is_opened_with_its_terms_people_and_keys(home: Path) -> None:
    async with at_home(home, "mia") as mia:
        await mia.press("a")
        await mia.settle()
        await mia.press("n")
        await fill(mia, "Q5", "enter")
        await mia.press("space", "t")
        await mia.settle()
        assert "counter, name declared" in mia.shown()
        await name_people(mia)
        await set_terms(mia)
        await mia.press("k")
        await mia.settle()
        assert "mia has none yet" in mia.shown()
        await mia.press("enter")
        await mia.settle()
        assert Keys(Home(home)).public(Workspace(Home(home)).user("mia")) in mia.shown()
        await mia.press("enter")
        await mia.settle()
        assert "signs with a key" in mia.shown()
        await mia.press("escape")
        await mia.settle()
        assert "4 terms of its own · mia manager, bob approver" in mia.shown()
        await mia.press("c")
        await mia.until(lambda: mia.app.feed is not None and mia.app.feed.opened)
    told = terms(home, "Q5")
    assert told["roles"] == {"approver": ["bob"], "manager": ["mia"]}
    assert (told["value_limit_cents"], told["recount"], told["pace"]) == (250_000, "cost > 500", True)
    assert told["tolerable"] == [["existence", 200], ["place_rack", 500]]
    assert len(told["keys"]) == 1


async def test_a_term_is_changed_with_a_reason_and_says_who_and_when(home: Path) -> None:
    async with at_the_queue(home, "mia") as mia:
        await mia.press("r")
        await mia.settle()
        assert isinstance(mia.app.screen, TermsScreen)
        await mia.press("enter")
        await mia.settle()
        assert any("before the first scan" in told for told in mia.told())
        await to_row(mia, "Value limit")
        await mia.press("enter")
        await fill(mia, "1000", "enter")
        await fill(mia, "", "enter")
        assert "needs its reason" in mia.shown()
        await fill(mia, "asked for", "enter")
        await mia.until(lambda: "1,000.00  changed since the start" in mia.shown())
        assert "fixed as none" in mia.shown()
        assert "mia (name declared): asked for" in mia.shown()
        await mia.press("p")
        await fill(mia, "tom", "enter", "end", "enter")
        await fill(mia, "bob is ill", "enter")
        await mia.until(lambda: "tom" in mia.shown())
    told = terms(home)
    assert told["value_limit_cents"] == 100_000
    assert [(one["by"], one["why"], one["counts"]) for one in told["changes"]] == [
        ("mia", "asked for", True),
        ("mia", "bob is ill", True),
    ]
    assert all(one["at"].endswith("Z") for one in told["changes"])


async def test_what_one_may_not_do_is_said_before_one_tries(home: Path) -> None:
    program = Inside(home)
    program.ok("audit", "new", "Q6", "--scope", "DC1/R2", "--role", "mia=manager", "--role", "bob=approver")
    program.run("scan", "Q6", "--by", "ana", "-", feed="LOC:DC1/R2/A/07\nXX-9\n")
    async with at_the_queue(home, "ana") as ana:
        assert "only a manager of this audit decides" in ana.shown()
        await ana.press("r")
        await ana.settle()
        assert "ana: may not decide, may not approve" in ana.shown()
        await to_row(ana, "ana (you)")
        assert "who counted in this audit does not approve" in ana.shown()
        await to_row(ana, "Value limit")
        await ana.press("enter")
        await ana.settle()
        assert any("only a manager or approver of the frame changes terms" in told for told in ana.told())
        assert isinstance(ana.app.screen, TermsScreen)
    assert terms(home, "Q6")["changes"] == []


async def test_without_the_extra_a_key_is_not_made_and_how_to_get_it_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking() -> str:
        raise MissingExtraError("Signing", "sign")

    monkeypatch.setattr(desk, "make_key", lacking)
    async with at_work(desk, None) as person:
        await person.press("s")
        await person.settle()
        await person.press("k")
        await person.settle()
        await person.press("enter")
        await person.settle()
        assert "assetaudit[sign]" in person.shown()
        await person.press("escape")
        person.app.screen.query_one("#person", Input).value = ""
        await person.press("k")
        await person.settle()
        assert "write your name in the settings first" in person.shown()


async def test_tickets_propose_and_enter_goes_to_the_finding(home: Path, tmp_path: Path) -> None:
    tickets = tmp_path / "tickets.csv"
    tickets.write_text("Nummer;Asset Tag;Nach\nCHG-9;IT-00102;DC1/R9/B/01:U3\nCHG-8;;DC1\n", "utf-16")
    (tmp_path / "wrong.csv").write_text("a,b\n1,2\n", "utf-8")
    async with at_the_queue(home, "mia") as mia:
        await mia.press("b")
        await mia.settle()
        assert "No move was booked" in mia.shown()
        for name in ("none.csv", "wrong.csv"):
            await mia.press("l")
            await fill(mia, str(tmp_path / name), "enter")
            assert any(name in told for told in mia.told())
        await mia.press("l")
        await fill(mia, str(tickets), "enter")
        await mia.until(lambda: "ticket CHG-9" in mia.shown())
        assert "1 row" in mia.shown()
        assert "DC1/R9/B/01:U3" in mia.shown()
        await mia.press("enter")
        await mia.until(lambda: isinstance(mia.app.screen, CasesScreen) and len(rows(mia)) == 1)
        await mia.settle()
        assert "IT-00102" in mia.shown()
        assert "ticket CHG-9" in mia.shown()
        await mia.press("enter")
        await mia.settle()
    assert states(home)["IT-00102"] == "decided"
    row = next(row for row in Inside(home).ok("decide", "list", "Q4", "--json").json if row["name"] == "IT-00102")
    assert row["decision"]["decide"] == "recount"
