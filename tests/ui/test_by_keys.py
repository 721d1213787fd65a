"""A whole audit of the sample data by keys alone: from an empty home to a closed audit, with no scanner and no mouse.

A person types what they read on devices; what to press next is looked for on the screen.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import AsyncIterator
from itertools import cycle
from pathlib import Path

import pytest

from assetaudit.bundled import bundled
from assetaudit.model.asset import Asset
from assetaudit.model.place import Place
from assetaudit.paths import Home
from assetaudit.ui.app import AuditApp
from assetaudit.ui.screens.cases import CasesScreen
from assetaudit.ui.screens.close_audit import CloseAuditScreen
from assetaudit.ui.screens.close_place import CloseQuestion
from assetaudit.ui.screens.findings import FindingsScreen
from assetaudit.ui.screens.home import HomeScreen
from assetaudit.ui.screens.new_audit import NewAuditScreen
from assetaudit.ui.screens.proof import ProofQuestion
from assetaudit.ui.screens.search import SearchScreen
from assetaudit.ui.screens.tips import TipsScreen
from assetaudit.ui.screens.walk import WalkScreen
from assetaudit.ui.screens.who import WhoQuestion
from assetaudit.ui.widgets.choice import Choice
from assetaudit.wiring import Workspace
from assetaudit.wiring.screen import ScreenWorkspace
from tests.ui.pressing import Person

LONG = bool(os.environ.get("ASSETAUDIT_LONG_TESTS"))
SCOPE = ("DC1/R1", "DC2/R2") if LONG else ("DC2/R1/B/03", "DC2/R2/WORKSHOP")
"""Two rooms; a rack and a workshop where there is little time."""
AUDIT = "By keys"


class Technician(Person):
    """Somebody with a keyboard, a register's worth of devices before them, and no scanner."""

    space: Workspace
    picked: list[str]

    async def see(self, text: str) -> None:
        """Wait until a text stands on the screen."""
        await self.until(lambda: text in self.shown(), 30)

    async def come_to(self, screen: type[object]) -> None:
        """Wait until a screen is on top, with nothing under way."""
        await self.until(lambda: isinstance(self.app.screen, screen), 30)
        await self.settle()

    async def mark(self, name: str) -> None:
        """Move the mark down to the row of a place."""
        choice = self.app.screen.query_one(Choice)
        for _ in choice.items:
            if str(choice.marked.place) == name:  # type: ignore[union-attr]
                return
            await self.press("down")
        raise AssertionError(f"{name} is not listed")

    async def do(self, *keys: str) -> None:
        """Press keys, and wait until all is done."""
        for key in keys:
            await self.press(key)
            await self.settle()

    async def answer(self, text: str) -> None:
        """Write a text into the field that has the focus."""
        await self.write(text)
        await self.do("enter")

    # From an empty home to the first place

    async def import_the_sample(self) -> None:
        await self.see("Welcome")
        await self.do("enter")
        await self.answer(str(bundled("sample_data") / "register.csv"))
        await self.see("would be new")
        await self.do("g")
        await self.see("Imported.")

    async def open_the_audit(self) -> None:
        await self.do("a")
        await self.come_to(NewAuditScreen)
        await self.press("n", *["backspace"] * len("Audit 2026-11-24"))
        await self.answer(AUDIT)
        for scope in map(Place.parse, SCOPE):
            await self.press("home")
            for above in range(1, len(scope.nodes)):
                await self.mark(str(Place(scope.nodes[:above])))
                await self.do("right")
            await self.mark(str(scope))
            await self.do("space")
        await self.see("to account for")
        await self.do("c")
        await self.come_to(WhoQuestion)
        await self.answer("Ana")
        await self.until(lambda: self.app.feed is not None and self.app.feed.opened, 30)
        await self.settle()

    async def go(self, place: Place) -> None:
        await self.press("g")
        await self.answer(str(place))
        await self.until(lambda: self.here == place)

    @property
    def here(self) -> Place | None:
        picture = self.walk.picture
        return None if picture is None or picture.place is None else Place.parse(picture.place)

    async def elsewhere(self, than: Place) -> None:
        """Wait until one stands in another place."""
        await self.until(lambda: self.here != than)

    # Devices

    async def type_code(self, asset: Asset) -> None:
        """Type a tag or a serial as it is read on the device."""
        await self.press("f")
        await self.come_to(SearchScreen)
        await self.answer(asset.asset_tag or asset.serial or "")
        await self.come_to(WalkScreen)

    async def pick(self, _asset: Asset) -> None:
        """The device that is asked for next is here: its serial's last four prove it, where the register has one."""
        await self.press("enter")
        await self.until(lambda: isinstance(self.app.screen, ProofQuestion))
        question = self.app.screen
        assert isinstance(question, ProofQuestion)
        self.picked.append(question.asset.key)
        serial = "".join(char for char in question.asset.serial or "" if char.isalnum())
        await self.answer(serial[-4:] if len(serial) >= 4 else "")
        await self.come_to(WalkScreen)

    async def walk_a_place(self, *, all_of_it: bool) -> None:
        """Confirm what is left here in one way after the other; one thing stays where not all is found."""
        ways = cycle((self.type_code, self.pick))
        left = self.left()
        for _ in range(len(left) if all_of_it else len(left) - 1):
            due = self.left()
            if not due:
                break
            asset = self.prompted() or due[0]
            way = next(ways) if self.prompted() is not None and (asset.asset_tag or asset.serial) else self.type_code
            await way(asset)

    def left(self) -> list[Asset]:
        engine = self.space.open_audit(AUDIT).reconciliation
        return [] if self.here is None else list(engine.left(self.here))

    def prompted(self) -> Asset | None:
        picture = self.walk.picture
        if picture is None or picture.next_row is None:
            return None
        key = picture.rows[picture.next_row].asset
        return None if key is None else self.space.register().asset(key)

    async def close(self) -> None:
        """Close the place; where things are left it asks once."""
        await self.do("c")
        if isinstance(self.app.screen, CloseQuestion):
            await self.see("becomes missing")
            await self.do("enter")
        await self.come_to(WalkScreen)

    async def say_more(self) -> None:
        """An unreadable device, its condition, a note, empty units, and one thing too many that is taken back."""
        await self.do("n", "enter", "d", "down", "enter", "o")
        await self.answer("under the tiles")
        await self.do("n", "enter", "u", "l")

    async def leave(self) -> None:
        await self.do("escape", "enter")
        await self.come_to(TipsScreen)
        await self.do("escape")
        await self.come_to(HomeScreen)


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(tmp_path)
    return Workspace(Home.of(tmp_path / "home").make())


