"""Where one finding stands on its way from the queue to closed, and why it does not get on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assetaudit.model.event import Event
from assetaudit.model.finding import Finding
from assetaudit.review.decision import TO_DECIDE, Decision


class State(StrEnum):
    """How far a finding is."""

    OPEN = "open"
    DECIDED = "decided"
    APPROVED = "approved"
    APPLIED = "applied"
    VERIFIED = "verified"
    """Read again from the register, and found there as decided."""
    CLOSED = "closed"


ORDER = tuple(State)


@dataclass(frozen=True, slots=True)
class Carried:
    """What an earlier audit left open about a thing."""

    audit: str
    why: str
    """In one sentence."""
    until: str = ""
    """ISO date until which it was accepted as an exception."""

    def __str__(self) -> str:
        return f"left open by {self.audit}: {self.why}"

    def to_dict(self) -> dict[str, str]:
        """As an event carries it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if getattr(self, name)}


def carried_in(d: Mapping[str, Any]) -> Carried | None:
    """What an event says was left open; None where it says nothing."""
    told = d.get("carried")
    if not isinstance(told, Mapping) or not told.get("audit"):
        return None
    return Carried(*(str(told.get(name, "")) for name in Carried.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Follow:
    """Who takes care of a finding, and what became of that."""

    owner: str = ""
    due: str = ""
    ticket: str = ""
    cause: str = ""
    response: str = ""
    """What management answers."""
    closed: bool = False
    carried: Carried | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing: its finding, what was decided, and how far that is."""

    thing: str
    finding: Finding | None
    state: State
    decision: Decision | None = None
    stale: str = ""
    """Why the decision no longer counts, in one sentence; then the thing is back in the queue."""
    blocked: str = ""
    """What is still wanting before it gets on, in one sentence."""
    approvals: tuple[Event, ...] = ()
    """Those that count."""
    void: tuple[tuple[Event, str], ...] = ()
    """Approvals, refusals among them, that do not count, with the reason."""
    search: Event | None = None
    follow: Follow = Follow()

    @property
    def waiting(self) -> bool:
        """Whether somebody has to decide about it."""
        return self.state is State.OPEN and self.finding is not None and self.finding.outcome in TO_DECIDE

    @property
    def counts(self) -> bool:
        """Whether the review has it: it waits, or somebody decided about it."""
        return self.decision is not None or self.waiting or bool(self.stale)

    @property
    def to_approve(self) -> bool:
        """Whether a decision waits for a second person."""
        return self.state is State.DECIDED and self.decision is not None and not self.decision.decide.pending
