"""Rows of a CSV file in batches: text without quotation marks is split at once, the rest is read row by row.

A quotation mark that is opened and never closed would swallow every row up to the next one; such a row is noticed, its
mark is left out, and the rows after it are read as they stand.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from assetaudit.registers import cells
from assetaudit.registers.table import Batch, even

_BYTES = 1 << 17
"""Read at once: some hundred rows or more, enough to work column by column, few enough for a processor's cache."""
_SUSPICIOUS = 1_000
"""Lines of one row after which one looks whether they are rows by themselves, before reading on."""
csv.field_size_limit(2**31 - 1)  # a cell may be long; it is cut when it is cleaned
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10)) + b"\x7f"


@dataclass(frozen=True, slots=True)
class CsvRows:
    """Where the rows stand, and how they are told apart."""

    path: Path
    encoding: str
    delimiter: str
    header: int
    """Rows before the first one that counts, less one."""
    width: int
    plain: bool = False
    """Whether the whole file is printable ASCII, tabs and line breaks."""

    def batches(self) -> Iterator[Batch]:
        """Rows after the header; blank ones are left out but counted."""
        with self.path.open("rb") as file:
            text = _Text(file, self.encoding)
            line = self._after_header(text)
            while piece := text.piece():
                batch = self._at_once(piece, line)
                if batch is None:
                    batch, line = self._by_line(piece, line) or self._by_row(text, piece, line)
                else:
                    line += len(batch.lines)
                yield batch
                del batch  # the next one takes its place in memory, and in the processor's cache

    def _after_header(self, text: _Text) -> int:
        lines = _Lines(text, text.piece(), lambda _: True)
        reader = csv.reader(lines, delimiter=self.delimiter)
        for _ in range(self.header + 1):
            next(reader, None)
        lines.leave()
        return len(lines.taken) + 1

    def _at_once(self, piece: str, line: int) -> Batch | None:
        """A batch of rows that are as wide as the header and have no quotation mark; None where any is otherwise."""
        text = piece.replace("\r\n", "\n") if "\r" in piece else piece
        if '"' in text or "\r" in text:
            return None
        text = text.removesuffix("\n")
        columns = self._split(text)
        if columns is None or (not all(columns[0]) and any(not row.strip(self.delimiter) for row in text.split("\n"))):
            return None
        plain = (self.plain or _is_plain(text)) and not _may_have_long_cells(text, self.delimiter)
        return Batch(columns, range(line, line + len(columns[0])), plain=plain)

    def _split(self, text: str) -> list[list[str]] | None:
        """The columns of rows without quotation marks; None where a row is not as wide as the header.

        Each line break is made to begin a cell: where all of them begin cells of the first column, the rows are even.
        """
        if self.width == 1:
            rows = text.split("\n")
            return None if self.delimiter in text else [rows]
        flat = text.replace("\n", f"{self.delimiter}\n").split(self.delimiter)
        columns = [flat[offset :: self.width] for offset in range(self.width)]
        columns[0] = "".join(columns[0]).split("\n")
        even = len(columns[0]) == text.count("\n") + 1 and len(columns[0]) * self.width == len(flat)
        return columns if even else None

    def _by_line(self, piece: str, line: int) -> tuple[Batch, int] | None:
        """A batch of rows of one line each, and the line after it; None where any row goes over several."""
        texts = list(io.StringIO(piece, newline=""))
        rows = list(csv.reader(chain(texts, ["end"]), delimiter=self.delimiter))
        if len(rows) != len(texts) + 1 or rows.pop() != ["end"]:
            return None
        lines: Sequence[int] = range(line, line + len(rows))
        if not all(map(any, rows)):
            kept = [(row, number) for row, number in zip(rows, lines, strict=True) if any(row)]
            rows, lines = [row for row, _ in kept], [number for _, number in kept]
        return even(rows, lines, self.width), line + len(texts)

    def _by_row(self, text: _Text, piece: str, line: int) -> tuple[Batch, int]:
        """A batch of rows that may have line breaks in their cells, and the line after it."""
        source = _Lines(text, piece, self._swallows)
        rows: list[list[str]] = []
        lines: list[int] = []
        torn: list[int] = []
        reader = csv.reader(source, delimiter=self.delimiter)
        while source.waiting:
            row = next(reader)
            raw = source.take()
            kept = self._torn(row, raw, last=not source.waiting)
            if kept is not None:
                source.give_back(raw[kept + 1 :])
                row, raw = self._mended(raw[: kept + 1]), raw[: kept + 1]
                reader = csv.reader(source, delimiter=self.delimiter)
                torn.append(line + kept)
            if any(row):
                rows.append(row)
                lines.append(line)
            line += len(raw)
        source.leave()
        return replace(even(rows, lines, self.width), torn=tuple(torn)), line

    def _torn(self, row: Sequence[str], raw: Sequence[str], *, last: bool) -> int | None:
        """Which of a row's lines opens a quotation mark that is not closed in its row; None where all is well."""
        whole = [number for number in range(1, len(raw)) if self._is_row(raw[number])]
        if len(raw) > 1:
            broken = len(_trimmed(row)) > self.width or not self._is_strict(raw)
            swallowed = 2 * len(whole) >= len(raw) - 1 if broken else len(whole) == len(raw) - 2 > 1
            if whole and swallowed:
                return self._opening_line(raw, whole[0])
        if (last or sum(line.count('"') for line in raw) % 2) and not self._is_closed(raw):
            return self._opening_line(raw, len(raw))
        return None

    def _swallows(self, raw: Sequence[str]) -> bool:
        return 2 * sum(map(self._is_row, raw)) >= len(raw)

    def _is_row(self, line: str) -> bool:
        """Whether a line is a whole row by itself."""
        if self.width < 3 or line.count('"') % 2:
            return False
        return len(_trimmed(next(csv.reader([line], delimiter=self.delimiter)))) == self.width or (
            line.count(self.delimiter) == self.width - 1
        )

    def _is_strict(self, raw: Sequence[str]) -> bool:
        try:
            return len(list(csv.reader(raw, delimiter=self.delimiter, strict=True))) == 1
        except csv.Error:
            return False

    def _is_closed(self, raw: Sequence[str]) -> bool:
        return len(list(csv.reader([*raw, "\n", "end"], delimiter=self.delimiter))) > 1

    def _opening(self, raw: Sequence[str], before: int) -> int:
        """Offset in the text of the quotation mark that is open when a row's line ``before`` begins."""
        mark = re.escape(self.delimiter)
        quoted = rf'"[^"]*(?:""[^"]*)*(?:"[^{mark}\r\n]*|\Z)'
        fields = re.finditer(rf"(?:{quoted}|[^{mark}\r\n]*)(?:{mark}|\r\n?|\n|\Z)", "".join(raw[:before]))
        return max((field.start() for field in fields if field[0].startswith('"')), default=0)

    def _opening_line(self, raw: Sequence[str], before: int) -> int:
        opened, number, end = self._opening(raw, before), 0, len(raw[0])
        while end <= opened:
            number += 1
            end += len(raw[number])
        return number

    def _mended(self, raw: Sequence[str]) -> list[str]:
        """The row without the quotation mark that its last line leaves open."""
        text = "".join(raw)
        opened = self._opening(raw, len(raw))
        whole = io.StringIO(text[:opened] + text[opened + 1 :], newline="")
        return next(csv.reader(whole, delimiter=self.delimiter), [])


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def _may_have_long_cells(text: str, delimiter: str) -> bool:
    """Whether any stretch of half a longest cell, counted from the start, lies within one cell."""
    step = cells.MAX_CELL // 2
    starts = range(0, len(text) - step, step)
    return any(text.find(delimiter, start, start + step) < 0 > text.find("\n", start, start + step) for start in starts)


