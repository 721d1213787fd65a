"""Is the log as it was written? The chain of every log is followed from its first event to its last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Row, func, select

from assetaudit.audit.closing import cited_ends
from assetaudit.model.event import Event
from assetaudit.model.log_tip import LogTip
from assetaudit.paths import Home
from assetaudit.store.event_bytes import chain, event_of, fault_of
from assetaudit.store.event_database import reading, told
from assetaudit.store.event_lists import AuditsTold, logs_left_out
from assetaudit.store.event_tables import EVENTS, LOGS, in_partition

_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """The first event of a log that is not as it was written."""

    log: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"log {self.log}, event {self.seq}: {self.what}."


@dataclass(frozen=True, slots=True)
class TipCheck:
    """What became of a log since its tip was photographed."""

    tip: LogTip
    fault: str
    """Why it is no longer what it was; empty where it is."""
    after: int
    """Events that came after the tip."""
    later: str = ""
    """What is wrong with those, if anything."""

    def __str__(self) -> str:
        if self.fault:
            return f"log {self.tip.log}: NOT as it was with {self.tip.seq} events: {self.fault}."
        more = f" Since then something is wrong: {self.later}" if self.later else ""
        return f"log {self.tip.log}: its {self.tip.seq} events are unchanged; {self.after} came after them.{more}"


def verify(engine: Engine, home: Home, audit: str) -> list[ChainProblem]:
    """The first broken event of each log of an audit; empty where every event follows from the one before it."""
    with told(home.events), reading(engine) as connection:
        parts = parts_of(connection, audit)
        problems = [] if parts else [ChainProblem("(none)", 1, "no log of the audit is here")]
        tips: list[tuple[str, str]] = []
        lists = AuditsTold()
        for part in parts:
            check = _PartCheck(connection, part, audit, lists)
            problem = check.begin() or next(
                (found for row in rows_of(connection, part) if (found := check.next(row))), None
            )
            problems += [problem] if problem else check.end()
            tips += check.tips
        broken = {problem.log for problem in problems}
        for cited, tip in tips:
            if cited not in broken and not has_tip(connection, cited, tip):
                broken.add(cited)
                problems.append(_cut_off(connection, cited, tip))
        misfits = [*logs_left_out(connection, audit), *(() if problems else lists.misfits(connection, audit))]
        problems += [ChainProblem(*misfit) for misfit in misfits]
    return sorted(problems, key=lambda problem: (problem.log, problem.seq))


def check_tip(engine: Engine, home: Home, audit: str, tip: LogTip) -> TipCheck:
    """Whether a log is still, up to a photographed tip, what it was then; the tip itself is taken as given."""
    broken = [problem for problem in verify(engine, home, audit) if problem.log == tip.log]
    mine = (LOGS.c.audit == audit) & (LOGS.c.log == tip.log)
    with told(home.events), reading(engine) as connection:
        last = (
            connection.execute(select(func.max(EVENTS.c.seq)).join_from(LOGS, EVENTS, _OF_LOG).where(mine)).scalar()
            or 0
        )
        same = has_tip(connection, tip.log, tip.hash, tip.seq)
    fault = _tip_fault(tip, last, min(broken, key=attrgetter("seq"), default=None), same=same)
    later = next((str(problem) for problem in broken if problem.seq > tip.seq), "")
    return TipCheck(tip, fault, max(last - tip.seq, 0), later)


def _tip_fault(tip: LogTip, last: int, broken: ChainProblem | None, *, same: bool) -> str:
    if not last:
        return "the log is not here"
    if last < tip.seq:
        return f"the log ends at event {last}: what came after it was cut off or has not arrived here"
    if not same:
        return f"event {tip.seq} has another hash now: it, or an event before it, was changed"
    if broken is not None and broken.seq <= tip.seq:
        return f"event {broken.seq} is not as it was written: {broken.what}"
    return ""


def export(engine: Engine, home: Home, audit: str) -> Iterator[bytes]:
    """The events' own bytes, ordered by log and number."""
    with told(home.events), reading(engine) as connection:
        for _log, parts in groupby(parts_of(connection, audit), attrgetter("log")):
            rows = (rows_of(connection, part) for part in parts)
            for row in merge(*rows, key=attrgetter("seq", "hash")):
                yield row.body


class Part(NamedTuple):
    """A stretch of a log without gaps, as this file holds it."""

    number: int
    log: str
    audit: str
    first: int
    prev: bytes


def parts_of(connection: Connection, audit: str) -> list[Part]:
    """Every part of every log of an audit, by log and number."""
    query = select(LOGS.c.number, LOGS.c.log, LOGS.c.audit, LOGS.c.first, LOGS.c.prev).where(LOGS.c.audit == audit)
    return [Part(*row) for row in connection.execute(query.order_by(LOGS.c.log, LOGS.c.first, LOGS.c.number))]


