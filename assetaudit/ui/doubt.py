"""Is this really the place? Several scans running that belong to one other place say that a label was forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetaudit.model.finding import Outcome
from assetaudit.ui.places import place_of

if TYPE_CHECKING:
    from assetaudit.model.place import Place
    from assetaudit.model.verdict import Verdict

ENOUGH = 3
"""Scans running after which a person is asked; a question never blocks the next scan."""


class Doubt:
    """Watches verdicts in one place."""

    def __init__(self) -> None:
        self._other: Place | None = None
        self._run = 0

    @property
    def place(self) -> Place | None:
        """Where the person seems to be."""
        return self._other if self._run >= ENOUGH else None

    @property
    def scans(self) -> int:
        """How many of the last scans belong there."""
        return self._run

    def note(self, verdict: Verdict) -> None:
        """One more verdict; a new place, an answer or a right scan ends the doubt."""
        finding = verdict.finding
        other = None
        if finding is not None and verdict.verdict == Outcome.MISPLACED:
            expected = place_of(finding.expected)
            other = None if expected is None else expected.node
        if verdict.verdict in ("repeat", "saved"):
            return
        self._run = 0 if other is None else self._run + 1 if other == self._other else 1
        self._other = other
