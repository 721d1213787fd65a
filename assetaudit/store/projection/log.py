"""The events of one audit by their marks: what came after one, and those that are named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Engine, Select, func, select

from assetaudit.model.event import Event
from assetaudit.paths import Home
from assetaudit.reconcile.batches import uncollected
from assetaudit.store.event_bytes import event_of
from assetaudit.store.event_database import reading, told
from assetaudit.store.event_tables import EVENTS, LOGS, among, holds, in_partition, of_audit

Marked = tuple[int, Event]
"""An event and its mark: its place in the order of arrival."""
REFRAMING = frozenset({"alias", "rebase"})
"""Kinds of events after which everything is understood anew."""
_FEW = 5_000


class MarkedLog(Protocol):
    """All events of one audit."""

    def newest(self) -> int:
        """The highest mark."""

    def after(self, mark: int, most: int) -> Sequence[Marked]:
        """Up to so many events that arrived after a mark, in the order in which they arrived."""

    def at(self, marks: Collection[int]) -> Sequence[Marked]:
        """The events of some marks."""

    def framing(self) -> Sequence[Marked]:
        """Every event that changes the frame or the names of places, and every void."""


class PartLog:
    """Those events of a log that something rests on."""

    def __init__(self, log: MarkedLog, belongs: Callable[[Event], bool]) -> None:
        self._log = log
        self._belongs = belongs

    def newest(self) -> int:
        """The highest mark of the whole log."""
        return self._log.newest()

    def after(self, mark: int, most: int) -> Sequence[Marked]:
        """Some events that arrived after a mark, in the order in which they arrived."""
        while some := self._log.after(mark, most):
            if found := self._ours(some):
                return found
            mark = some[-1][0]
        return ()

    def at(self, marks: Collection[int]) -> Sequence[Marked]:
        """The events of some marks."""
        return self._ours(self._log.at(marks))

    def framing(self) -> Sequence[Marked]:
        """Every event that changes the frame or the names of places, and every void."""
        return self._ours(self._log.framing())

    def _ours(self, some: Iterable[Marked]) -> list[Marked]:
        return [(mark, event) for mark, event in some if self._belongs(event)]


class StoredLog:
    """The events of one audit in a hub's database."""

    def __init__(self, engine: Engine, home: Home, audit: str) -> None:
        self._engine = engine
        self._path = home.events
        self._audit = audit
        self._rows = select(EVENTS.c.mark, EVENTS.c.log, EVENTS.c.seq, EVENTS.c.hash, EVENTS.c.body).where(
            of_audit(EVENTS.c.log + 0, audit)
        )

    def newest(self) -> int:
        """The highest mark."""
        with told(self._path), reading(self._engine) as connection:
            query = select(func.max(EVENTS.c.mark)).where(in_partition(self._audit))
            return int(connection.execute(query).scalar() or 0)

    def after(self, mark: int, most: int) -> Sequence[Marked]:
        """Up to so many events that arrived after a mark, in the order in which they arrived."""
        return self._found(self._rows.where(EVENTS.c.mark > mark).order_by(EVENTS.c.mark).limit(most))

    def at(self, marks: Collection[int]) -> Sequence[Marked]:
        """The events of some marks."""
        found: list[Marked] = []
        ordered = sorted(marks)
        for start in range(0, len(ordered), _FEW):
            some = among(EVENTS.c.mark, ordered[start : start + _FEW])
            found += self._found(self._rows.where(some, in_partition(self._audit)))
        return found

    def framing(self) -> Sequence[Marked]:
        """Every event that changes the frame or the names of places, and every void."""
        words = [holds(EVENTS.c.body, f'"k":"{kind}"'.encode()) for kind in (*sorted(REFRAMING), "void")]
        found = self._found(self._rows.where(words[0] | words[1] | words[2], in_partition(self._audit)))
        return [(mark, event) for mark, event in found if event.k in REFRAMING or event.k == "void"]

    def _found(self, query: Select[*tuple[Any, ...]]) -> list[Marked]:
        with told(self._path), reading(self._engine) as connection:
            rows = connection.execute(query).all()
            logs = dict(connection.execute(_LOGS.where(LOGS.c.audit == self._audit)).all())
        with uncollected():
            return [
                (mark, event_of(body, digest, logs.get(log, ""), seq, self._audit))
                for mark, log, seq, digest, body in rows
            ]


_LOGS = select(LOGS.c.number, LOGS.c.log)
