"""A print run: labels laid out one after the other, handed to a printer, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Protocol

from assetaudit import plugins
from assetaudit.errors import PrintError
from assetaudit.identify.clean import printable
from assetaudit.model.amount import counted
from assetaudit.model.needs import Clock
from assetaudit.printing.item import LabelItem
from assetaudit.printing.layout import LabelRefusedError, Laid, Layout
from assetaudit.printing.pictures import Pictures
from assetaudit.printing.preflight import contrast_note
from assetaudit.printing.sheet import STRAIGHT, Alignment, places
from assetaudit.printing.stock import Stock
from assetaudit.printing.template import Template

_TOLD = 20
"""Refusals and notes that are kept word by word; the others are counted."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What may be asked of a run beyond stock and template; everything has a default that works."""

    skip: int = 0
    """Cells at the beginning of the first sheet that are used already."""
    used: frozenset[int] = frozenset()
    """Further used cells of the first sheet, counted from 0."""
    copies: int = 1
    dpi: int | None = None
    """Dots an inch; the printer's usual ones where none are given."""
    alignment: Alignment = STRAIGHT
    drawing: str | None = None
    """How the printer draws symbols: one of its ``drawings``."""
    cut_marks: bool = False
    scale_bar: bool = False
    """A bar of known length in the margin of each sheet, to see that nothing was scaled."""
    pictures: Path | None = None
    """Folder with the user's own pictures, such as a logo."""
    model: str = ""
    """The printer's model, where its language differs by model."""
    rfid: bool = False
    """Encode each label's RFID tag and have the printer read it back."""
    finish: str = ""
    """What a roll printer does after a label: ``tear``, ``peel``, ``cut``, ``rewind``; empty for its own setting."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a run is printed."""

    stock: Stock
    template: Template
    dpi: int
    drawing: str
    """How the printer draws symbols: one of its ``drawings``."""
    wishes: Wishes = field(default_factory=Wishes)
    title: str = "Labels"

    @property
    def alignment(self) -> Alignment:
        """What is done against the printer's faults."""
        return self.wishes.alignment


@dataclass(frozen=True, slots=True)
class Finished:
    """What a printer wrote."""

    pages: int
    size: int
    """Bytes."""


class Printer(Protocol):
    """One way of putting labels on paper; comes in through the entry points ``assetaudit.printers``."""

    suffix: str
    """Of the file it writes, such as ``.pdf``."""
    default_dpi: int
    drawings: tuple[str, ...]
    """Ways in which it can draw symbols, the usual one first."""

    def print(self, labels: Iterable[tuple[int, int, Laid]], setting: Setting, path: Path, clock: Clock) -> Finished:
        """Write labels, given with page and cell in ascending order."""


@dataclass(slots=True)
class PrintReport:
    """What came of a print run."""

    path: Path
    stock: str
    template: str
    printed: int = 0
    pages: int = 0
    size: int = 0
    """Bytes of the file."""
    next_skip: int = 0
    """Used cells of the last sheet: what ``--skip`` is to be given next time."""
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Codes of labels that were not printed, and why in one sentence; the first twenty of them."""
    refused_count: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Codes of labels on which something was cut or left out, and what; the first twenty of them."""
    noted_count: int = 0
    batch: int | None = None
    """Its number in the book of labels."""
    reprints: int = 0
    """Labels that were printed before."""
    warnings: list[str] = field(default_factory=list)
    """What is to be seen to before the whole run is printed."""

    def lines(self) -> list[str]:
        """The same for people."""
        labels, pages = counted(self.printed, "label", "labels"), counted(self.pages, "page", "pages")
        told = [f"{labels} on {pages} of {self.stock}: {self.path}"]
        if not self.printed:
            told = ["No label was printed, and no file was written."]
        told += [f"  note: {warning}" for warning in self.warnings]
        told += [f"  not printed: {code}: {why}" for code, why in self.refused]
        told += [f"  {code}: {what}" for code, what in self.notes]
        more = self.refused_count - len(self.refused) + self.noted_count - len(self.notes)
        if more:
            told.append(f"  and {more} more ({self.refused_count} not printed in all)")
        if self.batch is not None:
            again = f", {counted(self.reprints, 'reprint', 'reprints')} among them" if self.reprints else ""
            told.append(f"  batch {self.batch}{again}")
        if self.next_skip:
            used = counted(self.next_skip, "used cell", "used cells")
            told.append(f"  the last sheet has {used}: go on with --skip {self.next_skip}")
        return told