def rows_of(connection: Connection, part: Part) -> Iterator[Row[int, bytes, bytes]]:
    """The lines of one part by sequence number, a page at a time."""
    query = select(EVENTS.c.seq, EVENTS.c.hash, EVENTS.c.body)
    query = query.where(EVENTS.c.log == part.number, in_partition(part.audit))
    page = connection.execute(query.order_by(EVENTS.c.seq).limit(_PAGE)).all()
    while page:
        yield from page
        page = connection.execute(query.where(EVENTS.c.seq > page[-1].seq).order_by(EVENTS.c.seq).limit(_PAGE)).all()


class _PartCheck:
    """Follows one part of a log."""

    def __init__(self, connection: Connection, part: Part, audit: str, lists: AuditsTold) -> None:
        self._connection = connection
        self._part = part
        self._audit = audit
        self._lists = lists
        self._seq = part.first - 1
        self._tip = part.prev
        self._closed = False
        self.tips: list[tuple[str, str]] = []
        """(log, hash) that closings of the audit cite."""

    def begin(self) -> ChainProblem | None:
        """What is wrong with what comes before the part."""
        if self._part.first == 1:
            return None
        if not has_event(self._connection, self._part.log, self._part.first - 1, self._part.prev):
            return self._problem(self._part.first, "the events before it have not arrived here")
        return None

    def next(self, row: Row[int, bytes, bytes]) -> ChainProblem | None:
        """What is wrong with the next line, if anything."""
        fault = self._fault(row.seq, row.hash, row.body)
        if fault:
            return self._problem(row.seq, fault)
        event = event_of(row.body, row.hash)
        self._lists.note(event)
        fault = self._misfit(event)
        self._seq, self._tip = row.seq, row.hash
        self._closed = event.k == "log.close"
        if event.k == "audit.close":
            self.tips += cited_ends(event)
        return self._problem(row.seq, fault) if fault else None

    def end(self) -> list[ChainProblem]:
        """What is wrong with the log as a whole."""
        return [] if self._seq >= self._part.first else [self._problem(1, "the log has lost all its events")]

    def _problem(self, seq: int, what: str) -> ChainProblem:
        return ChainProblem(self._part.log, seq, what)

    def _fault(self, seq: int, digest: bytes, body: bytes) -> str:
        if seq != self._seq + 1:
            missing = self._seq + 1
            return (
                f"the events before it are missing, from number {missing}" if seq > missing else "its number is wrong"
            )
        if type(body) is not bytes or chain(self._tip, body) != digest:
            return "its hash does not follow from its bytes and the event before it"
        return fault_of(body, self._part.log, seq, self._audit)

    def _misfit(self, event: Event) -> str:
        if (event.seq == 1) != (event.k == "log.open"):
            return "a log begins with log.open and has no other"
        if self._closed:
            return "it was written after the log was closed"
        if event.k == "log.close" and event.d.get("count") != event.seq - 1:
            return f"the log was closed with {event.d.get('count')} events and has {event.seq - 1}"
        return ""


def has_event(connection: Connection, log: str, seq: int, digest: bytes) -> bool:
    """Whether some part of a log holds this very event."""
    query = _EVENTS_OF.where(LOGS.c.log == log, EVENTS.c.seq == seq, EVENTS.c.hash == digest)
    return connection.execute(query.limit(1)).first() is not None


_OF_LOG = (EVENTS.c.log == LOGS.c.number) & in_partition(LOGS.c.audit)
_EVENTS_OF = select(EVENTS.c.seq).join_from(LOGS, EVENTS, _OF_LOG)


def has_tip(connection: Connection, log: str, tip: str, seq: int = 0) -> bool:
    """Whether some part of a log holds an event of this hash (hex), at a number where one is given."""
    try:
        digest = bytes.fromhex(tip)
    except ValueError:
        return False
    query = _EVENTS_OF.where(LOGS.c.log == log, EVENTS.c.hash == digest)
    query = query.where(EVENTS.c.seq == seq) if seq else query
    return connection.execute(query.limit(1)).first() is not None


def _cut_off(connection: Connection, log: str, tip: str) -> ChainProblem:
    query = _EVENTS_OF.where(LOGS.c.log == log).order_by(EVENTS.c.seq.desc()).limit(1)
    last = connection.execute(query).scalar()
    if last is None:
        return ChainProblem(log, 1, "the whole log is missing, and the closing of the audit cites it")
    return ChainProblem(log, last + 1, f"the end of the log is missing: the closing of the audit cites {tip[:12]}")
