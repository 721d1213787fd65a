"""A hub's events on PostgreSQL: the same tables and questions as in a workspace's own file, for many at once."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from assetaudit.errors import MissingExtraError, StoreError
from assetaudit.store.event_tables import METADATA

VERSION = 2
"""Of the tables on the server."""
_SINCE_1 = (
    "ALTER TABLE segments ADD COLUMN IF NOT EXISTS arrived bigint NOT NULL DEFAULT 0",
    # Nobody knows when they came: from now on they are surely in every backup.
    "UPDATE segments SET arrived = (extract(epoch FROM now()) * 1000)::bigint",
)
_TURN = 0x61617564
"""Number of the lock under which one admission follows another: marks then grow in the order of commits."""


def open_server(database: str) -> Engine:
    """The database of a URL, its tables made where they are not there."""
    engine = _engine(database)
    event.listen(engine, "begin", _take_turn)
    with engine.connect().execution_options(turn="IMMEDIATE") as connection, connection.begin():
        connection.execute(text("CREATE TABLE IF NOT EXISTS shape (version integer NOT NULL)"))
        found = connection.execute(text("SELECT max(version) FROM shape")).scalar()
        if found is None:
            METADATA.create_all(connection)
            connection.execute(text("INSERT INTO shape VALUES (:version)"), {"version": VERSION})
        elif found > VERSION:
            msg = f"The hub's database was made by a newer assetaudit (version {found}; this one knows {VERSION})."
            raise StoreError(msg, hint="Upgrade with: pip install --upgrade assetaudit")
        elif found < VERSION:
            METADATA.create_all(connection)
            for statement in _SINCE_1:
                connection.execute(text(statement))
            connection.execute(text("UPDATE shape SET version = :version"), {"version": VERSION})
    return engine


def _engine(database: str) -> Engine:
    try:
        url = make_url(database)
        if url.get_backend_name() != "postgresql":
            raise StoreError(f"'{url.drivername}' is no database for a hub.", hint="Use postgresql://USER@HOST/NAME")
        return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except ArgumentError as error:
        raise StoreError(
            f"'{database}' is no address of a database.", hint="Use postgresql://USER@HOST/NAME"
        ) from error
    except (NoSuchModuleError, ImportError) as error:
        raise MissingExtraError("PostgreSQL", "postgres") from error


def _take_turn(connection: Connection) -> None:
    """Who writes waits for its turn: readers who ask for what is new since a mark then never miss a late commit."""
    if connection.get_execution_options().get("turn") == "IMMEDIATE":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
