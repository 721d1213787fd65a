"""One table of commands: what it promises, the screens have."""

from __future__ import annotations

from collections import Counter

import pytest

from assetaudit.ui.commands import COMMANDS, Command
from assetaudit.ui.screens.approve import ApproveScreen
from assetaudit.ui.screens.camera import CameraScreen
from assetaudit.ui.screens.cases import CasesScreen
from assetaudit.ui.screens.changes import ChangesScreen
from assetaudit.ui.screens.earlier import EarlierScreen
from assetaudit.ui.screens.erasing import ErasingScreen
from assetaudit.ui.screens.find import FindScreen
from assetaudit.ui.screens.findings import FindingsScreen
from assetaudit.ui.screens.help import _TITLES
from assetaudit.ui.screens.home import HomeScreen
from assetaudit.ui.screens.imports import ImportScreen
from assetaudit.ui.screens.labels import LabelsScreen
from assetaudit.ui.screens.moves import MovesScreen
from assetaudit.ui.screens.new_audit import NewAuditScreen
from assetaudit.ui.screens.new_sample import NewSampleScreen
from assetaudit.ui.screens.page import Page
from assetaudit.ui.screens.places import PlacesScreen
from assetaudit.ui.screens.report import ReportScreen
from assetaudit.ui.screens.sample import SampleScreen
from assetaudit.ui.screens.samples import SamplesScreen
from assetaudit.ui.screens.settings import SettingsScreen
from assetaudit.ui.screens.sweep import SweepScreen
from assetaudit.ui.screens.sync import SyncScreen
from assetaudit.ui.screens.terms import TermsPage
from assetaudit.ui.screens.walk import WalkScreen
from assetaudit.ui.screens.watch import WatchScreen
from assetaudit.ui.widgets.choice import Choice
from tests.ui.desk import Desk
from tests.ui.pressing import at_work

SCREENS: dict[str, type] = {
    "everywhere": Page,
    "home": HomeScreen,
    "walk": WalkScreen,
    "replay": WalkScreen,
    "findings": FindingsScreen,
    "imports": ImportScreen,
    "places": PlacesScreen,
    "sweep": SweepScreen,
    "find": FindScreen,
    "camera": CameraScreen,
    "watch": WatchScreen,
    "new_audit": NewAuditScreen,
    "cases": CasesScreen,
    "approve": ApproveScreen,
    "changes": ChangesScreen,
    "earlier": EarlierScreen,
    "samples": SamplesScreen,
    "new_sample": NewSampleScreen,
    "sample": SampleScreen,
    "report": ReportScreen,
    "erasing": ErasingScreen,
    "terms": TermsPage,
    "settings": SettingsScreen,
    "moves": MovesScreen,
    "labels": LabelsScreen,
    "sync": SyncScreen,
    "page": Page,
}


@pytest.mark.parametrize("command", COMMANDS, ids=[f"{one.where}-{one.id}" for one in COMMANDS])
def test_every_command_has_its_action(command: Command) -> None:
    assert callable(getattr(SCREENS[command.where], f"action_{command.id}"))


def test_no_key_means_two_things_on_one_screen() -> None:
    for where in (
        "home",
        "walk",
        "findings",
        "imports",
        "new_audit",
        "cases",
        "approve",
        "changes",
        "samples",
        "sample",
        "labels",
        "sweep",
        "find",
        "sync",
        "report",
        "erasing",
        "terms",
        "moves",
        "settings",
    ):
        keys = Counter(
            one.key for one in COMMANDS if one.where in (where, "everywhere", "replay" if where == "walk" else "")
        )
        assert [key for key, count in keys.items() if count > 1] == []


def test_no_command_is_a_control_character() -> None:
    assert not [one.key for one in COMMANDS if one.key.startswith("ctrl+")]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_help_cuts_no_sentence(desk: Desk, size: tuple[int, int]) -> None:
    async with at_work(desk, size=size) as person:
        await person.press("question_mark")
        choice = person.app.screen.query_one(Choice)
        shown: list[str] = []
        while not shown or shown[-1] != person.shown():
            shown.append(person.shown())
            await person.press("pagedown")
        told = " ".join(" ".join(line[25:].split()) for page in shown for line in page.splitlines())
        assert "…" not in told
        assert all(command.tooltip.split()[-1] in told for command in COMMANDS if command.where == "walk")
        await person.pilot.resize_terminal(60, 24)
        await person.settle()
        assert "…" not in "".join(line[25:] for line in person.shown().splitlines()[2:-2])
        assert choice.items


@pytest.mark.parametrize(
    ("ways", "chapter"),
    [
        ((), "The walk"),
        (("q",), "RFID sweep"),
        (("v",), "Findings"),
        (("a",), "Places"),
        (("e",), "Report"),
        (("p",), "Labels that are needed"),
    ],
)
async def test_help_opens_at_the_chapter_of_the_screen_that_asked(
    desk: Desk, ways: tuple[str, ...], chapter: str
) -> None:
    async with at_work(desk) as person:
        await person.scan("LOC:DC1/R2/A/07")
        await person.press(*ways)
        await person.settle()
        await person.press("question_mark")
        assert person.shown().splitlines()[1].split("▸")[-1].strip() == chapter


async def test_help_from_home_begins_with_home(desk: Desk) -> None:
    async with at_work(desk, audit=None) as person:
        await person.press("question_mark")
        assert person.shown().splitlines()[1].split("▸")[-1].strip() == "Home"


def test_every_screen_with_commands_of_its_own_has_a_chapter() -> None:
    assert {command.where for command in COMMANDS} == set(_TITLES)
