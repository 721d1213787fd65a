"""The report as PDF: what an auditor is handed.

TrueType fonts are read and cut to the glyphs used by ReportLab. Pages are laid out and written here one by one, since
ReportLab's own document keeps every page in memory until the last one is drawn.
"""

from __future__ import annotations

from typing import BinaryIO

from assetaudit.language import say, spoken
from assetaudit.language.figures import moment
from assetaudit.reports.chapter import Chapter
from assetaudit.reports.chapters import chapters
from assetaudit.reports.figures import Tally, tally
from assetaudit.reports.pdf import first_page, one_page
from assetaudit.reports.pdf.charts import draw_rooms, height_of, rooms_in
from assetaudit.reports.pdf.document import BOTTOM, Document, Naming
from assetaudit.reports.pdf.table import Table
from assetaudit.reports.report import AuditReport
from assetaudit.reports.terms import title_of
from assetaudit.reports.theme import Audience
from assetaudit.reports.words import short_hash, shown

_TOGETHER = 8
"""Rooms whose picture is not torn apart; that of more begins where there is room for it."""


def write(report: AuditReport, file: BinaryIO) -> None:
    """A4 pages; the same facts and clock make the same bytes."""
    told = tally(report)
    document = Document(file, _naming(report))
    numbered = ((f"{number}  {one.title}", one) for number, one in enumerate(chapters(report, told), start=1))
    if report.audience is Audience.TECHNICIAN:
        first_page.draw_head(document, report)
        one_page.draw(document, numbered)
    else:
        first_page.draw(document, report, told)
        document.new_page()
        for title, chapter in numbered:
            _chapter(document, title, chapter, told)
    document.finish()


def _naming(report: AuditReport) -> Naming:
    when = moment(f"{report.generated:%Y-%m-%d %H:%M}")
    return Naming(
        title=title_of(report),
        subject=say("Frame {hash}", hash=short_hash(report.frame_hash)),
        program=report.program,
        generated=report.generated,
        foot=say("{program}, audit {audit}, {when} UTC", program=report.program, audit=shown(report.audit), when=when),
        identity=f"{report.audit} {report.frame_hash} {report.generated.isoformat()} {sorted(report.counts.items())}",
        language=spoken(),
    )


def _chapter(document: Document, title: str, chapter: Chapter, told: Tally) -> None:
    table = Table(document, chapter.columns)
    picture = height_of(len(told.rooms) if len(told.rooms) <= _TOGETHER else 2) if chapter.picture else 0.0
    document.section(chapter.name, title, chapter.lead, keep=picture + table.height(chapter.rows()))
    if chapter.picture:
        _room_bars(document, told)
    table.draw(chapter.rows(), empty=chapter.empty)


def _room_bars(document: Document, told: Tally) -> None:
    rooms = list(told.rooms)
    while rooms:
        fitting = max(rooms_in(document.y - BOTTOM - 24), 1)
        part, rooms = rooms[:fitting], rooms[fitting:]
        document.y = draw_rooms(document.page, document.y - 6, part, document.styles) - 18
        if rooms:
            document.new_page()
