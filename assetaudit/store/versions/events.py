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


STEPS = (Step(1, "audits, logs and events", _first_tables),)
