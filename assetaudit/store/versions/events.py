"""How the event file came to its present shape, step by step; a step that has been released is never edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection


class Step(NamedTuple):
    """One numbered change of the file, made in one transaction."""

    number: int
    what: str
    make: Callable[[Connection], None]


def _first_tables(connection: Connection) -> None:
    for statement in (
        "CREATE TABLE audits (audit TEXT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL, "
        "opened INTEGER NOT NULL, opened_by INTEGER NOT NULL, closed INTEGER, closed_by BLOB, PRIMARY KEY (audit))",
        "CREATE INDEX audits_by_name ON audits (name_key)",
        "CREATE TABLE logs (number INTEGER NOT NULL, log TEXT NOT NULL, audit TEXT NOT NULL, device TEXT NOT NULL, "
        "machine TEXT NOT NULL, closed INTEGER NOT NULL, PRIMARY KEY (number), UNIQUE (log))",
        "CREATE INDEX logs_by_audit ON logs (audit)",
        "CREATE TABLE events (mark INTEGER NOT NULL, log INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, "
        "body BLOB NOT NULL, PRIMARY KEY (mark), UNIQUE (log, seq))",
    ):
        connection.exec_driver_sql(statement)


def _parts_and_segments(connection: Connection) -> None:
    for statement in (
        "ALTER TABLE logs RENAME TO whole_logs",
        "DROP INDEX logs_by_audit",
        "CREATE TABLE logs (number INTEGER NOT NULL, log TEXT NOT NULL, audit TEXT NOT NULL, device TEXT NOT NULL, "
        "machine TEXT NOT NULL, closed INTEGER NOT NULL, first INTEGER NOT NULL, prev BLOB NOT NULL, "
        "PRIMARY KEY (number))",
        "INSERT INTO logs SELECT number, log, audit, device, machine, closed, 1, zeroblob(32) FROM whole_logs",
        "DROP TABLE whole_logs",
        "CREATE INDEX logs_by_audit ON logs (audit)",
        "CREATE INDEX logs_by_log ON logs (log)",
        "CREATE TABLE segments (number INTEGER NOT NULL, sha BLOB NOT NULL, log TEXT NOT NULL, audit TEXT NOT NULL, "
        "device TEXT NOT NULL, signer TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, "
        "tip BLOB NOT NULL, state TEXT NOT NULL, why TEXT NOT NULL, data BLOB NOT NULL, "
        "PRIMARY KEY (number), UNIQUE (sha))",
        "CREATE INDEX segments_by_log ON segments (log, last)",
    ):
        connection.exec_driver_sql(statement)


def _arrivals_and_purges(connection: Connection) -> None:
    for statement in (
        "ALTER TABLE segments ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0",
        # Nobody knows when they came: from now on they are surely in every backup.
        "UPDATE segments SET arrived = CAST(strftime('%s', 'now') AS INTEGER) * 1000",
        "CREATE TABLE purged (audit TEXT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL, "
        "opened INTEGER NOT NULL, closed INTEGER, at INTEGER NOT NULL, events INTEGER NOT NULL, PRIMARY KEY (audit))",
    ):
        connection.exec_driver_sql(statement)


STEPS = (
    Step(1, "audits, logs and events", _first_tables),
    Step(2, "parts of logs that came from elsewhere, and sealed segments", _parts_and_segments),
    Step(3, "when segments arrived, and which audits were purged", _arrivals_and_purges),
)
