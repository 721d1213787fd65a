"""Chapters that share one page: each has as many of its rows as there is room for, and tells how many more there are.

Whoever walks takes one sheet along; what does not fit on it stands on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from assetaudit.language import say_many
from assetaudit.language.figures import whole
from assetaudit.reports.chapter import Chapter
from assetaudit.reports.pdf.document import BOTTOM, Document
from assetaudit.reports.pdf.page import INNER
from assetaudit.reports.pdf.table import Table

_HEADING, _LINE, _GAP = 42.0, 12.0, 6.0
"""Points of a heading with what is around it, of a line of text, and between a table and that line."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One chapter with what it needs."""

    title: str
    chapter: Chapter
    table: Table
    fixed: float
    """Height of everything but the rows."""
    heights: tuple[float, ...]
    """Of the first rows, as many as a page can hold."""
    rows: int
    """All of them."""


def draw(document: Document, chapters: Iterable[tuple[str, Chapter]]) -> None:
    """Draw chapters, each with its title, onto what is left of the page."""
    room = document.y - BOTTOM
    parts = [_part(document, title, chapter, room) for title, chapter in chapters]
    shares = _shares([sum(part.heights) for part in parts], room - sum(part.fixed for part in parts))
    for part, share in zip(parts, shares, strict=True):
        _draw(document, part, share)


def _part(document: Document, title: str, chapter: Chapter, room: float) -> _Part:
    table = Table(document, chapter.columns)
    lines = 1 + len(document.styles.text.lines(chapter.lead, INNER))
    fixed = _HEADING + _LINE * lines + table.head + _GAP
    heights = []
    for height in table.heights(chapter.rows()):
        heights.append(height)
        room -= height
        if room < 0:
            break
    return _Part(title, chapter, table, fixed, tuple(heights), sum(1 for _ in chapter.rows()))


def _shares(needs: Sequence[float], room: float) -> list[float]:
    """What each gets of the room: all that it needs where that is little, else as much as every other."""
    shares = [0.0] * len(needs)
    order = sorted(range(len(needs)), key=needs.__getitem__)
    for rank, number in enumerate(order):
        shares[number] = min(needs[number], max(room, 0.0) / (len(order) - rank))
        room -= shares[number]
    return shares


def _draw(document: Document, part: _Part, share: float) -> None:
    fitting = 0
    for height in part.heights:
        share -= height
        if share < -0.01:
            break
        fitting += 1
    document.section(part.chapter.name, part.title, part.chapter.lead, keep=0)
    if fitting or not part.rows:
        part.table.draw(islice(part.chapter.rows(), fitting), empty=part.chapter.empty)
    more = part.rows - fitting
    if more:
        document.y -= _GAP
        one, many = "1 more stands on the screen.", "{n} more stand on the screen."
        document.paragraph(say_many(one, many, more, n=whole(more)))
