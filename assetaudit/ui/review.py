"""What the screens ask of a review: the queue, cases, decisions, approvals and the change set of one audit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from assetaudit.model.terms import Role
from assetaudit.review.accuracy import Measures
from assetaudit.review.applying import Applied, AppliedSet, Where
from assetaudit.review.changes import ChangeSet
from assetaudit.review.cutoff import Move
from assetaudit.review.queue import Bundle, Earlier, Entry, Preview, Sign
from assetaudit.review.sampling.asked import Asked
from assetaudit.review.sampling.book import Result
from assetaudit.review.sampling.sheet import Listed, Planned, Sheet
from assetaudit.review.tasks import Task
from assetaudit.review.terms_sheet import Member, TermsSheet
from assetaudit.review.tickets import Brought


class Review(Protocol):
    """The review of one audit; every method may be called from a worker thread. Errors are AssetAuditError."""

    def queue(self) -> Sequence[Entry]:
        """Cases, then findings that wait, then those on their way."""

    def fitting(self, where: str) -> Collection[str]:
        """Things whose record meets a filter such as ``category = server and cost > 500``."""

    def choices(self, things: Sequence[str]) -> Sequence[tuple[str, str]]:
        """(word, printed name) of decisions that fit all these findings."""

    def preview(self, word: str, things: Sequence[str], why: str, until: str = "") -> Preview:
        """What a decision about many comes to; writes nothing."""

    def decide(self, word: str, things: Sequence[str], why: str, until: str = "") -> str:
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

    def follow(self, things: Sequence[str], notes: Mapping[str, str], *, closed: bool = False) -> str:
        """Note who takes care of findings, until when and why; or close what is done."""

    def search(self, thing: str, note: str) -> str:
        """Record that somebody looked everywhere else for something, and did not find it."""

    def tasks(self) -> Sequence[Task]:
        """What is to be done on the floor, in walking order."""

    def earlier(self) -> Sequence[Earlier]:
        """What earlier audits of these places left open; may take a moment."""

    def carry(self) -> str:
        """Take over what earlier audits left open."""

    def moves(self) -> Sequence[Move]:
        """What was booked elsewhere during the audit, with the decision that each proposes."""

    def read_tickets(self, file: Path) -> str:
        """Keep the change tickets of a file in the review; what was kept, and what it replaces, in sentences."""

    def ticket_files(self) -> Sequence[Brought]:
        """The files of change tickets that were brought, the last one last."""

    def signs(self) -> Sequence[Sign]:
        """Signs of an audit made at a desk, as questions."""

    def evidence(self, file: Path) -> str:
        """Write everything into one file that anybody can check; returns the hash that others may keep."""

    @property
    def changes(self) -> ChangeDesk:
        """The change set."""

    @property
    def samples(self) -> SampleDesk:
        """The samples."""

    @property
    def terms(self) -> TermsDesk:
        """The terms, and who may do what."""


class SampleDesk(Protocol):
    """The samples of one audit."""

    def all(self) -> Sequence[Listed]:
        """Every sample, those that were taken back last."""

    def plan(self, asked: Asked) -> Planned:
        """What a sample would be; writes nothing."""

    def draw(self, asked: Asked) -> str:
        """Draw it, and record the plan with its seed; returns what was done in one sentence."""

    def sheet(self, name: str) -> Sheet:
        """A sample with its items in walking order."""

    def result(self, name: str, key: str, result: Result, note: str) -> str:
        """Record what one item came to; returns what was done in one sentence."""

    def outlook(self, name: str) -> str:
        """What extending a sample comes to, in sentences; writes nothing, AuditError where it may not be extended."""

    def extend(self, name: str, why: str) -> str:
        """Extend a sample by as many as it lacks; returns what that does, in sentences."""

    def undo(self, name: str) -> str:
        """Take back this person's last result of a sample."""

    def withdraw(self, name: str) -> str:
        """Take back the draw of a sample."""


class TermsDesk(Protocol):
    """The terms of one audit, and the people in it."""

    def me(self) -> Member:
        """Whoever the settings name: what they may not do, and why."""

    def sheet(self) -> TermsSheet:
        """Terms, changes and people, as whoever the settings name sees them."""

    def check(self, where: str) -> None:
        """AssetAuditError for a filter that the register cannot answer."""

    def set(self, name: str, value: Any, why: str) -> str:  # noqa: ANN401 - a term's value
        """Change a term; returns what was done in one sentence."""

    def give(self, person: str, role: Role, why: str) -> str:
        """Give somebody a role; returns what was done in one sentence."""


class ChangeDesk(Protocol):
    """The change set of one review, and where it goes."""

    def plan(self) -> ChangeSet:
        """The change set against the current register."""

    def export(self, folder: Path) -> Sequence[str]:
        """Write the change set; returns what was written, a line each."""

    def targets(self, taken_back: AppliedSet | None = None) -> Sequence[Where]:
        """Where each source that has something ready, or that a set went to, takes its changes."""

    def look(self, where: Where, taken_back: str = "") -> ChangeSet:
        """What would be written there, against what stands there now; nothing is changed."""

    def apply(self, where: Where, taken_back: str = "") -> Applied:
        """Write what is ready, read it again, and record each line."""

    def sets(self) -> Sequence[AppliedSet]:
        """Change sets that were applied, the newest first."""

    def verify(self) -> str:
        """Read the current register again, and note what it says as decided."""


class Reviewing(Protocol):
    """A workspace whose audits can be reviewed."""

    def review(self, name: str) -> Review:
        """The review of an audit, for whoever the settings name; may take a moment for a large one."""

    def measures(self, name: str) -> Measures:
        """What an audit and those before it say over time; opens each of them."""
