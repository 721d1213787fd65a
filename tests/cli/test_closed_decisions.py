"""The report of a closed audit has its decisions as they stood at the closing, and later ones in the addendum."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.cli.inside import Inside
from tests.cli.opened import registered

Rows = Sequence[tuple[object, ...]]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Inside:
    """One finding decided and closed before the closing, one decided before and approved after, one only after."""
    program = registered(tmp_path_factory.mktemp("closed"))
    program.ok("audit", "new", "Q4", "--scope", "DC1/R2")
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "XX-1", "XX-2", "CMD:CLOSE")
    for name, why in (("XX-1", "a visitor's"), ("XX-2", "a crate")):
        program.ok("decide", "make", "Q4", "false_alarm", name, "--why", why, "--by", "mia")
    program.ok("decide", "approve", "Q4", "XX-1", "--by", "bob")
    program.ok("audit", "close", "Q4", "--reason", "time is over", "--by", "boss")
    program.ok("decide", "approve", "Q4", "XX-2", "--by", "bob")
    program.ok("decide", "make", "Q4", "accept_move", "IT-00201", "--why", "seen twice", "--by", "mia")
    return program


def sheets(program: Inside, file: Path) -> dict[str, Rows]:
    """The workbook's sheets, without their heads."""
    program.ok("report", "Q4", "-o", file)
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    return {sheet.title: list(sheet.values)[1:] for sheet in book}


def test_decisions_stand_as_closed_and_later_ones_in_the_addendum(closed: Inside, tmp_path: Path) -> None:
    told = sheets(closed, tmp_path / "r.xlsx")
    before = {row[0]: row[2:4] for row in told["decisions"] if row[3]}
    assert before == {"XX-1": ("closed", "false alarm"), "XX-2": ("decided", "false alarm")}
    assert ("1 waits", "misplaced", "open") in [row[:3] for row in told["decisions"]]
    later = {row[0]: row[2:4] for row in told["decided-later"]}
    assert later == {"XX-2": ("closed", "false alarm"), "IT-00201": ("decided", "accept the move")}


def test_duties_are_counted_as_closed(closed: Inside, tmp_path: Path) -> None:
    duties = {row[0]: row[4:6] for row in sheets(closed, tmp_path / "r.xlsx")["duties"]}
    assert duties["mia"] == (2, 0)
    assert duties["bob"] == (0, 1)


def test_the_first_page_says_both(closed: Inside, tmp_path: Path) -> None:
    closed.ok("report", "Q4", "-o", tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "At the closing: 1 decided, 1 closed; " in page
    assert "2 more were decided or went on since." in page
    assert page.index("Addendum: decisions after the closing") < page.index("Population and its completeness")


def test_what_nobody_decided_since_is_no_news(closed: Inside, tmp_path: Path) -> None:
    later = [row[0] for row in sheets(closed, tmp_path / "r.xlsx")["decided-later"]]
    assert "XX-1" not in later
    assert "IT-00102" not in later


def test_change_sets_and_samples_stand_as_closed_and_later_ones_in_the_addendum(tmp_path: Path) -> None:
    program = registered(tmp_path)
    program.ok("audit", "new", "Q4", "--scope", "DC1/R2")
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "CMD:CLOSE")
    program.ok("decide", "make", "Q4", "accept_move", "IT-00201", "--why", "seen twice", "--by", "mia")
    program.ok("decide", "approve", "Q4", "IT-00201", "--by", "bob")
    program.ok("audit", "close", "Q4", "--reason", "time is over", "--by", "boss")
    before = sheets(program, tmp_path / "before.xlsx")
    assert "changed-later" not in before
    program.ok("changes", "apply", "Q4", "--file", tmp_path / "register.csv", "-o", tmp_path / "new.csv", "--by", "bob")
    program.ok("sample", "draw", "Q4", "late", "--size", "2", "--by", "boss")
    after = sheets(program, tmp_path / "after.xlsx")
    same = [name for name in before if name not in ("summary", "decided-later")]
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert [row[3] for row in after["changed-later"]] == ["place"]
    assert [row[0] for row in after["sampled-later"]] == ["late"]
    program.ok("report", "Q4", "-o", tmp_path / "r.de.html", "--language", "de")
    assert "Nachtrag: Änderungen am Register nach dem Abschluss" in (tmp_path / "r.de.html").read_text("utf-8")
