"""The JSON object of an audit's findings, written as it comes so that memory stays flat."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TextIO

from assetaudit.identify.clean import escaped
from assetaudit.model.finding import MEASURES, Measure, Outcome
from assetaudit.reports.report import AuditReport

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write(stream: TextIO, report: AuditReport, *, outcome: Outcome | None = None) -> None:
    """Write one object, a finding a line; with an outcome only its findings, while counts and measures stay whole."""
    for name, part in head(report).items():
        stream.write(f"{'{' if name == 'audit' else ''}{dumps(name)}:{dumps(part)},\n")
    stream.write('"findings":[')
    separator = "\n"
    for finding in report.findings():
        if outcome in (None, finding.outcome):
            stream.write(separator + dumps(finding.to_dict()))
            separator = ",\n"
    stream.write("\n]}\n")


def head(report: AuditReport) -> dict[str, dict[str, Any]]:
    """What stands before the findings: the audit, the count of every outcome and every measure."""
    return {
        "audit": {
            "name": report.frame.name,
            "frame": report.frame_hash,
            "scope": [str(place) for place in report.frame.scope],
            "opened": report.opened,
            "closed": report.closed,
            "complete": report.complete,
            **({"later": report.later} if report.later else {}),
        },
        **figures(report.counts, report.measures),
    }


def figures(counts: Mapping[Outcome, int], measures: Mapping[str, Measure]) -> dict[str, dict[str, Any]]:
    """The count of every outcome, and every measure with numerator and denominator."""
    return {
        "counts": {outcome.value: counts.get(outcome, 0) for outcome in Outcome},
        "measures": {name: _figures(name, measures.get(name, Measure(0, 0))) for name in MEASURES},
    }


def dumps(value: object) -> str:
    """Compact JSON in UTF-8 that is safe to print on a terminal."""
    return escaped(_encode(value))


def _figures(name: str, measure: Measure) -> dict[str, int | float]:
    if name != "value_missing":
        return {"num": measure.num, "den": measure.den}
    return {"num": _units(measure.num), "den": _units(measure.den)}


def _units(cents: int) -> int | float:
    """Hundredths of the currency as units of it."""
    whole, rest = divmod(cents, 100)
    return whole if rest == 0 else cents / 100
