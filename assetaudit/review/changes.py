"""The change set: what approved decisions come to in each source, held against the frame and the live register.

Three-way: a value is written only where the live register still says what the frame said. Where it says what was
decided already, there is nothing to do; anything else is a conflict for a person, and never overwritten.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from assetaudit.model.place import Place, PlaceError
from assetaudit.review.decision import KEPT, Decide, Decision
from assetaudit.review.desk import name_of
from assetaudit.review.ledger import Ledger
from assetaudit.review.standing import Standing, State

Values = Mapping[str, str]


class Records(Protocol):
    """A register's records by source, as change sets ask for them."""

    def of(self, key: str) -> Mapping[str, Values]:
        """Record to its values by field, of every source that has an asset."""

    def key(self, identifier: str) -> str | None:
        """The asset that a tag or serial number names."""


class LineState(StrEnum):
    """What can be done with a line."""

    READY = "ready"
    ALREADY = "already"
    """The live register says so already."""
    CONFLICT = "conflict"
    """The live register changed since the frame: a person decides."""


class Kind(StrEnum):
    """What a line does: files are split by it, so that no file has a cell that erases something."""

    MOVE = "move"
    STATUS = "status"
    FIELD = "field"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one record."""

    thing: str
    name: str
    record: str
    """``source:id``; ``source:`` alone for a record that is to be made."""
    kind: Kind
    field: str
    before: str
    """What the frame said."""
    live: str
    after: str
    state: LineState
    decision: str
    """Hash of the event that decided it."""
    why: str = ""

    @property
    def source(self) -> str:
        """The source it belongs to."""
        return self.record.partition(":")[0]

    def to_dict(self) -> dict[str, Any]:
        """As change sets are exported in JSON, every key always."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Line:
        """A line that ``to_dict`` wrote."""
        texts = {name: str(data[name]) for name in cls.__dataclass_fields__}
        return cls(**(texts | {"kind": Kind(texts["kind"]), "state": LineState(texts["state"])}))  # type: ignore[arg-type]

    def payload(self, result: str = "") -> dict[str, str]:
        """As a ``change`` event carries it."""
        names = ("thing", "record", "kind", "field", "before", "after", "decision")
        return {name: str(getattr(self, name)) for name in names} | ({"result": result} if result else {})


@dataclass(frozen=True, slots=True)
class Held:
    """A decision that does not come to lines, and why."""

    thing: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Every line, and what is held back."""

    lines: tuple[Line, ...]
    held: tuple[Held, ...] = ()

    @property
    def hash(self) -> str:
        """SHA-256 over the lines: what change events and the exported files name."""
        text = json.dumps([line.to_dict() for line in self.lines], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def of(self, *states: LineState) -> list[Line]:
        """Lines of some states."""
        return [line for line in self.lines if line.state in states]

    def to_dict(self) -> dict[str, Any]:
        """As it is exported in JSON."""
        counts = {state.value: len(self.of(state)) for state in LineState} | {"held": len(self.held)}
        return {
            "change_set": 1,
            "hash": self.hash,
            "counts": counts,
            "lines": [line.to_dict() for line in self.lines],
            "held": [{"thing": one.thing, "name": one.name, "why": one.why} for one in self.held],
        }


@dataclass(frozen=True, slots=True)
class Registers:
    """Both ends of the comparison."""

    frame: Records
    live: Records
    lead: str
    """The source in which new records are made."""
    written_off: Callable[[str], str]
    """A source's word for what was written off."""


def change_set(ledger: Ledger, standings: Iterable[Standing], registers: Registers) -> ChangeSet:
    """Lines of everything that is approved; decisions that do not count yet are held back with the reason."""
    lines: list[Line] = []
    held: list[Held] = []
    for standing in standings:
        decision = standing.decision
        if decision is None or not decision.decide.changes_register or standing.state is State.CLOSED:
            continue
        why = standing.stale or standing.blocked
        if why or standing.state not in (State.APPROVED, State.APPLIED, State.VERIFIED):
            held.append(Held(standing.thing, name_of(standing), why or "it is not approved yet."))
            continue
        found = list(_lines(ledger, standing, decision, registers))
        lines += found
        if not found:
            held.append(Held(standing.thing, name_of(standing), "no source has a value that would have to change."))
    return ChangeSet(tuple(lines), tuple(held))


def _lines(ledger: Ledger, standing: Standing, decision: Decision, registers: Registers) -> Iterator[Line]:
    if decision.decide is Decide.ADD_TO_REGISTER:
        yield from _new(standing, decision, registers)
        return
    frame, live = registers.frame.of(standing.thing), registers.live.of(standing.thing)
    for record, old in frame.items():
        wanted = _wanted(ledger, standing, decision, registers, record)
        for field, after in wanted.items():
            now = live.get(record)
            if len(frame) > 1 and not old.get(field) and not (now or {}).get(field):
                continue
            line = _line(standing, decision, record, field)
            line = replace(line, before=old.get(field, ""), after=after)
            if now is None:
                yield replace(line, state=LineState.CONFLICT, why="the live register no longer has this record.")
            elif not same(field, old.get(field, ""), after) or not same(field, now.get(field, ""), after):
                yield judged(line, now.get(field, ""))


