from __future__ import annotations

import io
import json
from collections.abc import Callable

from assetaudit.model.finding import MEASURES, Finding, Outcome
from assetaudit.reports import findings_json
from assetaudit.reports.report import AuditReport
from tests.reports import golden, sample

Make = Callable[[AuditReport, str], bytes]


def printed(report: AuditReport, outcome: Outcome | None = None) -> str:
    stream = io.StringIO()
    findings_json.write(stream, report, outcome=outcome)
    return stream.getvalue()


def test_bytes_are_the_contract(made: Make) -> None:
    golden.check("report.json", made(sample.report(), "json"))


def test_head_counts_and_measures_are_complete(made: Make) -> None:
    data = json.loads(made(sample.report(), "json"))
    assert list(data) == ["audit", "counts", "measures", "findings"]
    assert list(data["audit"]) == ["name", "frame", "scope", "opened", "closed", "complete"]
    assert list(data["counts"]) == [outcome.value for outcome in Outcome]
    assert list(data["measures"]) == list(MEASURES)
    assert data["measures"]["value_missing"] == {"num": 11_325, "den": 567_410}


def test_one_outcome_keeps_counts_and_measures_whole() -> None:
    report = sample.report()
    whole, part = json.loads(printed(report)), json.loads(printed(report, Outcome.MISSING))
    assert {finding["outcome"] for finding in part["findings"]} == {"missing"}
    assert (part["counts"], part["measures"]) == (whole["counts"], whole["measures"])


def test_no_findings_are_an_empty_list() -> None:
    assert json.loads(printed(sample.report((), [])))["findings"] == []


def test_what_could_steer_a_terminal_is_escaped_and_nothing_is_lost() -> None:
    hostile = "a\x9b31m\u202eb\ud800\x1b[2J\u2028"
    text = printed(sample.report((), [Finding(Outcome.UNKNOWN, identifier=hostile)]))
    text.encode("utf-8")
    assert not any(char in text for char in "\x1b\x9b\u202e\u2028")
    assert json.loads(text)["findings"][0]["identifier"] == hostile


def test_ten_thousand_findings_stream(made: Make) -> None:
    assert len(json.loads(made(sample.many(10_000), "json"))["findings"]) == 10_000
