"""What the tests of reports share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assetaudit.reports.report import AuditReport
from assetaudit.reports.write import write_report


@pytest.fixture
def made(tmp_path: Path) -> Callable[[AuditReport, str], bytes]:
    """The bytes of a report in a format."""

    def make(report: AuditReport, suffix: str) -> bytes:
        path = tmp_path / f"report.{suffix}"
        write_report(path, report)
        return path.read_bytes()

    return make
