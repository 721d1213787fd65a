from __future__ import annotations

import csv
import io
from collections.abc import Callable

from assetaudit.model.finding import Finding, Outcome
from assetaudit.reports.csv_report import HEADER, guarded
from assetaudit.reports.report import AuditReport
from tests.reports import golden, sample

Make = Callable[[AuditReport, str], bytes]


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def test_bytes_are_the_contract(made: Make) -> None:
    golden.check("report.csv", made(sample.report(), "csv"))


def test_one_row_a_finding_with_every_event_in_full(made: Make) -> None:
    report = sample.report()
    read = rows(made(report, "csv"))
    assert [row["evidence"].split() for row in read] == [list(one.evidence) for one in report.findings()]
    assert tuple(read[0]) == HEADER


def test_no_cell_is_calculated(made: Make) -> None:
    for start in ("=", "+", "-", "@", "\t", "\r", "\t=", "＝", " =", ";=", '",='):
        report = sample.report((), [Finding(Outcome.UNKNOWN, identifier=f"{start}1+cmd|' /C calc'!A0")])
        assert rows(made(report, "csv"))[0]["identifier"].startswith("'")


def test_plain_cells_stay_as_they_are() -> None:
    assert guarded("DC1/R1/A/07:U12#bay3") == "DC1/R1/A/07:U12#bay3"


def test_empty_audit_has_its_header(made: Make) -> None:
    data = made(sample.report((), []), "csv").decode("utf-8")
    assert list(csv.reader(io.StringIO(data, newline=""))) == [list(HEADER)]
