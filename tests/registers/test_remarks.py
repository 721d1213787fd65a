"""Remarks of an import for people: the gravest kind first, equal ones once, all of them with their rows in a file."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from assetaudit.registers.importing import Wishes, write_remarks
from tests.cli.inside import Inside
from tests.registers.desk import Desk

HEAD = "tag,serial,status,place,note\n"
ROWS = [
    *(f"IT-{number},SN-{number},Kaputt,DC1/R1/A/{number:02d},n" for number in range(1, 9)),
    ",,in use,DC1/R1/A/01,=1+1",
    "IT-9,SN-9,odd,DC1//R1,n",
]
TEXT = HEAD + "\n".join(ROWS) + "\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty workspace."""
    return Desk(tmp_path)


def test_equal_remarks_are_told_once_and_the_gravest_kind_first(desk: Desk) -> None:
    lines = list(desk.take(TEXT).lines())
    start = lines.index("Rows left out: 1")
    assert lines[start + 1].startswith("  list.csv:10: the row has no asset tag")
    assert lines[start + 2] == "Status words that are not known: 9"
    assert lines[start + 3].startswith("  list.csv:2, 3, 4, 5 and 4 more: the status 'Kaputt' is not known")
    assert lines[start + 4].startswith("  list.csv:11: the status 'odd' is not known")
    assert lines[start + 5] == "  Say what a word means with: assetaudit register status WORD=CLASS"
    assert lines[start + 6] == "Places that are not understood: 1"
    assert lines[-2:] == ["10 rows read, 1 left out, 9 records, 0 places", "9 added, 0 changed, 0 gone, 0 unchanged"]


def test_many_different_remarks_of_a_kind_are_counted(desk: Desk) -> None:
    rows = "".join(f"IT-{number},SN-{number},odd {number},,\n" for number in range(40))
    lines = list(desk.take(HEAD + rows).lines())
    start = lines.index("Status words that are not known: 40")
    assert lines[start + 4] == "  ... and 37 more"


def test_a_file_holds_every_remark_with_its_row(desk: Desk) -> None:
    report = desk.take(TEXT)
    out = desk.folder / "remarks.csv"
    write_remarks(desk.folder / "list.csv", report, out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["line", "kind", "remark", "tag", "serial", "status", "place", "note"]
    assert len(rows) == len(report.problems) == 11
    (left_out,) = [row for row in rows if row[1] == "rejected"]
    assert left_out[0] == "10"
    assert left_out[3:] == ["", "", "in use", "DC1/R1/A/01", "'=1+1"]


def test_the_command_writes_the_file_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(TEXT)
    inside, out = Inside(tmp_path / "home"), tmp_path / "remarks.csv"
    told = inside.ok("register", "import", str(tmp_path / "list.csv"), "--dry-run").out
    assert told.endswith("All remarks, each with its row, go to a table with: --remarks FILE.csv\n")
    told = inside.ok("register", "import", str(tmp_path / "list.csv"), "--remarks", str(out)).out
    assert told.endswith(f"11 remarks, each with its row, are in {out}\n")
    assert out.read_text(encoding="utf-8-sig").count("\n") == 12


def test_remarks_are_about_this_file_and_not_about_records_that_are_gone(desk: Desk) -> None:
    header = "ID,Asset tag,Parent,Place\n"
    first = desk.take(header + "1,A,,R\n2,B,NOPE,R\n3,C,D,R\n4,D,C,R\n", wishes=Wishes(source="x"))
    assert first.counts["parent"] == 2
    assert not desk.take(header + "1,A,,R\n", wishes=Wishes(source="x")).problems
    other = desk.take("Asset tag,Parent\nE,F\nF,E\n", "other.csv", Wishes(source="y"))
    assert {problem.line for problem in other.problems} <= {2, 3}


def test_a_record_without_a_code_to_scan_is_kept_and_told(desk: Desk) -> None:
    report = desk.take("ID,Asset tag,Serial,Mac,Place\n1,A,,,R\n2,,,,R\n3,,N/A,,R\n4,,,00:1A:2B:3C:4D:5E,R\n5,,S5,,R\n")
    assert [(one.line, one.kind) for one in report.problems if one.kind == "unnamed"] == [
        (3, "unnamed"),
        (4, "unnamed"),
    ]
    assert (report.rows, report.rejected, report.added) == (5, 0, 5)