def _is_plain(text: str) -> bool:
    return text.isascii() and len(text.encode().translate(None, _CONTROLS)) == len(text)


class _Text:
    """A file's text in pieces that end where a line ends."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._decode = codecs.getincrementaldecoder(encoding)("replace").decode
        self._rest = ""
        self._pushed = ""

    def piece(self) -> str:
        """The next lines; empty at the end of the file."""
        if self._pushed:
            pushed, self._pushed = self._pushed, ""
            return pushed
        parts = [self._rest]
        while more := self._file.read(_BYTES):
            text = self._decode(more)
            end = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
            if end:
                self._rest = text[end:]
                return "".join((*parts, text[:end]))
            parts.append(text)
        self._rest = ""
        return "".join((*parts, self._decode(b"", final=True)))

    def push(self, text: str) -> None:
        """Put lines back: they come next."""
        self._pushed = text + self._pushed


class _Lines:
    """The lines of one piece, and of those after it as long as a row goes on."""

    def __init__(self, text: _Text, piece: str, enough: Callable[[Sequence[str]], bool]) -> None:
        self._text = text
        self._enough = enough
        self._lines = deque(io.StringIO(piece, newline=""))
        self._beyond = False
        self.taken: list[str] = []

    @property
    def waiting(self) -> bool:
        """Whether another row begins in this piece."""
        return bool(self._lines) and not self._beyond

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= _SUSPICIOUS and len(self.taken) % _SUSPICIOUS == 0 and self._enough(self.taken):
            raise StopIteration
        if not self._lines:
            self._lines.extend(io.StringIO(self._text.piece(), newline=""))
            self._beyond = True
        if not self._lines:
            raise StopIteration
        self.taken.append(self._lines.popleft())
        return self.taken[-1]

    def take(self) -> list[str]:
        """The lines of the row that was read last."""
        taken, self.taken = self.taken, []
        return taken

    def give_back(self, lines: Sequence[str]) -> None:
        """Lines that belong to other rows."""
        self._lines.extendleft(reversed(lines))

    def leave(self) -> None:
        """Give what was not read back to the file."""
        self._text.push("".join(self._lines))
