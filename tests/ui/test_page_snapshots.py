"""Pages in each state (empty, busy, full, in trouble) as pictures at 80x24 and 120x40; one run of the app for many."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.widgets import Input

from assetaudit.model.finding import Outcome
from assetaudit.model.kept import KeptThing
from assetaudit.ui.messages import FindingsListed
from assetaudit.ui.screens.findings import FindingsScreen
from assetaudit.ui.sounds import Sounds
from tests.ui.pressing import Person, at_work
from tests.ui.reviewed import Reviewed, finding

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
Size = tuple[int, int]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Input, "_toggle_cursor", lambda self: None)
    monkeypatch.setattr(Path, "cwd", lambda: Path("/home/ana"))
    monkeypatch.setattr(Sounds, "play", lambda self, tone: None)


class Camera:
    """Takes a picture of the topmost screen, and compares it with the last one that was looked at."""

    def __init__(self, person: Person, snapshot: SnapshotAssertion, size: Size) -> None:
        self.person = person
        self.snapshot = snapshot.use_extension(SVGImageExtension)
        self.size = size
        self.wrong: list[str] = []

    async def take(self, name: str, *keys: str, shows: str = "") -> None:
        """Press keys, wait until a text is shown, and take the picture."""
        for key in keys:
            await self.person.press(key)
            await self.person.settle()
        await self.person.until(lambda: shows in self.person.shown())
        await self.person.settle()
        self.catch(name)

    def catch(self, name: str) -> None:
        """Take the picture as it is just now, whatever is being done."""
        picture = self.person.app.export_screenshot()
        if self.snapshot(name=f"{name}-{self.size[0]}x{self.size[1]}") != picture:
            self.wrong.append(name)

    async def back(self) -> None:
        """Go home."""
        self.person.app.clear_notifications()
        while len(self.person.app.screen_stack) > 2:
            await self.person.press("escape")
            await self.person.settle()


@SIZES
async def test_reviews_and_measures(reviewed: Reviewed, snapshot: SnapshotAssertion, size: Size) -> None:
    async with at_work(reviewed, None, size=size) as person:
        camera = Camera(person, snapshot, size)
        await camera.take("queue", "r")
        await camera.take("case", "enter")
        await person.press("escape")
        await camera.take("queue_one", "down", "space")
        await camera.take("decide", "d")
        await person.press("escape")
        await camera.take("approve", "a")
        await person.press("escape")
        await camera.take("changes", "c", "down")
        await camera.take("changes_held", "down")
        await camera.back()
        await camera.take("measures", "m")
        await camera.take("measures_end", "end")
        await camera.back()
        reviewed.queue.empty = True
        await camera.take("queue_empty", "r")
        await camera.take("approve_empty", "a")
        await person.press("escape")
        await camera.take("changes_empty", "c")
        assert camera.wrong == []


@SIZES
async def test_terms_and_booked_moves(reviewed: Reviewed, snapshot: SnapshotAssertion, size: Size) -> None:
    async with at_work(reviewed, None, size=size) as person:
        camera = Camera(person, snapshot, size)
        await camera.take("new_audit_terms", "a", "t", "end")
        await camera.take("new_audit_role", "p")
        await person.press("escape")
        await camera.take("key", "k")
        await camera.take("key_made", "enter", shows="public part")
        await camera.back()
        await camera.take("terms", "r", "r", "down", "down")
        await camera.take("terms_question", "enter")
        await person.press("escape")
        await camera.take("terms_person", "end", shows="on leave")
        await person.press("escape")
        await camera.take("moves", "b", "down")
        await person.press("escape")
        reviewed.queue.empty = True
        await camera.take("moves_empty", "b")
        assert camera.wrong == []


@SIZES
async def test_reports_and_what_is_kept_of_people(reviewed: Reviewed, snapshot: SnapshotAssertion, size: Size) -> None:
    reviewed.keeping = [
        KeptThing("3f2a91c07b", "name", "ana", "kept", ("Q3",)),
        KeptThing("9c1d22e05a", "name", "", "erased"),
        KeptThing("5f3a91c077de0142" * 4, "picture", "2026-11-22T09:30+00:00", "kept"),
    ]
    async with at_work(reviewed, None, size=size) as person:
        camera = Camera(person, snapshot, size)
        await camera.take("report", "e", "a")
        await camera.take("report_sign", "s")
        await camera.back()
        await camera.take("erasing", "x", shows="ana")
        await camera.take("erasing_sure", "x")
        await camera.take("erased", "enter", shows="opaque")
        await camera.take("erasing_due", "d")
        assert camera.wrong == []


@SIZES
async def test_labels_are_printed(reviewed: Reviewed, snapshot: SnapshotAssertion, size: Size) -> None:
    async with at_work(reviewed, None, size=size) as person:
        camera = Camera(person, snapshot, size)
        await camera.take("sheet", "p", "o", shows="1 of 21 cells")
        await person.pilot.press("enter")
        await person.until(reviewed.printing.is_set)
        await person.until(lambda: "45 %" in person.shown())
        camera.catch("printing")
        reviewed.go_on.set()
        await camera.take("printed", shows="1 label on 1 page")
        assert camera.wrong == []


@SIZES
async def test_findings_none_and_ten_thousand(reviewed: Reviewed, snapshot: SnapshotAssertion, size: Size) -> None:
    outcomes = (Outcome.FOUND, Outcome.MISPLACED, Outcome.MISSING)
    async with at_work(reviewed, None, size=size) as person:
        camera = Camera(person, snapshot, size)
        for number in (10_000, 0):
            screen = FindingsScreen("Q4")
            person.app.push_screen(screen)
            await person.settle()
            listed = tuple(finding(n, outcomes[n % 3]) for n in range(number))
            screen.list(FindingsListed(listed, complete=bool(number)))
            await camera.take(f"findings_{number}", "down", "down")
            await camera.back()
        await camera.take("palette", "colon")
        assert camera.wrong == []


@SIZES
@pytest.mark.parametrize(("key", "path"), [("e", "/home/ana/Q4.doc"), ("i", "/home/ana/none.csv")])
async def test_what_is_refused_is_told(
    reviewed: Reviewed, snapshot: SnapshotAssertion, size: Size, key: str, path: str
) -> None:
    async with at_work(reviewed, None, size=size) as person:
        camera = Camera(person, snapshot, size)
        await person.press(key)
        person.app.screen.query_one("#path", Input).value = path
        person.app.screen.query_one("#path", Input).focus()
        await camera.take(f"refused_{key}", "enter")
        assert camera.wrong == []


@SIZES
async def test_pages_in_german(reviewed: Reviewed, snapshot: SnapshotAssertion, size: Size) -> None:
    reviewed.chosen.language = "de"
    async with at_work(reviewed, None, size=size) as person:
        camera = Camera(person, snapshot, size)
        for name, key in (("home", ""), ("settings", "s"), ("queue", "r"), ("measures", "m"), ("labels", "p")):
            await camera.take(f"german_{name}", *([key] if key else []), shows="avery-l7160" if key == "p" else "")
            await camera.back()
        assert camera.wrong == []
