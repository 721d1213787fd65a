"""What the labels screen asks for: stock and templates in a line each, a picture, and a run into a file or printer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.printing.drawing import half_blocks
from assetaudit.printing.printer import printers
from assetaudit.printing.sheet import cell_numbers
from assetaudit.printing.stock import stocks
from assetaudit.printing.template import templates
from assetaudit.printing.work import Wishes
from assetaudit.wiring.label_preview import facts_of, label_image
from assetaudit.wiring.label_printing import Job, run
from assetaudit.wiring.labels import Choice, chosen

if TYPE_CHECKING:
    from assetaudit.printing.item import LabelItem
    from assetaudit.wiring.workspace import Workspace

_FIRST_TEMPLATE = "asset"


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


def _samples(space: Workspace, audit: str) -> Iterator[LabelItem]:
    yield from chosen(space, Choice(audit=audit))
    yield from chosen(space, Choice(all=True, limit=1))


def print_waiting(space: Workspace, audit: str, stock: str, template: str, *, used: str, where: str) -> Sequence[str]:
    """Print what waits; ``used`` is a number of cells or a list of them, ``where`` a file or a printer's name."""
    number = used if used.isdecimal() else ""
    wishes = Wishes(skip=int(number or 0), used=frozenset() if number else cell_numbers(used), scale_bar=True)
    known = {each.name for each in printers(space.home.labels / "printers")}
    machine = where.casefold() if where.casefold() in known else ""
    file = None if machine else Path(where).expanduser()
    job = Job(stock, template, printer=machine, file=file, audit=audit, wishes=wishes)
    return run(space, chosen(space, Choice(audit=audit)), job).lines()
