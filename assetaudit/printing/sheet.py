"""The sheet: which cell of which page a label comes into, in millimetres and in whole dots of a printer. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assetaudit.errors import PrintError
from assetaudit.printing.stock import Stock

MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Cell:
    """One label's place on a page; millimetres from the upper left corner of the page."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """What a printer does to a page, as measured on a calibration page, and what is done against it."""

    right: float = 0.0
    """Millimetres that everything is moved to the right."""
    down: float = 0.0
    """Millimetres that everything is moved down."""
    scale_across: float = 1.0
    scale_down: float = 1.0
    """Factors on the places of the labels; codes keep their size, so that their modules stay whole dots."""


STRAIGHT = Alignment()


def cell(stock: Stock, number: int, alignment: Alignment = STRAIGHT) -> Cell:
    """A cell of the sheet, counted from 0 along the rows."""
    row, column = divmod(number, stock.across)
    left = (stock.margin[0] + column * stock.pitch[0]) * alignment.scale_across + alignment.right
    top = (stock.margin[1] + row * stock.pitch[1]) * alignment.scale_down + alignment.down
    return Cell(left, top, *stock.size)


def cells(stock: Stock, alignment: Alignment = STRAIGHT) -> tuple[Cell, ...]:
    """Every cell of one sheet, along the rows."""
    return tuple(cell(stock, number, alignment) for number in range(stock.per_page))


def places(stock: Stock, *, skip: int = 0, used: frozenset[int] = frozenset()) -> Iterator[tuple[int, int]]:
    """Page and cell (both from 0) for one label after the other, without end.

    ``skip`` cells at the beginning of the first sheet are passed over, and those in ``used`` (counted from 0).
    """
    _check_skipped(stock, skip, used)
    return _places(stock, skip, used)


def _check_skipped(stock: Stock, skip: int, used: frozenset[int]) -> None:
    if skip < 0 or skip >= stock.per_page or len(used) >= stock.per_page or max(used, default=0) >= stock.per_page:
        last = skip or max(len(used), max(used, default=0) + 1)
        msg = f"{last} used cells cannot be skipped on a sheet of {stock.per_page} labels."
        raise PrintError(msg, hint=f"Give a number from 0 to {stock.per_page - 1}.")


def _places(stock: Stock, skip: int, used: frozenset[int]) -> Iterator[tuple[int, int]]:
    for number in range(skip, stock.per_page):
        if number not in used:
            yield 0, number
    page = 1
    while True:
        for number in range(stock.per_page):
            yield page, number
        page += 1


def cell_numbers(text: str) -> frozenset[int]:
    """Cells as people give them (``1,4-7``, counted from 1) as numbers from 0; PrintError where that is none."""
    found: set[int] = set()
    for part in filter(None, (each.strip() for each in text.split(","))):
        first, _, last = part.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal() and 0 < int(first) <= int(last or first) <= 10_000):
            msg = f"'{part}' names no cells of a sheet."
            raise PrintError(msg, hint="Count from 1 along the rows: 1,4-7.")
        found.update(range(int(first) - 1, int(last or first)))
    return frozenset(found)


def dots(length: float, dpi: int) -> int:
    """Millimetres in whole dots of a printer, nearest."""
    return round(length * dpi / MM_PER_INCH)
