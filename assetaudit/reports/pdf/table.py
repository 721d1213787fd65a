"""Long tables drawn straight onto pages: widths are fixed, so a row is laid out once and forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from typing import NamedTuple

from assetaudit.reports.chapter import Column, Row
from assetaudit.reports.pdf.document import BOTTOM, Document
from assetaudit.reports.pdf.page import GREY, INK, INNER, MARGIN, PALE, RULE, Style, ink

_GAP = 6.0
_SIGN = 10.0
_LEADING = 9.2
_SECOND_LEADING = 8.6
_PADDING = 3.2
_HEAD_LEADING = 8.4
_HEAD_LINES = 3
_LEAST = 5.0
"""Points below which no head is read any more."""
_SMALL = 12
"""Rows of a table that is not torn apart where one page holds it."""


_Placed = tuple[float, float, str]
"""A line: its left end, how far its base line lies below the top of the row, its operators."""
_NONE = ("",)


class _Place(NamedTuple):
    """Where the lines of a cell go."""

    column: int
    indent: float
    down: float


def _fitting(style: Style, titles: Iterable[tuple[str, float]]) -> Style:
    """The style of a head, as much smaller as its longest word needs it, so that none is torn; down to a limit."""
    sizes = [style.size * width / style.width(word) for title, width in titles for word in title.split()]
    return replace(style, size=max(_LEAST, min(style.size, *sizes))) if sizes else style


class Table:
    """Columns laid out on the width of a page."""

    def __init__(self, document: Document, columns: Sequence[Column]) -> None:
        self._document = document
        self._columns = columns
        unit = (INNER - _GAP * (len(columns) - 1)) / sum(column.share for column in columns)
        self._widths = [column.share * unit for column in columns]
        starts = [MARGIN + sum(self._widths[:number]) + _GAP * number for number in range(len(columns))]
        self._starts = starts
        styles = document.styles
        self._main = [styles.small_strong if column.strong else styles.small for column in columns]
        self._second = styles.faint
        parts = ((styles.small_strong, INK), (styles.small, INK), (styles.faint, GREY))
        self._heads = [f"{ink(colour)} rg /{style.face.first} {style.size:g} Tf" for style, colour in parts]
        titles = list(zip((column.title for column in columns), self._widths, strict=True))
        self._label = _fitting(styles.label, titles)
        self._titles = [self._label.lines(title, width, _HEAD_LINES) if title else () for title, width in titles]
        self._more = (max(map(len, self._titles)) - 1) * _HEAD_LEADING
        """Height of the head beyond its first line."""
        self._rule = f"{ink(RULE)} RG 0.4 w {MARGIN:.2f} "

    @property
    def head(self) -> float:
        """Height of the head with the gap after the table."""
        return 13 + self._more

    def heights(self, rows: Iterable[Row]) -> Iterator[float]:
        """The height of each row."""
        return (self._lay_out(row)[1] for row in rows)

    def height(self, rows: Iterable[Row]) -> float:
        """How much room a table needs that is to stay whole; of a long one, its head and first rows."""
        first = list(islice(rows, _SMALL + 1))
        return 24 + self._more + sum(self.heights(first if len(first) <= _SMALL else first[:2]))

    def draw(self, rows: Iterable[Row], *, empty: str) -> int:
        """Draw every row, with the head repeated on each page; says so where there is none. Returns their number."""
        number = 0
        for number, row in enumerate(rows, start=1):
            if number == 1:
                self._document.room_for(30 + self._more + _HEAD_LEADING)
                self._head()
            self._row(row)
        if number == 0:
            self._document.paragraph(empty)
        self._document.y -= 6
        return number

    def _head(self) -> None:
        document, style = self._document, self._label
        page, y, more = document.page, document.y, self._more
        page.box(MARGIN, y - 5 - more, INNER, 14 + more, PALE)
        heads = zip(self._columns, self._starts, self._widths, self._titles, strict=True)
        for column, start, width, titles in heads:
            for number, title in enumerate(titles):
                x = start + width - style.width(title) if column.right else start
                page.text(x, y - number * _HEAD_LEADING, title, style)
        document.y = y - 7 - more

    def _row(self, row: Row) -> None:
        lines, height = self._lay_out(row)
        document = self._document
        if document.y - height < BOTTOM:
            document.new_page()
            self._head()
        top = document.y
        document.y = bottom = top - height
        operators = document.page.operators
        operators.append(f"{self._rule}{bottom:.2f} m {MARGIN + INNER:.2f} {bottom:.2f} l S BT")
        for head, part in zip(self._heads, lines, strict=True):
            if part:
                operators.append(head)
                operators.extend([f"1 0 0 1 {x:.2f} {top - down:.2f} Tm {glyphs}" for x, down, glyphs in part])
        operators.append("ET")
        if row.mark[0]:
            style = document.styles.small_strong
            document.page.sign(MARGIN + 1, top - _PADDING - 6.6, row.mark[0], style, colour=row.mark[1])

    def _lay_out(self, row: Row) -> tuple[tuple[list[_Placed], ...], float]:
        """Lines in the strong, the plain and the faint style, and the height of the row."""
        strong: list[_Placed] = []
        plain: list[_Placed] = []
        faint: list[_Placed] = []
        seconds = row.second or _NONE
        deepest = 0.0
        indent = _SIGN if row.mark[0] else 0.0
        for number, (text, second) in enumerate(zip_longest(row.main, seconds, fillvalue="")):
            into = strong if self._columns[number].strong else plain
            down = self._cell(_Place(number, indent, _PADDING - 2.6), text, self._main[number], into)
            if second:
                down = self._cell(_Place(number, indent, down), second, self._second, faint)
            deepest = max(deepest, down)
            indent = 0.0
        if row.note:
            deepest = self._note(row.note, faint, deepest)
        return (strong, plain, faint), deepest + _PADDING + 0.6

    def _cell(self, place: _Place, text: str, style: Style, into: list[_Placed]) -> float:
        number, indent, down = place
        column, start, width = self._columns[number], self._starts[number] + indent, self._widths[number] - indent
        leading = _LEADING if style is not self._second else _SECOND_LEADING
        for line in style.face.lines(text, width, style.size, column.most, place=column.place):
            down += leading
            into.append((start + width - line.width if column.right else start, down, line.operators))
        return down

    def _note(self, text: str, into: list[_Placed], down: float) -> float:
        style, start = self._second, self._starts[1]
        down += 1
        for line in style.face.lines(text, MARGIN + INNER - start, style.size, 4):
            down += _SECOND_LEADING
            into.append((start, down, line.operators))
        return down
