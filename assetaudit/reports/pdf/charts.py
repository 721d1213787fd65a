"""Pictures drawn as vectors: rooms by outcome, and how far the places were examined."""

from __future__ import annotations

from collections.abc import Sequence

from assetaudit.language import say
from assetaudit.language.figures import whole
from assetaudit.reports.figures import RoomRow
from assetaudit.reports.pdf.page import INK, INNER, MARGIN, PALE, Page, Styles
from assetaudit.reports.words import GROUPS, Group

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
        page.text(MARGIN, base, styles.small.lines(room.room, _NAME - 8, 1)[0], styles.small)
        _bar(page, (y, pitch - 6), room, styles)
        page.text_right(MARGIN + INNER, base, whole(room.total), styles.small)
    return y


def stacked(page: Page, box: tuple[float, float, float, float], parts: Sequence[tuple[int, str]]) -> None:
    """A bar of (amount, colour) in a box given as x, y, width, height; every part that is there stays visible."""
    x, y, width, height = box
    for amount, span in zip(parts, _spans([amount for amount, _ in parts], width), strict=True):
        if span:
            page.box(x, y, max(span - 0.8, 0.4), height, amount[1])
        x += span


def _bar(page: Page, down: tuple[float, float], room: RoomRow, styles: Styles) -> None:
    x, width = MARGIN + _NAME, INNER - _NAME - _TOTAL
    y, height = down
    page.box(x, y, width, height, PALE)
    for group, amount, span in zip(GROUPS, room.counts, _spans(room.counts, width), strict=True):
        if span:
            page.box(x, y, max(span - 0.8, 0.4), height, group.colour)
            _label(page, (x, y + height / 2 - 2.5, span), (group, whole(amount)), styles)
        x += span


def _label(page: Page, at: tuple[float, float, float], told: tuple[Group, str], styles: Styles) -> None:
    """The group's sign and number, or the sign alone, where the part is wide enough for it."""
    x, y, span = at
    group, amount = told
    colour = INK if group.light else "#ffffff"
    style = styles.label
    wide = 8.5 + style.width(amount)
    if span >= wide + 4:
        page.sign(x + 2.5, y, group.sign, style, colour=colour)
        page.text(x + 10, y, amount, style, colour=colour)
    elif span >= 8:
        page.sign(x + 1.2, y, group.sign, style, colour=colour)


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
