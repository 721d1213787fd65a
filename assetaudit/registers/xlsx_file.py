"""XLSX files: the sheet that looks most like a register; formulas are texts, never worked out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from assetaudit.errors import RegisterError
from assetaudit.registers import cells
from assetaudit.registers.table import BATCH, Batch, Table, even, find_header, unique

_SAMPLE_ROWS = 60
_BROKEN = (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, OSError)


def open_xlsx(path: Path, known: frozenset[str]) -> Table:
    """A workbook's best sheet as a table; RegisterError where it cannot be read."""
    try:
        book = _Book(path)
        samples = {name: book.sample(name) for name in book.sheets}
    except _BROKEN as error:
        raise RegisterError(f"{path} is no XLSX file that can be read ({error}).", hint="Save it anew.") from error
    found = {name: (*find_header(rows, known), len(rows)) for name, rows in samples.items() if rows}
    if not found:
        raise RegisterError(f"{path} has no rows.", hint="Export the list again, with its header row.")
    sheet = max(found, key=lambda name: (found[name][1], found[name][2]))
    header = found[sheet][0]
    columns = unique(cells.clean(cell) for cell in _without_tail(samples[sheet][header]))
    about = f"XLSX, sheet '{sheet}', header in row {header + 1}"
    return Table(columns, lambda: book.batches(sheet, header, len(columns)), about, numbered="row")


class _Book:
    """Opened anew for each pass: sheets are streamed, and may hold more rows than memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        book = load_workbook(path, read_only=True)
        self.sheets = [sheet.title for sheet in book.worksheets]
        book.close()

    def sample(self, sheet: str) -> list[list[str]]:
        """The first rows of a sheet."""
        return list(islice(self._rows(sheet), _SAMPLE_ROWS))

    def batches(self, sheet: str, header: int, width: int) -> Iterator[Batch]:
        """Rows after the header; empty ones are left out but counted."""
        rows = islice(self._rows(sheet), header + 1, None)
        line = header + 2
        while taken := list(islice(rows, BATCH)):
            kept = [(row, number) for number, row in enumerate(taken, start=line) if any(row)]
            line += len(taken)
            if kept:
                yield even([row for row, _ in kept], [number for _, number in kept], width)

    def _rows(self, sheet: str) -> Iterator[list[str]]:
        """Rows as texts; a formula gives the value that was stored with it, or else its own text."""
        formulas = load_workbook(self._path, read_only=True)
        values = load_workbook(self._path, read_only=True, data_only=True)
        try:
            pairs = zip(_values(formulas[sheet]), _values(values[sheet]), strict=False)
            for written, stored in pairs:
                yield [
                    _text(first if second is None else second) for first, second in zip(written, stored, strict=False)
                ]
        finally:
            formulas.close()
            values.close()


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - openpyxl's read-only sheet has no public type
    sheet.reset_dimensions()
    return sheet.iter_rows(values_only=True)  # type: ignore[no-any-return]


def _without_tail(row: Sequence[str]) -> list[str]:
    kept = list(row)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
