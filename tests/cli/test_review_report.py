"""Reports with what became of the findings: for the auditor, the manager and the technician, and the trend."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from tests.cli.inside import Inside
from tests.cli.opened import registered


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Inside:
    """Two audits of one room; the later one decided, sampled and partly approved."""
    folder = tmp_path_factory.mktemp("reviewed")
    program = registered(folder)
    program.ok("audit", "new", "Q3", "--scope", "DC1/R2")
    program.scan("Q3", "LOC:DC1/R2/A/07", "IT-00101", "IT-00102", "CMD:CLOSE")
    program.ok("decide", "make", "Q3", "false_alarm", "IT-00888", "--why", "x", "--until", "2020-01-01", "--by", "mia")
    program.ok("audit", "new", "Q4", "--scope", "DC1/R2", "--term", "tolerable=existence:5")
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "XX-1", "CMD:CLOSE")
    program.ok("decide", "make", "Q4", "accept_move", "IT-00201", "--why", "seen twice", "--by", "mia")
    program.ok("decide", "make", "Q4", "recount", "IT-00102", "--why", "look again", "--owner", "cid", "--by", "mia")
    program.ok("decide", "make", "Q4", "false_alarm", "XX-1", "--why", "a visitor's", "--by", "mia")
    program.ok("decide", "approve", "Q4", "XX-1", "--by", "bob")
    program.ok("sample", "draw", "Q4", "first", "--size", "2", "--seed", "s", "--by", "max")
    return program


def pages(program: Inside, file: Path, audience: str) -> list[str]:
    """The text of each page of a report."""
    program.ok("report", "Q4", "-o", file, "--for", audience)
    document = pypdfium2.PdfDocument(file.read_bytes())
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def test_the_technician_gets_one_page_in_walking_order(reviewed: Inside, tmp_path: Path) -> None:
    (page,) = pages(reviewed, tmp_path / "t.pdf", "technician")
    assert "To be done on the floor" in page
    assert "DC1/R2/A/07:U14 recount IT-00102 look again cid" in page
    assert "Segregation" not in page


def test_the_manager_gets_figures_and_decisions_and_the_auditor_everything(reviewed: Inside, tmp_path: Path) -> None:
    manager = " ".join(pages(reviewed, tmp_path / "m.pdf", "manager"))
    auditor = " ".join(pages(reviewed, tmp_path / "a.pdf", "auditor"))
    for text in ("Decisions", "accept the move", "seen twice", "Trend", "Accuracy by category"):
        assert text in manager
        assert text in auditor
    for text in (
        "Segregation of duties",
        "Who counted does not approve",
        "In the register 8 assets: 4 of the population, 1 without a known place, 1 outside the scope, 1 gone",
        "of 2 deviate: with 95 % confidence no more than",
        "Supports ISO/IEC 27001 A.5.9",
        "beyond 5 %",
        "Every finding and its evidence",
    ):
        assert text in auditor
        assert text not in manager
    assert "complies" not in auditor + manager


def test_states_stand_on_the_first_page_and_earlier_audits_in_the_trend(reviewed: Inside, tmp_path: Path) -> None:
    auditor = pages(reviewed, tmp_path / "a.pdf", "auditor")
    assert "2 decided, 1 closed" in auditor[0]
    trend = next(page for page in auditor if "Trend" in page and "Q3" in page)
    assert trend.index("Q3") < trend.rindex("Q4")
    carried = next(page for page in auditor if "Open from earlier audits" in page)
    assert "IT-00103 Q3 not located open nobody has decided." in carried
    ages = next(page for page in auditor if "Time since the last sighting" in page)
    assert "in this audit" in ages
    assert "within 90 days before it 1" in ages


def test_a_workbook_has_a_sheet_for_each_theme(reviewed: Inside, tmp_path: Path) -> None:
    reviewed.ok("report", "Q4", "-o", tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "r.xlsx").read_bytes()))
    assert {"decisions", "duties", "samples", "trend", "method"} <= set(book.sheetnames)
    rows = list(book["decisions"].values)
    assert rows[0][:3] == ("Asset", "Outcome", "State")
    assert ("XX-1", "unrecorded", "closed", "false alarm", "a visitor's", "mia, bob") in [row[:6] for row in rows]
    duties = {row[0]: row for row in book["duties"].values}
    assert duties["ana"][2] == "yes"
    assert duties["bob"][4:6] == (0, 1)


def test_every_unseen_asset_has_its_last_sighting_and_closings_their_days(reviewed: Inside, tmp_path: Path) -> None:
    reviewed.ok("report", "Q4", "-o", tmp_path / "r.xlsx", "--for", "manager")
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "r.xlsx").read_bytes()))
    unseen, ages, closings, trend = (told(book, name) for name in ("unseen", "age", "closing", "trend"))
    assert len(unseen) == sum(int(row[0]) for age, row in ages.items() if age != "in this audit")
    place, day, before = unseen["IT-00102"]
    assert (place, before) == ("DC1/R2/A/07:U14", "0")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d 00:00:00", day)
    assert unseen["IT-00103"][1:] == ["never", ""]
    assert list(unseen).index("IT-00103") < list(unseen).index("IT-00102")
    assert closings["unrecorded"] == ["1", "0", "0", "0"]
    assert int(closings["all"][0]) == sum(int(row[0]) for name, row in closings.items() if name != "all") == 1
    assert {name: row[-1] for name, row in trend.items()} == {"Q3": "", "Q4": closings["all"][2]}


def test_sums_have_the_unit_that_the_settings_name(reviewed: Inside, tmp_path: Path) -> None:
    settings = reviewed.home / "settings.toml"
    settings.write_text('currency = "CHF"\n', "utf-8")
    try:
        manager = " ".join(pages(reviewed, tmp_path / "m.pdf", "manager"))
        reviewed.ok("report", "Q4", "-o", tmp_path / "r.xlsx")
    finally:
        settings.unlink()
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "r.xlsx").read_bytes()))
    assert "CHF book value was not located" in manager
    assert [sheet.title for sheet in book for cell in sheet[1] if str(cell.value).endswith(", CHF")] == [
        *("findings", "decisions", "trend")
    ]


def told(book: openpyxl.Workbook, sheet: str) -> dict[str, list[str]]:
    """The rows of a sheet by their first cell, as texts."""
    rows = [["" if cell is None else str(cell) for cell in row] for row in book[sheet].iter_rows(values_only=True)]
    return {row[0]: row[1:] for row in rows[1:]}


def test_hostile_words_stay_words_in_html(reviewed: Inside, tmp_path: Path) -> None:
    reviewed.ok("decide", "follow", "Q4", "IT-00102", "--response", "x", "--by", "mia")
    reviewed.ok("decide", "make", "Q4", "recount", "IT-00103", "--why", "<script>alert(1)</script>", "--by", "mia")
    reviewed.ok("report", "Q4", "-o", tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text("utf-8")
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
