"""The report as a workbook: summary, findings, coverage and measures, written a row at a time.

Every text is written as a text, whatever it looks like; nothing in the workbook is a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import xlsxwriter

from assetaudit.model.finding import Measure, Outcome
from assetaudit.reports.figures import bases, headlines, measure_rows, tally
from assetaudit.reports.report import AuditReport
from assetaudit.reports.rows import LISTED, FindingRow, all_rows
from assetaudit.reports.terms import facts, source_text, state_of
from assetaudit.reports.words import SIGNS, shown

_CELL = 32_767
"""Characters that a cell holds (Excel's limit)."""
Cell = str | float | None
FINDING_COLUMNS = (
    ("outcome", 20),
    ("key", 16),
    *((name.replace("_", " "), width) for name, width in LISTED.items()),
    ("book value", 14),
    ("asset", 20),
    ("evidence", 70),
)
"""Titles and widths in characters."""
_COVERAGE_COLUMNS = (
    ("place", 32),
    ("side", 10),
    ("state", 14),
    ("reason", 36),
    ("expected", 11),
    ("seen", 11),
    ("left", 11),
)
_MEASURE_COLUMNS = (("figure", 26), ("basis", 14), ("numerator", 16), ("denominator", 16), ("share", 10), ("base", 64))


def write(report: AuditReport, file: BinaryIO) -> None:
    """Four sheets, and one for each theme, in constant memory; the workbook's time is the clock's."""
    book: Any = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties(
        {
            "title": f"Physical asset audit: {shown(report.frame.name)}",
            "comments": f"Frame {report.frame_hash}, made by {report.program}",
            "created": report.generated.replace(tzinfo=None),
        }
    )
    _summary(book, report)
    _table(book, "findings", FINDING_COLUMNS, map(cells, all_rows(report)))
    _table(book, "coverage", _COVERAGE_COLUMNS, _coverage(report))
    _table(book, "measures", _MEASURE_COLUMNS, _measures(report))
    for theme in report.themes:
        columns = [(title, round(12 * share)) for title, share in theme.columns]
        _table(book, theme.name, columns, (tuple(map(shown, row)) for row in theme.rows()))
    book.close()


def cells(row: FindingRow) -> tuple[Cell, ...]:
    """One finding's cells, in the order of the columns."""
    return (
        f"{row.sign} {row.outcome.printed}",
        row.outcome.value,
        *row.listed,
        None if row.cost_cents is None else row.cost_cents / 100,
        row.asset,
        " ".join(row.evidence),
    )


def _table(book: Any, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> None:  # noqa: ANN401 - untyped library
    sheet = book.add_worksheet(name)
    amount, head = book.add_format({"num_format": "#,##0.00"}), _head(book)
    for number, (title, width) in enumerate(columns):
        sheet.set_column(number, number, width, amount if title == "book value" else None)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, [title for title, _ in columns], head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(last, column, cell[:_CELL])
            elif cell is not None:
                sheet.write_number(last, column, cell, amount if isinstance(cell, float) else None)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _summary(book: Any, report: AuditReport) -> None:  # noqa: ANN401 - untyped library
    sheet = book.add_worksheet("summary")
    head, wrapped = _head(book), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26, book.add_format({"bold": True, "valign": "top"}))
    sheet.set_column(1, 1, 110, wrapped)
    for number, (label, text) in enumerate(_told(report)):
        style = head if not text else None
        sheet.write_string(number, 0, label[:_CELL], style)
        sheet.write_string(number, 1, text[:_CELL], style)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _told(report: AuditReport) -> Iterator[tuple[str, str]]:
    sign, sentence = state_of(report)
    yield (f"Physical asset audit: {shown(report.frame.name)}", "")
    yield ("State", f"{sign} {sentence}")
    for label, text in facts(report):
        yield (label.capitalize(), text)
    yield ("Report made", f"{report.generated:%Y-%m-%d %H:%M:%S} UTC by {report.program}")
    yield ("Decisions", shown(report.decisions))
    yield ("Figures", "")
    for figure in headlines(report):
        yield (figure.title, f"{figure.percent}: {figure.base}")
    yield ("Outcomes", "")
    for outcome in Outcome:
        yield (f"{SIGNS[outcome]} {outcome.printed}", str(report.counts.get(outcome, 0)))
    yield from _checked_against(report)


def _checked_against(report: AuditReport) -> Iterator[tuple[str, str]]:
    yield ("Not examined", "")
    for reason, number in tally(report).unexamined:
        yield (f"{number} assets", reason)
    for trouble in report.troubles:
        yield ("Not complete", shown(trouble))
    yield ("Register and logs", "")
    yield ("Audit", shown(report.audit))
    yield ("Register version", shown(report.frame.register))
    for source in report.frame.sources:
        yield ("Source", f"{source_text(source)}; SHA-256 {shown(source.sha256) or 'not known'}")
    for person in report.people:
        yield (
            "Person",
            f"{shown(person.name) or 'no name'}, {shown(person.role) or 'no role'}, id {shown(person.user)}",
        )
    for told in report.keeping:
        yield ("Personal data", shown(told))
    for log in report.logs:
        yield (f"Log of {log.seq} events", f"{log.log} {shown(log.device)} ends in {log.hash}")


def _coverage(report: AuditReport) -> Iterator[tuple[Cell, ...]]:
    for part in report.coverage:
        texts = (shown(part.place), shown(part.side) or "all", part.state, shown(part.reason))
        yield (*texts, part.expected, part.seen, part.left)


def _measures(report: AuditReport) -> Iterator[tuple[Cell, ...]]:
    names = bases(report)
    for row in measure_rows(report):
        figure = row.figure
        yield (figure.title, "all", *_numbers(figure.name, figure.measure), figure.base)
        for basis, part in zip(names, row.parts, strict=True):
            if part is not None:
                yield (figure.title, basis, *_numbers(figure.name, part), "")


def _numbers(name: str, measure: Measure) -> tuple[float, float, Cell]:
    share = round(measure.num / measure.den, 4) if measure.den else None
    if name == "value_missing":
        return (measure.num / 100, measure.den / 100, share)
    return (measure.num, measure.den, share)


def _head(book: Any) -> Any:  # noqa: ANN401 - untyped library
    return book.add_format({"bold": True, "bg_color": "#F3F5F8", "bottom": 1, "bottom_color": "#16486B"})
