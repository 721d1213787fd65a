"""Findings: one outcome for one asset or one unknown thing, with the evidence for it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple


class Outcome(StrEnum):
    """What an audit says of a thing, in the order in which findings are listed."""

    FOUND = "found"
    WRONG_POSITION = "wrong_position"
    MISPLACED = "misplaced"
    OUT_OF_SCOPE = "out_of_scope"
    UNPLACED = "unplaced"
    RETIRED_PRESENT = "retired_present"
    FOREIGN = "foreign"
    WRONG_DEVICE = "wrong_device"
    MISMATCH = "mismatch"
    CONTESTED = "contested"
    AMBIGUOUS = "ambiguous"
    MISSING = "missing"
    NOT_SWEPT = "not_swept"
    OFF_SITE = "off_site"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"

    @property
    def printed(self) -> str:
        """The name that people read."""
        return _PRINTED.get(self, self.value.replace("_", " "))


_PRINTED = {
    Outcome.FOUND: "verified",
    Outcome.RETIRED_PRESENT: "retired but present",
    Outcome.CONTESTED: "conflicting evidence",
    Outcome.MISSING: "not located",
    Outcome.NOT_SWEPT: "not examined",
    Outcome.UNKNOWN: "unrecorded",
}

LIST_ORDER = {outcome: number for number, outcome in enumerate(Outcome)}
PRECEDENCE = (
    Outcome.AMBIGUOUS,
    Outcome.CONTESTED,
    Outcome.WRONG_DEVICE,
    Outcome.FOREIGN,
    Outcome.RETIRED_PRESENT,
    Outcome.UNPLACED,
    Outcome.OUT_OF_SCOPE,
    Outcome.MISPLACED,
    Outcome.MISMATCH,
    Outcome.WRONG_POSITION,
    Outcome.FOUND,
)
"""The first that holds is the outcome of a thing that was seen, the others stand in ``also``."""


class Basis(StrEnum):
    """How a thing was seen, strongest first."""

    TAG_SERIAL = "tag+serial"
    TAG = "tag"
    SERIAL = "serial"
    TYPED = "typed"
    RFID = "rfid"
    PICKED = "picked"
    SIGHT = "sight"
    ATTESTED = "attested"
    SEALED = "sealed"


class Measure(NamedTuple):
    """A figure with its base: every numerator is a part of its denominator."""

    num: int
    den: int


MEASURES = (
    "existence",
    "existence_frame",
    "place_rack",
    "place_u",
    "completeness",
    "coverage",
    "value_missing",
    "label_health",
)
"""Names in the order in which they are listed; ``value_missing`` counts hundredths of the currency."""


class Finding(NamedTuple):
    """One outcome for one asset (``asset`` set) or one unknown thing."""

    outcome: Outcome
    asset: str | None = None
    asset_tag: str | None = None
    serial: str | None = None
    identifier: str | None = None
    expected: str | None = None
    found: str | None = None
    places: tuple[str, ...] = ()
    """Every live place, where there is more than one."""
    also: tuple[Outcome, ...] = ()
    pair: str | None = None
    maybe: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    basis: str | None = None
    confidence: str | None = None
    """``low`` where evidence is weak; None otherwise."""
    reason: str | None = None
    why: str = ""
    """One sentence that explains the outcome."""
    evidence: tuple[str, ...] = ()
    """Event hashes, sorted."""

    @property
    def sort_key(self) -> tuple[int, str, str, str]:
        """Outcome, then expected or else found place, asset, identifier; bytewise, null first."""
        where = self.expected if self.expected is not None else self.found
        return (LIST_ORDER[self.outcome], _null_first(where), _null_first(self.asset), _null_first(self.identifier))

    def to_dict(self) -> dict[str, Any]:
        """The finding as ``findings --json`` prints it: six keys always, the others where they hold something."""
        always = ("asset", "asset_tag", "serial", "identifier", "expected", "found")
        data: dict[str, Any] = {"outcome": self.outcome.value} | {name: getattr(self, name) for name in always}
        for name in (
            "places",
            "also",
            "pair",
            "maybe",
            "candidates",
            "basis",
            "confidence",
            "reason",
            "why",
            "evidence",
        ):
            value = getattr(self, name)
            if value:
                data[name] = list(value) if isinstance(value, tuple) else value
        return data


def _null_first(text: str | None) -> str:
    return "" if text is None else "\x01" + text
