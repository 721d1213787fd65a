"""Some cells of a CSV file changed, and every other line kept byte for byte."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from assetaudit.errors import RegisterError
from assetaudit.registers.csv_file import Content, Layout

Cells = Mapping[str, str]
"""Column to text."""


class _Lines:
    """The physical lines of a file, remembering those that the parser took for its last row."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._file:
            self.taken.append(line)
            yield line

    def take(self) -> list[str]:
        """The lines of the row that was parsed last."""
        taken, self.taken = self.taken, []
        return taken


@dataclass(frozen=True, slots=True)
class Edits:
    """What becomes of a file's rows, by the line on which each begins."""

    changed: dict[int, dict[str, str]] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)
    added: list[Cells] = field(default_factory=list)


def rewrite(path: Path, shape: tuple[Content, Layout], edits: Edits, out: IO[bytes]) -> None:
    """Write the file with some rows changed or left out, and further rows at its end.

    RegisterError where a line that is to be changed begins no row of the file.
    """
    content, layout = shape
    left: dict[int, Cells | None] = {**edits.changed, **dict.fromkeys(edits.dropped)}
    target = io.TextIOWrapper(out, encoding=content.encoding, errors="surrogateescape", newline="", write_through=True)
    ending, last = "\n", ""
    with path.open(encoding=content.encoding, errors="surrogateescape", newline="") as file:
        lines = _Lines(file)
        start = 1
        for number, row in enumerate(csv.reader(iter(lines), delimiter=layout.delimiter)):
            raw = "".join(lines.take())
            last, ending = raw, _ending(raw) or ending
            target.write(_row(raw, row, left, start, layout) if number > layout.header else raw)
            start += len(raw.splitlines())
    if edits.added and not _ending(last):
        target.write(ending)
    if left:
        where = ", ".join(map(str, sorted(left)[:5]))
        raise RegisterError(
            f"{path} has no row on line {where} any more.", hint="Export the list again, and try again."
        )
    for cells in edits.added:
        target.write(_line(_changed([""] * len(layout.columns), cells, layout), layout, ending))
    target.flush()
    target.detach()


def _row(raw: str, row: list[str], left: dict[int, Cells | None], start: int, layout: Layout) -> str:
    """A row as it is to be written; what has been dealt with is taken out of ``left``."""
    if start not in left:
        return raw
    change = left.pop(start)
    return "" if change is None else _line(_changed(row, change, layout), layout, _ending(raw))


def _changed(row: list[str], change: Cells, layout: Layout) -> list[str]:
    wide = row + [""] * (len(layout.columns) - len(row))
    for column, text in change.items():
        wide[layout.columns.index(column)] = text
    return wide


def _line(row: Sequence[str], layout: Layout, ending: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=layout.delimiter, lineterminator=ending).writerow(row)
    return text.getvalue()


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
