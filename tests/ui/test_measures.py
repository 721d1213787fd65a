"""Measures over time on the screen: rooms, categories, the audits before, and what was not seen for long."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assetaudit.paths import Home
from assetaudit.ui.app import AuditApp
from assetaudit.ui.screens.measures import MeasuresScreen
from assetaudit.wiring import Workspace
from assetaudit.wiring.screen import ScreenWorkspace
from tests.cli.inside import Inside
from tests.ui.desk import Desk
from tests.ui.pressing import Person, at_work


@pytest.fixture
def home(walked: Path, tmp_path: Path) -> Path:
    """A workspace with a second audit of the same room, in which one rack is walked and found right."""
    shutil.copytree(walked, tmp_path / "home")
    program = Inside(tmp_path / "home")
    program.ok("audit", "new", "Q5", "--scope", "DC1/R2")
    program.scan("Q5", "LOC:DC1/R2/A/07", "IT-00101", "IT-00102", "CMD:CLOSE")
    return tmp_path / "home"


def test_two_audits_of_one_room_are_measured(home: Path) -> None:
    found = ScreenWorkspace(Workspace(Home(home))).measures("Q5")
    assert found.audits == ["Q4", "Q5"]
    (room,) = found.rooms
    assert (room.name, room.here, room.elsewhere, room.missing) == ("DC1/R2", 2, 0, 1)
    assert [one.name for one in found.categories] == [""]
    assert [tuple(one) for one in found.trend["coverage"]] == [(1, 2), (1, 2)]
    assert [one.num for one in found.trend["existence"]] == [1, 2]
    assert [one.name for one in found.unseen if one.days is None][:1] == ["IT-00103"]
    assert [one.name for one in found.unseen if one.days == 0] == [f"IT-004{n:02}" for n in range(5)]
    assert found.days_to_close is None


async def test_the_screen_tells_every_figure_in_words(home: Path) -> None:
    (home / "settings.toml").write_text('person = "mia"\nsound = "off"\n', "utf-8")
    app = AuditApp(ScreenWorkspace(Workspace(Home(home))))
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        await person.settle()
        app.push_screen(MeasuresScreen("Q5"))
        await person.settle()
        assert "2 audits of these places" in person.shown()
        assert "2 of 3 at their place (66.6 %) · 1 not located" in " ".join(person.shown().split())
        await person.press("end")
        rest = person.shown()
        assert "Nothing is closed yet." in rest
        assert "seen 0 days before it" in rest
        await pilot.resize_terminal(120, 40)
        await person.settle()
        assert any("located where closed" in row and "▅" in row for row in person.shown().splitlines())


async def test_a_key_at_home_leads_there(home: Path) -> None:
    app = AuditApp(ScreenWorkspace(Workspace(Home(home))))
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        await person.settle()
        await person.press("m")
        assert isinstance(app.screen, MeasuresScreen)


async def test_without_an_audit_it_says_what_to_do(tmp_path: Path) -> None:
    async with at_work(Desk(tmp_path / "none"), None) as person:
        await person.press("m")
        assert any("a opens one" in told for told in person.told())
