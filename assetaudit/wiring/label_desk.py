"""What the labels screen asks for: stock and templates in a line each, a picture, and a run into a file or printer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from assetaudit.paths import typed_path
from assetaudit.printing.drawing import half_blocks
from assetaudit.printing.printer import printers
from assetaudit.printing.sheet import cell_numbers, places
from assetaudit.printing.stock import stocks
from assetaudit.printing.template import templates
from assetaudit.printing.work import Wishes
from assetaudit.wiring.label_preview import facts_of, label_image
from assetaudit.wiring.label_printing import Job, Progress, materials, run
from assetaudit.wiring.labels import Choice, chosen

if TYPE_CHECKING:
    from assetaudit.printing.item import LabelItem
    from assetaudit.wiring.workspace import Workspace

_FIRST_TEMPLATE = "asset"
_LEGIBLE = 6
"""Columns of a cell from which a code is drawn in it."""


def stock_notes(space: Workspace) -> Iterator[tuple[str, str]]:
    """Name and one line of every stock."""
    for one in stocks(space.home.labels / "stock"):
        count = f"{one.across} x {one.down}" if one.feed == "sheet" else "roll"
        yield one.name, f"{one.maker} {one.code}, {one.size_text}, {count}"


def template_notes(space: Workspace) -> Iterator[tuple[str, str]]:
    """Name and one line of every template for assets, the usual one first."""
    found = [each for each in templates(space.home.labels / "templates") if "asset" in each.kinds]
    for each in sorted(found, key=lambda each: (each.name != _FIRST_TEMPLATE, each.name)):
        yield each.name, each.title


def picture(space: Workspace, audit: str, stock: str, template: str, room: tuple[int, int]) -> Sequence[str]:
    """The first label that waits (else any asset's), and what its codes are like."""
    shown = label_image(space, _samples(space, audit), Job(stock, template))
    return [*half_blocks(shown.picture, *room), *facts_of(shown)]


def sheet_drawn(
    space: Workspace, audit: str, stock: str, template: str, room: tuple[int, int], *, used: str
) -> Sequence[str]:
    """The first sheet, cell by cell: used, left empty, or with the label that comes there; and how many it holds."""
    wishes = _wishes(used)
    made = materials(space, Job(stock, template))[0]
    where = (cell for _, cell in places(made, skip=wishes.skip, used=wishes.used))
    free = made.per_page - wishes.skip - len(wishes.used)
    held = dict(zip(where, (item.code for item in islice(chosen(space, Choice(audit=audit)), free)), strict=False))
    wide = max(1, room[0] // made.across - 1)
    gone = {*range(wishes.skip), *wishes.used}
    cells = [_cell(held.get(number, "×" if number in gone else "·"), wide) for number in range(made.per_page)]
    rows = [" ".join(cells[at : at + made.across]) for at in range(0, made.per_page, made.across)]
    shown = rows if len(rows) <= room[1] else [*rows[: room[1] - 1], "..."]
    return [*shown, f"{len(held)} of {made.per_page} cells"]


def _cell(text: str, wide: int) -> str:
    """A cell in so many columns: the end of a code tells it from others."""
    if wide < _LEGIBLE and len(text) > 1:
        return "■".center(wide)
    return (text if len(text) <= wide else f"…{text[1 - wide :]}").center(wide)


def _wishes(used: str) -> Wishes:
    number = used if used.isdecimal() else ""
    return Wishes(skip=int(number or 0), used=frozenset() if number else cell_numbers(used), scale_bar=True)


def _samples(space: Workspace, audit: str) -> Iterator[LabelItem]:
    yield from chosen(space, Choice(audit=audit))
    yield from chosen(space, Choice(all=True, limit=1))


def print_waiting(  # noqa: PLR0913 - the words of the screen
    space: Workspace, audit: str, stock: str, template: str, *, used: str, where: str, progress: Progress
) -> Sequence[str]:
    """Print what waits; ``used`` is a number of cells or a list of them, ``where`` a file or a printer's name.

    ``progress`` is told how many of how many labels (of a job that is sent: bytes) are done; what it raises ends the
    run, which then leaves no file and no label that counts as printed.
    """
    known = {each.name for each in printers(space.home.labels / "printers")}
    machine = where.casefold() if where.casefold() in known else ""
    file = None if machine else typed_path(where)
    job = Job(stock, template, printer=machine, file=file, audit=audit, wishes=_wishes(used))
    items = list(chosen(space, Choice(audit=audit)))
    report = run(space, _watched(items, progress), job, progress=lambda done, of: progress(done, of or len(items)))
    return report.lines()


def _watched(items: Sequence[LabelItem], progress: Progress) -> Iterator[LabelItem]:
    for number, item in enumerate(items):
        progress(number, len(items))
        yield item
