"""Findings as CSV for programs: one a row in English, every event hash in full, no cell that would be calculated."""

from __future__ import annotations

import csv
import io
import re
from typing import BinaryIO

from assetaudit.language import speaking
from assetaudit.reports.report import AuditReport
from assetaudit.reports.rows import LISTED, FindingRow, all_rows

HEADER = ("outcome", "meaning", "asset", *LISTED, "value", "evidence")
_CALCULATED = re.compile("[\\s;,\"']*[=+@\t\r\n␉␊␍＝＋－＠-]")
"""What a spreadsheet takes for a formula, also behind what it takes for a separator, and in full-width forms."""


def write(report: AuditReport, file: BinaryIO) -> None:
    """UTF-8 without a mark, every cell quoted, lines ended by CR LF (RFC 4180), a row a finding."""
    text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    with speaking("en"):
        writer.writerows(_cells(row) for row in all_rows(report))
    text.flush()
    text.detach()


def guarded(text: str) -> str:
    """A cell that no spreadsheet calculates: an apostrophe stands before what would start a formula."""
    return "'" + text if _CALCULATED.match(text) else text


def _cells(row: FindingRow) -> list[str]:
    value = "" if row.cost_cents is None else _amount(row.cost_cents)
    cells = [guarded(text) for text in (row.asset, *row.listed)]
    return [row.outcome.value, row.outcome.printed, *cells, value, " ".join(row.evidence)]


def _amount(cents: int) -> str:
    """A plain number, as programs read it."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
