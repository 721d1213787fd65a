"""Approved changes sent to a system itself: each record read just before it is written and again after, each line told.

What is about to be written is in the log before it goes out: where an answer, or this computer, fails on the way, the
next run knows that a change which stands there is its own, and takes it up where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assetaudit.model.place import Place, PlaceError
from assetaudit.registers.sending import Became, Now, Target
from assetaudit.review.applying import Applied
from assetaudit.review.changes import BEGAN, WROTE, ChangeSet, Kind, Line, LineState, Records, judged
from assetaudit.review.desk import Desk
from assetaudit.wiring.changes import Changes, of_source, record

CHUNK = 25
"""Records that are noted together before they are sent."""
Told = Callable[[int, int], None]


@dataclass(slots=True)
class _Live:
    """A source's records as they are at this moment, read once each; other sources say nothing."""

    target: Target
    source: str
    frame: Records
    seen: dict[str, Now | None] = field(default_factory=dict)

    def now(self, name: str) -> Now | None:
        if name not in self.seen:
            self.seen[name] = self.target.now(name.partition(":")[2])
        return self.seen[name]

    def of(self, key: str) -> Mapping[str, Mapping[str, str]]:
        names = [name for name in self.frame.of(key) or (key,) if name.partition(":")[0] == self.source]
        return {name: now.values for name in names if (now := self.now(name)) is not None}

    def key(self, identifier: str) -> str | None:
        return self.frame.key(identifier)


@dataclass(slots=True)
class _Results:
    done: list[Line] = field(default_factory=list)
    failed: list[tuple[Line, str]] = field(default_factory=list)
    waiting: list[list[Line]] = field(default_factory=list)
    """Lines of records whose new place is still taken."""


