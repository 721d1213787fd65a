"""Purging: the events of an audit leave this file, all of them or none, and the file remembers that they did.

Whether the hub has them is for the caller to prove, event by event; what is not proved stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from assetaudit.errors import AuditError, StoreError
from assetaudit.paths import Home
from assetaudit.store.event_admission import name_key
from assetaudit.store.event_claim import hold
from assetaudit.store.event_database import reading, told, writing
from assetaudit.store.event_segments import IN
from assetaudit.store.event_segments import PURGED as GONE
from assetaudit.store.event_tables import AUDITS, EVENTS, LOGS, PURGED, SEGMENTS

Covered = Callable[[str], Collection[bytes]]
"""The hashes of a log's events that are safe elsewhere."""
_STONE = 0
"""Number of a log that there is none of: its one line keeps the highest mark from being given a second time."""


@dataclass(frozen=True, slots=True)
class PurgedAudit:
    """An audit whose events lie at the hub alone."""

    id: str
    name: str
    opened: int
    """Milliseconds since 1970 UTC, as ``closed`` and ``at``."""
    closed: int | None
    at: int
    """When it was purged here."""
    events: int
    """How many were removed."""


class Purges:
    """The audits that were purged from a workspace, and how one comes to be."""

    def __init__(self, engine: Engine, home: Home) -> None:
        self._engine = engine
        self._home = home

    def listed(self) -> list[PurgedAudit]:
        """Every purged audit, oldest first."""
        query = select(PURGED).order_by(PURGED.c.opened, PURGED.c.audit)
        with told(self._home.events), reading(self._engine) as connection:
            return [_audit(row) for row in connection.execute(query)]

    def find(self, name: str) -> PurgedAudit | None:
        """The purged audit of a name (without case) or an id."""
        key, wanted = name_key(name), name.strip().lower()
        return next((one for one in self.listed() if one.id == wanted or name_key(one.name) == key), None)

    def uncovered(self, audit: str, covered: Covered) -> int:
        """How many events of an audit are not proved to be safe elsewhere."""
        with told(self._home.events), reading(self._engine) as connection:
            return sum(1 for _event in _uncovered(connection, audit, covered))

    def events(self, audit: str) -> int:
        """How many events of an audit lie here."""
        with told(self._home.events), reading(self._engine) as connection:
            return _count(connection, audit)

    def purge(self, audit: str, covered: Covered, at: int) -> int:
        """Remove an audit's events; returns how many. AuditError where one is not covered, or somebody writes."""
        with ExitStack() as stack:
            self._hold_logs(stack, audit)
            with told(self._home.events), writing(self._engine) as connection:
                if any(True for _event in _uncovered(connection, audit, covered)):
                    msg = "Something was written meanwhile that the hub does not have; nothing was removed."
                    raise AuditError(msg, hint="Next: assetaudit sync, then purge again.")
                return _remove(connection, audit, at)

    def forget(self, audit: str) -> bool:
        """The events of a purged audit are back: it is an audit like any other, unless something still lacks."""
        gone = select(SEGMENTS.c.sha).where(SEGMENTS.c.audit == audit, SEGMENTS.c.state == GONE).limit(1)
        with told(self._home.events), writing(self._engine) as connection:
            if connection.execute(gone).first() is not None:
                return False
            connection.execute(delete(PURGED).where(PURGED.c.audit == audit))
        return True

    def shrink(self) -> None:
        """Give the room back to the disk."""
        with told(self._home.events), self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            if driver is not None:
                connection.rollback()
                driver.execute("VACUUM")

    def _hold_logs(self, stack: ExitStack, audit: str) -> None:
        """Nobody may be writing, and nobody may begin before the events are gone."""
        with told(self._home.events), reading(self._engine) as connection:
            open_ = select(LOGS.c.log).where(LOGS.c.audit == audit, LOGS.c.closed == 0)
            logs = connection.execute(open_).scalars().all()
        for log in logs:
            if (lock := hold(self._home.locks, log)) is None:
                raise AuditError(
                    "Somebody is walking this audit here at this moment.", hint="Leave the walk, then purge again."
                )
            stack.callback(lock.release)


def _uncovered(connection: Connection, audit: str, covered: Covered) -> Iterator[bytes]:
    logs = connection.execute(select(LOGS.c.log).where(LOGS.c.audit == audit).distinct().order_by(LOGS.c.log))
    for log in logs.scalars().all():
        safe = covered(log)
        ours = EVENTS.c.log.in_(select(LOGS.c.number).where(LOGS.c.log == log))
        for digest in connection.execute(select(EVENTS.c.hash).where(ours)).scalars():
            if digest not in safe:
                yield digest


def _count(connection: Connection, audit: str) -> int:
    ours = EVENTS.c.log.in_(select(LOGS.c.number).where(LOGS.c.audit == audit))
    return connection.execute(select(func.count()).select_from(EVENTS).where(ours)).scalar() or 0


def _remove(connection: Connection, audit: str, at: int) -> int:
    count = _count(connection, audit)
    newest = connection.execute(select(func.max(EVENTS.c.mark))).scalar() or 0
    _remember(connection, audit, at, count)
    connection.execute(delete(EVENTS).where(EVENTS.c.log.in_(select(LOGS.c.number).where(LOGS.c.audit == audit))))
    connection.execute(delete(LOGS).where(LOGS.c.audit == audit))
    connection.execute(delete(AUDITS).where(AUDITS.c.audit == audit))
    counting = (SEGMENTS.c.audit == audit) & (SEGMENTS.c.state == IN)
    connection.execute(update(SEGMENTS).where(counting).values(state=GONE, data=b""))
    _set_stone(connection, newest)
    return count


def _remember(connection: Connection, audit: str, at: int, count: int) -> None:
    known = connection.execute(select(PURGED).where(PURGED.c.audit == audit)).first()
    if known is not None:
        values = {"at": at, "events": known.events + count}
        connection.execute(update(PURGED).where(PURGED.c.audit == audit).values(values))
        return
    row = connection.execute(select(AUDITS).where(AUDITS.c.audit == audit)).first()
    if row is None:
        raise StoreError(f"There is no audit {audit} here to purge.")
    names = {"audit": audit, "name": row.name, "name_key": row.name_key, "opened": row.opened, "closed": row.closed}
    connection.execute(insert(PURGED).values(names | {"at": at, "events": count}))


def _set_stone(connection: Connection, newest: int) -> None:
    """A reader asks for what came after a mark: no later event may be given a mark that it has passed."""
    connection.execute(delete(EVENTS).where(EVENTS.c.log == _STONE))
    if (connection.execute(select(func.max(EVENTS.c.mark))).scalar() or 0) < newest:
        stone = {"mark": newest, "log": _STONE, "seq": newest, "hash": b"", "body": b""}
        connection.execute(insert(EVENTS).values(stone))


def _audit(row: Row[str, str, str, int, int | None, int, int]) -> PurgedAudit:
    return PurgedAudit(row.audit, row.name, row.opened, row.closed, row.at, row.events)
