"""XLSX files: the sheet that looks most like a register; formulas are texts, never worked out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from assetaudit.errors import RegisterError, UsageError
from assetaudit.registers import cells
from assetaudit.registers.table import BATCH, Batch, Table, even, find_header, unique
from assetaudit.registers.xlsx_cells import MergedRows, merged_in, pads, rows_of

_SAMPLE_ROWS = 60
_BROKEN = (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, OSError)
_LIKE_A_LIST = 2
"""Known headers that make another sheet worth a word."""


def open_xlsx(path: Path, known: frozenset[str], sheet: str = "") -> Table:
    """A workbook's sheet as a table: the one named, else the best one that is not hidden.

    RegisterError where the workbook cannot be read, UsageError where it has no such sheet.
    """
    try:
        book = _Book(path)
        samples = {name: book.sample(name) for name in book.sheets if not sheet or name == sheet}
    except _BROKEN as error:
        raise RegisterError(f"{path} is no XLSX file that can be read ({error}).", hint="Save it anew.") from error
    if sheet and sheet not in samples:
        raise UsageError(f"{path} has no sheet '{sheet}'.", hint=f"It has {', '.join(book.sheets)}.")
    found = {name: (*find_header(rows, known), len(rows)) for name, rows in samples.items() if rows}
    if not found:
        raise RegisterError(f"{path} has no rows.", hint="Export the list again, with its header row.")
    name = max(found, key=lambda name: (found[name][1] > 0 and name not in book.hidden, *found[name][1:]))
    header = found[name][0]
    columns = unique(cells.clean(cell) for cell in _without_tail(samples[name][header]))
    about = f"XLSX, sheet '{name}', header in row {header + 1}"
    others = [f"'{other}'" for other in found if other != name and found[other][1] >= _LIKE_A_LIST]
    notes = (_not_read(others),) if others else ()
    return Table(columns, lambda: book.batches(name, header, len(columns)), about, notes=notes, numbered="row")


def _not_read(others: Sequence[str]) -> str:
    """What is said of sheets that might have been meant, too."""
    names = ", ".join(others)
    return f"other sheets look like lists, too, and are not read: {names}; --sheet takes one, --source keeps it apart."


class _Book:
    """Opened anew for each pass: sheets are streamed, and may hold more rows than memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file, closing(_workbook(file)) as book:
            self.sheets = [sheet.title for sheet in book.worksheets]
            self.hidden = {sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"}
            self._formats = pads(book._number_formats)  # noqa: SLF001 - openpyxl tells the formats nowhere else

    def sample(self, sheet: str) -> list[list[str]]:
        """The first rows of a sheet."""
        return [row for row, _ in islice(self._rows(sheet), _SAMPLE_ROWS)]

    def batches(self, sheet: str, header: int, width: int) -> Iterator[Batch]:
        """Rows after the header; empty ones are left out but counted."""
        merged = MergedRows([one for one in self._merged(sheet) if one[0] > header + 1])
        rows = islice(self._rows(sheet), header + 1, None)
        line = header + 2
        while taken := list(islice(rows, BATCH)):
            numbered = [(merged.filled(number, row), number, odd) for number, (row, odd) in enumerate(taken, line)]
            kept = [(row, number) for row, number, _ in numbered if any(row)]
            line += len(taken)
            if kept:
                batch = even([row for row, _ in kept], [number for _, number in kept], width)
                yield replace(batch, odd=tuple((number, odd) for _, number, odd in numbered if odd))

    def _rows(self, sheet: str) -> Iterator[tuple[list[str], str]]:
        with self._path.open("rb") as first, self._path.open("rb") as second:
            formulas = load_workbook(first, read_only=True)
            values = load_workbook(second, read_only=True, data_only=True)
            with closing(formulas), closing(values):
                written = _values(formulas[sheet], values_only=not self._formats)
                yield from rows_of(written, _values(values[sheet]), formats=self._formats)

    def _merged(self, sheet: str) -> list[tuple[int, int, int]]:
        with (
            self._path.open("rb") as file,
            closing(_workbook(file)) as book,
            book[sheet]._get_source() as source,  # noqa: SLF001 - read-only sheets know nothing of merged cells
        ):
            return merged_in(source)


def _workbook(file: BinaryIO) -> Any:  # noqa: ANN401 - what is asked of it has no public type
    return load_workbook(file, read_only=True)


def _values(sheet: Any, *, values_only: bool = True) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - openpyxl's read-only sheet has no public type
    sheet.reset_dimensions()
    return sheet.iter_rows(values_only=values_only)  # type: ignore[no-any-return]


def _without_tail(row: Sequence[str]) -> list[str]:
    kept = list(row)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept
