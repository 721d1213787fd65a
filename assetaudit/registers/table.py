"""A file as a table of texts, whatever kind of file it is: columns, then rows in batches with their line numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assetaudit.registers.fields import folded

BATCH = 5_000
"""Rows that are handled at once: enough to work column by column, few enough to stay small."""
_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table, all as wide as its header."""

    columns: Sequence[Sequence[str]]
    """The cells, column by column; none where there is no row."""
    lines: Sequence[int]
    """Where each row begins, from 1."""
    longer: tuple[int, ...] = ()
    """Lines of rows that had more cells than the header."""
    torn: tuple[int, ...] = ()
    """Lines in which a quotation mark is opened that is not closed in its row."""
    odd: tuple[tuple[int, str], ...] = ()
    """(line, why) of rows with a cell that may not mean what it says."""
    plain: bool = False
    """Whether nothing of a cell is to be cleaned but blanks and tabs: printable ASCII, no cell too long."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file, opened and understood as far as its header."""

    columns: tuple[str, ...]
    """Each name once: a second ``Address`` is called ``Address (2)``."""
    batches: Callable[[], Iterator[Batch]]
    """Start reading from the first row after the header."""
    about: str
    """How the file was read, in words: encoding, delimiter, sheet."""
    plain: bool = False
    """Whether no cell can hold anything but printable ASCII."""
    notes: tuple[str, ...] = ()
    """What was odd about the file as a whole."""
    numbered: str = "line"
    """What ``lines`` count: ``line``, ``row`` or ``record``."""


def unique(headers: Iterable[str]) -> tuple[str, ...]:
    """Headers as names of columns: none empty, each once."""
    seen: dict[str, int] = {}
    names = []
    for number, header in enumerate(headers, start=1):
        name = header or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def find_header(sample: Sequence[Sequence[str]], known: frozenset[str]) -> tuple[int, int]:
    """(index of the header among the first rows, how many of its cells are known headers).

    Title lines may stand before it; where no cell is known, the first row with the most cells is taken.
    """
    best, best_known, best_width = 0, 0, 0
    for number, row in enumerate(sample[:_SAMPLE]):
        names = {folded(cell) for cell in row if cell.strip() and len(cell) < 200}
        hits = len(names & known)
        if (hits, 0 if best_known else len(names)) > (best_known, 0 if best_known else best_width):
            best, best_known, best_width = number, hits, len(names)
    return best, best_known


def even(rows: list[list[str]], lines: Sequence[int], width: int) -> Batch:
    """Rows brought to the width of the header; those with something beyond it are named."""
    if set(map(len, rows)) <= {width}:
        return Batch(list(zip(*rows, strict=True)), lines)
    longer = tuple(line for row, line in zip(rows, lines, strict=True) if any(row[width:]))
    fitting = [row[:width] if len(row) >= width else [*row, *[""] * (width - len(row))] for row in rows]
    return Batch(list(zip(*fitting, strict=True)), lines, longer)
