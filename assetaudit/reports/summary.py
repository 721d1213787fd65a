"""An audit in a few lines: what ``audit show`` prints, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assetaudit.language import say
from assetaudit.language.figures import whole
from assetaudit.model.finding import Outcome
from assetaudit.reports.figures import figure, headlines
from assetaudit.reports.findings_json import head
from assetaudit.reports.report import AuditReport
from assetaudit.reports.terms import facts, state_of, unexamined
from assetaudit.reports.words import SIGNS, shown

_PLACES = 6
"""Places named for one reason before the rest is only counted."""


def summary_json(report: AuditReport) -> dict[str, Any]:
    """The head of ``findings --json``, then what is open and why it is not complete."""
    coverage = [
        {
            "place": part.place,
            "side": part.side or None,
            "state": part.state,
            "reason": part.reason or None,
            "expected": part.expected,
            "seen": part.seen,
            "left": part.left,
        }
        for part in report.coverage
    ]
    return {**head(report), "open": report.open_count, "troubles": list(report.troubles), "coverage": coverage}


def summary_lines(report: AuditReport) -> Iterator[str]:
    """Terms, figures with their bases, outcomes that occur, and what was not examined and why."""
    sign, sentence = state_of(report)
    yield shown(report.name)
    yield f"{sign} {sentence}"
    for label, text in facts(report):
        yield f"{label:<15}{text}"
    for told in (figure(report, "coverage"), *headlines(report)):
        yield f"{told.title:<22}{told.percent:>8}   {told.base}"
    for outcome in Outcome:
        if number := report.counts.get(outcome, 0):
            yield f"{SIGNS[outcome]} {say(outcome.printed):<22}{whole(number):>8}"
    yield from (f"{sign} {text}" for sign, text in unexamined(report, _PLACES))
