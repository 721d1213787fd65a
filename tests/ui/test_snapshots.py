"""Every screen at 80x24 and at 120x40, as pictures: fake clock, still cursor, no machine's own paths."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from assetaudit.errors import StoreError
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.model.verdict import Tone
from assetaudit.sync.keys import write_key
from assetaudit.sync.trust import Peer, Trust
from assetaudit.ui.app import AuditApp
from assetaudit.ui.sounds import Sounds
from tests.ui.desk import Desk
from tests.ui.desk_notes import Label
from tests.ui.pressing import Person

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
RACK = "LOC:DC1/R2/A/07"
WALKED = (RACK, "IT-003000", "IT-003001", "IT-003003", "IT-003004", "0118273645", "IT-001007")
Steps = Callable[[Person], Awaitable[None]]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Input, "_toggle_cursor", lambda self: None)
    monkeypatch.setattr(Path, "cwd", lambda: Path("/home/ana"))
    monkeypatch.setattr(Sounds, "play", lambda self, tone: None)


def keys(*pressed: str) -> Steps:
    async def press(person: Person) -> None:
        await person.scan(*WALKED, "IT-003103")
        for key in pressed:
            await person.press(key)
            await person.settle()

    return press


def scans(*codes: str) -> Steps:
    async def scan(person: Person) -> None:
        await person.scan(*codes)

    return scan


async def proof(person: Person) -> None:
    await person.scan(*WALKED)
    await person.press("n")
    await person.settle()
    await person.press("down", "enter")
    await person.settle()


async def found(person: Person) -> None:
    await person.scan(*WALKED)
    await person.press("f")
    await person.write("nex")
    await person.settle()


async def filtered(person: Person) -> None:
    await person.scan(RACK, "IT-003103")
    await person.press("v")
    await person.settle()
    await person.press("end")
    await person.settle()


async def lost(person: Person) -> None:
    await person.scan(*WALKED)
    await person.until(lambda: person.app.workspace.readers)  # type: ignore[attr-defined]
    desk: Any = person.app.workspace
    desk.tell(Light("serial:///dev/ttyACM0", "lost", "It was unplugged; plug it in again."))
    await person.pilot.pause()
    await person.settle()


async def trouble(person: Person) -> None:
    await person.scan(*WALKED)
    person.app.trouble(
        StoreError("The disk is full.", hint="Make room, then scan again."), doing="save the read 'IT-003005'"
    )
    await person.pilot.pause()


async def nothing(person: Person) -> None:
    await person.settle()


class Light:
    def __init__(self, address: str, state: str, message: str) -> None:
        self.address, self.state, self.message = address, state, message


async def doubted(person: Person) -> None:
    await person.scan(RACK, "IT-003000", "IT-003100", "IT-003101", "IT-003102")


async def stepped(person: Person) -> None:
    await person.scan(RACK, "IT-003000")
    await person.press("k")
    await person.settle()
    await person.scan("IT-003002")
    person.app.clear_notifications()
    await person.settle()


async def carried(person: Person) -> None:
    await doubted(person)
    await person.press("h")
    await person.settle()


async def one_side(person: Person) -> None:
    await person.scan(RACK, "CMD:FRONT", "IT-003000")


WALKS: dict[str, Steps] = {
    "walk_doubted": doubted,
    "walk_stepped": stepped,
    "walk_one_side": one_side,
    "carry": carried,
    "places": keys("a"),
    "hand_over": keys("s"),
    "palette": keys("colon"),
    "walk_begun": nothing,
    "walk_place": scans(RACK),
    "walk_right": scans(*WALKED[:5]),
    "walk_misplaced": keys(),
    "walk_unknown": scans(*WALKED[:6]),
    "walk_retired": scans(*WALKED),
    "walk_repeat": scans(*WALKED, "IT-003000"),
    "walk_exceptions": keys("x"),
    "walk_marked": keys("down", "down"),
    "walk_trouble": trouble,
    "close": keys("c"),
    "unreadable": keys("n"),
    "proof": proof,
    "blocked": keys("b"),
    "condition": keys("d"),
    "note": keys("o"),
    "go": keys("g"),
    "leave": keys("escape"),
    "find": found,
    "findings": filtered,
    "report": keys("e"),
    "labels": keys("p"),
    "help": keys("question_mark"),
}


def picture(snap_compare: Any, desk: Desk, size: tuple[int, int], steps: Steps, audit: str | None) -> None:
    app = AuditApp(desk, audit=audit)

    async def before(pilot: Pilot[Any]) -> None:
        person = Person(app, pilot)
        if audit is not None:
            await person.until(lambda: app.feed is not None and app.feed.opened)
        await person.settle()
        await steps(person)

    assert snap_compare(app, terminal_size=size, run_before=before)


@SIZES
@pytest.mark.parametrize("name", WALKS)
def test_the_walk_and_its_questions(snap_compare: Any, desk: Desk, size: tuple[int, int], name: str) -> None:
    desk.labels = [Label("IT-003002", ("IT-003002",), "DC1/R2/A/07:U37", "unreadable")]
    picture(snap_compare, desk, size, WALKS[name], "Q4")


@SIZES
def test_a_reader_is_lost(snap_compare: Any, desk: Desk, size: tuple[int, int]) -> None:
    desk.chosen.readers = ("serial:///dev/ttyACM0",)
    picture(snap_compare, desk, size, lost, "Q4")


@SIZES
def test_blind(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    desk = Desk(tmp_path / "blind")
    desk.create_audit("B", [Place.parse("DC1/R2")], blind=True)
    picture(snap_compare, desk, size, scans(*WALKED), "B")


@SIZES
def test_first_start(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    picture(snap_compare, Desk(tmp_path / "new", holding=None), size, nothing, None)


@SIZES
def test_home_without_audits(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    picture(snap_compare, Desk(tmp_path / "new"), size, nothing, None)


@SIZES
@pytest.mark.parametrize("key", ["", "s", "i", "c", "w"], ids=["home", "settings", "import", "close", "watch"])
def test_home_and_its_screens(snap_compare: Any, desk: Desk, size: tuple[int, int], key: str) -> None:
    async def steps(person: Person) -> None:
        if key:
            await person.press(key)
            await person.settle()

    picture(snap_compare, desk, size, steps, None)


@SIZES
def test_an_import_before_it_is_made(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(person: Person) -> None:
        await person.press("i")
        person.app.screen.query_one("#path", Input).value = str(file)
        await person.press("enter")
        await person.settle()
        person.app.screen.query_one("#path", Input).value = "~/register.csv"
        await person.pilot.pause()

    file = tmp_path / "register.csv"
    file.write_text("Tag,Serial,Place,Colour\nIT-1,S1,DC1/R1/A/01:U1,red\n,,DC1/R1,blue\nIT-2,S2,,green\n", "utf-8")
    picture(snap_compare, Desk(tmp_path / "new", holding=None), size, steps, None)


@SIZES
def test_a_new_audit(snap_compare: Any, desk: Desk, size: tuple[int, int]) -> None:
    async def steps(person: Person) -> None:
        await person.press("a")
        await person.settle()
        for key in ("down", "right", "down", "space"):
            await person.press(key)
            await person.settle()

    picture(snap_compare, desk, size, steps, None)


@pytest.mark.parametrize("theme", ["light", "high-contrast", "cold-aisle"])
@pytest.mark.parametrize("tone", list(Tone)[:3])
def test_themes(snap_compare: Any, desk: Desk, theme: str, tone: Tone) -> None:
    desk.chosen.theme = theme
    last = {Tone.RIGHT: WALKED[:5], Tone.ATTENTION: (*WALKED, "IT-003103"), Tone.WRONG: WALKED}[tone]
    picture(snap_compare, desk, (80, 24), scans(*last), "Q4")


@pytest.mark.parametrize("density", ["compact", "large"])
def test_densities(snap_compare: Any, desk: Desk, density: str) -> None:
    desk.chosen.density = density
    picture(snap_compare, desk, (80, 24), keys(), "Q4")


def test_german(snap_compare: Any, desk: Desk) -> None:
    desk.chosen.language = "de"
    picture(snap_compare, desk, (80, 24), keys(), "Q4")


@SIZES
def test_scans_that_were_kept(snap_compare: Any, desk: Desk, size: tuple[int, int]) -> None:
    for text in (RACK, "IT-003000"):
        desk.keep_read(Read("keys://", text=text))
    picture(snap_compare, desk, size, nothing, "Q4")


def test_ascii(snap_compare: Any, desk: Desk) -> None:
    desk.chosen.signs = "ascii"
    picture(snap_compare, desk, (80, 24), keys(), "Q4")


@SIZES
def test_sync(snap_compare: Any, desk: Desk, size: tuple[int, int]) -> None:
    async def steps(person: Person) -> None:
        await person.press("y")
        await person.settle()

    write_key(desk.home / "device.key", bytes(32))
    peers = Trust(desk.home / "peers.json")
    for number, (state, name) in enumerate((("trusted", "ben's laptop"), ("hub", "hub DC1"), ("unknown", ""))):
        peers.set(Peer(f"{number:02}" * 32, state, name))
    picture(snap_compare, desk, size, steps, None)