async def test_from_an_empty_home_to_a_closed_audit(space: Workspace, tmp_path: Path) -> None:
    app = AuditApp(ScreenWorkspace(space))
    async with app.run_test(size=(80, 24)) as pilot:
        ana = Technician(app, pilot)
        ana.space, ana.picked = space, []
        await ana.import_the_sample()
        await ana.open_the_audit()
        walked = [place async for place in walk_all(ana)]
        await ana.leave()
        await decide(ana)
        await write_and_print(ana)
        await close_the_audit(ana)
    expect_all_of_it(space, walked, ana)
    assert (tmp_path / "By keys.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "labels.pdf").read_bytes().startswith(b"%PDF")


async def walk_all(ana: Technician) -> AsyncIterator[Place]:
    """Every planned place: the first by its name, the others by the key that goes to the next; the last is blocked."""
    planned = list(ana.walk.feed._open_audit.reconciliation.planned())
    await ana.go(planned[0])
    for number in range(len(planned)):
        here = ana.here
        assert here is not None
        if number == len(planned) - 1:
            await ana.do("b", "down", "enter")
            await ana.see("live work")
            yield here
            return
        await ana.walk_a_place(all_of_it=number > 0)
        if number == 0:
            await ana.say_more()
        await ana.close()
        yield here
        await ana.do("space")
        await ana.elsewhere(here)


async def decide(ana: Technician) -> None:
    await ana.do("v")
    await ana.come_to(FindingsScreen)
    await ana.see("audit not complete")
    await ana.do("f", "escape", "r")
    await ana.come_to(CasesScreen)
    await ana.until(lambda: ana.app.screen.query_one(Choice).items)
    await ana.do("enter", "enter")
    if isinstance(ana.app.screen, CasesScreen):
        await ana.do("down", "d")
    await ana.do("enter")
    await ana.answer("ask the store")
    await ana.come_to(CasesScreen)
    await ana.do("escape")


def _unwrapped(text: str) -> str:
    """A text without its line breaks, which may fall into the midst of a long path."""
    return "".join(line.strip() for line in text.splitlines())


async def write_and_print(ana: Technician) -> None:
    await ana.do("e", "enter")
    await ana.see("written.")
    await ana.do("escape", "p")
    await ana.see("waiting")
    await ana.do("enter")
    await ana.until(lambda: "labels.pdf" in _unwrapped(ana.line("#progress-text")), 60)
    await ana.do("escape")


async def close_the_audit(ana: Technician) -> None:
    await ana.do("c")
    await ana.come_to(CloseAuditScreen)
    await ana.see("It is not complete.")
    await ana.answer("the last place is live")
    await ana.come_to(HomeScreen)
    await ana.see("closed")


def expect_all_of_it(space: Workspace, walked: list[Place], ana: Technician) -> None:
    """What the log holds is what was pressed, no more and no less."""
    loaded = space.open_audit(AUDIT)
    engine = loaded.reconciliation
    states = Counter(str(engine.sweep_state(place)) for place in engine.planned())
    assert states == {"closed": len(walked) - 1, "blocked": 1}
    assert engine.blocked_reason(walked[-1]) == "live work"
    events = list(space.events.source(loaded.id).events())
    kinds = Counter(event.k for event in events)
    assert kinds["note"] == kinds["condition"] == 1
    assert kinds["void"] == 1
    assert kinds["decision"] >= 2
    assert [event.d["reason"] for event in events if event.k == "audit.close"] == ["the last place is live"]
    picks = [event.d["asset"] for event in events if event.k == "pick" and event.d.get("asset")]
    assert picks == ana.picked
    scans = [event.d["read"] for event in events if event.k == "scan"]
    assert scans
    counted = [finding for key in picks if (finding := engine.finding(key)) is not None]
    assert all(finding.outcome.value != "missing" for finding in counted)
    assert space.events.verify(loaded.id) == []
