"""A hub's events on PostgreSQL: the same tables and questions as in a workspace's own file, for many at once."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from assetaudit.errors import MissingExtraError, StoreError
from assetaudit.store.versions.server import STEPS

VERSION = STEPS[-1].number
"""Of the tables on the server."""
_BEGINNING = 0x61617564
"""Number of the lock under which one process after the other looks whether there are tables at all."""
_TURN = "LOCK TABLE shape IN EXCLUSIVE MODE"
"""One admission follows another: marks then grow in the order of commits. Who may only read cannot take this lock."""


def open_server(database: str) -> Engine:
    """The database of a URL, its tables made or migrated where needed; StoreError says why it cannot be used."""
    engine = _engine(database)
    with engine.connect() as connection, connection.begin():
        found = _shape(connection)
    if found > VERSION:
        msg = f"The hub's database was made by a newer assetaudit (version {found}; this one knows {VERSION})."
        raise StoreError(msg, hint="Upgrade with: pip install --upgrade assetaudit")
    if found < VERSION:
        _bring_up_to_date(engine)
    event.listen(engine, "begin", _take_turn)
    return engine


def _shape(connection: Connection) -> int:
    """Version of the tables; 0 where there are none."""
    if connection.exec_driver_sql("SELECT to_regclass('shape')").scalar() is None:
        return 0
    return int(connection.exec_driver_sql("SELECT max(version) FROM shape").scalar() or 0)


def _bring_up_to_date(engine: Engine) -> None:
    """All steps that lack, in one transaction: a database is in its old shape or in the new one."""
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_BEGINNING})")
        if (found := _shape(connection)) == 0:
            connection.exec_driver_sql("CREATE TABLE shape (version integer NOT NULL)")
            connection.exec_driver_sql("INSERT INTO shape VALUES (0)")
        connection.exec_driver_sql(_TURN)
        for step in STEPS:
            if step.number > found:
                step.make(connection)
        connection.exec_driver_sql("UPDATE shape SET version = %s", (max(found, VERSION),))


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
        connection.exec_driver_sql(_TURN)
