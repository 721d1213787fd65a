"""What an import remarks about rows: the gravest kind first and equal ones once for people, all of them in a file."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO

from assetaudit.registers.export import harmless
from assetaudit.registers.table import Batch, Table
from assetaudit.store.register_problem import Problem, ProblemList

KINDS = {
    "rejected": "Rows left out",
    "file": "The file as a whole",
    "quote": "Quotation marks that are not closed",
    "workbook": "Cells that a workbook holds otherwise than they look",
    "too_long": "Rows with more cells than the header",
    "retagged": "Records with another tag than before",
    "duplicate_id": "Records with an id that another has",
    "duplicate_tag": "Records with a tag that another has",
    "duplicate_serial": "Records with a serial that another has",
    "duplicate_epc": "Records with an EPC that another has",
    "unnamed": "Records without a code to scan",
    "junk_serial": "Texts that name nothing",
    "status": "Status words that are not known",
    "place": "Places that are not understood",
    "unit": "Records that do not fit into their rack",
    "clash": "Records in units that others take",
    "parent": "Records without the parent they name",
    "cost": "Costs that are not understood",
    "height": "Heights that are not understood",
    "cleaned": "Cells that were cleaned",
}
"""Kinds of remarks, the gravest first, and what each is called."""
_TO_DO = {"status": "Say what a word means with: assetaudit register status WORD=CLASS"}
_SHOWN = 3
"""Different remarks of a kind, and further lines of each, that are shown."""


def note_oddities(problems: ProblemList, batch: Batch) -> None:
    """Note what is odd about some rows of a file before anything is understood of them."""
    for line in batch.longer:
        reason = "the row has more cells than the header; what stands beyond it is left out."
        problems.add("too_long", line, reason)
    for line in batch.torn:
        reason = "a quotation mark opens here and is not closed in its row; it is left out, the next rows count."
        problems.add("quote", line, reason)
    for line, reason in batch.odd:
        problems.add("workbook", line, reason)


def told(problems: Sequence[Problem], counts: Mapping[str, int], where: Callable[[int], str]) -> Iterator[str]:
    """Remarks for people: under the name of each kind a few of them, equal ones once with where else they hold."""
    for kind in sorted(counts, key=_gravity):
        yield f"{KINDS.get(kind, kind)}: {counts[kind]}"
        alike: defaultdict[str, list[int]] = defaultdict(list)
        for problem in problems:
            if problem.kind == kind:
                alike[problem.reason].append(problem.line)
        shown = sorted(alike.items(), key=lambda pair: -len(pair[1]))[:_SHOWN]
        yield from (f"  {where(lines[0])}{_elsewhere(lines[1:])}: {reason}" for reason, lines in shown)
        left = counts[kind] - sum(len(lines) for _, lines in shown)
        if left:
            yield f"  ... and {left} more"
        if kind in _TO_DO:
            yield f"  {_TO_DO[kind]}"


def _gravity(kind: str) -> tuple[int, str]:
    order = list(KINDS)
    return (order.index(kind) if kind in order else len(order), kind)


def _elsewhere(lines: Sequence[int]) -> str:
    if not lines:
        return ""
    shown = ", ".join(map(str, lines[:_SHOWN]))
    return f" and {shown}" if len(lines) <= _SHOWN else f", {shown} and {len(lines) - _SHOWN} more"


def write_remarks(file: IO[bytes], table: Table, problems: Iterable[Problem]) -> None:
    """Write every listed remark with the row that it is about, as CSV in UTF-8 that a spreadsheet opens."""
    rows = _rows(table, {problem.line for problem in problems})
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow((table.numbered, "kind", "remark", *table.columns))
        for problem in problems:
            cells = map(harmless, rows.get(problem.line, ()))
            writer.writerow((problem.line or "", problem.kind, problem.reason, *cells))
        text.flush()
    finally:
        text.detach()


def _rows(table: Table, lines: set[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for batch in table.batches():
        if not lines.isdisjoint(batch.lines):
            rows = zip(*batch.columns, strict=True)
            found.update((line, row) for line, row in zip(batch.lines, rows, strict=True) if line in lines)
    return found
