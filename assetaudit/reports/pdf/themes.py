"""Themes on pages: a section and a table each."""

from __future__ import annotations

from assetaudit.reports.pdf.document import Document
from assetaudit.reports.pdf.table import Column, Row, Table
from assetaudit.reports.report import AuditReport
from assetaudit.reports.theme import Theme
from assetaudit.reports.words import shown


def draw(document: Document, report: AuditReport, first: int) -> None:
    """Draw every theme of the report's audience, numbered from ``first`` on."""
    for number, theme in enumerate(report.themes, first):
        _theme(document, theme, f"{number}  {theme.title}")


def _theme(document: Document, theme: Theme, title: str) -> None:
    document.section(f"t-{theme.name}", title, theme.lead)
    columns = [Column(name, share, strong=index == 0, most=6) for index, (name, share) in enumerate(theme.columns)]
    rows = (Row(tuple(map(shown, row))) for row in theme.rows())
    Table(document, columns).draw(rows, empty=theme.empty)
