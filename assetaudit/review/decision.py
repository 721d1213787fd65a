"""Decisions: what a person says is to be done about findings, citing what each rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assetaudit.model.event import Event
from assetaudit.model.finding import Finding, Outcome


class Decide(StrEnum):
    """What can be done about a finding."""

    ACCEPT_MOVE = "accept_move"
    CORRECT_POSITION = "correct_position"
    CORRECT_RECORD = "correct_record"
    RECOUNT = "recount"
    RELABEL = "relabel"
    ADD_TO_REGISTER = "add_to_register"
    WRITE_OFF = "write_off"
    INVESTIGATE = "investigate"
    FALSE_ALARM = "false_alarm"
    ACCEPT_EXCEPTION = "accept_exception"
    """It stays as it is, until a day on which it returns to the queue."""
    REOPEN = "reopen"
    """Takes the decision about a thing back; it returns to the queue."""

    @property
    def printed(self) -> str:
        """The name that people read."""
        return _PRINTED[self]

    @property
    def changes_register(self) -> bool:
        """Whether it comes to lines of a change set."""
        return self in CHANGING

    @property
    def pending(self) -> bool:
        """Whether it asks for work whose result decides, so that there is nothing to approve."""
        return self in (Decide.RECOUNT, Decide.INVESTIGATE)


_PRINTED = {
    Decide.ACCEPT_MOVE: "accept the move",
    Decide.CORRECT_POSITION: "correct the position",
    Decide.CORRECT_RECORD: "correct the record",
    Decide.RECOUNT: "recount",
    Decide.RELABEL: "print a new label",
    Decide.ADD_TO_REGISTER: "add to the register",
    Decide.WRITE_OFF: "write off",
    Decide.INVESTIGATE: "investigate",
    Decide.FALSE_ALARM: "false alarm",
    Decide.ACCEPT_EXCEPTION: "accept as an exception",
    Decide.REOPEN: "back to the queue",
}
CHANGING = frozenset(
    {
        Decide.ACCEPT_MOVE,
        Decide.CORRECT_POSITION,
        Decide.CORRECT_RECORD,
        Decide.ADD_TO_REGISTER,
        Decide.WRITE_OFF,
    }
)
_SEEN = frozenset(
    {
        Outcome.WRONG_POSITION,
        Outcome.MISPLACED,
        Outcome.OUT_OF_SCOPE,
        Outcome.UNPLACED,
        Outcome.RETIRED_PRESENT,
        Outcome.MISMATCH,
    }
)
KEPT = "kept"
"""Of units: each thing that went along with its rack stands in the one that it had."""
_PLACED = frozenset({Decide.ACCEPT_MOVE, Decide.CORRECT_POSITION})
TO_DECIDE = frozenset(Outcome) - {Outcome.FOUND, Outcome.NOT_SWEPT, Outcome.OFF_SITE}
"""Outcomes that wait for a decision; the others may be decided, and need not be."""


def unfit(decide: Decide, finding: Finding) -> str:
    """Why a decision cannot be made about a finding, in one sentence; empty where it can."""
    if decide in _PLACED and (finding.outcome not in _SEEN or finding.found is None):
        return "it was not seen at one place to which its record could be corrected."
    if decide is Decide.ADD_TO_REGISTER and finding.outcome is not Outcome.UNKNOWN:
        return "only a thing without a record can be added to the register."
    if decide is Decide.WRITE_OFF and finding.outcome is not Outcome.MISSING:
        return "only an asset that was not located in a closed place can be written off."
    if decide is Decide.CORRECT_RECORD and finding.asset is None:
        return "it has no record that could be corrected."
    if decide is Decide.RELABEL and finding.outcome in (Outcome.MISSING, Outcome.NOT_SWEPT, Outcome.OFF_SITE):
        return "what nobody has seen cannot get a new label."
    return ""


@dataclass(frozen=True, slots=True)
class Cited:
    """What one decision rests on: a finding as it was when somebody decided."""

    thing: str
    outcome: Outcome
    expected: str | None = None
    found: str | None = None
    places: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @classmethod
    def of(cls, thing: str, finding: Finding) -> Cited:
        """The citation of a finding."""
        return cls(thing, finding.outcome, finding.expected, finding.found, finding.places, finding.evidence)

    def to_dict(self) -> dict[str, Any]:
        """As the event carries it."""
        data: dict[str, Any] = {
            "thing": self.thing,
            "outcome": self.outcome.value,
            "evidence": list(self.evidence),
        }
        for name in ("expected", "found"):
            if getattr(self, name) is not None:
                data[name] = getattr(self, name)
        if self.places:
            data["places"] = list(self.places)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Cited:
        """The citation in an event; KeyError, TypeError or ValueError where it is none."""
        return cls(
            str(data["thing"]),
            Outcome(data["outcome"]),
            _text(data.get("expected")),
            _text(data.get("found")),
            tuple(map(str, data.get("places", ()))),
            tuple(map(str, data.get("evidence", ()))),
        )

    def outdated(self, finding: Finding | None) -> str:
        """What later events changed, in one sentence; empty while the decision rests on what still stands.

        More evidence for the same is no change; evidence that was taken back is one.
        """
        if finding is None:
            return "there is nothing to decide any more."
        if finding.outcome is not self.outcome:
            return f"it is {finding.outcome.printed} now, and was {self.outcome.printed}."
        if (finding.found, finding.places) != (self.found, self.places):
            return (
                f"it is found at {_where(finding.found, finding.places)} now, not at {_where(self.found, self.places)}."
            )
        if finding.expected != self.expected:
            return f"it is expected at {finding.expected} now, not at {self.expected}."
        gone = set(self.evidence) - set(finding.evidence)
        return f"{len(gone)} of the events that it rests on no longer count." if gone else ""

    def answered(self, finding: Finding | None) -> bool:
        """Whether anything was seen, closed or taken back since."""
        return bool(self.outdated(finding)) or (finding is not None and not set(finding.evidence) <= set(self.evidence))


def _where(found: str | None, places: tuple[str, ...]) -> str:
    return " and ".join(places) if places else found or "no place"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to be done, before it is written."""

    decide: Decide
    why: str
    note: str = ""
    owner: str = ""
    due: str = ""
    """ISO date."""
    ticket: str = ""
    cause: str = ""
    """Root cause."""
    until: str = ""
    """ISO date until which an exception is accepted."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Fields of the record as they shall be, where the finding does not say it."""
    case: str = ""
    units: str = ""
    """``kept`` where a whole rack went elsewhere, and of each thing in it only the rack was seen."""
    rule: str = ""
    """The filter by which a bulk decision chose its findings."""

    def payload(self, cited: list[Cited]) -> dict[str, Any]:
        """The event's ``d``."""
        data: dict[str, Any] = {
            "decide": self.decide.value,
            "of": [one.to_dict() for one in cited],
            "why": self.why,
        }
        for name in ("note", "owner", "due", "ticket", "cause", "until", "case", "units", "rule"):
            if getattr(self, name):
                data[name] = getattr(self, name)
        if self.values:
            data["set"] = dict(self.values)
        return data


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing's part in a decision event."""

    event: str
    user: str
    wall: int
    wish: Wish
    cited: Cited

    @property
    def decide(self) -> Decide:
        """What is to be done."""
        return self.wish.decide

    @property
    def thing(self) -> str:
        """The key of the thing it is about."""
        return self.cited.thing

    def expired(self, today: str) -> str:
        """Why what was accepted is accepted no longer, in one sentence; empty while it is, or where no day is known."""
        until = self.wish.until
        over = bool(until) and bool(today) and until < today and not self.decide.changes_register
        return f"the exception was accepted until {until}." if over else ""


def decisions_in(event: Event) -> list[Decision]:
    """What an event decides, thing by thing; nothing where it is not understood."""
    try:
        wish = _wish(event.d)
        cited = [Cited.from_dict(one) for one in event.d["of"]]
    except (KeyError, TypeError, ValueError, AttributeError):
        return []
    return [Decision(event.hash, event.user, event.wall, wish, one) for one in cited]


def _wish(d: Mapping[str, Any]) -> Wish:
    texts = {
        name: str(d.get(name, ""))
        for name in ("why", "note", "owner", "due", "ticket", "cause", "until", "case", "units", "rule")
    }
    values = {str(name): str(value) for name, value in dict(d.get("set", {})).items()}
    return Wish(Decide(d["decide"]), values=values, **texts)
