"""The queue as people see it: cases and findings to decide, and what waits for a second person."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.review.cases.case import Case
from assetaudit.review.proposal import Proposal
from assetaudit.review.standing import Standing

PROPOSED = "proposed"
"""Stands for the likeliest decision about each finding."""


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
    members: tuple[Entry, ...] = ()
    """Of a case: its findings."""

    @property
    def things(self) -> tuple[str, ...]:
        """The keys of what it is about."""
        if self.case is not None:
            return self.case.things
        return (self.standing.thing,) if self.standing is not None else ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What one decision about many findings comes to, before it is made."""

    parts: tuple[tuple[str, int], ...]
    """(what is to be done, about how many)."""
    drawn: tuple[str, ...]
    """Members drawn by chance."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """One thing that an earlier audit of the same places left open."""

    name: str
    audit: str
    why: str
    now: str
    """What this audit says of it, in words."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of an audit made at a desk, as a question."""

    who: str
    ask: str
    events: int
    first: str
    """Hash of the first event that it rests on."""


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