class Sending:
    """The change sets of one review and one source, at the system that the source is."""

    def __init__(self, changes: Changes, target: Target, source: str) -> None:
        self._changes = changes
        self._target = target
        self._source = source
        self._where = ""
        self._conflict = BEGAN
        """Why a record that changed is left alone."""
        self._announced: set[str] = set()
        """Records that are noted as being sent."""
        self._parked: dict[str, str] = {}
        """Records that were taken out of their units, and the place that they have meanwhile."""

    def plan(self, taken_back: str = "") -> tuple[ChangeSet, str]:
        """(the change set against the system as it is now, its name); of an applied set, what takes it back."""
        live = _Live(self._target, self._source, self._changes.frame_records())
        if taken_back:
            name, applied = self._changes.applied_lines(taken_back, self._source)
            return self._changes.taken_back(applied, live), name
        plan = of_source(self._changes.plan_against(live), self._source)
        return plan, plan.hash

    def send(self, desk: Desk, where: str, taken_back: str = "", told: Told = lambda *_: None) -> Applied:
        """Send everything that is ready; conflicts are left alone. ``where`` is noted with each line."""
        self._where = where
        self._conflict = WROTE if taken_back else BEGAN
        plan, name = self.plan(taken_back)
        did = "reversed" if taken_back else "applied"
        results = _Results(done=self._arrived(desk, plan, name, did))
        waiting = _by_record([*plan.of(LineState.READY), *self._left_parked(plan, did)])
        many, going = len(waiting), True
        while waiting and going:
            results.waiting = []
            for start in range(0, len(waiting), CHUNK):
                self._send_chunk(desk, waiting[start : start + CHUNK], (name, did), results)
                told(many - len(results.waiting) - max(0, len(waiting) - start - CHUNK), many)
            stuck, waiting = len(results.waiting) == len(waiting), results.waiting
            going = not stuck or self._loosen(desk, waiting, name, results)
        self._give_up(desk, waiting, name, results)
        return Applied(plan, tuple(results.done), tuple(results.failed))

    def _left_parked(self, plan: ChangeSet, did: str) -> list[Line]:
        """Lines of devices that a run before this one took out of their units and could not put into others."""
        open_ones, found = self._changes.unanswered(did), []
        for line in plan.of(LineState.CONFLICT):
            if line.field == "place" and _mark(line.payload()) in open_ones and line.live == _node(line.before):
                self._parked[line.record] = line.live
                found.append(line)
        return found

    def _loosen(self, desk: Desk, waiting: list[list[Line]], name: str, results: _Results) -> bool:
        """Where nothing goes any more: put back what was taken out for nothing, else take one out; False at the end.

        Only one of those that wait for each other is ever out of its units.
        """
        out = [lines for lines in waiting if lines[0].record in self._parked]
        if not out:
            return self._park_one(waiting)
        self._give_up(desk, out, name, results)
        waiting[:] = [lines for lines in waiting if lines not in out]
        return True

    def _park_one(self, waiting: Sequence[Sequence[Line]]) -> bool:
        """Where devices wait for each other's units, take one of them out of its own; False where none do."""
        places = {line.record: line for lines in waiting for line in lines if line.field == "place"}
        left = {line.before for line in places.values()}
        for line in places.values():
            among = line.after in left and any(other.after == line.before for other in places.values())
            if line.record in self._parked or not among:
                continue
            number = line.record.partition(":")[2]
            now = self._target.now(number)
            if now is None or judged(line, now.values["place"]).state is not LineState.READY:
                continue
            out = self._target.park(number, now, f"assetaudit {number}")
            if out is not None:
                self._parked[line.record] = out.values["place"]
                return True
        return False

    def _arrived(self, desk: Desk, plan: ChangeSet, name: str, did: str) -> list[Line]:
        """Lines that stand there because a run before this one sent them and could not note it."""
        open_ones = self._changes.unanswered(did)
        found = [line for line in plan.of(LineState.ALREADY) if _mark(line.payload()) in open_ones]
        record(desk, did, name, found, self._where)
        return found

    def _send_chunk(
        self, desk: Desk, chunk: Sequence[Sequence[Line]], name: tuple[str, str], results: _Results
    ) -> None:
        set_name, did = name
        fresh = [line for lines in chunk for line in lines if line.record not in self._announced]
        record(desk, f"sending {did}", set_name, fresh, self._where)
        self._announced.update(line.record for line in fresh)
        done: list[Line] = []
        failed: list[tuple[Line, str]] = []
        for lines in chunk:
            became, why = self._send_one(lines, f"assetaudit {set_name[:12]}")
            if became is Became.DONE:
                done += lines
            elif became is Became.OCCUPIED:
                results.waiting.append(list(lines))
            else:
                failed += [(line, why) for line in lines]
        record(desk, did, set_name, done, self._where)
        record(desk, "failed", set_name, [line for line, _ in failed], self._where, [why for _, why in failed])
        results.done += done
        results.failed += failed

    def _send_one(self, lines: Sequence[Line], message: str) -> tuple[Became, str]:
        """Read a record, write it where it still is as it was, and read it again."""
        if any(line.kind is Kind.NEW for line in lines):
            return Became.REFUSED, "a new record is made in the system itself, for it needs more than was seen here."
        number = lines[0].record.partition(":")[2]
        now = self._target.now(number)
        if now is None:
            return Became.REFUSED, "the record is gone."
        changed = [line for line in self._judged(lines, now) if line.state is LineState.CONFLICT]
        if changed:
            return Became.OVERTAKEN, changed[0].why
        values = {line.field: line.after for line in self._judged(lines, now) if line.state is LineState.READY}
        became, why = self._target.write(number, values, now, f"{message} {number}") if values else (Became.DONE, "")
        if became not in (Became.DONE, Became.UNCLEAR):
            return became, why
        after = self._target.now(number)
        wrong = [line for line in self._judged(lines, after) if line.state is not LineState.ALREADY] if after else lines
        return (became, f"{why} read again it says '{wrong[0].live}'.".strip()) if wrong else (Became.DONE, "")

    def _judged(self, lines: Sequence[Line], now: Now) -> list[Line]:
        """Lines against a record as it is; one that was taken out of its units by us is as it was."""
        found = []
        for line in lines:
            live = now.values.get(line.field, "")
            ours = line.field == "place" and live == self._parked.get(line.record)
            found.append(judged(line, line.before if ours else live, self._conflict))
        return found

    def _give_up(self, desk: Desk, waiting: Iterable[Sequence[Line]], name: str, results: _Results) -> None:
        for lines in waiting:
            why = "what stands at its new place does not move away: move one of them in the system, then send again."
            if lines[0].record in self._parked:
                why = self._put_back(lines) or why
            record(desk, "failed", name, lines, self._where, [why] * len(lines))
            results.failed += [(line, why) for line in lines]

    def _put_back(self, lines: Sequence[Line]) -> str:
        """Put what was taken out of its units there again; why it stays out, or nothing."""
        (line,) = [line for line in lines if line.field == "place"]
        number = line.record.partition(":")[2]
        now = self._target.now(number)
        became, why = Became.REFUSED, "the record is gone."
        if now is not None:
            became, why = self._target.write(number, {"place": line.before}, now, f"assetaudit {number}")
        return "" if became is Became.DONE else f"it is in the rack without units now, and cannot go back: {why}"


def _node(text: str) -> str:
    try:
        return str(Place.parse(text).node)
    except PlaceError:
        return ""


def _by_record(lines: Sequence[Line]) -> list[list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.record or line.thing, []).append(line)
    return list(found.values())


def _mark(line: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(line["record"]), str(line["field"]), str(line["after"])