def print_labels(  # noqa: PLR0913 - each says one thing about a run
    items: Iterable[LabelItem],
    stock: Stock,
    template: Template,
    *,
    path: Path,
    clock: Clock,
    wishes: Wishes | None = None,
    progress: Callable[[int, int], None] | None = None,
    printed: Callable[[LabelItem], None] | None = None,
) -> PrintReport:
    """Print labels into a file whose suffix picks the printer; PrintError where stock and template do not fit.

    Labels that could not be scanned are refused and told, not printed; where none is left, no file is written.
    ``progress`` gets labels printed and labels in
    all (0 where unknown) every now and then; what it raises ends the run, and no file is left. ``printed`` gets every
    label that was not refused.
    """
    wishes = wishes or Wishes()
    if wishes.copies < 1:
        msg = f"{wishes.copies} copies cannot be printed."
        raise PrintError(msg, hint="Give a number from 1.")
    printer = printer_for(path)
    drawing = _drawing(printer, wishes.drawing)
    setting = Setting(stock, template, wishes.dpi or printer.default_dpi, drawing, wishes, f"Labels on {stock.name}")
    report = PrintReport(path, stock.name, template.name)
    contrast = contrast_note(stock)
    if contrast:
        report.warnings.append(contrast)
    total = len(items) * wishes.copies if isinstance(items, Sized) else 0
    run = _Run(setting, report, progress, total, printed)
    where = places(stock, skip=wishes.skip, used=wishes.used)
    labels = run.labels(items, where)
    first = next(labels, None)
    if first is not None:
        finished = printer.print(chain((first,), labels), setting, path, clock)
        report.pages, report.size = finished.pages, finished.size
    return report


def printer_for(path: Path) -> Printer:
    """The printer for a file's suffix; PrintError where there is none."""
    name = path.suffix.lower().lstrip(".")
    if name not in plugins.names("printers"):
        known = ", ".join(f".{each}" for each in sorted(plugins.names("printers")))
        msg = f"Labels cannot be written to '{path.name}'."
        raise PrintError(msg, hint=f"The file's name must end in one of {known}.")
    printer: Printer = plugins.load("printers", name)()
    return printer


def _drawing(printer: Printer, wanted: str | None) -> str:
    if wanted is not None and wanted not in printer.drawings:
        msg = f"Symbols cannot be drawn as '{wanted}' in a {printer.suffix} file."
        raise PrintError(msg, hint=f"Choose {' or '.join(printer.drawings)}.")
    return wanted or printer.drawings[0]


class _Run:
    """Lays labels out as the printer asks for them, and keeps the account."""

    def __init__(
        self,
        setting: Setting,
        report: PrintReport,
        progress: Callable[[int, int], None] | None,
        total: int,
        printed: Callable[[LabelItem], None] | None,
    ) -> None:
        pictures = Pictures(setting.wishes.pictures)
        self._layout = Layout(setting.stock, setting.template, setting.dpi, pictures)
        self._setting = setting
        self._report = report
        self._progress = progress
        self._total = total
        self._printed = printed

    def labels(self, items: Iterable[LabelItem], where: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int, Laid]]:
        for item in items:
            try:
                laid = self._layout.lay(item)
            except LabelRefusedError as error:
                self._refuse(item, str(error))
                continue
            notes = laid.notes
            if self._setting.wishes.rfid and not laid.epc:
                notes += ("its RFID tag is not encoded: it has no EPC",)
            if notes:
                self._note(item, notes)
            if self._printed is not None:
                self._printed(item)
            for _ in range(self._setting.wishes.copies):
                page, cell = next(where)
                self._count(cell)
                yield page, cell, laid

    def _count(self, cell: int) -> None:
        report = self._report
        report.printed += 1
        report.next_skip = (cell + 1) % self._setting.stock.per_page
        if self._progress is not None and report.printed % 100 == 0:
            self._progress(report.printed, self._total)

    def _refuse(self, item: LabelItem, why: str) -> None:
        self._report.refused_count += 1
        if len(self._report.refused) < _TOLD:
            self._report.refused.append((printable(item.code), why))

    def _note(self, item: LabelItem, notes: tuple[str, ...]) -> None:
        self._report.noted_count += 1
        if len(self._report.notes) < _TOLD:
            self._report.notes.append((printable(item.code), "; ".join(notes)))
