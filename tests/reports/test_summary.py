from __future__ import annotations

import json

from assetaudit.reports.summary import summary_json, summary_lines
from tests.reports import sample


def test_lines_tell_state_figures_outcomes_and_what_was_not_examined() -> None:
    lines = list(summary_lines(sample.report()))
    text = "\n".join(lines)
    assert lines[0] == "Q4 count"
    assert lines[1].startswith("! Closed, not complete. DC1/R2/A/03 is blocked")
    assert "96.6 %   57 of 59 assets expected in closed places were located" in text
    assert "⊘ blocked: locked, key with Contoso – DC1/R2/A/03 front" in text
    assert "✓ verified" in text


def test_lines_of_an_empty_audit_have_no_percentages_out_of_nothing() -> None:
    text = "\n".join(summary_lines(sample.empty()))
    assert "no base: nothing of the kind was examined" in text
    assert "nobody has scanned yet" in text


def test_json_has_what_is_open() -> None:
    report = sample.report()
    data = json.loads(json.dumps(summary_json(report)))
    settled = sum(data["counts"][name] for name in ("found", "not_swept", "off_site"))
    assert data["open"] == sum(data["counts"].values()) - settled > 0
    assert data["coverage"][-1] == {
        "place": "DC1/R2/A/04",
        "side": "front",
        "state": "not visited",
        "reason": None,
        "expected": 10,
        "seen": 0,
        "left": 10,
    }
