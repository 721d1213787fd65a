"""The end of a walk: its tip on the screen, read by a camera from the very cells that are drawn."""

from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image

from assetaudit.model.log_tip import LogTip, tips_in
from assetaudit.ui.screens.home import HomeScreen
from assetaudit.ui.screens.tips import TipsScreen
from tests.ui.desk import Desk
from tests.ui.pressing import Person, at_work

LIGHT = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}


def photographed(person: Person) -> list[str]:
    """Texts of the codes on the screen: light where the cell's colours are light."""
    screen = person.app.screen
    rows: list[list[int]] = []
    for strip in screen._compositor.render_strips(person.app.size):
        upper: list[int] = []
        lower: list[int] = []
        for segment in strip:
            for sign in segment.text:
                halves = LIGHT.get(sign, (0, 0))
                back = segment.style.bgcolor if segment.style is not None else None
                dark = back is not None and back.name == "#000000"
                upper.append(255 * halves[0] if dark else 128)
                lower.append(255 * halves[1] if dark else 128)
        rows += [upper, lower]
    size = len(rows[0]), len(rows)
    picture = Image.frombytes("L", size, b"".join(bytes(row) for row in rows))
    return [
        found.text
        for found in zxingcpp.read_barcodes(picture.resize((size[0] * 4, size[1] * 4), Image.Resampling.NEAREST))
    ]


async def leave(person: Person) -> None:
    """Leave the walk and wait until its log is closed."""
    await person.press("escape", "enter")
    await person.until(lambda: isinstance(person.app.screen, TipsScreen))
    await person.settle()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_tip_of_a_walk_is_photographed_when_it_is_left(desk: Desk, size: tuple[int, int]) -> None:
    async with at_work(desk, size=size) as person:
        await person.scan("LOC:DC1/R2/A/07", "IT-003000")
        await leave(person)
        audit = desk.store.find_audit("Q4").id
        (text,) = photographed(person)
        (tip,) = tips_in(text)
        last = max(desk.store.source(audit).events(), key=lambda event: (event.log == tip.log, event.seq))
        assert (last.k, last.log, last.seq, last.hash) == ("log.close", tip.log, tip.seq, tip.hash)
        assert f"{tip.seq} events" in person.shown()
        assert tip.groups[:19] in person.shown()
        assert not desk.store.check_tip(audit, tip).fault
        await person.press("enter")
        assert isinstance(person.app.screen, HomeScreen)


async def test_a_walk_that_was_handed_over_shows_both_logs(desk: Desk) -> None:
    async with at_work(desk, size=(120, 40)) as person:
        await person.scan("LOC:DC1/R2/A/07", "IT-003000")
        feed = person.app.feed
        assert feed is not None
        feed.hand_over("ben")
        await person.settle()
        await leave(person)
        (text,) = photographed(person)
        assert len({tip.log for tip in tips_in(text)}) == 2


async def test_codes_that_do_not_fit_together_come_one_after_the_other(desk: Desk) -> None:
    tips = [LogTip(f"0197c0de-0000-7000-8000-00000000000{n}", 5 + n, f"{n}" * 64) for n in range(2)]
    async with at_work(desk, audit=None) as person:
        person.app.push_screen(TipsScreen(tips))
        await person.settle()
        seen = list(tips_in(photographed(person)[0]))
        assert "Code 1 of 2" in person.shown()
        await person.press("enter")
        seen += tips_in(photographed(person)[0])
        assert seen == tips
        await person.press("enter")
        assert isinstance(person.app.screen, HomeScreen)


async def test_where_signs_are_ascii_the_text_itself_is_shown(desk: Desk) -> None:
    desk.save_settings(signs="ascii")
    async with at_work(desk) as person:
        await person.scan("LOC:DC1/R2/A/07", "IT-003000")
        await leave(person)
        assert photographed(person) == []
        assert "AATIP1:" in person.shown()


async def test_a_walk_without_any_scan_shows_none(desk: Desk) -> None:
    async with at_work(desk) as person:
        await person.press("escape", "enter")
        await person.settle()
        assert isinstance(person.app.screen, HomeScreen)
