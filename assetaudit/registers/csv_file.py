"""CSV files as they are met: encoding, delimiter and header row are found out, line numbers stay right."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assetaudit.errors import RegisterError
from assetaudit.registers import cells
from assetaudit.registers.csv_rows import CsvRows
from assetaudit.registers.table import Table, find_header, unique

DELIMITERS = (",", ";", "\t", "|")
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_CHUNK = 1 << 20
_SAMPLE_CHARS = 256 * 1024
_SAMPLE_ROWS = 60
_BREAK = re.compile(r"\r\n|\r|\n")
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13)) + b"\x7f"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""In this order: the mark of UTF-32 begins as that of UTF-16 does."""


@dataclass(frozen=True, slots=True)
class Content:
    """What one pass over a file's bytes tells."""

    sha256: str
    encoding: str
    plain: bool
    """Only printable ASCII, tabs and line breaks."""
    note: str = ""


def look(path: Path) -> Content:
    """Hash a file, and find out how it is encoded; RegisterError where it cannot be read."""
    digest = hashlib.sha256()
    plain, good, bad, first = True, 0, 0, b""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                first = first or chunk
                digest.update(chunk)
                ascii_only = chunk.isascii()
                plain = plain and ascii_only and len(chunk.translate(None, _CONTROLS)) == len(chunk)
                if not ascii_only or decoder.getstate()[0]:
                    text = decoder.decode(chunk)
                    lost = text.count("\ufffd")
                    bad += lost
                    good += len(text.encode("ascii", "ignore")) != len(text) and _beyond_ascii(text) - lost
    except OSError as error:
        raise RegisterError(f"{path} cannot be read: {error.strerror}.", hint="Check its name and rights.") from error
    bad += bool(decoder.getstate()[0])
    return _judged(digest.hexdigest(), first, (good, bad), plain=plain)


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _judged(sha256: str, first: bytes, counts: tuple[int, int], *, plain: bool) -> Content:
    for bom, encoding in _BOMS:
        if first.startswith(bom):
            return Content(sha256, encoding, plain=False)
    wide = _without_bom(first)
    if wide:
        return Content(sha256, wide, plain=False)
    good, bad = counts
    if not bad:
        return Content(sha256, "utf-8", plain)
    if good > bad:
        note = f"{bad} places in the file are no valid UTF-8; they read as \ufffd."
        return Content(sha256, "utf-8", plain=False, note=note)
    return Content(sha256, "cp1252", plain=False)


def _without_bom(first: bytes) -> str:
    sample = first[:4096]
    if len(sample) < 4 or b"\x00" not in sample:
        return ""
    half = len(sample) // 2
    if sample[1::2].count(0) > half * 0.7 and sample[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if sample[::2].count(0) > half * 0.7 and sample[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""


def open_csv(path: Path, content: Content, known: frozenset[str]) -> Table:
    """A CSV file as a table; ``known`` are the folded headers of every system."""
    with path.open(encoding=content.encoding, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE_CHARS)
    if not sample.strip():
        raise RegisterError(f"{path} is empty.", hint="Export the list again, with its header row.")
    delimiter, rows = _delimiter(sample, known)
    header, _ = find_header(rows, known)
    columns = unique(cells.clean(cell) for cell in _without_tail(rows[header]))
    source = CsvRows(path, content.encoding, delimiter, header, len(columns), content.plain)
    about = f"CSV, {content.encoding}, {_NAMES[delimiter]}-separated, header in line {_line_of(rows, header)}"
    notes = (content.note,) if content.note else ()
    return Table(columns, source.batches, about, content.plain, notes)


def _without_tail(row: Sequence[str]) -> list[str]:
    kept = list(row)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _delimiter(sample: str, known: frozenset[str]) -> tuple[str, list[list[str]]]:
    best: tuple[tuple[int, float, int], str, list[list[str]]] | None = None
    for delimiter in DELIMITERS:
        rows = _sample_rows(sample, delimiter)
        header, hits = find_header(rows, known)
        width = len(rows[header])
        alike = sum(1 for row in rows[header + 1 :] if len(row) == width) / max(len(rows) - header - 1, 1)
        score = (hits, alike if width > 1 else 0.0, width)
        if best is None or score > best[0]:
            best = (score, delimiter, rows)
    if best is None:  # pragma: no cover - there is always a first delimiter
        raise AssertionError
    return best[1], best[2]


def _sample_rows(sample: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        return list(islice(reader, _SAMPLE_ROWS))
    except csv.Error:
        return [line.split(delimiter) for line in sample.splitlines()[:_SAMPLE_ROWS]]


def _line_of(rows: Sequence[Sequence[str]], index: int) -> int:
    return 1 + sum(_lines(row) for row in rows[:index])


def _lines(row: Sequence[str]) -> int:
    return 1 + sum(len(_BREAK.findall(cell)) for cell in row)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a CSV file is laid out."""

    delimiter: str
    header: int
    """Number of the header row, from 0."""
    columns: tuple[str, ...]
    """As records know them."""


def layout(path: Path, content: Content, known: frozenset[str]) -> Layout:
    """How a CSV file is laid out, as ``open_csv`` reads it."""
    with path.open(encoding=content.encoding, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE_CHARS)
    delimiter, rows = _delimiter(sample, known)
    header, _ = find_header(rows, known)
    return Layout(delimiter, header, tuple(unique(cells.clean(cell) for cell in _without_tail(rows[header]))))
