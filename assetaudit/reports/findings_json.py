"""The JSON object of an audit's findings, written as it comes so that memory stays flat."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from assetaudit.model.finding import MEASURES, Finding, Measure, Outcome

_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
"""Valid in JSON, but able to steer a terminal, turn its text around or break its encoding: written as escapes."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class AuditInfo:
    """The head of the object: which audit this is and how far it went."""

    name: str
    frame: str
    """SHA-256 of the frame, in hex."""
    scope: tuple[str, ...]
    opened: str
    closed: str | None
    complete: bool

    def to_dict(self) -> dict[str, Any]:
        """The head in its fixed order."""
        return {
            "name": self.name,
            "frame": self.frame,
            "scope": list(self.scope),
            "opened": self.opened,
            "closed": self.closed,
            "complete": self.complete,
        }


def write(
    stream: TextIO,
    audit: AuditInfo,
    counts: Mapping[Outcome, int],
    measures: Mapping[str, Measure],
    findings: Iterable[Finding],
) -> None:
    """Write one object, a finding a line; filter the findings beforehand, counts and measures stay whole."""
    stream.write(f'{{"audit":{dumps(audit.to_dict())},\n')
    stream.write(f'"counts":{dumps({outcome.value: counts.get(outcome, 0) for outcome in Outcome})},\n')
    stream.write(f'"measures":{dumps({name: _figures(name, measures) for name in MEASURES})},\n"findings":[')
    separator = "\n"
    for finding in findings:
        stream.write(separator + dumps(finding.to_dict()))
        separator = ",\n"
    stream.write("\n]}\n")


def only(findings: Iterable[Finding], outcome: Outcome | None) -> Iterable[Finding]:
    """The findings of one outcome, or all of them."""
    return findings if outcome is None else (finding for finding in findings if finding.outcome is outcome)


def dumps(value: object) -> str:
    """Compact JSON in UTF-8 that is safe to print on a terminal."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", _encode(value))


def _figures(name: str, measures: Mapping[str, Measure]) -> dict[str, int | float]:
    measure = measures.get(name, Measure(0, 0))
    if name != "value_missing":
        return {"num": measure.num, "den": measure.den}
    return {"num": _units(measure.num), "den": _units(measure.den)}


def _units(cents: int) -> int | float:
    """Hundredths of the currency as units of it."""
    whole, rest = divmod(cents, 100)
    return whole if rest == 0 else cents / 100
