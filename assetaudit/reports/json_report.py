"""Findings as JSON: the very object that ``findings --json`` prints."""

from __future__ import annotations

import io
from typing import BinaryIO

from assetaudit.reports import findings_json
from assetaudit.reports.report import AuditReport


def write(report: AuditReport, file: BinaryIO) -> None:
    """UTF-8, lines ended by LF, a finding a line."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    findings_json.write(text, report)
    text.flush()
    text.detach()
