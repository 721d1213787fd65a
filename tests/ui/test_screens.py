"""Screens around the walk: places, closing, looking on, handing over, kept scans, commands by name, own keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.model.register import MemoryRegister
from assetaudit.ui.screens.close_audit import CloseAuditScreen
from assetaudit.ui.screens.hand_over import HandOverQuestion
from assetaudit.ui.screens.home import HomeScreen
from assetaudit.ui.screens.kept import KeptQuestion
from assetaudit.ui.screens.palette import PaletteQuestion
from assetaudit.ui.screens.places import PlacesScreen
from assetaudit.ui.screens.watch import WatchScreen
from assetaudit.ui.widgets.tree import PlaceTree
from tests.ui.desk import Desk
from tests.ui.hall import asset
from tests.ui.pressing import Person, at_work

RACK = "LOC:DC1/R2/A/07"


def kinds(desk: Desk) -> list[str]:
    source = desk.store.source(desk.store.find_audit("Q4").id)
    return [event.k for event in source.events() if not event.k.startswith("log.")]


async def test_all_places_show_their_state_and_enter_goes_there(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000", "CMD:CLOSE", "CMD:CLOSE")
        await person.press("a")
        await person.settle()
        assert isinstance(person.app.screen, PlacesScreen)
        rows = person.shown().splitlines()
        assert any("07" in row and "closed" in row and "1 of 19" in row for row in rows)
        assert any("DC1" in row and "1 of 6 closed" in row for row in rows)
        await person.press("down", "enter")
        await person.settle()
        assert "DC1 / R2 / A / 08" in person.line("#top")


async def test_branches_shut_and_only_what_is_unfinished_is_listed(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "CMD:CLOSE", "CMD:CLOSE")
        await person.press("a")
        await person.settle()
        tree = person.app.screen.query_one(PlaceTree)
        count = len(tree.items)
        await person.press("f")
        assert len(tree.items) == count - 1
        await person.press("f", "left")
        assert len(tree.items) < count
        await person.press("right")
        assert len(tree.items) == count


async def at_close(person: Person) -> None:
    await person.press("c")
    await person.until(lambda: isinstance(person.app.screen, CloseAuditScreen))
    await person.settle()


async def test_an_audit_that_is_not_complete_needs_a_reason(desk: Desk) -> None:
    walk = desk.walk(desk.open_audit("Q4"), "user-ben")
    for text in (RACK, "IT-003000"):
        walk.take(Read("keys://", text=text))
    walk.end()
    async with at_work(desk, None) as person:
        await at_close(person)
        shown = person.shown()
        assert "Coverage: 0 of 6 places closed (0 %)" in shown
        assert "1 scan by 1 person" in shown
        assert any("DC1/R2/A/07" in row and "open" in row and "ben" in row for row in shown.splitlines())
        assert any("DC1/R2/A/08" in row and "nobody was there" in row for row in shown.splitlines())
        await person.press("enter")
        await person.settle()
        assert kinds(desk)[-1] != "audit.close"
        assert any("needs a reason" in told for told in person.told())
        await person.write("power cut")
        await person.press("enter")
        await person.settle()
        assert kinds(desk)[-1] == "audit.close"
        assert isinstance(person.app.screen, HomeScreen)
        assert "closed" in person.shown()


async def test_an_audit_without_scans_can_be_closed_and_says_so(desk: Desk) -> None:
    async with at_work(desk, None) as person:
        await at_close(person)
        assert "Nothing was scanned in this audit" in person.shown()
        await person.write("called off")
        await person.press("enter")
        await person.settle()
        source = desk.store.source(desk.store.find_audit("Q4").id)
        assert [event.d["reason"] for event in source.events() if event.k == "audit.close"] == ["called off"]


async def test_looking_on_follows_the_walk_of_another_and_changes_nothing(desk: Desk) -> None:
    other = Desk(desk.home)
    walk = other.walk(other.open_audit("Q4"), "user-ben")
    walk.take(Read("keys://", text=RACK))
    async with at_work(desk, None, size=(120, 40), read_only=True) as person:
        await person.press("enter")
        await person.until(lambda: isinstance(person.app.screen, WatchScreen), 30)
        await person.until(lambda: "0 of 6 places closed" in person.shown(), 30)
        walk.take(Read("keys://", text="0118273645"))
        walk.close(side=None)
        await person.until(lambda: "1 of 6 places closed" in person.shown(), 30)
        await person.press("a")
        assert any("ben" in row and "DC1/R2/A/07" in row and "1 scan" in row for row in person.shown().splitlines())
        await person.press("a")
        assert "0118273645" in person.shown()
        before = kinds(desk)
        await person.scan("IT-003000")
        assert kinds(desk) == before
        assert any("only looks on" in told for told in person.told())
    walk.end()


async def test_a_walk_is_handed_over_in_the_middle_and_both_sign(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000")
        await person.press("s")
        assert isinstance(person.app.screen, HandOverQuestion)
        assert "DC1/R2/A/07" in person.shown()
        assert "18 left" in person.shown()
        await person.write("ben")
        await person.press("enter")
        await person.until(lambda: desk.chosen.person == "ben")
        await person.settle()
        assert "no place yet" in person.line("#top")
        assert "Q4 · ben" in person.line("#top")
        assert person.line("#recent").count("taken over") == 1
        await person.scan(RACK, "IT-003001")
        source = desk.store.source(desk.store.find_audit("Q4").id)
        told = [(event.user, event.d.get("text")) for event in source.events() if event.k == "note"]
        assert told == [("user-ana", "handed over"), ("user-ben", "taken over")]
        scans = [(event.user, event.d["read"]["text"]) for event in source.events() if event.k == "scan"]
        assert scans == [("user-ana", "IT-003000"), ("user-ben", "IT-003001")]


async def test_a_scan_without_an_audit_is_kept_and_taken_into_one_that_is_opened(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "none")
    async with at_work(desk, None) as person:
        await person.scan(RACK, "IT-003000", "CMD:UNDO")
        assert [read.text for read in desk.kept_reads()] == [RACK, "IT-003000", "CMD:UNDO"]
        assert any("into one: 3" in told for told in person.told())
        desk.create_audit("Q4", [Place.parse("DC1/R2")])
        person.app.begin("Q4")
        await person.until(lambda: isinstance(person.app.screen, KeptQuestion))
        await person.until(lambda: person.app.feed is not None and person.app.feed.opened)
        await person.settle()
        assert "3 scans came while no audit was open" in person.shown()
        await person.press("enter")
        await person.settle()
        assert "1 of 19 seen" in person.line("#top")
        assert desk.kept_reads() == []
        assert desk.events("Q4") == ["IT-003000", "CMD:UNDO"], "what once was a command is kept, and does not act"


async def test_kept_scans_can_be_left_for_later_or_dropped(desk: Desk) -> None:
    desk.keep_read(Read("keys://", text="IT-003000"))
    async with at_work(desk, None) as person:
        assert "1 scan waits" in person.shown()
        await person.press("k", "escape")
        await person.settle()
        assert len(desk.kept_reads()) == 1
        await person.press("k", "end", "enter")
        await person.settle()
        assert desk.kept_reads() == []
        assert "waits to be taken" not in person.shown()


async def test_a_command_is_found_by_its_name(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000")
        await person.press("colon")
        assert isinstance(person.app.screen, PaletteQuestion)
        await person.write("take back")
        await person.press("enter")
        await person.settle()
        assert kinds(desk)[-1] == "void"


async def test_the_users_own_keys_work_and_are_shown(desk: Desk) -> None:
    desk.chosen.keys = (("walk.undo", "backspace"), ("walk.nothing", "q"))
    async with at_work(desk) as person:
        assert any("walk.nothing" in told for told in person.told())
        await person.scan(RACK, "IT-003000")
        await person.press("u")
        await person.settle()
        assert kinds(desk)[-1] == "scan"
        await person.press("backspace")
        await person.settle()
        assert kinds(desk)[-1] == "void"
        assert "⌫ undo" in person.line("#keys")


async def test_two_commands_on_one_key_are_told(desk: Desk) -> None:
    desk.chosen.keys = (("walk.undo", "n"),)
    async with at_work(desk) as person:
        assert any("lost their key" in told and "walk.no_label" in told for told in person.told())


async def test_near_matches_are_offered_and_not_taken(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("f")
        await person.write("IT-OO3OO4")
        await person.settle()
        await person.until(lambda: "near:" in person.shown())
        assert any("IT-003004" in row and "characters that look" in row for row in person.shown().splitlines())
        assert kinds(desk)[-1] == "place"


PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


async def test_a_photograph_is_kept_with_the_last_device(desk: Desk, tmp_path: Path) -> None:
    picture = tmp_path / "front.png"
    picture.write_bytes(PNG)
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000")
        await person.press("z")
        person.app.screen.query_one(Input).value = str(tmp_path / "none.png")
        await person.press("enter")
        await person.settle()
        assert any("cannot be read" in told for told in person.told())
        person.app.screen.query_one(Input).value = str(picture)
        await person.press("enter")
        await person.settle()
        source = desk.store.source(desk.store.find_audit("Q4").id)
        (photo,) = [event.d["photo"] for event in source.events() if event.k == "note"]
        assert (desk.home / "photos" / f"{photo}.png").read_bytes() == PNG


async def test_why_a_place_is_blocked_is_asked_after_the_bare_code(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "CMD:BLOCKED")
        assert "Why can this place not be swept?" in person.shown()
        await person.press("enter")
        await person.settle()
        source = desk.store.source(desk.store.find_audit("Q4").id)
        assert [event.d.get("reason") for event in source.events() if event.k == "sweep"] == [None, "locked"]


@pytest.mark.parametrize(("density", "height"), [("compact", 4), ("normal", 6), ("large", 7)])
async def test_density_changes_how_much_is_shown(desk: Desk, density: str, height: int) -> None:
    desk.chosen.density = density
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000")
        assert person.app.screen.query_one("#verdict").outer_size.height == height
        assert "VERIFIED" in person.line("#verdict").replace(" ", "") or density != "compact"
        await person.press("v")
        await person.settle()
        rows = [row for row in person.shown().splitlines() if "not examined" in row]
        assert len(rows) == (10 if density == "large" else 21)


async def test_ten_thousand_findings_are_listed_while_scans_go_first(tmp_path: Path) -> None:
    assets = [asset(f"IT-{n:06}", f"DC1/R1/A/{n // 40:03}:U{n % 40 + 1}", units=1) for n in range(10_000)]
    desk = Desk(tmp_path / "large", holding=MemoryRegister(assets))
    desk.create_audit("Q4", [Place.parse("DC1")])
    async with at_work(desk) as person:
        await person.scan("LOC:DC1/R1/A/000")
        await person.press("v")
        person.app.take(Read("keys://", text="IT-000001"))
        await person.until(lambda: desk.events("Q4") == ["IT-000001"], 30)
        await person.until(lambda: "10000 of 10000" in person.line("#heading"), 60)
        await person.settle()
        await person.press("slash")
        await person.write("007777")
        await person.until(lambda: "1 of 10000" in person.line("#heading"), 30)
        assert "IT-007777" in person.shown()


async def test_the_first_audit_ever_leads_into_its_walk(tmp_path: Path) -> None:
    """From an empty workspace: import, new audit, name, kept scans: each answer is heard."""
    file = tmp_path / "register.csv"
    file.write_text("Tag,Serial,Place\nIT-1,S1,DC1/R1/A/01:U1\n", "utf-8")
    desk = Desk(tmp_path / "new", holding=None)
    desk.chosen.person = ""
    async with at_work(desk, None) as person:
        await person.scan("IT-003000")
        await person.press("i")
        person.app.screen.query_one("#path", Input).value = str(file)
        await person.press("enter")
        await person.settle()
        await person.press("g")
        await person.settle()
        await person.press("a")
        await person.settle()
        await person.press("space", "c")
        await person.settle()
        assert "Who walks?" in person.shown()
        await person.write("ana")
        await person.press("enter")
        await person.until(lambda: isinstance(person.app.screen, KeptQuestion))
        await person.until(lambda: person.app.feed is not None and person.app.feed.opened)
        await person.settle()
        await person.press("enter")
        await person.settle()
        assert person.walk.is_current
        assert len(desk.kept_reads()) == 0
        assert desk.chosen.person == "ana"


async def test_keys_that_need_an_audit_say_so_and_are_not_named_without_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "none")
    async with at_work(desk, None) as person:
        await person.settle()
        assert "findings" not in person.line("#keys")
        await person.press("v", "w")
        assert len(person.told()) == 2


async def test_what_a_key_did_is_told_without_a_code_that_nobody_scanned(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan("LOC:DC1/R2/A/07", "CMD:UNREADABLE", "CMD:UNDO")
        assert "CMD" not in person.line("#recent")
        assert "Taken back" in person.line("#recent")


async def test_an_audit_that_no_asset_meets_is_opened_only_when_asked_twice(desk: Desk) -> None:
    async with at_work(desk, None) as person:
        await person.press("a")
        await person.settle()
        await person.press("n")
        person.app.screen.query_one("#name", Input).value = "Empty"
        person.app.screen.query_one("#where", Input).value = "category = submarine"
        await person.press("enter", "space")
        await person.settle()
        assert "No asset of the register lies there" in person.shown()
        await person.press("c")
        await person.settle()
        assert any("everything scanned would be out of scope" in told for told in person.told())
        assert [note.name for note in desk.audits()] == ["Q4"]
        await person.press("c")
        await person.until(lambda: person.app.feed is not None and person.app.feed.opened)
        assert {note.name for note in desk.audits()} == {"Q4", "Empty"}
