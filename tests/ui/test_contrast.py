"""Every text of every screen stands out from what is behind it in every theme, as WCAG 2.2 (1.4.3, 1.4.11) asks.

4.5 to 1 for text; 3 to 1 for letters three rows high, and for bars, frames and signs drawn of blocks.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from rich._palettes import STANDARD_PALETTE
from rich.color import Color, ColorSystem
from rich.style import Style
from textual.geometry import Region
from textual.theme import Theme

from assetaudit.ui import themes
from assetaudit.ui.themes import NAMES
from tests.ui.desk import Desk
from tests.ui.pressing import Person, at_work
from tests.ui.reviewed import Reviewed

LONG = bool(os.environ.get("ASSETAUDIT_LONG_TESTS"))
"""Whether each screen is looked at in every theme, and not in one theme after the other."""
TEXT, DRAWN = 4.5, 3.0
RACK = "LOC:DC1/R2/A/07"
WALKED = (RACK, "IT-003000", "IT-003001", "IT-003003", "0118273645", "IT-001007", "CMD:UNREADABLE")


def luminance(colour: Color) -> float:
    """Relative luminance, as WCAG defines it."""
    channels = [value / 255 for value in colour.get_truecolor()]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: Color, other: Color) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_that_of_wcag() -> None:
    black, white, grey = Color.parse("#000000"), Color.parse("#ffffff"), Color.parse("#767676")
    assert round(ratio(black, white), 2) == 21
    assert round(ratio(grey, white), 2) == 4.54
    assert ratio(black, black) == 1


GREYS = {0, 7, 8, 15}
"""Black, two greys and white among the sixteen colours of a console."""


@pytest.mark.parametrize("theme", themes.FEW_COLOURS, ids=lambda theme: theme.name)
def test_in_sixteen_colours_every_tone_is_a_colour_of_its_own(theme: Theme) -> None:
    for prefix in ("", "ink-"):
        told = [theme.variables[prefix + tone] for tone in ("right", "attention", "wrong", "neutral")]
        numbers = [Color.parse(one).downgrade(ColorSystem.STANDARD).number for one in told]
        assert len(set(numbers)) == len(numbers)
        assert not GREYS & set(numbers)
        assert all(Color.parse(one).get_truecolor() in STANDARD_PALETTE._colors for one in told)


@pytest.mark.parametrize(("few", "name"), [(False, "light"), (True, "light-16")])
def test_a_console_gets_the_theme_that_was_wished_for_in_its_own_colours(*, few: bool, name: str) -> None:
    assert themes.fitting("light", few_colours=few) == name
    assert themes.fitting("no such", few_colours=few) == themes.DEFAULT + name.removeprefix("light")


def asked(text: str) -> float:
    """The ratio that a piece of text needs; an empty part of a bar is the ground of its filled part."""
    drawn = {char for char in text if "─" <= char <= "▟"}
    return 0 if not text.strip(" ░") else DRAWN if drawn and not (set(text) - drawn - {" ", "░"}) else TEXT


def pieces(person: Person) -> Iterator[tuple[str, Style]]:
    """What stands on the topmost screen; beneath a question everything is out of use."""
    app = person.app
    whole = Region(0, 0, *app.size)
    seen = app.screen.query_one("#box").region if app.screen.is_modal else whole
    for y, strip in enumerate(app.screen._compositor.render_strips(app.size)):
        if y in seen.line_range:
            for segment in strip.crop(seen.x, seen.right):
                yield segment.text, segment.style or Style()


def poor(person: Person) -> set[str]:
    """Pieces that stand out too little."""
    found = set()
    for text, style in pieces(person):
        front, back = (style.bgcolor, style.color) if style.reverse else (style.color, style.bgcolor)
        if not asked(text):
            continue
        assert front is not None, (text, style)
        assert back is not None, (text, style)
        assert not style.dim, text
        if ratio(front, back) < asked(text):
            found.add(f"{text.strip()[:40]!r} {ratio(front, back):.2f}")
    return found


class Eye:
    """Somebody who looks at each screen in each theme."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.poor: dict[str, set[str]] = {}
        self._themes = cycle(NAMES)

    async def look(self, *keys: str) -> None:
        """Press keys, then look."""
        for key in keys:
            await self.person.press(key)
            await self.person.settle()
        for theme in NAMES if LONG else (next(self._themes),):
            self.person.app.theme = theme
            await self.person.pilot.pause()
            found = poor(self.person)
            if found:
                self.poor[f"{theme} {type(self.person.app.screen).__name__} {' '.join(keys)}"] = found

    async def back(self) -> None:
        """Leave what is on top."""
        await self.person.press("escape")
        await self.person.settle()


async def test_the_walk_and_its_questions_in_every_theme(desk: Desk) -> None:
    async with at_work(desk, size=(120, 40)) as person:
        eye = Eye(person)
        await eye.look()
        for code in (*WALKED, "IT-003103", "IT-003000", "CMD:UNDO", "LOC:DC1/R9/X"):
            await person.scan(code)
            if code != "CMD:UNDO":
                await eye.look()
        await person.scan(RACK)
        await eye.look("down")
        for key in "cndbogfashxv":
            await eye.look(key)
            await (eye.back() if key != "x" else person.press("x"))
        await eye.look("colon")
        await eye.back()
        await eye.look("question_mark")
        await eye.back()
        person.app.tell("A remark.")
        person.app.tell("What went wrong.", severe=True)
        await eye.look()
        await eye.look("q")
        await eye.back()
        await eye.look("escape", "enter")
        await eye.look("escape")
    assert eye.poor == {}


async def test_the_pages_in_every_theme(reviewed: Reviewed) -> None:
    async with at_work(reviewed, None, size=(120, 40)) as person:
        eye = Eye(person)
        await eye.look()
        for keys in ("s", "i", "y", "m", "w", "c", "e", "p", "v"):
            await eye.look(keys)
            await eye.look("tab")
            await eye.back()
        await eye.look("a")
        await eye.look("down", "space", "f")
        await eye.back()
        await eye.look("r")
        for pressed in (("enter",), ("down", "d"), ("slash",)):
            await eye.look(*pressed)
            await person.press("escape" if pressed != ("slash",) else "enter")
            await person.settle()
        for key in "ac":
            await eye.look(key)
            await eye.back()
    assert eye.poor == {}


async def test_a_first_start_in_every_theme(tmp_path: Path) -> None:
    async with at_work(Desk(tmp_path / "new", holding=None), None) as person:
        eye = Eye(person)
        await eye.look()
    assert eye.poor == {}


@pytest.mark.parametrize("theme", themes.THEMES, ids=NAMES)
def test_every_colour_of_text_is_read_on_every_ground(theme: Theme) -> None:
    colours = theme.variables
    assert set(colours) == set(themes.THEMES[0].variables)
    grounds = {name: getattr(theme, name) for name in ("background", "surface", "panel")}
    inks = {name: colours[name] for name in colours if name.startswith("ink-") or name == "quiet"}
    pairs = [(ink, ground) for ink in {**inks, "foreground": theme.foreground}.values() for ground in grounds.values()]
    bands = ("right", "attention", "wrong", "neutral", "mark")
    pairs += [(colours[f"on-{name}"], colours[name]) for name in bands]
    pairs += [(colours["on-neutral"], theme.secondary)]  # a field that is typed into
    assert [(one, other) for one, other in pairs if ratio(Color.parse(one), Color.parse(other)) < TEXT] == []
