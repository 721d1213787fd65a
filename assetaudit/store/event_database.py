"""The event file itself: opened, brought to its present shape, and its troubles told in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from assetaudit.errors import StoreError
from assetaudit.paths import Home
from assetaudit.store.file_trouble import SCAN_AGAIN, trouble
from assetaudit.store.versions.events import STEPS, Step

WAIT_SECONDS = 120
"""How long a writer waits for its turn: longer than any transaction here takes, so that a scan is never refused."""
SNAPSHOT = {"postgresql": {"isolation_level": "REPEATABLE READ"}}
"""What makes all questions of a connection see the same moment; SQLite does so of its own."""


def open_engine(home: Home, steps: Sequence[Step] = STEPS, *, database: str = "") -> Engine:
    """The event file of a workspace, made or migrated where needed; StoreError says why it cannot be used.

    A hub's events may lie in a PostgreSQL ``database`` instead (its URL).
    """
    home.make()
    if database:
        from assetaudit.store.event_server import open_server

        with told(home.events):
            return open_server(database)
    engine = create_engine(
        URL.create("sqlite", database=str(home.events)),
        connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False, "isolation_level": None},
        max_overflow=-1,
    )
    event.listen(engine, "connect", prepare_durable)
    event.listen(engine, "begin", begin_turn)
    with told(home.events):
        _bring_up_to_date(engine, home, steps)
    return engine


@contextmanager
def told(path: Path, again: str = SCAN_AGAIN) -> Iterator[None]:
    """Turn what the database says of a file into a sentence for people, with what to do ``again``."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        raise trouble(path, error, again) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment of the file and holds nobody up."""
    with engine.connect() as connection:
        yield connection.execution_options(**SNAPSHOT.get(engine.dialect.name, {}))


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that has its turn to write from the start; committed at the end."""
    with engine.connect().execution_options(turn="IMMEDIATE") as connection, connection.begin():
        yield connection


def prepare_durable(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Every commit of this connection is on the disk when it returns."""
    connection.execute("PRAGMA synchronous=FULL")


def begin_turn(connection: Connection) -> None:
    """Begin a transaction, with the turn to write from the start where that is asked for."""
    turn = connection.get_execution_options().get("turn", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {turn}")


def _bring_up_to_date(engine: Engine, home: Home, steps: Sequence[Step]) -> None:
    newest = steps[-1].number
    if _version(engine) < newest:
        try:
            with FileLock(home.locks / "events.lock", timeout=WAIT_SECONDS):
                _use_wal(engine)
                for step in steps:
                    _take(engine, step)
        except Timeout as error:
            msg = f"{home.events}: another program has been changing the file for {WAIT_SECONDS} seconds."
            raise StoreError(msg, hint="Wait for it or close it, then try again.") from error
    if (found := _version(engine)) > newest:
        msg = f"{home.events} was written by a newer assetaudit (version {found} of the file; this one knows {newest})."
        raise StoreError(msg, hint="Upgrade with: pip install --upgrade assetaudit")


def _version(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _use_wal(engine: Engine) -> None:
    connection = engine.raw_connection()
    try:
        connection.driver_connection.execute("PRAGMA journal_mode=WAL").fetchall()  # type: ignore[union-attr]
    finally:
        connection.close()


def _take(engine: Engine, step: Step) -> None:
    with writing(engine) as connection:
        if connection.exec_driver_sql("PRAGMA user_version").scalar_one() < step.number:
            step.make(connection)
            connection.exec_driver_sql(f"PRAGMA user_version={step.number}")
