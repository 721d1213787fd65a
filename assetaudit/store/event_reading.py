"""All events of one audit, whoever wrote them, in the order in which they arrived in this file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, Engine, Select, func, select

from assetaudit.model.event import Event
from assetaudit.paths import Home
from assetaudit.store.event_bytes import event_of
from assetaudit.store.event_database import reading, told
from assetaudit.store.event_tables import EVENTS, LOGS, holds, in_partition, of_audit

BATCH = 10_000
"""Events read at a time: what stays in memory is what the reader keeps."""


_LOGS = select(LOGS.c.number, LOGS.c.log)
_ONE_LOG = (
    select(EVENTS.c.mark, EVENTS.c.seq, EVENTS.c.hash, EVENTS.c.body).order_by(EVENTS.c.seq, EVENTS.c.mark).limit(BATCH)
)


@dataclass(frozen=True, slots=True)
class Activity:
    """What has been going on in one audit, as far as this file knows."""

    events: int
    last: Event | None
    """The event that arrived last."""
    last_place: Event | None
    """The ``place`` event that arrived last."""


class StoredEvents:
    """The EventSource of one audit."""

    def __init__(self, engine: Engine, home: Home, audit: str) -> None:
        self._engine = engine
        self._path = home.events
        self._audit = audit
        self._select = _of_audit(audit).order_by(EVENTS.c.mark).limit(BATCH)
        self._newest = select(func.max(EVENTS.c.mark)).where(in_partition(audit))

    def events(self) -> Iterator[Event]:
        """Every event known here, streamed; order carries no meaning."""
        mark, some = self.events_after(0)
        while some:
            yield from some
            mark, some = self.events_after(mark)

    def logs(self) -> Iterator[Iterator[Event]]:
        """The events of each log in the order in which they were made, streamed; all branches of a split log."""
        with told(self._path), reading(self._engine) as connection:
            query = _LOGS.where(LOGS.c.audit == self._audit).order_by(LOGS.c.log, LOGS.c.number)
            parts = connection.execute(query).all()
        for log, some in groupby(parts, lambda part: str(part.log)):
            yield self._log([part.number for part in some], log)

    def _log(self, numbers: list[int], log: str) -> Iterator[Event]:
        query = _ONE_LOG.where(EVENTS.c.log.in_(numbers), in_partition(self._audit))
        seq = mark = 0
        while True:
            later = (EVENTS.c.seq > seq) | ((EVENTS.c.seq == seq) & (EVENTS.c.mark > mark))
            with told(self._path), reading(self._engine) as connection:
                rows = connection.execute(query.where(later, EVENTS.c.seq >= seq)).all()
            for row in rows:
                yield event_of(row.body, row.hash, log, row.seq, self._audit)
            if len(rows) < BATCH:
                return
            seq, mark = rows[-1].seq, rows[-1].mark

    def events_after(self, mark: int) -> tuple[int, Sequence[Event]]:
        """Up to 10,000 events that arrived after a mark, and the new mark; ask again until none come."""
        with told(self._path), reading(self._engine) as connection:
            newest = connection.execute(self._newest).scalar() or 0
            if newest <= mark:
                return mark, ()
            rows = connection.execute(self._select.where(EVENTS.c.mark > mark)).all()
            logs = connection.execute(_LOGS.where(LOGS.c.audit == self._audit)).all()
        names = {row.number: row.log for row in logs}
        events = [event_of(body, digest, names[log], seq, self._audit) for _mark, log, seq, digest, body in rows]
        return (rows[-1].mark if len(rows) == BATCH else newest), events


def activity(engine: Engine, home: Home, audit: str) -> Activity:
    """How much was written, the last event and the last place event, without reading the whole log."""
    with told(home.events), reading(engine) as connection:
        last_of_part = (
            select(func.max(EVENTS.c.seq)).where(EVENTS.c.log == LOGS.c.number, in_partition(audit)).scalar_subquery()
        )
        in_part = last_of_part - LOGS.c.first + 1
        count = connection.execute(select(func.sum(in_part)).where(LOGS.c.audit == audit)).scalar() or 0
        newest_first = _of_audit(audit).order_by(EVENTS.c.mark.desc()).limit(1)
        last = _first(connection, newest_first, audit)
        place = _first(connection, newest_first.where(holds(EVENTS.c.body, b'"k":"place"')), audit)
    return Activity(count, last, place)


def rebased(engine: Engine, home: Home) -> list[Event]:
    """Every event that changed the terms of an audit."""
    query = select(EVENTS.c.hash, EVENTS.c.body).where(holds(EVENTS.c.body, b'"k":"rebase"'))
    with told(home.events), reading(engine) as connection:
        found = [event_of(row.body, row.hash) for row in connection.execute(query)]
    return [event for event in found if event.k == "rebase"]


def _of_audit(audit: str) -> Select[int, int, int, bytes, bytes]:
    """Lines of an audit's events."""
    # "+ 0" keeps SQLite from going by log: a look at what is new must not read what is old.
    return select(EVENTS.c.mark, EVENTS.c.log, EVENTS.c.seq, EVENTS.c.hash, EVENTS.c.body).where(
        of_audit(EVENTS.c.log + 0, audit)
    )


def _first(connection: Connection, query: Select[int, int, int, bytes, bytes], audit: str) -> Event | None:
    row = connection.execute(query).first()
    return None if row is None else event_of(row.body, row.hash, audit=audit)
