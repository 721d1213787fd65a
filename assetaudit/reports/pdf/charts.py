"""Pictures drawn as vectors: rooms by outcome, and how far the places were examined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assetaudit.language import say
from assetaudit.language.figures import whole
from assetaudit.reports.figures import RoomRow
from assetaudit.reports.pdf.page import INK, INNER, MARGIN, PALE, Page, Styles
from assetaudit.reports.words import GROUPS

_NAME = 112.0
_TOTAL = 34.0
NARROW, WIDE = 17.0, 27.0
"""Heights in points that a room's bar may have with the gap to the next."""
_LEGEND = 16.0


def rooms_in(height: float) -> int:
    """How many rooms the picture of a height in points can show."""
    return int((height - _LEGEND) // NARROW)


def height_of(rooms: int) -> float:
    """What the picture of so many rooms takes."""
    return _LEGEND + rooms * NARROW + 18


def draw_rooms(page: Page, y: float, rooms: Sequence[RoomRow], styles: Styles, *, pitch: float = NARROW) -> float:
    """One bar a room, stacked by outcome and all of one length, so that shares compare; returns the next base line."""
    y = _legend(page, y, rooms, styles)
    for room in rooms:
        y -= pitch
        base = y + (pitch - 11) / 2
        page.text(MARGIN, base, styles.small.lines(room.room, _NAME - 8, 1, place=True)[0], styles.small)
        _bar(page, (y, pitch - 6), room, styles)
        page.text_right(MARGIN + INNER, base, whole(room.total), styles.small)
    return y


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: how much of it, in which colour, and the sign that tells it apart in print without colours."""

    amount: int
    colour: str
    sign: str
    light: bool = False
    """Whether dark text is read better on its colour."""


def stacked(page: Page, box: tuple[float, float, float, float], parts: Sequence[Part], styles: Styles) -> None:
    """A bar in a box given as x, y, width, height; every part that is there stays visible."""
    x, y, width, height = box
    page.box(x, y, width, height, PALE)
    for part, span in zip(parts, _spans([part.amount for part in parts], width), strict=True):
        if span:
            page.box(x, y, max(span - 0.8, 0.4), height, part.colour)
            _label(page, (x, y + height / 2 - 2.5, span), part, styles)
        x += span


def _bar(page: Page, down: tuple[float, float], room: RoomRow, styles: Styles) -> None:
    y, height = down
    groups = zip(GROUPS, room.counts, strict=True)
    parts = [Part(amount, group.colour, group.sign, group.light) for group, amount in groups]
    stacked(page, (MARGIN + _NAME, y, INNER - _NAME - _TOTAL, height), parts, styles)


def _label(page: Page, at: tuple[float, float, float], part: Part, styles: Styles) -> None:
    """The part's sign and number, or the sign alone, where it is wide enough for it."""
    x, y, span = at
    amount, colour, style = whole(part.amount), INK if part.light else "#ffffff", styles.label
    if span >= 8.5 + style.width(amount) + 4:
        page.sign(x + 2.5, y, part.sign, style, colour=colour)
        page.text(x + 10, y, amount, style, colour=colour)
    elif span >= 8:
        page.sign(x + 1.2, y, part.sign, style, colour=colour)


def _spans(amounts: Sequence[int], width: float) -> list[float]:
    """Widths in proportion, none of a part that is there below 2.5 points."""
    total = sum(amounts)
    if total == 0:
        return [0.0] * len(amounts)
    least = [2.5 if amount else 0.0 for amount in amounts]
    rest = width - sum(least)
    return [small + rest * amount / total for small, amount in zip(least, amounts, strict=True)]


def _legend(page: Page, y: float, rooms: Sequence[RoomRow], styles: Styles) -> float:
    present = [any(room.counts[number] for room in rooms) for number in range(len(GROUPS))]
    x = MARGIN
    for group, there in zip(GROUPS, present, strict=True):
        if not there:
            continue
        page.box(x, y - 1.5, 9, 9, group.colour)
        page.sign(x + 1.8, y + 0.6, group.sign, styles.label, colour=INK if group.light else "#ffffff")
        x = page.text(x + 12, y, say(group.word), styles.faint, colour=INK) + 11
    return y - 6
