"""One log and its only writer: an event that ``append`` returns is on disk, synced, before anybody hears of it.

The per-scan path speaks to the pooled connection of the driver with fixed statements: building them anew for each
scan costs as much as the commit itself.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from filelock import BaseFileLock
from sqlalchemy import Engine

from assetaudit.errors import StoreError
from assetaudit.model.event import Draft, Event
from assetaudit.model.needs import Clock
from assetaudit.store.event_bytes import CHAIN_START
from assetaudit.store.event_chain import Chain, Row
from assetaudit.store.event_database import told
from assetaudit.store.file_trouble import trouble

_INSERT = "INSERT INTO events (log, seq, hash, body) VALUES (?, ?, ?, ?)"
_TIP = "SELECT seq, hash FROM events WHERE log = ? ORDER BY seq DESC LIMIT 1"
_CLOSE_LOG = "UPDATE logs SET closed = 1 WHERE number = ?"
_CLOSE_AUDIT = "UPDATE audits SET closed = ?, closed_by = ? WHERE audit = ?"
_REOPEN_AUDIT = "UPDATE audits SET closed = NULL, closed_by = NULL WHERE audit = ? AND closed_by = ?"

_NOTED = frozenset({"log.close", "audit.close", "void"})
"""Kinds that change the lists of audits and logs as well; any other event alone is one statement, a transaction too."""


class LogWriter:
    """The EventWriter of one claimed log; used from one thread or several, one event after the other."""

    def __init__(self, engine: Engine, clock: Clock, chain: Chain, lock: BaseFileLock) -> None:
        self.log = chain.log
        """Id of the log."""
        self.audit = chain.audit
        """Id of the audit it belongs to."""
        self._engine = engine
        self._path = Path(engine.url.database or "")
        self._clock = clock
        self._chain = chain
        self._lock = lock
        self._turn = threading.RLock()
        self._pooled = engine.raw_connection()
        self._driver = cast(sqlite3.Connection, self._pooled.driver_connection)
        self._certain = True
        self._closed = False

    @property
    def tip(self) -> tuple[int, str]:
        """Number and hash of the log's last event."""
        return self._chain.seq, self._chain.tip.hex()

    def append(self, draft: Draft, *, user: str) -> Event:
        """Commit one event, durably; StoreError says why it could not be, and then nothing was written."""
        with self._turn:
            self._make_certain()
            chain, event, row = self._chain.link(draft, user=user, clock=self._clock)
            self._commit((row,), (event,))
            self._chain = chain
        return event

    def append_many(self, drafts: Sequence[Draft], *, user: str) -> Sequence[Event]:
        """Commit several events in one transaction: all of them, or none and a StoreError."""
        with self._turn:
            self._make_certain()
            chain, events, rows = self._chain, [], []
            for draft in drafts:
                chain, event, row = chain.link(draft, user=user, clock=self._clock)
                events.append(event)
                rows.append(row)
            self._commit(rows, events)
            self._chain = chain
        return events

    def close(self) -> None:
        """Write ``log.close`` and let go of the log; a second call does nothing."""
        with self._turn:
            if self._closed:
                return
            try:
                self.append(Draft("log.close", {"count": self._chain.seq}), user="")
                Path(self._lock.lock_file).unlink(missing_ok=True)
            finally:
                self._let_go()

    def abandon(self) -> None:
        """Let go of the log without closing it, as a crash would: the next writer here goes on with it."""
        with self._turn:
            if not self._closed:
                self._let_go()

    def _let_go(self) -> None:
        self._closed = True
        self._pooled.close()
        self._lock.release()

    def _commit(self, rows: Sequence[Row], events: Sequence[Event]) -> None:
        done = False
        try:
            if len(events) == 1 and events[0].k not in _NOTED:
                self._driver.execute(_INSERT, rows[0])
            else:
                self._commit_together(self._driver, rows, events)
            done = True
        except sqlite3.Error as error:
            raise trouble(self._path, error) from error
        finally:
            if not done:
                self._doubt()

    def _commit_together(self, driver: sqlite3.Connection, rows: Sequence[Row], events: Sequence[Event]) -> None:
        driver.execute("BEGIN IMMEDIATE")
        for row, event in zip(rows, events, strict=True):
            driver.execute(_INSERT, row)
            if event.k in _NOTED:
                self._note(driver, event)
        driver.execute("COMMIT")

    def _note(self, driver: sqlite3.Connection, event: Event) -> None:
        """Keep the lists of audits and logs in step with what was just written."""
        if event.k == "log.close":
            driver.execute(_CLOSE_LOG, (self._chain.number,))
        elif event.k == "audit.close":
            driver.execute(_CLOSE_AUDIT, (event.wall, bytes.fromhex(event.hash), event.audit))
        elif event.k == "void":
            driver.executemany(_REOPEN_AUDIT, [(event.audit, bytes.fromhex(taken)) for taken in event.sup])

    def _doubt(self) -> None:
        """After an error: drop the connection, and ask the file where the log stands before writing on."""
        self._certain = False
        self._pooled.invalidate()

    def _make_certain(self) -> None:
        if self._closed:
            msg = f"The log {self._chain.log} has been closed; nothing was saved."
            raise StoreError(msg, hint="Start a new walk.")
        if self._certain:
            return
        with told(self._path):
            self._pooled.close()
            self._pooled = self._engine.raw_connection()
            self._driver = cast(sqlite3.Connection, self._pooled.driver_connection)
            found = self._driver.execute(_TIP, (self._chain.number,)).fetchone() or (0, CHAIN_START)
        self._chain = self._chain._replace(seq=found[0], tip=found[1])
        self._certain = True
