"""The report as PDF: what an auditor is handed.

TrueType fonts are read and cut to the glyphs used by ReportLab. Pages are laid out and written here one by one, since
ReportLab's own document keeps every page in memory until the last one is drawn.
"""

from __future__ import annotations

from typing import BinaryIO

from assetaudit.reports.figures import tally
from assetaudit.reports.pdf import first_page, sections, themes
from assetaudit.reports.pdf.document import Document, Naming
from assetaudit.reports.report import AuditReport
from assetaudit.reports.theme import Audience
from assetaudit.reports.words import short_hash, shown


def write(report: AuditReport, file: BinaryIO) -> None:
    """A4 pages; the same facts and clock make the same bytes."""
    told = tally(report)
    naming = Naming(
        title=f"Physical asset audit: {shown(report.frame.name)}",
        subject=f"Frame {short_hash(report.frame_hash)}",
        program=report.program,
        generated=report.generated,
        foot=f"{report.program}, audit {shown(report.audit)}, {report.generated:%Y-%m-%d %H:%M} UTC",
        identity=f"{report.audit} {report.frame_hash} {report.generated.isoformat()} {sorted(report.counts.items())}",
    )
    document = Document(file, naming)
    if report.audience is Audience.TECHNICIAN:
        first_page.draw_head(document, report)
        themes.draw(document, report, 1)
    else:
        first_page.draw(document, report, told)
        last = sections.draw(document, report, told)
        themes.draw(document, report, last + 1)
    document.finish()
