"""Workbooks as people keep them: several and hidden sheets, merged cells, numbers, formulas, odd file names."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook

from assetaudit.errors import UsageError
from assetaudit.registers.importing import ImportReport, Wishes
from tests.registers.desk import Desk, place_of

HEADER = ["Asset tag", "Serial", "Place"]


def taken(desk: Desk, fill: Callable[[Any], None], wishes: Wishes | None = None, name: str = "a.xlsx") -> ImportReport:
    book, file = Workbook(), io.BytesIO()
    fill(book)
    book.save(file)
    return desk.take(file.getvalue(), name, wishes)


def told(report: ImportReport, kind: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.reason) for problem in report.problems if problem.kind == kind]


def rows(sheet: Any, prefix: str, count: int) -> None:
    sheet.append(HEADER)
    for number in range(count):
        sheet.append([f"{prefix}-{number}", f"S{prefix}{number}", "DC1/A"])


def two_sheets(book: Any) -> None:
    book.active.title = "Basel"
    rows(book.active, "B", 3)
    rows(book.create_sheet("Zug"), "Z", 5)


def test_sheets_that_are_not_read_are_named(desk: Desk) -> None:
    report = taken(desk, two_sheets)
    assert desk.tags() == {f"Z-{number}" for number in range(5)}
    ((line, reason),) = told(report, "file")
    assert line == 0
    assert "'Basel'" in reason
    assert "--sheet" in reason


def test_a_sheet_can_be_named(desk: Desk) -> None:
    taken(desk, two_sheets, Wishes(sheet="Basel"))
    assert desk.tags() == {f"B-{number}" for number in range(3)}
    with pytest.raises(UsageError, match="no sheet 'Genf'") as error:
        taken(desk, two_sheets, Wishes(sheet="Genf"))
    assert error.value.hint == "It has Basel, Zug."
    with pytest.raises(UsageError, match="is no workbook"):
        desk.take("Asset tag\nA\n", "list.csv", Wishes(sheet="Basel"))


def test_a_hidden_sheet_is_the_last_choice(desk: Desk) -> None:
    def fill(book: Any) -> None:
        rows(book.active, "OLD", 9)
        book.active.sheet_state = "hidden"
        rows(book.create_sheet("now"), "NEW", 2)

    taken(desk, fill)
    assert desk.tags() == {"NEW-0", "NEW-1"}


def test_a_merged_cell_counts_for_every_row_that_it_covers(desk: Desk) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.append(["Racks of hall 1", None, None])
        sheet.merge_cells("A1:C1")
        sheet.append(["Rack", "Asset tag", "U"])
        for number in range(6):
            sheet.append([f"R{number // 3}" if number % 3 == 0 else None, f"IT-{number}", number + 1])
        sheet.append([None, None, None])
        sheet.append([None, "IT-9", None])
        sheet.merge_cells("A3:A5")
        sheet.merge_cells("A6:A9")

    taken(desk, fill)
    found = {tag: place_of(desk.asset(tag)) for tag in ("IT-0", "IT-2", "IT-3", "IT-5", "IT-9")}
    assert found == {"IT-0": "R0:U1", "IT-2": "R0:U3", "IT-3": "R1:U4", "IT-5": "R1:U6", "IT-9": None}
    assert desk.store.sources()[0].records == 7


def test_zeros_that_a_number_is_shown_with_belong_to_it(desk: Desk) -> None:
    def fill(book: Any) -> None:
        book.active.append(HEADER)
        book.active.append([42, 7.0, "DC1/A"])
        book.active["A2"].number_format = "000000"

    taken(desk, fill)
    assert (desk.asset("000042").serial, desk.tags()) == ("7", {"000042"})


def test_numbers_that_a_workbook_cannot_keep_are_told(desk: Desk) -> None:
    def fill(book: Any) -> None:
        book.active.append(HEADER)
        book.active.append(["IT-1", 12345678901234567890, "DC1/A"])
        book.active.append(["IT-2", "12345678901234567890", "DC1/A"])
        book.active.append(["IT-3", 123456789012345, "DC1/A"])

    ((row, reason),) = told(taken(desk, fill), "workbook")
    assert (row, "15 digits" in reason) == (2, True)
    assert desk.asset("IT-2").serial == "12345678901234567890"


def test_a_formula_without_its_result_is_told(desk: Desk) -> None:
    def fill(book: Any) -> None:
        book.active.append(HEADER)
        book.active.append(["IT-1", '="S"&1', "DC1/A"])

    ((row, reason),) = told(taken(desk, fill), "workbook")
    assert (row, reason.startswith("a formula stands here")) == (2, True)


@pytest.mark.parametrize("name", ["export.csv", "export", "export.XLSX.bak"])
def test_a_workbook_is_told_by_what_it_holds_and_not_by_its_name(desk: Desk, name: str) -> None:
    taken(desk, lambda book: rows(book.active, "A", 2), name=name)
    assert desk.tags() == {"A-0", "A-1"}
