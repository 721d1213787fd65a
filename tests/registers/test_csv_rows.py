"""Quotation marks that are opened and never closed swallow no rows; cells with line breaks stay whole."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assetaudit.registers.csv_rows import CsvRows
from tests.registers.desk import Desk

_HEAD = "Asset tag,Name,Maker,Place\n"


def rows_of(folder: Path, text: str, *, width: int = 4) -> tuple[list[tuple[str, ...]], list[int], list[int]]:
    """Rows, their lines, and the lines of torn quotation marks."""
    file = folder / "list.csv"
    file.write_bytes(text.encode())
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    torn: list[int] = []
    for batch in CsvRows(file, "utf-8", ",", 0, width).batches():
        rows += zip(*batch.columns, strict=True)
        lines += batch.lines
        torn += batch.torn
    return rows, lines, torn


@pytest.mark.parametrize(
    ("text", "tags", "torn"),
    [
        ('A-1,"19 inch,Dell,R/1\nA-2,b,HP,R/2\nA-3,c,HP,R/3\n', ["A-1", "A-2", "A-3"], [2]),
        ('A-1,"19 inch,Dell,R/1\nA-2,"b",HP,R/2\nA-3,c,HP,R/3\n', ["A-1", "A-2", "A-3"], [2]),
        ('A-1,a,Dell,R/1\nA-2,b,"HP,R/2\nA-3,"x, y",HP,R/3\nA-4,d,HP,R/4\n', ["A-1", "A-2", "A-3", "A-4"], [3]),
        ('A-1,a,Dell,R/1\nA-2,b,HP,"R/2\n', ["A-1", "A-2"], [3]),
        ('A-1,"a\nb","Dell,R/1\nA-2,b,HP,R/2\nA-3,b,HP,R/2\n', ["A-1", "A-2", "A-3"], [3]),
        ('"A-1","a","Dell,"R/1"\n"A-2","b","HP","R/2"\n"A-3","c","HP","R/3"\n', ["A-1", "A-2", "A-3"], []),
        ('"A-1","a","Dell","R/1\n"A-2","b","HP","R/2"\n"A-3","c","HP","R/3"\n', ["A-1", "A-2", "A-3"], [2]),
    ],
)
def test_a_torn_quotation_mark_is_told_and_swallows_no_row(
    tmp_path: Path, text: str, tags: list[str], torn: list[int]
) -> None:
    rows, _, told = rows_of(tmp_path, _HEAD + text)
    assert [row[0] for row in rows] == tags
    assert told == torn


def test_a_torn_quotation_mark_in_a_long_file_reads_no_further_than_it_must(tmp_path: Path) -> None:
    many = [f"A-{number},name,Dell,R/{number}" for number in range(30_000)]
    many[7] = 'A-7,"name,Dell,R/7'
    rows, lines, torn = rows_of(tmp_path, _HEAD + "\n".join(many) + "\n")
    assert torn == [9]
    assert [row[0] for row in rows] == [f"A-{number}" for number in range(30_000)]
    assert lines == list(range(2, 30_002))


def test_the_import_tells_the_line_and_keeps_the_rows(desk: Desk) -> None:
    report = desk.take(_HEAD + 'A-1,"19 inch,Dell,R/1\nA-2,"b",HP,R/2\n')
    assert [(problem.kind, problem.line) for problem in report.problems] == [("quote", 2)]
    assert report.rows == 2
    assert desk.asset("A-1").name == "19 inch"
    assert desk.asset("A-2").manufacturer == "HP"


_CELLS = st.text(st.sampled_from('ab ,;"\n\r\té'), max_size=6)


def _has_a_row_within(text: str) -> bool:
    """Whether a line that goes on with a cell could be a row of its own: then nobody can tell what was meant."""
    lines = re.split("\r\n?|\n", text)
    return any(line.count(",") >= 2 and not line.count('"') % 2 for line in lines if not line.startswith("A-1,"))


@given(rows=st.lists(st.tuples(st.just("A-1"), _CELLS, _CELLS), min_size=1, max_size=12))
def test_what_a_spreadsheet_writes_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    assume(not _has_a_row_within(out.getvalue()))
    out.seek(0)
    csv.writer(out).writerows([("tag", "name", "note"), *rows])
    read, _, torn = rows_of(tmp_path_factory.mktemp("csv"), out.getvalue(), width=3)
    assert torn == []
    assert read == rows
