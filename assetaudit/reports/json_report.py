"""Findings as JSON: the very object that ``findings --json`` prints."""

from __future__ import annotations

import io
from typing import BinaryIO

from assetaudit.reports import findings_json
from assetaudit.reports.report import AuditReport


def audit_info(report: AuditReport) -> findings_json.AuditInfo:
    """The head of the object."""
    scope = tuple(str(place) for place in report.frame.scope)
    return findings_json.AuditInfo(
        report.frame.name, report.frame_hash, scope, report.opened, report.closed, report.complete
    )


def write(report: AuditReport, file: BinaryIO) -> None:
    """UTF-8, lines ended by LF, a finding a line."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    findings_json.write(text, audit_info(report), report.counts, report.measures, report.findings())
    text.flush()
    text.detach()
