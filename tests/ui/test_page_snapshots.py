"""Pages in each state (empty, busy, full, in trouble) as pictures at 80x24 and 120x40; one run of the app for many."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.widgets import Input

from assetaudit.model.finding import Finding, Measure, Outcome
from assetaudit.model.place import Place
from assetaudit.review.accuracy import Accuracy, Age, Measures, Unseen
from assetaudit.review.cases.case import Case
from assetaudit.review.changes import ChangeSet, Held, Kind, Line, LineState
from assetaudit.review.decision import Decide
from assetaudit.review.proposal import Proposal
from assetaudit.review.queue import Bundle, Entry
from assetaudit.review.standing import Standing, State
from assetaudit.ui.messages import FindingsListed
from assetaudit.ui.screens.findings import FindingsScreen
from assetaudit.ui.sounds import Sounds
from tests.ui.desk import Desk, Label
from tests.ui.pressing import Person, at_work

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
Size = tuple[int, int]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Input, "_toggle_cursor", lambda self: None)
    monkeypatch.setattr(Path, "cwd", lambda: Path("/home/ana"))
    monkeypatch.setattr(Sounds, "play", lambda self, tone: None)


def finding(number: int, outcome: Outcome = Outcome.MISPLACED) -> Finding:
    tag, here, there = f"IT-{3000 + number:06}", "DC1/R2/A/07", "DC1/R2/A/09:U14"
    return Finding(
        outcome,
        asset=f"cmdb:{tag}",
        asset_tag=tag,
        serial=f"7LD{number:04}",
        expected=there,
        found=None if outcome is Outcome.MISSING else here,
        why=f"Expected at {there}, seen at {here} by tag.",
        evidence=("0" * 64,),
    )


def standing(number: int, outcome: Outcome = Outcome.MISPLACED) -> Standing:
    return Standing(f"cmdb:IT-{3000 + number:06}", finding(number, outcome), State.OPEN)


@dataclass
class Queue:
    """A review that stands still: what a queue, approvals and a change set look like."""

    empty: bool = False

    def queue(self) -> Sequence[Entry]:
        if self.empty:
            return ()
        things = tuple(f"cmdb:IT-{3100 + n:06}" for n in range(5))
        title = "5 of 5 things of DC1/R2/A/08 were seen in DC1/R2/A/07: it was moved."
        reason = "They moved together; one decision corrects all their records, and each keeps its unit."
        case = Case("rack_moved", title, things, Decide.ACCEPT_MOVE, reason)
        proposal = Proposal(Decide.ACCEPT_MOVE, "It was seen at DC1/R2/A/07 and nowhere else.")
        device = "Dell PowerEdge R740"
        waiting = [Entry(None, standing(n), proposal, device, 520_000) for n in range(30)]
        missing = Entry(None, standing(40, Outcome.MISSING), Proposal(Decide.RECOUNT, "Its place was swept once."))
        members = tuple(Entry(None, standing(100 + n), proposal, device, 520_000) for n in range(5))
        return [Entry(case, names=("IT-003101", "IT-003104"), members=members), *waiting, missing]

    def choices(self, _things: Sequence[str]) -> Sequence[tuple[str, str]]:
        return [(one.value, one.printed) for one in (Decide.ACCEPT_MOVE, Decide.RECOUNT, Decide.INVESTIGATE)]

    def bundles(self) -> Sequence[Bundle]:
        names = tuple(f"IT-{3100 + n:06}" for n in range(5))
        refused = "nobody approves their own decision."
        why = "The facility team moved the rack in May."
        return [] if self.empty else [Bundle("accept the move", why, "ben", names, names, names[1:3], refused)]

    @property
    def changes(self) -> Queue:
        return self

    def plan(self) -> ChangeSet:
        if self.empty:
            return ChangeSet(())
        conflict = "the live register says 'DC1/R2/A/11' now, and said 'DC1/R2/A/09:U14' when the audit began."
        return ChangeSet((line(0), line(1, LineState.CONFLICT, conflict)), (held(),))


def line(number: int, state: LineState = LineState.READY, why: str = "") -> Line:
    tag, there = f"IT-{3000 + number:06}", "DC1/R2/A/09:U14"
    live = "DC1/R2/A/11" if why else there
    return Line(
        f"cmdb:{tag}", tag, f"cmdb:{tag}", Kind.MOVE, "place", there, live, "DC1/R2/A/07:U31", state, "0" * 64, why
    )


def held() -> Held:
    return Held("cmdb:IT-003044", "IT-003044", "another person's approval is still wanting.")


MEASURES = Measures(
    [Accuracy("DC1/R1", 200, 5, 6), Accuracy("DC1/R2", 58, 1, 1)],
    [Accuracy("", 3, 0, 0), Accuracy("server", 240, 6, 5), Accuracy("switch", 15, 0, 2)],
    {Age.NOW: 258, Age.QUARTER: 8, Age.NEVER: 5},
    [Unseen("IT-003077", "DC1/R1/B/02:U4", None), Unseen("IT-003012", "DC1/R2/A/07:U8", 61)],
    {
        "existence": (Measure(180, 200), Measure(258, 271)),
        "coverage": (Measure(12, 24), Measure(24, 24)),
        "place_u": (Measure(0, 0), Measure(40, 44)),
    },
    ["Q3", "Q4"],
    3.4,
    12,
)


@dataclass
class Reviewed(Desk):
    """A desk at which a review stands still, and printing goes as far as it is let."""

    queue: Queue = field(default_factory=Queue)
    printing: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def review(self, name: str) -> Any:
        return self.queue

    def measures(self, name: str) -> Measures:
        return MEASURES

    def print_labels(self, name: str, *, progress: Callable[[int, int], None], **_more: Any) -> Sequence[str]:
        progress(45, 100)
        self.printing.set()
        self.go_on.wait(30)
        return ["1 label on 1 page of avery-l7160: /home/ana/labels.pdf"]


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
        picture = self.person.app.export_screenshot()
        if self.snapshot(name=f"{name}-{self.size[0]}x{self.size[1]}") != picture:
            self.wrong.append(name)

    async def back(self) -> None:
        """Go home."""
        self.person.app.clear_notifications()
        while len(self.person.app.screen_stack) > 2:
            await self.person.press("escape")
            await self.person.settle()


@pytest.fixture
def reviewed(tmp_path: Path) -> Reviewed:
    """A workspace with an audit that has findings to decide about."""
    desk = Reviewed(tmp_path / "desk")
    desk.create_audit("Q4", [Place.parse("DC1/R2")], user="user-boss")
    desk.labels = [Label("IT-003002", ("IT-003002",), "DC1/R2/A/07:U37", "unreadable")]
    return desk


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
async def test_labels_are_printed(reviewed: Reviewed, snapshot: SnapshotAssertion, size: Size) -> None:
    async with at_work(reviewed, None, size=size) as person:
        camera = Camera(person, snapshot, size)
        await camera.take("sheet", "p", "o", shows="1 of 21 cells")
        await person.pilot.press("enter")
        await person.until(reviewed.printing.is_set)
        await person.until(lambda: "45 %" in person.shown())
        busy = person.app.export_screenshot()
        assert camera.snapshot(name=f"printing-{size[0]}x{size[1]}") == busy
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
