"""The same figure says the same in every format and at every place of it, in both languages."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from html import unescape

import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import MergedCell

from assetaudit.language import say, speaking
from assetaudit.language.figures import share, whole
from assetaudit.model.finding import MEASURES, Outcome
from assetaudit.reports.figures import figure
from assetaudit.reports.html.markup import signed
from assetaudit.reports.report import AuditReport
from assetaudit.reports.theme import Share
from tests.reports import sample

Make = Callable[[AuditReport, str], bytes]
LANGUAGES = ("en", "de")


def pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def html_text(data: bytes) -> str:
    body = data.decode().partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def sheets(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def told(report: AuditReport) -> dict[str, tuple[str, str]]:
    """Title to share and base, as the report is to say them."""
    return {one.title: (one.percent, one.base) for one in (figure(report, name) for name in MEASURES)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", ["pdf", "html"])
def test_pages_say_each_figure_wherever_it_stands(made: Make, suffix: str, language: str) -> None:
    report = sample.report(language=language)
    text = (pdf_text if suffix == "pdf" else html_text)(made(report, suffix))
    with speaking(language):
        for title, (percent, base) in told(report).items():
            at = [found.start() for found in re.finditer(re.escape(base), text, re.IGNORECASE)]
            assert at, base
            assert any(f"{title} {percent}" in text[max(0, start - 60) : start] for start in at) or re.search(
                re.escape(title) + r".{0,4}" + re.escape(percent) + "|" + re.escape(f"{base} {percent}"), text
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_shows_the_same_shares(made: Make, language: str) -> None:
    report = sample.report(language=language)
    book = sheets(made(report, "xlsx"))
    summary = {str(row[0]): str(row[1]) for row in book.worksheets[0].iter_rows(values_only=True)}
    with speaking(language):
        for title, (percent, base) in told(report).items():
            row = next(row for row in book.worksheets[3].iter_rows() if row[0].value == title)
            assert shown(row[4]) == percent
            assert row[5].value == base
            assert summary.get(title, f"{percent}: {base}") == f"{percent}: {base}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_counts_the_same_outcomes(made: Make, language: str) -> None:
    report = sample.report(language=language)
    rows = list(csv.DictReader(io.StringIO(made(report, "csv").decode("utf-8"), newline="")))
    counted = Counter(row["outcome"] for row in rows)
    listed = json.loads(made(report, "json"))
    book = sheets(made(report, "xlsx"))
    summary = {str(row[0]): row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    keys = Counter(str(row[1]) for row in book.worksheets[1].iter_rows(min_row=2, values_only=True))
    pages = {"pdf": pdf_text(made(report, "pdf")), "html": html_text(made(report, "html"))}
    assert keys == counted == Counter(finding["outcome"] for finding in listed["findings"])
    with speaking(language):
        for outcome in Outcome:
            number = counted[outcome.value]
            assert (listed["counts"][outcome.value], summary[signed(outcome)]) == (number, number)
            for text in pages.values():
                assert f"{say(outcome.printed)} {whole(number)} " in text


def test_json_has_the_numbers_behind_the_shares(made: Make) -> None:
    report = sample.report()
    listed = json.loads(made(report, "json"))["measures"]
    for name in MEASURES:
        unit = 100 if name == "value_missing" else 1
        assert (
            share(round(listed[name]["num"] * unit), round(listed[name]["den"] * unit)) == figure(report, name).percent
        )


@given(st.integers(1, 10**9), st.data(), st.booleans())
def test_a_workbook_rounds_as_people_are_told(of: int, data: st.DataObject, up: bool) -> None:
    one = Share(data.draw(st.integers(0, of)), of, up=up)
    shares = share(one.part, one.of, up=up)
    assert f"{one.rounded:.1%}".replace("%", " %") == shares or (shares == "< 0.1 %" and 0 < one.rounded < 0.001)


def shown(cell: openpyxl.cell.Cell | MergedCell) -> str:
    """A share as its format shows it."""
    if cell.value is None:
        return "–"
    value = float(str(cell.value))
    if 0 < value < 0.001:
        return str(re.search(r'\[<0\.001]"([^"]*)"', cell.number_format)[1])  # type: ignore[index]
    point = "," if "," in str(re.search(r'"([^"]*)"', cell.number_format)[1]) else "."  # type: ignore[index]
    return f"{value:.1%}".replace("%", " %").replace(".", point)
