"""What is changed from a screen is done to its end, in the order it was asked for, whatever becomes of the screen."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assetaudit.errors import AssetAuditError
from assetaudit.reports.wish import ReportWish
from assetaudit.review.queue import Entry
from assetaudit.ui.screens.cases import CasesScreen
from assetaudit.ui.screens.home import HomeScreen
from tests.ui.desk import Desk
from tests.ui.pressing import Person, at_work
from tests.ui.reviewed import Queue


@dataclass
class SlowReview(Queue):
    """A review that notes what is asked of it and by how many threads at once; deciding waits until it may go on."""

    asked: list[str] = field(default_factory=list)
    within: int = 0
    most: int = 0
    go_on: threading.Event = field(default_factory=threading.Event)

    def queue(self) -> Sequence[Entry]:
        with self:
            return super().queue()

    def choices(self, things: Sequence[str]) -> Sequence[tuple[str, str]]:
        with self:
            return super().choices(things)

    def decide(self, word: str, things: Sequence[str], why: str) -> str:
        return self._slowly(f"decide {things[0]}")

    def undo(self) -> str:
        return self._slowly("undo")

    def _slowly(self, what: str) -> str:
        with self:
            self.go_on.wait(30)
            self.asked.append(what)
        return what

    def __enter__(self) -> None:
        self.within += 1
        self.most = max(self.most, self.within)

    def __exit__(self, *_raised: object) -> None:
        self.within -= 1


async def at_the_queue(person: Person) -> None:
    await person.press("r")
    await person.until(lambda: isinstance(person.app.screen, CasesScreen) and person.app.screen.all)
    await person.press("down")


async def test_decisions_are_made_in_turn_and_none_is_lost_with_the_screen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = SlowReview()
    monkeypatch.setattr(desk, "review", lambda _name: review)
    async with at_work(desk, None) as person:
        await at_the_queue(person)
        await person.press("enter", "down", "enter", "u", "d", "escape")
        assert isinstance(person.app.screen, HomeScreen)
        review.go_on.set()
        await person.settle()
    assert review.asked == ["decide cmdb:IT-003000", "decide cmdb:IT-003001", "undo"]
    assert review.most == 1


class SlowReport:
    """Writes a report when it may go on, or fails then."""

    def __init__(self, error: AssetAuditError | None = None) -> None:
        self.error = error
        self.runs = 0
        self.go_on = threading.Event()

    def __call__(self, _name: str, wish: ReportWish, progress: Any) -> Sequence[str]:
        self.runs += 1
        self.go_on.wait(30)
        progress("writing")
        if self.error is not None:
            raise self.error
        wish.file.write_text("report", "utf-8")
        return [f"{wish.file} written."]


async def leave_while_it_is_written(person: Person, report: SlowReport) -> None:
    await person.press("e", "enter")
    await person.until(lambda: report.runs)
    await person.press("enter")
    assert "written already" in person.shown()
    await person.press("escape")
    assert isinstance(person.app.screen, HomeScreen)
    report.go_on.set()
    await person.settle()


async def test_a_report_is_written_once_and_to_its_end(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = SlowReport()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(desk, "write_report", report)
    async with at_work(desk, None) as person:
        await leave_while_it_is_written(person, report)
        assert person.told() == []
    assert report.runs == 1
    assert (tmp_path / "Q4.pdf").read_text("utf-8") == "report"


async def test_that_it_was_not_written_is_told_wherever_one_is(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = SlowReport(AssetAuditError("The disk is full."))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(desk, "write_report", report)
    async with at_work(desk, None) as person:
        await leave_while_it_is_written(person, report)
        assert any("Could not write the report. The disk is full." in told for told in person.told())
