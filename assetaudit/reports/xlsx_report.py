"""The report as a workbook: summary, findings, coverage and measures, written a row at a time.

Every text is written as a text, whatever it looks like; nothing in the workbook is a formula or a link.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import xlsxwriter

from assetaudit.language import day_form, say, say_as
from assetaudit.language.figures import moment, share
from assetaudit.model.finding import Measure, Outcome
from assetaudit.reports.about_chapters import evidence, limits, population
from assetaudit.reports.chapter import Chapter
from assetaudit.reports.figures import bases, by_place, headlines, measure_rows, side_word, tally
from assetaudit.reports.report import AuditReport
from assetaudit.reports.rows import LISTED, FindingRow, all_rows
from assetaudit.reports.terms import decisions_of, facts, state_of, title_of
from assetaudit.reports.theme import Amount, Cell, Head, Mean, Share, When, told
from assetaudit.reports.words import SIGNS, basis_word, said, shown

_SHEET = 31
"""Characters that the name of a sheet may have."""
_CELL = 32_767
"""Characters that a cell holds (Excel's limit)."""
_CALENDAR = 1900
"""The year of whose days spreadsheets disagree, and before which they know none (ISO/IEC 29500-1, 18.17.4)."""
Value = str | float | None
_WORDS = {
    "asset_tag": "Asset tag",
    "serial": "Serial",
    "identifier": "Identifier",
    "expected": "Expected",
    "found": "Found",
    "places": "Places",
    "also": "Also",
    "pair": "Exchanged with",
    "maybe": "May be one of",
    "candidates": "Candidates",
    "basis": "Basis",
    "confidence": "Confidence",
    "reason": "Reason",
    "why": "Why",
    "name": "Name",
    "manufacturer": "Manufacturer",
    "model": "Model",
    "category": "Category",
    "owner": "Owner",
}
"""Titles of the texts that every list has."""
FINDING_COLUMNS = (
    Head("Outcome", 24),
    Head("Key", 16),
    *(Head(_WORDS[name], width) for name, width in LISTED.items()),
    Head("Book value", 16, number=True, money=True),
    Head("Record", 20),
    Head("Evidence", 70),
)
"""Titles and widths in characters."""
COVERAGE_COLUMNS = (
    Head("Place", 32),
    Head("Side", 10),
    Head("State", 16),
    Head("Why not", 36),
    Head("Expected", 11, number=True),
    Head("Seen", 11, number=True),
    Head("Left", 11, number=True),
)
MEASURE_COLUMNS = (
    Head("Figure", 30),
    Head("Basis", 18),
    Head("Numerator", 16, number=True),
    Head("Denominator", 16, number=True),
    Head("Share", 10, number=True),
    Head("Base", 64),
)
_SAID: dict[str, Callable[[str], str]] = {"basis": basis_word, "confidence": say}
SHEETS = ("summary", "findings", "coverage", "measures")
"""Keys of the names of the sheets that every workbook has."""
_ACROSS = 230
"""Characters across one printed page: wider sheets take several side by side."""
_LINE, _HIGH = 120, 15
"""Characters that surely fit into a line of the summary, and its height in points: not every program makes room."""
_WIDER = 12
"""Characters for each share of a theme's width."""


def write(report: AuditReport, file: BinaryIO) -> None:
    """Four sheets, and one for each theme, in constant memory; the workbook's time is the clock's."""
    book: Any = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties(
        {
            "title": title_of(report),
            "comments": say("Frame {hash}", hash=report.frame_hash) + f", {report.program}",
            "created": report.generated.replace(tzinfo=None),
        }
    )
    formats = _Formats(book, report.currency)
    _summary(book, report)
    _table(book, formats, ("findings", FINDING_COLUMNS), map(cells, all_rows(report)))
    _table(book, formats, ("coverage", COVERAGE_COLUMNS), _coverage(report))
    _table(book, formats, ("measures", MEASURE_COLUMNS), _measures(report))
    for theme in report.themes:
        columns = tuple(head._replace(width=round(_WIDER * head.width)) for head in theme.columns)
        rows = (tuple(shown(cell) if isinstance(cell, str) else cell for cell in row) for row in theme.rows())
        _table(book, formats, (theme.name, columns), rows, theme.empty)
    book.close()


class _Formats:
    """The formats of cells, one each a workbook, and the unit of its sums."""

    def __init__(self, book: Any, currency: str) -> None:  # noqa: ANN401 - untyped library
        self.currency = currency
        self.head = _head(book)
        self.number_head = _head(book, align="right")
        self.whole = book.add_format({"num_format": "#,##0"})
        self.amount = book.add_format({"num_format": "#,##0.00"})
        self.mean = book.add_format({"num_format": "#,##0.0"})
        self.share = book.add_format({"num_format": f'[=0]0.0 %;[<0.001]"{share(1, 10_000)}";0.0 %'})
        day = day_form().format(year="yyyy", month="mm", day="dd")
        self.day = book.add_format({"num_format": day, "align": "left"})
        self.moment = book.add_format({"num_format": f'{day} hh:mm "UTC"', "align": "left"})
        self.quiet = book.add_format({"italic": True, "font_color": "#5D6775"})


def cells(row: FindingRow) -> tuple[Value, ...]:
    """One finding's cells, in the order of the columns."""
    return (
        f"{row.sign} {say(row.outcome.printed)}",
        row.outcome.value,
        *_listed(row),
        None if row.cost_cents is None else row.cost_cents / 100,
        row.asset,
        " ".join(row.evidence),
    )


def _listed(row: FindingRow) -> Iterator[str]:
    """The texts of every list, in the report's language where they are words of ours."""
    for name, text in zip(LISTED, row.listed, strict=True):
        yield _SAID[name](text) if text and name in _SAID else text


def _table(
    book: Any,  # noqa: ANN401 - untyped library
    formats: _Formats,
    sheet: tuple[str, Sequence[Head]],
    rows: Iterable[Sequence[Value | Cell]],
    empty: str = "",
) -> None:
    name, columns = sheet
    page = _page(book, name)
    page.freeze_panes(1, 0)
    for number, head in enumerate(columns):
        page.set_column(number, number, head.width)
        page.write_string(0, number, head.said(formats.currency), formats.number_head if head.number else formats.head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    page.write_string(last, column, cell[:_CELL])
            else:
                _value(page, (last, column), cell, formats)
    if last == 0 and empty:
        page.write_string(1, 0, empty, formats.quiet)
    page.autofilter(0, 0, max(last, 1), len(columns) - 1)
    page.set_landscape()
    page.repeat_rows(0)
    page.fit_to_pages(math.ceil(sum(head.width for head in columns) / _ACROSS), 0)


def _page(book: Any, name: str) -> Any:  # noqa: ANN401 - untyped library
    sheet = book.add_worksheet(say_as("sheet", name)[:_SHEET])
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet


def _value(page: Any, at: tuple[int, int], cell: Value | Cell, formats: _Formats) -> None:  # noqa: ANN401 - untyped library
    """What is not a text."""
    if isinstance(cell, When):
        _time(page, at, cell, formats)
    elif cell is not None:
        _number(page, at, cell, formats)


def _number(page: Any, at: tuple[int, int], cell: Value | Cell, formats: _Formats) -> None:  # noqa: ANN401 - untyped library
    """A number as a number, in the form in which people read it."""
    match cell:
        case Share():
            if cell.of:
                page.write_number(*at, cell.rounded, formats.share)
        case Amount(cents):
            if cents is not None:
                page.write_number(*at, cents / 100, formats.amount)
        case Mean(value):
            if value is not None:
                page.write_number(*at, round(value, 1), formats.mean)
        case float():
            page.write_number(*at, cell, formats.amount)
        case _:
            page.write_number(*at, cell, formats.whole)


def _time(page: Any, at: tuple[int, int], cell: When, formats: _Formats) -> None:  # noqa: ANN401 - untyped library
    """A time as a number with a time's format, so that it sorts and filters; any other text as a text."""
    clock = cell.clock
    if clock is not None and clock.year > _CALENDAR:
        page.write_datetime(*at, clock, formats.day if cell.whole_day else formats.moment)
    elif cell.text:
        page.write_string(*at, told(cell)[:_CELL])


def _summary(book: Any, report: AuditReport) -> None:  # noqa: ANN401 - untyped library
    sheet = _page(book, "summary")
    head, wrapped = _head(book), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 30, book.add_format({"bold": True, "valign": "top"}))
    sheet.set_column(1, 1, 110, wrapped)
    counted = book.add_format({"num_format": "#,##0", "align": "left", "valign": "top"})
    for number, (label, text) in enumerate(_told(report)):
        style, lines = head if text == "" else None, math.ceil(len(str(text)) / _LINE)
        if lines > 1:
            sheet.set_row(number, _HIGH * lines)
        sheet.write_string(number, 0, label[:_CELL], style)
        if isinstance(text, int):
            sheet.write_number(number, 1, text, counted)
        else:
            sheet.write_string(number, 1, text[:_CELL], style)


def _told(report: AuditReport) -> Iterator[tuple[str, str | int]]:
    sign, sentence = state_of(report)
    yield (title_of(report), "")
    yield (say("State"), f"{sign} {sentence}")
    yield from facts(report)
    when = moment(f"{report.generated:%Y-%m-%d %H:%M:%S}")
    yield (say("Report made"), say("{when} UTC by {program}", when=when, program=report.program))
    yield (say("Decisions"), decisions_of(report))
    yield (say("Figures"), "")
    for figure in headlines(report):
        yield (figure.title, f"{figure.percent}: {figure.base}")
    yield (say("Outcomes"), "")
    for outcome in Outcome:
        yield (f"{SIGNS[outcome]} {say(outcome.printed)}", report.counts.get(outcome, 0))
    told = tally(report)
    for chapter in (limits(report, told), population(report), evidence(report)):
        yield (chapter.title, "")
        yield from _as_told(chapter)


def _as_told(chapter: Chapter) -> Iterator[tuple[str, str]]:
    for row in chapter.rows():
        text = "; ".join(part for part in (*row.main[1:], *row.second[1:]) if part)
        yield (row.main[0], f"{row.mark[0]} {text}".lstrip())


def _coverage(report: AuditReport) -> Iterator[tuple[Value, ...]]:
    for part in by_place(report.coverage):
        texts = (shown(part.place), side_word(part.side), say(part.state), said(part.reason))
        yield (*texts, part.expected, part.seen, part.left)


def _measures(report: AuditReport) -> Iterator[tuple[Value | Cell, ...]]:
    names = bases(report)
    for row in measure_rows(report):
        figure = row.figure
        yield (figure.title, say("all"), *_numbers(figure.name, figure.measure), figure.base)
        for basis, part in zip(names, row.parts, strict=True):
            if part is not None:
                yield (figure.title, basis_word(basis), *_numbers(figure.name, part), "")


def _numbers(name: str, measure: Measure) -> tuple[Value | Cell, ...]:
    share = Share(measure.num, measure.den)
    if name == "value_missing":
        return (measure.num / 100, measure.den / 100, share)
    return (measure.num, measure.den, share)


def _head(book: Any, **more: str) -> Any:  # noqa: ANN401 - untyped library
    plain: dict[str, Any] = {
        "bold": True,
        "bg_color": "#F3F5F8",
        "bottom": 1,
        "bottom_color": "#16486B",
        "valign": "top",
    }
    return book.add_format(plain | more)
