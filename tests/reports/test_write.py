from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

import pytest

from assetaudit.errors import PrintError
from assetaudit.model.finding import Finding
from assetaudit.reports import csv_report
from assetaudit.reports.report import AuditReport
from assetaudit.reports.write import formats, write_report
from tests.reports import sample


def test_formats_come_in_by_the_entry_points() -> None:
    assert {"csv", "html", "json", "pdf", "xlsx"} <= set(formats())


def test_an_unknown_ending_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match=r"\.csv, \.html, \.json, \.pdf, \.xlsx"):
        write_report(tmp_path / "report.docx", sample.report())


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match="No such file or directory"):
        write_report(tmp_path / "nowhere" / "report.csv", sample.report())


def test_a_full_disk_leaves_the_previous_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.csv"
    path.write_text("the previous one")

    def full(report: AuditReport, file: BinaryIO) -> None:
        file.write(b"half of it")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(csv_report, "write", full)
    with pytest.raises(PrintError, match="No space left on device"):
        write_report(path, sample.report())
    assert path.read_text() == "the previous one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_while_findings_are_made_leaves_the_previous_report(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("the previous one")

    def broken() -> object:
        raise KeyError("gone")

    with pytest.raises(KeyError):
        write_report(path, sample.report((), broken))  # type: ignore[arg-type]
    assert path.read_text() == "the previous one"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", ["csv", "html", "json", "pdf", "xlsx"])
def test_same_facts_and_clock_make_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    first, second = tmp_path / f"one.{suffix}", tmp_path / f"two.{suffix}"
    write_report(first, sample.report())
    write_report(second, sample.report())
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("suffix", ["csv", "html", "json", "pdf", "xlsx"])
def test_an_audit_without_scans_has_a_report(tmp_path: Path, suffix: str) -> None:
    for report in (sample.empty(), sample.report((), list[Finding]())):
        path = tmp_path / f"empty.{suffix}"
        write_report(path, report)
        assert path.stat().st_size > 100
