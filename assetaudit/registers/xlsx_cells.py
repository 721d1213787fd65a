"""Cells of a sheet as they are meant: merged ones in every row they cover, numbers with the zeros they show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO

from openpyxl.utils.cell import column_index_from_string

_CHUNK = 1 << 20
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_ZEROS = re.compile(r"0{2,40}")
_EXACT = 10**15
"""Numbers below this are kept whole by a workbook; of longer ones the last digits are lost."""


def text_of(value: object, shown_as: str = "") -> str:
    """A value as text; ``shown_as`` is the format of its cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, shown_as)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float, shown_as: str) -> str:
    if value >= 0 and _ZEROS.fullmatch(shown_as):
        return f"{value:0{len(shown_as)}.0f}"
    return str(int(value)) if isinstance(value, int) or value.is_integer() else repr(value)


def pads(formats: Sequence[str]) -> bool:
    """Whether any of a workbook's formats shows numbers with zeros before them."""
    return any(_ZEROS.fullmatch(one) for one in formats)


def trouble(written: object, stored: object) -> str:
    """Why a cell may not mean what its text says; empty where all is well."""
    if stored is None and isinstance(written, str) and written.startswith("=") and len(written) > 1:
        return "a formula stands here without its result; open the workbook once, save it, and import it again."
    if isinstance(stored, int | float) and abs(stored) >= _EXACT:
        return "a number of over 15 digits stands here; a workbook loses the last ones, unless they are kept as text."
    return ""


def merged_in(sheet: BinaryIO) -> list[tuple[int, int, int]]:
    """(first row, column from 0, last row) of every merged range that covers several rows, from a sheet's XML."""
    found, rest = [], b""
    while chunk := sheet.read(_CHUNK):
        text = rest + chunk
        ranges = [(int(low), column_index_from_string(column.decode()) - 1, int(high))
                  for column, low, high in _MERGED.findall(text)]  # fmt: skip
        found += [one for one in ranges if one[0] < one[2]]
        rest = text[text.rfind(b"<") :]
    return sorted(set(found))


class MergedRows:
    """Rows of a sheet from the top down, with what merged cells say in each row that they cover."""

    def __init__(self, merged: Sequence[tuple[int, int, int]]) -> None:
        self._coming = list(reversed(merged))
        self._open: list[tuple[int, int, str]] = []

    def filled(self, number: int, row: list[str]) -> list[str]:
        """A row with the cells filled that a merged one covers; an empty row stays empty."""
        self._open = [one for one in self._open if one[1] >= number]
        if self._open and any(row):
            for column, _, text in self._open:
                if column < len(row) and not row[column]:
                    row[column] = text
        while self._coming and self._coming[-1][0] <= number:
            first, column, last = self._coming.pop()
            if first == number and column < len(row):
                self._open.append((column, last, row[column]))
        return row


def rows_of(
    written: Iterator[Sequence[Any]], stored: Iterator[Sequence[Any]], *, formats: bool
) -> Iterator[tuple[list[str], str]]:
    """(texts, trouble) of each row; a formula gives the value that was stored with it, or else its own text.

    ``written`` are cells where ``formats`` matter, else values.
    """
    for first, second in zip(written, stored, strict=False):
        told, texts = "", []
        for one, value in zip(first, second, strict=False):
            if type(value) is str:
                texts.append(value)
                continue
            raw, shown_as = (one.value, one.number_format) if formats else (one, "")
            texts.append(text_of(raw if value is None else value, shown_as))
            told = told or trouble(raw, value)
        yield texts, told
