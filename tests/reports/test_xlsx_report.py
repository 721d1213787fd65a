from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from assetaudit.model.finding import Finding, Outcome
from assetaudit.reports.report import AuditReport
from assetaudit.reports.theme import Cell, Head, Theme, When
from assetaudit.reports.xlsx_report import FINDING_COLUMNS
from tests.reports import sample

Make = Callable[[AuditReport, str], bytes]
TITLES = [head.said("EUR") for head in FINDING_COLUMNS]


def book(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_sheets_in_the_order_in_which_they_are_read(made: Make) -> None:
    assert book(made(sample.report(), "xlsx")).sheetnames == ["summary", "findings", "coverage", "measures"]


def test_findings_have_a_frozen_head_filters_and_widths(made: Make) -> None:
    report = sample.report()
    sheet = book(made(report, "xlsx"))["findings"]
    assert [cell.value for cell in sheet[1]] == TITLES
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:X{1 + sum(report.counts.values())}"
    assert sheet.column_dimensions["P"].width > 50
    assert sheet.max_row == 1 + sum(report.counts.values())


def test_a_row_has_numbers_as_numbers_and_every_event_in_full(made: Make) -> None:
    report = sample.report()
    rows = list(book(made(report, "xlsx"))["findings"].iter_rows(min_row=2, values_only=True))
    first = dict(zip(TITLES, rows[0], strict=True))
    assert (first["Key"], first["Asset tag"], first["Book value, EUR"]) == ("found", "IT-00105", 4100)
    assert first["Outcome"] == "✓ verified"
    assert first["Evidence"] == next(report.findings()).evidence[0]


def test_summary_has_state_and_figures_with_bases(made: Make) -> None:
    rows = book(made(sample.report(), "xlsx"))["summary"].iter_rows(values_only=True, max_col=2)
    told = {str(label): text for label, text in rows}
    assert str(told["State"]).startswith("! Closed, not complete")
    assert told["Existence"] == "96.6 %: 57 of 59 assets expected in closed places were located"


def test_measures_are_split_by_basis_in_units_of_the_currency(made: Make) -> None:
    rows = list(book(made(sample.report(), "xlsx"))["measures"].iter_rows(min_row=2, values_only=True))
    told = {row[:2]: [row[2], row[3], round(float(str(row[4])), 4)] for row in rows if row[4] is not None}
    assert told["Existence", "tag"] == [30, 57, 0.526]
    assert told["Value not located", "all"] == [11_325, 567_410, 0.019]


def test_times_are_the_clocks(made: Make) -> None:
    data = made(sample.report(), "xlsx")
    assert book(data).properties.created == datetime(2026, 11, 24, 12, 30)  # noqa: DTZ001 - as the file has it
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(1980, 1, 31)}


def test_a_text_longer_than_a_cell_is_cut_and_not_lost(made: Make) -> None:
    long = Finding(Outcome.UNKNOWN, identifier="A" * 40_000, evidence=tuple(sample.sha(str(n)) for n in range(600)))
    row = next(iter(book(made(sample.report((), [long]), "xlsx"))["findings"].iter_rows(min_row=2, values_only=True)))
    assert str(row[4]).startswith("AAAA")
    assert len(str(row[23])) == 32_767


def test_ten_thousand_findings(made: Make, tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    path.write_bytes(made(sample.many(10_000), "xlsx"))
    assert openpyxl.load_workbook(path, read_only=True)["findings"].max_row == 10_001


def test_heads_of_numbers_stand_over_them_and_long_facts_have_room(made: Make) -> None:
    told = book(made(sample.report(), "xlsx"))
    aligned = {cell.value: cell.alignment.horizontal for cell in told["coverage"][1]}
    assert (aligned["Place"], aligned["Expected"]) == (None, "right")
    summary = told["summary"]
    long = [row for row in range(1, summary.max_row + 1) if len(str(summary.cell(row, 2).value)) > 120]
    assert long
    assert all((summary.row_dimensions[row].height or 0) >= 30 for row in long)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [("en", "yyyy-mm-dd", 'yyyy-mm-dd hh:mm "UTC"'), ("de", "dd.mm.yyyy", 'dd.mm.yyyy hh:mm "UTC"')],
)
def test_days_and_moments_are_times_that_sort_and_name_their_zone(
    made: Make, language: str, day: str, moment: str
) -> None:
    rows: list[tuple[Cell, ...]] = [
        (When(text),)
        for text in (
            "2026-11-24",
            "2026-11-24T09:05Z",
            "2026-11-24T09:05+02:00",
            "soon",
            "0001-01-01T00:00+02:00",
            "1899-12-31",
        )
    ]
    trend = Theme("trend", "", "", (Head("Opened", 1.5),), lambda: rows, "")
    sheet = book(made(replace(sample.report(language=language), themes=(trend,)), "xlsx")).worksheets[-1]
    told = [(cell.value, cell.number_format) for (cell,) in sheet.iter_rows(min_row=2, max_col=1)]
    assert told[:3] == [
        (datetime(2026, 11, 24), day),  # noqa: DTZ001 - as the file has it
        (datetime(2026, 11, 24, 9, 5), moment),  # noqa: DTZ001
        (datetime(2026, 11, 24, 7, 5), moment),  # noqa: DTZ001
    ]
    assert told[3][0] == "soon"
    assert str(told[-1][0]).replace("31.12.1899", "1899-12-31") == "1899-12-31"
