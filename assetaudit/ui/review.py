"""What the screens ask of a review: the queue, cases, decisions, approvals and the change set of one audit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from assetaudit.review.accuracy import Measures
from assetaudit.review.changes import ChangeSet
from assetaudit.review.queue import Bundle, Entry


class Review(Protocol):
    """The review of one audit; every method may be called from a worker thread. Errors are AssetAuditError."""

    def queue(self) -> Sequence[Entry]:
        """Cases, then findings that wait, then those on their way."""

    def choices(self, things: Sequence[str]) -> Sequence[tuple[str, str]]:
        """(word, printed name) of decisions that fit all these findings."""

    def decide(self, word: str, things: Sequence[str], why: str) -> str:
        """Decide; returns what was done in one sentence."""

    def decide_case(self, case: str, why: str) -> str:
        """Take a case's proposal; returns what was done in one sentence."""

    def undo(self) -> str:
        """Take back this person's last decision, approval or note."""

    def bundles(self) -> Sequence[Bundle]:
        """What waits for an approval."""

    def approve(self, things: Sequence[str]) -> str:
        """Approve; returns what is still wanting, or that nothing is."""

    def refuse(self, things: Sequence[str], why: str) -> str:
        """Send back to the queue."""

    def changes(self) -> ChangeSet:
        """The change set against the current register."""

    def export(self, folder: Path) -> Sequence[str]:
        """Write the change set; returns what was written, a line each."""


class Reviewing(Protocol):
    """A workspace whose audits can be reviewed."""

    def review(self, name: str) -> Review:
        """The review of an audit, for whoever the settings name; may take a moment for a large one."""

    def measures(self, name: str) -> Measures:
        """What an audit and those before it say over time; opens each of them."""
