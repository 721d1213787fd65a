"""The walk's screen: what one sees after each thing that one does."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetaudit.errors import StoreError
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.model.verdict import Verdict
from assetaudit.ui.screens.close_place import CloseQuestion
from assetaudit.ui.screens.findings import FindingsScreen
from assetaudit.ui.screens.home import HomeScreen
from assetaudit.ui.screens.proof import ProofQuestion
from assetaudit.ui.screens.tips import TipsScreen
from assetaudit.ui.widgets.elevation import Elevation
from tests.ui.desk import Desk
from tests.ui.pressing import at_work

RACK = "LOC:DC1/R2/A/07"


def kinds(desk: Desk, audit: str = "Q4") -> list[str]:
    source = desk.store.source(desk.store.find_audit(audit).id)
    return [event.k for event in source.events() if not event.k.startswith(("log.", "audit."))]


async def test_the_place_is_on_top_and_what_is_left_is_counted(desk: Desk) -> None:
    async with at_work(desk) as person:
        assert "Scan the label of the place" in person.line("#verdict")
        await person.scan(RACK)
        assert "DC1 / R2 / A / 07" in person.line("#top")
        assert "0 of 19 seen · 19 left" in person.line("#top")
        assert "19 expected, 0 seen, 19 left." in person.line("#verdict")
        await person.scan("IT-003000", "IT-003001")
        assert "2 of 19 seen · 17 left" in person.line("#top")


async def test_a_right_scan_marks_its_row_and_the_next_one_is_prompted(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000")
        rows = person.line("#elevation").splitlines()
        assert rows[0].startswith(" U41-42  ✓ IT-003000")
        assert rows[1].startswith("▸U39-40  · IT-003001")
        assert rows[1].rstrip().endswith("next")


async def test_a_misplaced_device_shows_both_places_and_the_answers(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003103")
        verdict = person.line("#verdict")
        assert "belongs to   DC1/R2/A/08:U35" in verdict
        assert "is here      DC1/R2/A/07" in verdict
        assert "moved just now" in verdict
        assert "mis-scan" in verdict
        assert "two devices" in verdict
        assert "belongs A/08:U35" in person.line("#recent")


@pytest.mark.parametrize(("key", "event"), [("m", "resolve"), ("w", "resolve"), ("t", "resolve"), ("u", "void")])
async def test_one_key_answers(desk: Desk, key: str, event: str) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003103")
        await person.press(key)
        await person.settle()
        assert kinds(desk) == ["place", "scan", event]


async def test_no_answer_is_needed_to_scan_on(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003103", "IT-003000")
        assert "belongs to" not in person.line("#verdict")
        assert desk.events("Q4") == ["IT-003103", "IT-003000"]


async def test_undo_brings_the_row_back(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000")
        await person.press("u")
        await person.settle()
        assert person.line("#elevation").startswith("▸U41-42  · IT-003000")
        assert "19 left" in person.line("#top")


async def test_closing_asks_once_and_says_what_becomes_missing(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000")
        await person.press("c")
        await person.settle()
        assert isinstance(person.app.screen, CloseQuestion)
        assert "1 seen · 18 not seen" in person.shown()
        assert "IT-003001" in person.shown()
        await person.press("enter")
        await person.settle()
        assert kinds(desk) == ["place", "scan", "sweep"]
        assert "closed" in person.line("#top")


async def test_escape_goes_on_and_a_later_close_asks_again(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("c")
        await person.settle()
        await person.press("escape")
        await person.settle()
        await person.scan("IT-003000")
        await person.press("c")
        await person.settle()
        assert isinstance(person.app.screen, CloseQuestion)
        assert kinds(desk) == ["place", "scan"]


async def test_a_scan_answers_the_question_by_going_on(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "CMD:CLOSE")
        assert isinstance(person.app.screen, CloseQuestion)
        await person.scan("IT-003000")
        assert person.walk.is_current
        assert desk.events("Q4") == ["CMD:CLOSE", "IT-003000"], "the code that only asks is kept as a read"
        await person.scan("CMD:CLOSE")
        assert isinstance(person.app.screen, CloseQuestion)


async def test_a_second_close_code_closes(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "CMD:CLOSE")
        assert kinds(desk) == ["place", "scan"]
        await person.scan("CMD:CLOSE")
        assert kinds(desk) == ["place", "scan", "sweep"]
        assert person.walk.is_current


async def test_nothing_left_closes_at_once(desk: Desk) -> None:
    async with at_work(desk) as person:
        tags = [f"IT-{3000 + n:06}" for n in range(18)] + ["IT-009000"]
        await person.scan(RACK, *tags)
        assert "all seen" in person.line("#top")
        await person.scan("CMD:CLOSE")
        assert kinds(desk)[-1] == "sweep"


async def test_a_device_without_a_label_is_recorded_with_its_units(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("n")
        await person.settle()
        await person.press("enter")
        await person.settle()
        assert kinds(desk) == ["place", "pick"]
        assert "UNREADABLE" in person.app.screen_stack[-1].query_one("#verdict").verdict.verdict.upper()  # type: ignore[attr-defined]


async def test_the_serial_is_never_shown_and_proves_the_pick(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("n")
        await person.settle()
        await person.press("down", "enter")
        await person.settle()
        assert isinstance(person.app.screen, ProofQuestion)
        assert "7LD3000" not in person.shown()
        assert "3000" not in person.shown().replace("IT-003000", "")
        await person.write("9999")
        await person.press("enter")
        await person.settle()
        assert kinds(desk) == ["place"]
        assert any("not what the register has" in told for told in person.told())
        await person.press("backspace", "backspace", "backspace", "backspace")
        await person.write("3000")
        await person.press("enter")
        await person.settle()
        source = desk.store.source(desk.store.find_audit("Q4").id)
        picks = [event.d for event in source.events() if event.k == "pick"]
        assert [(pick["asset"], pick["proof"]) for pick in picks] == [("cmdb:IT-003000", "last4")]


async def test_finding_by_typing_lists_what_is_left_here_first(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan("LOC:DC1/R2/A/08")
        await person.press("f")
        await person.write("nexus")
        await person.settle()
        rows = [row for row in person.shown().splitlines() if "Nexus" in row]
        assert "IT-003103" in rows[0]
        assert "left here" in rows[0]
        assert "DC1/R2/A/07" in rows[-1] or "DC1/R2" in rows[-1]


async def test_a_code_typed_by_hand_is_marked_as_typed(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("f")
        await person.write("zz-99")
        await person.settle()
        await person.press("enter")
        await person.settle()
        source = desk.store.source(desk.store.find_audit("Q4").id)
        scans = [event.d for event in source.events() if event.k == "scan"]
        assert [(scan["read"]["text"], scan["typed"]) for scan in scans] == [("zz-99", True)]


async def test_a_blocked_place_says_why(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("b")
        await person.press("down", "enter")
        await person.settle()
        source = desk.store.source(desk.store.find_audit("Q4").id)
        assert [event.d["reason"] for event in source.events() if event.k == "sweep"] == ["live work"]
        assert "blocked" in person.line("#top")


async def test_a_note_and_a_condition(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000")
        await person.press("o")
        await person.write("loose")
        await person.press("enter")
        await person.settle()
        await person.press("d", "enter")
        await person.settle()
        assert kinds(desk) == ["place", "scan", "note", "condition"]


async def test_next_goes_to_the_next_place_and_the_rear_is_a_side(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("r")
        await person.settle()
        assert "rear" in person.line("#top")
        await person.press("space")
        await person.settle()
        assert "DC1 / R2 / A / 08" in person.line("#top")


async def test_a_wrong_latch_is_moved_with_its_scans(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003103", "IT-003104")
        await person.press("h")
        await person.write("A/08")
        await person.press("enter")
        await person.settle()
        assert "DC1 / R2 / A / 08" in person.line("#top")
        assert "2 of 18 seen" in person.line("#top")


async def test_blind_hides_what_is_expected(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "blind")
    desk.create_audit("B", [Place.parse("DC1/R2")], blind=True)
    async with at_work(desk, "B") as person:
        await person.scan(RACK, "IT-003000", "IT-003103")
        shown = person.shown()
        assert "blind" in person.line("#top")
        assert "IT-003001" not in shown
        assert "left" not in person.line("#top")
        assert "belongs" not in shown
        await person.press("c")
        await person.settle()
        assert kinds(desk, "B")[-1] == "sweep"


async def test_leaving_is_safe_and_the_walk_offers_to_go_on(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK, "IT-003000")
        await person.press("escape")
        assert "2 entries of this walk are on disk" in person.shown()
        await person.press("enter")
        await person.until(lambda: isinstance(person.app.screen, TipsScreen))
        await person.press("escape")
        await person.until(lambda: isinstance(person.app.screen, HomeScreen))
        await person.settle()
        assert "left off in DC1/R2/A/07" in person.shown()
        await person.press("enter")
        await person.until(lambda: person.app.feed is not None and person.app.feed.opened)
        await person.settle()
        assert "You left off in DC1/R2/A/07; g Enter goes there." in " ".join(person.line("#verdict").split())
        await person.press("g", "enter")
        await person.settle()
        assert "DC1 / R2 / A / 07" in person.line("#top")


async def test_the_usual_keys_for_quitting_do_nothing(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.press("ctrl+q", "ctrl+c")
        await person.settle()
        assert person.app.is_running
        assert any("To quit" in told for told in person.told())


async def test_a_read_that_cannot_be_saved_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)

        def full(read: Read, *, typed: bool = False) -> Verdict:
            msg = "The disk is full."
            raise StoreError(msg, hint="Make room, then scan it again.")

        monkeypatch.setattr(desk.open_walks[0], "take", full)
        await person.scan("IT-003000")
        assert any("'IT-003000'" in told and "disk is full" in told for told in person.told())
        monkeypatch.undo()
        await person.scan("IT-003000")
        assert desk.events("Q4") == ["IT-003000"]


async def test_other_processes_work_appears(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        other = Desk(desk.home)
        walk = other.walk(other.open_audit("Q4"), "user-ben")
        walk.take(Read("keys://", text=RACK))
        walk.take(Read("keys://", text="IT-003005"))
        walk.end()
        await person.until(lambda: "1 of 19 seen" in person.line("#top"))


async def test_scans_are_taken_on_every_screen(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.scan(RACK)
        for number, key in enumerate(("v", "e", "p", "question_mark", "f", "g", "o", "b", "d", "n", "escape")):
            await person.press(key)
            await person.settle()
            assert person.app.screen is not person.walk, key
            await person.scan(f"IT-{3000 + number:06}")
            assert f"IT-{3000 + number:06}" in person.shown(), key
            await person.press("escape")
            await person.settle()
            assert person.app.screen is person.walk, key
        assert desk.events("Q4") == [f"IT-{3000 + number:06}" for number in range(11)]


async def test_findings_are_listed_filtered_and_explained(desk: Desk) -> None:
    async with at_work(desk, size=(120, 40)) as person:
        await person.scan(RACK, "IT-003000", "IT-003103", "0118")
        await person.press("v")
        await person.settle()
        screen = person.app.screen
        assert isinstance(screen, FindingsScreen)
        assert len(screen.all) == 110
        await person.press("f", "f")
        assert "misplaced" in person.line("#heading")
        assert "1 of 110" in person.line("#heading")
        assert "expected  DC1/R2/A/08:U35" in person.line("#detail")
        assert "found     DC1/R2/A/07" in person.line("#detail")
        await person.press("x", "slash")
        await person.write("0118")
        assert "1 of 110" in person.line("#heading")
        assert "UNRECORDED" in person.line("#detail")


async def test_a_room_of_a_thousand(tmp_path: Path) -> None:
    from assetaudit.model.register import MemoryRegister
    from tests.ui.hall import asset

    assets = [asset(f"IT-{n:06}", "DC1/R9", serial=f"S{n:06}X") for n in range(1000)]
    desk = Desk(tmp_path / "room", holding=MemoryRegister(assets))
    desk.create_audit("R", [Place.parse("DC1/R9")])
    async with at_work(desk, "R") as person:
        await person.scan("LOC:DC1/R9")
        for n in range(0, 1000, 10):
            person.app.take(Read("keys://", text=f"IT-{n:06}"))
        await person.settle()
        assert "100 of 1000 seen · 900 left" in person.line("#top")
        elevation = person.app.screen.query_one(Elevation)
        assert len(elevation.rows) == 1000
        assert "more below" in person.line("#elevation")
        await person.press("up", "up", "down")
        assert elevation.mark is not None
