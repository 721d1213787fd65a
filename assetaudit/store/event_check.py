"""Is the log as it was written? The chain of every log is followed from its first event to its last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Row, select

from assetaudit.model.event import Event
from assetaudit.paths import Home
from assetaudit.store.event_bytes import CHAIN_START, chain, event_of, fault_of
from assetaudit.store.event_database import reading, told
from assetaudit.store.event_tables import EVENTS, LOGS

_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """The first event of a log that is not as it was written."""

    log: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"log {self.log}, event {self.seq}: {self.what}."


def verify(engine: Engine, home: Home, audit: str) -> list[ChainProblem]:
    """The first broken event of each log of an audit; empty where every event follows from the one before it."""
    with told(home.events), reading(engine) as connection:
        logs = logs_of(connection, audit)
        problems, tips = [], []
        for number, log in logs:
            check = _LogCheck(log, audit)
            problem = next((found for row in rows_of(connection, number) if (found := check.next(row))), None)
            problems += [problem] if problem else check.end()
            tips += check.tips
        broken = {problem.log for problem in problems}
        numbers = {log: number for number, log in logs}
        for cited, tip in tips:
            if cited not in broken and not _has(connection, numbers.get(cited), tip):
                broken.add(cited)
                problems.append(_cut_off(connection, numbers.get(cited), cited, tip))
    return sorted(problems, key=lambda problem: (problem.log, problem.seq))


def export(engine: Engine, home: Home, audit: str) -> Iterator[bytes]:
    """The events' own bytes, ordered by log and number."""
    with told(home.events), reading(engine) as connection:
        for number, _log in logs_of(connection, audit):
            for row in rows_of(connection, number):
                yield row.body


def logs_of(connection: Connection, audit: str) -> list[tuple[int, str]]:
    """Number and id of every log of an audit, by id."""
    found = connection.execute(select(LOGS.c.number, LOGS.c.log).where(LOGS.c.audit == audit).order_by(LOGS.c.log))
    return [(number, log) for number, log in found]


def rows_of(connection: Connection, number: int) -> Iterator[Row[int, bytes, bytes]]:
    """The lines of one log by sequence number, a page at a time."""
    query = select(EVENTS.c.seq, EVENTS.c.hash, EVENTS.c.body).where(EVENTS.c.log == number)
    page = connection.execute(query.order_by(EVENTS.c.seq).limit(_PAGE)).all()
    while page:
        yield from page
        page = connection.execute(query.where(EVENTS.c.seq > page[-1].seq).order_by(EVENTS.c.seq).limit(_PAGE)).all()


class _LogCheck:
    """Follows one log."""

    def __init__(self, log: str, audit: str) -> None:
        self._log = log
        self._audit = audit
        self._seq = 0
        self._tip = CHAIN_START
        self._closed = False
        self.tips: list[tuple[str, str]] = []
        """(log, hash) that closings of the audit cite."""

    def next(self, row: Row[int, bytes, bytes]) -> ChainProblem | None:
        """What is wrong with the next line, if anything."""
        fault = self._fault(row.seq, row.hash, row.body)
        if fault:
            return ChainProblem(self._log, row.seq, fault)
        event = event_of(row.body, row.hash)
        fault = self._misfit(event)
        self._seq, self._tip = row.seq, row.hash
        self._closed = event.k == "log.close"
        if event.k == "audit.close":
            self.tips += [(str(log), str(tip)) for log, tip in dict(event.d.get("tips") or {}).items()]
        return ChainProblem(self._log, row.seq, fault) if fault else None

    def end(self) -> list[ChainProblem]:
        """What is wrong with the log as a whole."""
        return [] if self._seq else [ChainProblem(self._log, 1, "the log has lost all its events")]

    def _fault(self, seq: int, digest: bytes, body: bytes) -> str:
        if seq != self._seq + 1:
            missing = self._seq + 1
            return (
                f"the events before it are missing, from number {missing}" if seq > missing else "its number is wrong"
            )
        if chain(self._tip, body) != digest:
            return "its hash does not follow from its bytes and the event before it"
        return fault_of(body, self._log, seq, self._audit)

    def _misfit(self, event: Event) -> str:
        if (event.seq == 1) != (event.k == "log.open"):
            return "a log begins with log.open and has no other"
        if self._closed:
            return "it was written after the log was closed"
        if event.k == "log.close" and event.d.get("count") != event.seq - 1:
            return f"the log was closed with {event.d.get('count')} events and has {event.seq - 1}"
        return ""


def _has(connection: Connection, number: int | None, tip: str) -> bool:
    try:
        digest = bytes.fromhex(tip)
    except ValueError:
        return False
    query = select(EVENTS.c.seq).where(EVENTS.c.log == number, EVENTS.c.hash == digest)
    return number is not None and connection.execute(query).first() is not None


def _cut_off(connection: Connection, number: int | None, log: str, tip: str) -> ChainProblem:
    if number is None:
        return ChainProblem(log, 1, "the whole log is missing, and the closing of the audit cites it")
    query = select(EVENTS.c.seq).where(EVENTS.c.log == number).order_by(EVENTS.c.seq.desc()).limit(1)
    last = connection.execute(query).scalar() or 0
    return ChainProblem(log, last + 1, f"the end of the log is missing: the closing of the audit cites {tip[:12]}")
