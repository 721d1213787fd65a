"""Printing labels from the screen: what waits, the sheet as it will be, and a run that is stopped without a trace."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from assetaudit.errors import AssetAuditError, PrintError, UsageError
from assetaudit.paths import Home
from assetaudit.ui.screens.labels import LabelsScreen
from assetaudit.ui.widgets.choice import Choice
from assetaudit.wiring import Workspace, label_printing
from assetaudit.wiring.screen import ScreenWorkspace
from tests.cli.inside import Inside
from tests.ui.desk import Desk
from tests.ui.desk_notes import Label
from tests.ui.pressing import Person, at_work

DAMAGED = [f"IT-004{n:02}" for n in range(5)]


@pytest.fixture
def space(walked: Path, tmp_path: Path) -> ScreenWorkspace:
    """A workspace in which five labels are needed."""
    shutil.copytree(walked, tmp_path / "home")
    codes = [code for tag in DAMAGED for code in (tag, "CMD:DAMAGED")]
    Inside(tmp_path / "home").scan("Q4", "LOC:DC1/R2/A/07", *codes)
    return ScreenWorkspace(Workspace(Home(tmp_path / "home")))


def printed(
    space: ScreenWorkspace, file: Path, progress: Callable[[int, int], None] = lambda *_: None
) -> Sequence[str]:
    return space.print_labels("Q4", stock="avery-l7160", template="asset", used="0", where=str(file), progress=progress)


def states(space: ScreenWorkspace) -> list[str]:
    return [label.state for label in space.needed_labels("Q4")]


@pytest.mark.parametrize("at", [0, 3])
def test_a_run_that_is_stopped_leaves_no_file_and_no_label_that_counts_as_printed(
    space: ScreenWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    def stop(done: int, of: int) -> None:
        assert of == len(DAMAGED)
        if done == at:
            raise PrintError("Printing was stopped.")

    monkeypatch.setattr(label_printing, "_CHUNK", 1)
    with pytest.raises(PrintError, match="stopped"):
        printed(space, tmp_path / "labels.pdf", stop)
    assert states(space) == ["waiting"] * 5
    assert [file.name for file in tmp_path.iterdir()] == ["home"]
    assert "5 labels" in printed(space, tmp_path / "labels.pdf")[0]
    assert states(space) == ["printed"] * 5


def test_a_home_folder_that_nobody_has_is_told_in_a_sentence(
    space: ScreenWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssetAuditError, match="~nobody-of-that-name"):
        printed(space, Path("~nobody-of-that-name/labels.pdf"))
    assert states(space) == ["waiting"] * 5
    with pytest.raises(UsageError, match="Nobody has the home folder"):
        Home.of("~nobody-of-that-name/desk")


def test_the_first_sheet_is_drawn_without_the_used_cells(space: ScreenWorkspace) -> None:
    def drawn(used: str) -> Sequence[str]:
        return space.sheet_picture("Q4", stock="avery-l7160", template="asset", room=(40, 20), used=used)

    assert [row.split() for row in drawn("2")[:3]] == [["×", "×", "IT-00400"], DAMAGED[1:4], ["IT-00404", "·", "·"]]
    assert drawn("2")[-1] == "5 of 21 cells"
    assert [row.split() for row in drawn("1-17,20")[5:7]] == [["×", "×", "IT-00400"], ["IT-00401", "×", "IT-00402"]]
    assert drawn("1-17,20")[-1] == "3 of 21 cells"


class Printing:
    """A run that goes on until somebody stops it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.begun = threading.Event()
        self.ended = threading.Event()

    def __call__(self, name: str, *, progress: Callable[[int, int], None], **_more: Any) -> Sequence[str]:
        try:
            for done in range(1_000_000):
                progress(done % 90, 100)
                self.begun.set()
                self.ended.wait(0.002)
        finally:
            self.ended.set()
        return []


@pytest.mark.parametrize("key", ["x", "escape"])
async def test_printing_shows_how_far_it_is_and_is_stopped_by_a_key(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    desk.labels = [Label("IT-003002", ("IT-003002",), "DC1/R2/A/07:U37", "unreadable")]
    run = Printing(desk)
    monkeypatch.setattr(desk, "print_labels", run, raising=False)
    async with at_work(desk, None) as person:
        await person.press("p")
        await person.settle()
        assert "stop" not in person.line("#keys")
        await person.pilot.press("enter")
        await person.until(run.begun.is_set)
        await person.until(lambda: " %" in person.shown())
        assert "x stop" in person.line("#keys")
        await person.pilot.press(key)
        await person.until(run.ended.is_set)
        await person.settle()
        assert isinstance(person.app.screen, LabelsScreen)
        assert "Nothing was printed." in person.shown()
        assert any("Printing was stopped." in told for told in person.told())
        assert "stop" not in person.line("#keys")
        await person.press("escape")
        assert not isinstance(person.app.screen, LabelsScreen)


async def test_the_sheet_is_seen_before_it_is_printed(desk: Desk) -> None:
    async with at_work(desk, None) as person:
        await person.press("p")
        await shown(person, "asset on avery-l7160")
        await person.press("o")
        await shown(person, "1 of 21 cells")
        await person.press("o")
        await shown(person, "asset on avery-l7160")


async def shown(person: Person, text: str) -> None:
    await person.until(lambda: text in person.shown())
    assert person.app.screen.query_one("#stocks", Choice).marked is not None
