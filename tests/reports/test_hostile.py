"""Codes that try to act, in every place where a report may print them."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdfium2

from assetaudit.model.finding import Outcome
from assetaudit.model.log_tip import LogTip
from assetaudit.reports.report import AuditReport, Coverage, Person
from assetaudit.reports.words import shown
from tests.reports import sample
from tests.reports.test_html_report import ALLOWED, Seen

Make = Callable[[AuditReport, str], bytes]
VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "malicious.json").read_text("utf-8"))["vectors"]
TEXTS = [str(vector["text"]) for vector in VECTORS]
SCRIPT = "\"'></title><script>alert(1)</script><a href=javascript:alert(1)>"
STARTS = ("=", "+", "-", "@", "\t", "\r")


def hostile() -> AuditReport:
    """Every text as tag, serial, names, places, reason, note and identifier; one each in the audit's own terms."""
    assets, findings = [], []
    for number, text in enumerate(TEXTS):
        names = {"name": text, "manufacturer": text, "model": text, "owner": text, "category": text}
        thing = sample.asset(number, "DC1/R1/A/01", asset_tag=text, serial=text, **names)
        assets.append(thing)
        places = {"expected": text, "reason": text, "why": text, "identifier": text}
        outcome = (Outcome.MISPLACED, Outcome.MISSING, Outcome.UNKNOWN)[number % 3]
        findings.append(sample.finding(outcome, thing, text, maybe=(text,), candidates=(text,), **places))
    findings.sort(key=lambda finding: finding.sort_key)
    return sample.report(
        assets,
        findings,
        frame=replace(sample.FRAME, name=SCRIPT, where=SCRIPT),
        people=tuple(Person(text, text, text) for text in TEXTS),
        coverage=tuple(Coverage(text, "blocked", text, text) for text in TEXTS),
        logs=(LogTip("0197", 1, sample.sha("x"), SCRIPT),),
        troubles=tuple(TEXTS),
        decisions=SCRIPT,
    )


def quiet(text: str) -> bool:
    """Whether nothing in a text acts on a terminal, turns it around or hides."""
    return not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in text)


def test_there_are_vectors_of_every_kind() -> None:
    assert len(TEXTS) > 90
    assert sum(text.startswith(STARTS) for text in TEXTS) > 8


def test_no_cell_of_the_csv_is_calculated_or_acts(made: Make) -> None:
    rows = list(csv.reader(io.StringIO(made(hostile(), "csv").decode("utf-8"), newline="")))
    assert len(rows) == len(TEXTS) + 1
    for row in rows[1:]:
        assert all(quiet(cell) for cell in row)
        assert not [cell for cell in row[:22] if cell.startswith(STARTS)]


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(made: Make) -> None:
    data = made(hostile(), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert all(quiet(cell.value) for cell in cells if isinstance(cell.value, str))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "externalLink" in name or "vba" in name]


def test_every_text_stands_in_the_workbook_as_it_is_shown(made: Make) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made(hostile(), "xlsx")))["findings"]
    written = {row[2] or "" for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert written == {shown(text) for text in TEXTS}


def test_nothing_becomes_markup_in_html(made: Make) -> None:
    text = made(hostile(), "html").decode("utf-8")
    seen = Seen(text)
    assert seen.names <= ALLOWED
    assert not {name for name in seen.attributes if name.startswith("on") or name in ("src", "style")}
    assert all(link.startswith("#") for link in seen.links)
    assert all(quiet(char) for char in set(text) - {"\n"})
    for vector in TEXTS:
        assert shown(vector) in seen.texts or len(vector) > 4_000 or not shown(vector)


def test_the_pdf_opens_and_has_no_actions(made: Make) -> None:
    data = made(hostile(), "pdf")
    for action in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/OpenAction", b"/EmbeddedFile", b"/AA", b"/GoToR"):
        assert action not in data
    document = pypdfium2.PdfDocument(data)
    assert len(document) > 3
    document.close()


def test_markup_is_drawn_as_it_is_written(made: Make) -> None:
    data = made(hostile(), "pdf")
    document = pypdfium2.PdfDocument(data)
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    document.close()
    drawn = [vector for vector in TEXTS if vector.isascii() and vector.isprintable() and len(vector) < 60]
    assert len(drawn) > 25
    for vector in drawn:
        assert "".join(vector.split()) in text


def test_json_keeps_what_was_read_and_prints_nothing_that_acts(made: Make) -> None:
    text = made(hostile(), "json").decode("utf-8")
    assert all(quiet(char) for char in set(text) - {"\n"})
    assert {finding["asset_tag"] for finding in json.loads(text)["findings"]} == set(TEXTS)
