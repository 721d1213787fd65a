"""The technician's report is one page, whatever there is to do, and hides nothing of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.model.finding import Outcome
from assetaudit.reports.pdf.one_page import _shares
from assetaudit.reports.report import AuditReport, Coverage
from assetaudit.reports.theme import Audience, Head, Theme
from tests.reports import sample
from tests.reports.test_hostile import hostile

Make = Callable[[AuditReport, str], bytes]


def for_technician(report: AuditReport, tasks: int = 0, language: str = "en") -> AuditReport:
    heads = (Head("Place", 3.0), Head("What", 1.4), Head("Why", 4.0))
    rows = [(f"DC1/R1/A/{number:03d}", "recount", "because somebody saw it elsewhere") for number in range(tasks)]
    theme = Theme("tasks", "To be done on the floor", "In walking order.", heads, lambda: rows, "Nothing.")
    return replace(report, audience=Audience.TECHNICIAN, themes=(theme,), language=language)


def left(number: int) -> tuple[Coverage, ...]:
    return tuple(Coverage(f"DC1/R{rack}/A/01", "not visited", expected=9, left=9) for rack in range(number))


def page(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        assert len(document) == 1
        return " ".join(document[0].get_textpage().get_text_range().split())


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("report", [sample.report, sample.empty, hostile], ids=["hall", "empty", "hostile"])
def test_it_is_one_page(made: Make, report: Callable[[], AuditReport], language: str) -> None:
    assert page(made(for_technician(report(), 30, language), "pdf"))


def test_what_does_not_fit_is_counted(made: Make) -> None:
    report = for_technician(sample.many(2_000), tasks=70)
    text = page(made(replace(report, coverage=left(300)), "pdf"))
    more = [int(number) for number in re.findall(r"(\d+) more stand on the screen", text)]
    assert len(more) == 3
    assert more[0] + len(set(re.findall(r"DC1/R\d+/A/01 ", text))) == 300
    assert more[1] + text.count("recount") == 70
    assert more[2] + len(re.findall(r" IT-\d{6} ", text)) == report.counts[Outcome.MISSING]
    assert min(300 - more[0], 70 - more[1], report.counts[Outcome.MISSING] - more[2]) > 6


def test_what_fits_is_all_there(made: Make) -> None:
    text = page(made(for_technician(sample.report(), tasks=2), "pdf"))
    assert "on the screen" not in text
    assert "of 1" in text


@given(st.lists(st.floats(0, 500), min_size=1, max_size=5), st.floats(-50, 600))
def test_room_is_shared_out_and_no_more_than_there_is(needs: list[float], room: float) -> None:
    shares = _shares(needs, room)
    assert sum(shares) <= max(room, 0) + 1e-6
    assert all(share <= need for share, need in zip(shares, needs, strict=True))
    if sum(needs) <= room:
        assert shares == needs
