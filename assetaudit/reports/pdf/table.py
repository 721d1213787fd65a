"""Long tables drawn straight onto pages: widths are fixed, so a row is laid out once and forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assetaudit.reports.pdf.document import BOTTOM, Document
from assetaudit.reports.pdf.page import GREY, INK, INNER, MARGIN, PALE, RULE, Style, ink

_GAP = 6.0
_SIGN = 10.0
_LEADING = 9.2
_SECOND_LEADING = 8.6
_PADDING = 3.2


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its share of the width and how its texts stand."""

    title: str
    share: float
    right: bool = False
    strong: bool = False
    most: int = 3
    """Lines of a text before it is cut."""


class Row(NamedTuple):
    """One row: a main text a column, a fainter one below it, and a sentence from the second column on."""

    main: tuple[str, ...]
    second: tuple[str, ...] = ()
    note: str = ""
    mark: tuple[str, str] = ("", "")
    """A sign and its colour, before the first column's word."""


class Line(NamedTuple):
    """A text with its place below the top of its row."""

    x: str
    down: float
    glyphs: str


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
        self._rule = f"{ink(RULE)} RG 0.4 w {MARGIN:.2f} "

    def draw(self, rows: Iterable[Row], *, empty: str) -> int:
        """Draw every row, with the head repeated on each page; says so where there is none. Returns their number."""
        number = 0
        for number, row in enumerate(rows, start=1):
            if number == 1:
                self._document.room_for(40)
                self._head()
            self._row(row)
        if number == 0:
            self._document.paragraph(empty)
        self._document.y -= 6
        return number

    def _head(self) -> None:
        document, style = self._document, self._document.styles.label
        page, y = document.page, document.y
        page.box(MARGIN, y - 5, INNER, 14, PALE)
        for column, start, width in zip(self._columns, self._starts, self._widths, strict=True):
            title = style.lines(column.title, width, 1)[0] if column.title else ""
            if column.right:
                page.text_right(start + width, y, title, style)
            else:
                page.text(start, y, title, style)
        document.y = y - 7

    def _row(self, row: Row) -> None:
        indent = _SIGN if row.mark[0] else 0.0
        lines, height = self._lay_out(row, indent)
        document = self._document
        if document.y - height < BOTTOM:
            document.new_page()
            self._head()
        top = document.y
        document.y = bottom = top - height
        operators = document.page.operators
        operators.append(f"{self._rule}{bottom:.2f} m {MARGIN + INNER:.2f} {bottom:.2f} l S BT")
        for head, group in lines:
            operators.append(head)
            operators.extend(f"1 0 0 1 {line.x} {top - line.down:.2f} Tm {line.glyphs}" for line in group)
        operators.append("ET")
        if row.mark[0]:
            document.page.sign(
                MARGIN + 1, top - _PADDING - 6.6, row.mark[0], document.styles.small_strong, colour=row.mark[1]
            )

    def _lay_out(self, row: Row, indent: float) -> tuple[list[tuple[str, list[Line]]], float]:
        strong: list[Line] = []
        plain: list[Line] = []
        faint: list[Line] = []
        deepest = 0.0
        for number, text in enumerate(row.main):
            column = self._columns[number]
            into = strong if column.strong else plain
            down = self._cell(number, text, into, indent if number == 0 else 0.0)
            if row.second and row.second[number]:
                down = self._below(number, row.second[number], faint, (down, indent if number == 0 else 0.0))
            deepest = max(deepest, down)
        if row.note:
            deepest = self._note(row.note, faint, deepest)
        styles = self._document.styles
        parts = ((styles.small_strong, INK, strong), (styles.small, INK, plain), (self._second, GREY, faint))
        heads = [
            (f"{ink(colour)} rg /{style.face.first} {style.size:g} Tf", part) for style, colour, part in parts if part
        ]
        return heads, deepest + _PADDING + 0.6

    def _cell(self, number: int, text: str, into: list[Line], indent: float) -> float:
        column, style, width = self._columns[number], self._main[number], self._widths[number]
        down = _PADDING - 2.6
        for part in style.face.lines(text, width - indent, style.size, column.most):
            down += _LEADING
            into.append(Line(self._x(number, part, indent, style), down, style.face.show(part, style.size)))
        return down

    def _below(self, number: int, text: str, into: list[Line], start: tuple[float, float]) -> float:
        style, width = self._second, self._widths[number]
        down, indent = start
        for part in style.face.lines(text, width - indent, style.size, 2):
            down += _SECOND_LEADING
            into.append(Line(self._x(number, part, indent, style), down, style.face.show(part, style.size)))
        return down

    def _note(self, text: str, into: list[Line], down: float) -> float:
        style, start = self._second, self._starts[1]
        down += 1
        for part in style.face.lines(text, MARGIN + INNER - start, style.size, 4):
            down += _SECOND_LEADING
            into.append(Line(f"{start:.2f}", down, style.face.show(part, style.size)))
        return down

    def _x(self, number: int, text: str, indent: float, style: Style) -> str:
        start = self._starts[number]
        if self._columns[number].right:
            return f"{start + self._widths[number] - style.face.width(text, style.size):.2f}"
        return f"{start + indent:.2f}"
