"""RFID and camera on the screen: the sweep of a rack, the signal of one asset, and what a camera sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from assetaudit.model.asset import PlaceInfo
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.model.register import MemoryRegister
from assetaudit.ui.app import AuditApp
from assetaudit.ui.screens import find
from assetaudit.ui.screens.camera import CameraScreen
from assetaudit.ui.screens.find import FindScreen
from assetaudit.ui.screens.sweep import SweepScreen
from assetaudit.ui.sounds import Sounds
from assetaudit.ui.widgets.preview import Preview, drawn
from tests.ui.desk import Desk
from tests.ui.hall import asset
from tests.ui.pressing import Person, at_work

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
RACK, OTHER = "DC1/R2/A/07", "DC1/R2/A/08"
REFERENCE = "E00000000000000000000B08"


def epc(number: int) -> str:
    return f"3034257BF7194E40{number:08X}"


@pytest.fixture
def tagged(tmp_path: Path) -> Desk:
    """A desk whose assets carry RFID tags, with a reference tag on the second rack."""
    assets = [asset(f"IT-{n:06}", f"{RACK}:U{2 * n}", epc=epc(n)) for n in range(1, 9)]
    assets += [asset(f"IT-{n:06}", f"{OTHER}:U{2 * n - 100}", epc=epc(n)) for n in range(51, 54)]
    places = [PlaceInfo(Place.parse(RACK), "rack", 42), PlaceInfo(Place.parse(OTHER), "rack", 42, codes=(REFERENCE,))]
    desk = Desk(tmp_path / "tagged", holding=MemoryRegister(assets, places))
    desk.create_audit("Q4", [Place.parse("DC1/R2")], user="user-boss")
    return desk


def tag(epc: str, rssi: float = -55.0, *, tid: str | None = None, antenna: int = 1) -> Read:
    return Read("llrp://r", "tag", epc=epc, tid=tid, rssi=rssi, rssi_unit="dBm", antenna=antenna)


async def hear(person: Person, *reads: Read) -> None:
    """One batch of a reader."""
    desk: Any = person.app.workspace
    desk.clock.time += timedelta(seconds=1)
    for read in reads:
        person.app.take(read)
    await person.settle()


SWEPT = [
    *[tag(epc(n), -50 - n, antenna=1 + n % 2) for n in (1, 2, 3, 5, 6, 7)] * 4,
    tag(epc(52), -71),
    tag("BEEF" * 6, -70),
    tag("0" * 24, -66),
]


async def sweep(person: Person) -> None:
    await person.scan(f"LOC:{RACK}")
    await person.press("q")
    await hear(person, *SWEPT)
    await hear(person, *SWEPT[:6], tag(REFERENCE, -48.5))


async def test_a_sweep_counts_live_and_lists_what_is_left_for_a_hand(tagged: Desk) -> None:
    async with at_work(tagged) as person:
        await sweep(person)
        assert isinstance(person.app.screen, SweepScreen)
        shown = person.shown()
        assert "6 of 8 by RFID · 6 seen · 0 weak · 2 to scan by hand" in shown
        assert "1 stray · 1 unrecorded · 1 blank or as delivered" in shown
        assert "The tag of DC1/R2/A/08 is heard best (−48.5 dBm)." in shown
        assert person.line("#left").split()[:3] == ["▸", "U16-17", "IT-000008"]
        await person.press("g")
        await person.settle()
        await person.until(lambda: "DC1/R2/A/08" in person.line("#heading"))
        await person.press("escape")
        assert person.walk.picture is not None
        assert person.walk.picture.place == OTHER


async def test_ten_thousand_reads_become_a_few_events_and_a_hand_scan_goes_between(tagged: Desk) -> None:
    async with at_work(tagged) as person:
        await person.scan(f"LOC:{RACK}")
        for number in range(10_000):
            person.app.take(tag(epc(1 + number % 8), -50.0))
            if number == 5_000:
                person.app.take(Read("keys://", text="IT-000001"))
        await person.settle()
        source = tagged.store.source(tagged.store.find_audit("Q4").id)
        events = list(source.events())
        bulks = [event for event in events if event.k == "bulk"]
        assert sum(entry["n"] for event in bulks for entry in event.d["tags"]) == 10_000
        assert len(bulks) < 20
        assert tagged.events("Q4") == ["IT-000001"]


async def test_one_tag_before_the_reader_is_a_verdict_and_then_it_is_quiet(tagged: Desk) -> None:
    async with at_work(tagged) as person:
        await person.scan(f"LOC:{RACK}")
        await hear(person, tag(epc(1)))
        assert "IT-000001" in person.line("#verdict")
        saved = person.walk.saved
        await hear(person, tag(epc(1)))
        assert person.walk.saved == saved


async def test_two_chips_with_one_number_are_heard_and_told(tagged: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_work(tagged) as person:
        await person.scan(f"LOC:{RACK}")
        await hear(person, tag(epc(1), tid="E2801160AA01"), tag(epc(1), tid="E2801160AA02"))
        assert any(f"EPC {epc(1)} of IT-000001 is on 2 tags" in told for told in person.told())
        await person.press("q")
        await hear(person, tag(epc(2)), tag(epc(52), -71), tag(REFERENCE, -48.5))
        tags = person.line("#tags").splitlines()
        assert tags[0].split()[:4] == ["▸", "!", "IT-000001", "copy?"]
        assert next(row for row in tags if "IT-000052" in row).split()[2:4] == ["stray", "R2/A/08"]
        assert "is on 2 tags" in person.shown()
        assert "The tag of DC1/R2/A/08 is heard best" in person.shown()


async def test_what_is_only_weakly_heard_is_listed_with_the_rack_it_belongs_in(tagged: Desk) -> None:
    async with at_work(tagged) as person:
        for place in (OTHER, RACK):
            await person.scan(f"LOC:{place}")
            await hear(person, tag(epc(51), -58), tag(epc(1), -50))
        await person.press("q")
        await person.settle()
        left = person.line("#left").splitlines()
        assert next(row for row in left if "IT-000051" in row).split() == ["weak", "IT-000051", "R2/A/08"]
        assert next(row for row in left if "IT-000002" in row).split()[0] == "U4-5"


async def test_the_signal_of_an_asset_is_followed_and_kept(tagged: Desk) -> None:
    rung: list[int] = []
    async with at_work(tagged) as person:
        person.app.sounds = Sounds(lambda: rung.append(1), person.app.set_timer)
        await sweep(person)
        await person.press("f")
        assert isinstance(person.app.screen, FindScreen)
        assert person.app.screen.key == "cmdb:IT-000008"
        rung.clear()
        await hear(person, tag(epc(1), -30))
        assert "NOT HEARD" not in person.line("#needle")  # in large letters
        assert "Not heard yet" in person.shown()
        await hear(person, tag(epc(8), -70), tag(epc(8), -72))
        await person.until(lambda: "antenna 1" in person.line("#needle"))
        await hear(person, tag(epc(8), -41))
        await person.until(lambda: "−41 dBm" in person.line("#needle"))
        await person.until(lambda: rung)
        assert "warmer" in person.line("#needle")
        source = tagged.store.source(tagged.store.find_audit("Q4").id)
        heard = [entry for event in source.events() if event.k == "bulk" for entry in event.d["tags"]]
        assert [entry["max"] for entry in heard if entry["epc"] == epc(8)] == [-700, -410]
        await person.press("enter")
        await person.settle()
        assert "IT-000008" in person.shown()


@dataclass
class Box:
    text: str
    corners: tuple[tuple[float, float], ...]


@dataclass
class Sight:
    number: int = 1
    width: int = 64
    height: int = 36
    boxes: tuple[Box, ...] = (Box("IT-000001", ((0.3, 0.3), (0.6, 0.3), (0.6, 0.7), (0.3, 0.7))),)
    hint: str = ""
    frames_a_second: float = 30.0

    @property
    def rgb(self) -> bytes:
        """A picture with bands and a bright label in it."""
        pixels = bytearray()
        for y in range(self.height):
            for x in range(self.width):
                inside = 0.28 < x / self.width < 0.62 and 0.28 < y / self.height < 0.72
                pixels += bytes((235, 235, 230) if inside else (40, 46 + 8 * (y // 6 % 2), 60))
        return bytes(pixels)


class Finder:
    """A viewfinder that shows one picture."""

    def __init__(self, sight: Sight | None) -> None:
        self.sight: Any = sight
        self.looking: tuple[int, int] | None = None

    def watch(self, width: int, height: int) -> None:
        self.looking = (width, height)

    def leave(self) -> None:
        self.looking = None


async def camera(person: Person) -> None:
    desk: Any = person.app.workspace
    await person.scan(f"LOC:{RACK}")
    await person.press("comma")
    await person.settle()
    await person.until(lambda: not desk.cameras["camera://0"].sight or person.app.screen.query_one(Preview).sight)
    await person.settle()


async def test_a_camera_shows_its_codes_and_is_left_alone_afterwards(tagged: Desk) -> None:
    finder = Finder(Sight())
    tagged.cameras["camera://0"] = finder
    async with at_work(tagged) as person:
        await camera(person)
        assert isinstance(person.app.screen, CameraScreen)
        assert " IT-000001 " in person.shown()
        assert "1 in view: IT-000001" in person.shown()
        assert finder.looking == (78, 42)
        finder.sight = Sight(2, boxes=(), hint="It is dark here: switch a torch on.")
        await person.until(lambda: "switch a torch on" in person.line("#camera-line"))
        await person.press("escape")
        await person.settle()
        assert finder.looking is None


async def test_without_a_camera_a_sentence_says_so(tagged: Desk) -> None:
    async with at_work(tagged) as person:
        await person.scan(f"LOC:{RACK}")
        await person.press("comma")
        await person.settle()
        tagged.tell(Lost("camera://0", "lost", "Camera 0 cannot be opened: there is no camera on this machine."))
        await person.until(lambda: "there is no camera on this machine" in person.line("#camera-line"))
        assert person.told() == []


async def test_a_photograph_is_scanned_from_the_camera_screen(tagged: Desk) -> None:
    async with at_work(tagged) as person:
        await person.scan(f"LOC:{RACK}")
        await person.press("comma")
        await person.settle()
        await person.press("o")
        await person.write("/p/rack 7.jpg")
        await person.press("enter")
        await person.until(lambda: "camera:///p/rack 7.jpg" in tagged.readers)
        tagged.readers["camera:///p/rack 7.jpg"](Read("camera:///p/rack 7.jpg", text="IT-000001"))
        await person.settle()
        assert "VERIFIED" in person.line("#strip")
        await person.press("escape")
        await person.settle()
        assert person.app.screen is person.walk


@dataclass
class Lost:
    address: str
    state: str
    message: str


def test_a_hostile_code_is_drawn_as_placeholders() -> None:
    sight = Sight(boxes=(Box("\x1b]52;c;eA==\x07[@click=app.quit]x[/]", ((0.1, 0.5), (0.9, 0.5))),))
    text = "".join(segment.text for strip in drawn(sight, 78, unicode=True) for segment in strip)
    assert "\x1b" not in text
    assert "[@click" in text


def test_ascii_terminals_get_a_picture_too() -> None:
    rows = drawn(Sight(boxes=()), 70, unicode=False)
    assert len(rows) == 18
    assert all(strip.cell_length == 70 and strip.text.isascii() for strip in rows)
    assert "@" in rows[9].text


@SIZES
@pytest.mark.parametrize("name", ["sweep", "find", "camera"])
def test_pictures(
    snap_compare: Any, tagged: Desk, size: tuple[int, int], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sounds, "play", lambda self, tone: None)
    monkeypatch.setattr(find, "LOOKS", 3600.0)
    tagged.cameras["camera://0"] = Finder(Sight())
    app = AuditApp(tagged, audit="Q4")

    async def before(pilot: Pilot[Any]) -> None:
        person = Person(app, pilot)
        await person.until(lambda: app.feed is not None and app.feed.opened)
        await person.settle()
        if name == "camera":
            await camera(person)
            return
        await sweep(person)
        if name == "find":
            await person.press("f")
            screen: Any = app.screen
            for strength in (-71, -66, -58, -49, -42):
                await hear(person, tag(epc(8), strength, antenna=2))
                tagged.clock.time -= timedelta(seconds=0.8)
                screen._look()
            await person.settle()

    assert snap_compare(app, terminal_size=size, run_before=before)


async def test_tags_stay_in_the_rack_where_they_were_heard_however_soon_the_next_label_is_scanned(tagged: Desk) -> None:
    async with at_work(tagged) as person:
        await person.scan(f"LOC:{RACK}")
        for read in (tag(epc(1)), Read(text="IT-000002"), tag(epc(2)), Read(text=f"LOC:{OTHER}"), tag(epc(51))):
            person.app.take(read)
        await person.settle()
    events = list(tagged.store.source(tagged.store.find_audit("Q4").id).events())
    racks = {event.hash: event.d["place"] for event in events if event.k == "place"}
    heard = [(racks[event.d["at"]], [one["epc"] for one in event.d["tags"]]) for event in events if event.k == "bulk"]
    assert heard == [(RACK, [epc(1), epc(2)]), (OTHER, [epc(51)])]


async def test_a_close_asks_about_nothing_that_an_antenna_has_just_heard(tagged: Desk) -> None:
    async with at_work(tagged) as person:
        await person.scan(f"LOC:{RACK}")
        for read in (*(tag(epc(number)) for number in range(1, 9)), Read(text="CMD:CLOSE")):
            person.app.take(read)
        await person.settle()
    kinds = [event.k for event in tagged.store.source(tagged.store.find_audit("Q4").id).events()]
    assert [kind for kind in kinds if kind in ("bulk", "sweep")] == ["bulk", "sweep"]
