"""All events of one audit, whoever wrote them, in the order in which they arrived in this file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Engine, func, select

from assetaudit.model.event import Event
from assetaudit.paths import Home
from assetaudit.store.event_bytes import event_of
from assetaudit.store.event_database import reading, told
from assetaudit.store.event_tables import EVENTS, LOGS

BATCH = 10_000
"""Events read at a time: what stays in memory is what the reader keeps."""


class StoredEvents:
    """The EventSource of one audit."""

    def __init__(self, engine: Engine, home: Home, audit: str) -> None:
        self._engine = engine
        self._path = home.events
        self._audit = audit
        ours = select(LOGS.c.number).where(LOGS.c.audit == audit)
        # "+ 0" keeps SQLite from going by log: a look at what is new must not read what is old.
        self._select = (
            select(EVENTS.c.mark, EVENTS.c.log, EVENTS.c.seq, EVENTS.c.hash, EVENTS.c.body)
            .where((EVENTS.c.log + 0).in_(ours))
            .order_by(EVENTS.c.mark)
            .limit(BATCH)
        )

    def events(self) -> Iterator[Event]:
        """Every event known here, streamed; order carries no meaning."""
        mark, some = self.events_after(0)
        while some:
            yield from some
            mark, some = self.events_after(mark)

    def events_after(self, mark: int) -> tuple[int, Sequence[Event]]:
        """Up to 10,000 events that arrived after a mark, and the new mark; ask again until none come."""
        with told(self._path), reading(self._engine) as connection:
            newest = connection.execute(select(func.max(EVENTS.c.mark))).scalar() or 0
            if newest <= mark:
                return mark, ()
            rows = connection.execute(self._select.where(EVENTS.c.mark > mark)).all()
            logs = dict(connection.execute(select(LOGS.c.number, LOGS.c.log).where(LOGS.c.audit == self._audit)).all())
        events = [event_of(body, digest, logs[log], seq, self._audit) for _mark, log, seq, digest, body in rows]
        return (rows[-1].mark if len(rows) == BATCH else newest), events
