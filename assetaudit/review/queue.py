"""The queue as people see it: cases and findings to decide, and what waits for a second person."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.review.cases.case import Case
from assetaudit.review.proposal import Proposal
from assetaudit.review.standing import Standing


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the queue: a case, or one finding and where it stands."""

    case: Case | None = None
    standing: Standing | None = None
    proposal: Proposal | None = None
    device: str = ""
    """Maker and model, as the register has them."""
    cents: int | None = None
    decided_by: str = ""
    names: tuple[str, ...] = ()
    """Of a case: members drawn by chance."""

    @property
    def things(self) -> tuple[str, ...]:
        """The keys of what it is about."""
        if self.case is not None:
            return self.case.things
        return (self.standing.thing,) if self.standing is not None else ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """Findings that were decided together and wait for one approval."""

    decision: str
    """What is to be done, in words."""
    why: str
    by: str
    things: tuple[str, ...]
    names: tuple[str, ...]
    drawn: tuple[str, ...]
    """Names of random members to look at before approving."""
    refused: str = ""
    """Why this person may not approve it, in one sentence."""
