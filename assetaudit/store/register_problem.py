"""What an import has to tell about rows: each with its line and reason, counted even where too many to list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

LISTED = 10_000
"""Problems of one kind that are listed; the rest is only counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One row that is not as it should be, or one thing about the whole file (line 0)."""

    line: int
    kind: str
    """``rejected duplicate_tag duplicate_serial duplicate_id status place unit clash parent cost junk_serial ...``"""
    reason: str
    """What is wrong and what was done about it, in one sentence."""

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}" if self.line else self.reason


class ProblemList:
    """Problems as they come up."""

    def __init__(self) -> None:
        self.numbered = "line"
        """What the numbers count, for reasons that name one: ``line``, ``row``, ``device``."""
        self.counts: Counter[str] = Counter()
        self._listed: list[Problem] = []

    def add(self, kind: str, line: int, reason: str) -> None:
        """Note one problem."""
        self.counts[kind] += 1
        if self.counts[kind] <= LISTED:
            self._listed.append(Problem(line, kind, reason))

    def listed(self) -> list[Problem]:
        """By line; the counts tell how many there are of each kind in all."""
        return sorted(self._listed, key=lambda problem: (problem.line, problem.kind, problem.reason))