def _line(standing: Standing, decision: Decision, record: str, field: str) -> Line:
    kind = {"place": Kind.MOVE, "status": Kind.STATUS}.get(field, Kind.FIELD)
    name = name_of(standing)
    return Line(standing.thing, name, record, kind, field, "", "", "", LineState.READY, decision.event)


BEGAN = "the live register says '{live}' now, and said '{before}' when the audit began."
WROTE = "the live register says '{live}' now, and the change set wrote '{before}'."
"""Why a line is a conflict: of a change set, and of one that is taken back."""


def judged(line: Line, live: str, conflict: str = BEGAN) -> Line:
    """The line with what the live register says now."""
    line = replace(line, live=live)
    if same(line.field, live, line.after):
        return replace(line, state=LineState.ALREADY, why="the live register says so already.")
    if same(line.field, live, line.before):
        return replace(line, state=LineState.READY, why="")
    return replace(line, state=LineState.CONFLICT, why=conflict.format(live=live, before=line.before))


def _wanted(
    ledger: Ledger, standing: Standing, decision: Decision, registers: Registers, record: str
) -> dict[str, str]:
    """Field to the value it shall have."""
    wanted = dict(decision.wish.values)
    finding = standing.finding
    if decision.decide in (Decide.ACCEPT_MOVE, Decide.CORRECT_POSITION):
        wanted.setdefault("place", _moved_to(decision))
    elif decision.decide is Decide.WRITE_OFF:
        wanted.setdefault("status", registers.written_off(record.partition(":")[0]))
    elif decision.decide is Decide.CORRECT_RECORD and finding is not None:
        wanted = ledger.seen_values(finding) | wanted
    return {field: after for field, after in sorted(wanted.items()) if after}


def _moved_to(decision: Decision) -> str:
    """Where a thing was seen; with the unit that it had, where it went along with its whole rack."""
    cited = decision.cited
    found, expected = _place(cited.found or ""), _place(cited.expected or "")
    if decision.wish.units != KEPT or not isinstance(found, Place) or not isinstance(expected, Place):
        return cited.found or ""
    return str(found if found.position is not None else found.at(expected.position))


def _new(standing: Standing, decision: Decision, registers: Registers) -> Iterator[Line]:
    finding, values = standing.finding, dict(decision.wish.values)
    identifier = (finding.identifier if finding else None) or ""
    if identifier not in (values.get("asset_tag"), values.get("serial")):
        values.setdefault("asset_tag", identifier)
    values.setdefault("place", decision.cited.found or "")
    there = registers.live.key(identifier)
    record = f"{registers.lead}:"
    for field, after in sorted(values.items()):
        line = replace(_line(standing, decision, record, field), kind=Kind.NEW, after=after)
        if there is None:
            yield line
            continue
        held = next(iter(registers.live.of(there).values()), {})
        yield replace(judged(replace(line, record=there), held.get(field, "")), kind=Kind.NEW)


def same(field: str, first: str, second: str) -> bool:
    """Whether two values of a field mean the same; places are compared as places."""
    if field == "place":
        return _place(first) == _place(second)
    return " ".join(first.split()) == " ".join(second.split())


def _place(text: str) -> Place | str:
    try:
        return Place.parse(text)
    except PlaceError:
        return text.strip()


def reversed_lines(applied: Sequence[Mapping[str, Any]], live: Records) -> list[Line]:
    """The reverse of lines that were applied: what was written goes back to what was there, if it still stands.

    A record that was made is taken out again, and only while all of it is as it was made.
    """
    made = {str(old["thing"]): str(old["after"]) for old in applied if _names_new(old)}
    found = []
    for old in applied:
        record = str(old["record"])
        if str(old["thing"]) in made and old.get("kind") == Kind.NEW:
            record = live.key(made[str(old["thing"])]) or record
        now = live.of(record).get(record, {})
        found.append(judged(_reversed(old, record), now.get(str(old["field"]), ""), WROTE))
    touched = {line.thing for line in found if line.kind is Kind.NEW and line.state is LineState.CONFLICT}
    return [_kept(line) if line.kind is Kind.NEW and line.thing in touched else line for line in found]


def _names_new(old: Mapping[str, Any]) -> bool:
    return old.get("kind") == Kind.NEW and old["field"] in ("asset_tag", "serial")


def _reversed(old: Mapping[str, Any], record: str) -> Line:
    thing, kind, field = str(old["thing"]), Kind(str(old.get("kind", Kind.FIELD))), str(old["field"])
    before, after, decision = str(old["after"]), str(old["before"]), str(old["decision"])
    return Line(thing, thing, record, kind, field, before, "", after, LineState.READY, decision)


def _kept(line: Line) -> Line:
    if line.state is LineState.CONFLICT:
        return line
    return replace(line, state=LineState.CONFLICT, why="the record was changed since it was made.")
