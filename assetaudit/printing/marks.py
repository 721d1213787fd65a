"""What a sheet carries beside its labels: cut marks, and a bar of known length that shows scaling. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assetaudit.printing.stock import Stock, of_table

THIN = 0.2
"""Millimetres of a line."""
_LONGEST = 4.0
_UNPRINTED = 4.0
"""Millimetres at the paper's edge that office printers leave blank."""
_BAR_ROOM = 9.0
"""Millimetres of margin that a scale bar needs, the unprinted edge included."""
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
_NAMES = {"a4": "A4", "letter": "Letter"}


@dataclass(frozen=True, slots=True)
class Line:
    """A filled bar; millimetres from the upper left of the page."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text at a point of its base line; millimetres, the size in points."""

    text: str
    left: float
    base: float
    size: float


def paper(stock: Stock) -> str:
    """``a4``, ``letter`` or empty: what paper a stock's sheet is."""
    for name, size in PAPERS.items():
        if all(abs(have - want) < 1 for have, want in zip(stock.page, size, strict=True)):
            return name
    return ""


def plain_page(paper: str) -> Stock:
    """A whole page of a paper as one label: what pages that are no labels are laid out on."""
    size = list(PAPERS[paper])
    return of_table(
        paper, {"maker": "", "code": "", "page": size, "size": size, "printable": size, "source": "ISO 216, ANSI A"}
    )


def paper_name(stock: Stock) -> str:
    """The paper in words."""
    return _NAMES.get(paper(stock), f"{stock.page[0]:g} x {stock.page[1]:g} mm")


def cut_marks(stock: Stock) -> Iterator[Line]:
    """Short lines in the margins, in line with the edges of the labels."""
    across, down = _edges(stock, 0), _edges(stock, 1)
    end = (across[-1], down[-1])
    for start, length in _margins(stock.margin[1], end[1], stock.page[1]):
        yield from (Line(edge - THIN / 2, start, THIN, length) for edge in across)
    for start, length in _margins(stock.margin[0], end[0], stock.page[0]):
        yield from (Line(start, edge - THIN / 2, length, THIN) for edge in down)


def _edges(stock: Stock, axis: int) -> list[float]:
    count = (stock.across, stock.down)[axis]
    starts = [stock.margin[axis] + number * stock.pitch[axis] for number in range(count)]
    return sorted({round(edge, 3) for start in starts for edge in (start, start + stock.size[axis])})


def _margins(before: float, after: float, page: float) -> Iterator[tuple[float, float]]:
    """Start and length of the marks before the first and behind the last label."""
    length = min(before - 1.0, _LONGEST)
    if length > 0.5:
        yield before - 1.0 - length, length
    length = min(page - after - 1.0, _LONGEST)
    if length > 0.5:
        yield after + 1.0, length


def scale_bar(stock: Stock) -> tuple[list[Line], list[Words]]:
    """A bar of 50 or 100 mm with ticks and what it is; nothing where the margins have no room for it."""
    lowest = stock.margin[1] + (stock.down - 1) * stock.pitch[1] + stock.size[1]
    below = stock.page[1] - lowest
    if max(below, stock.margin[1]) < _BAR_ROOM or stock.feed != "sheet":
        return [], []
    base = stock.page[1] - _UNPRINTED - 1.5 if below >= stock.margin[1] else _UNPRINTED + 3.5
    length = 100.0 if stock.page[0] > 160 else 50.0
    left = (stock.page[0] - length) / 2
    lines = [Line(left, base - THIN / 2, length, THIN)]
    lines += [Line(left + at - THIN / 2, base - 1.2, THIN, 2.4) for at in (0.0, length / 2, length)]
    told = f"{length:g} mm if printed at 100 % on {paper_name(stock)}, one side   {stock.name}"
    return lines, [Words(told, left + 1.0, base - 0.9, 5.0)]
