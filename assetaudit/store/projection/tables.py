"""The tables of projections: on PostgreSQL beside the events, each audit's in a part of its own; else in a cache file.

Nothing in them is needed: whatever they hold can be worked out again from the events.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    delete,
)

METADATA = MetaData()
_Big = BigInteger().with_variant(Integer(), "sqlite")

PROJECTIONS = Table(
    "projections",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("audit", Text, nullable=False, unique=True),
    Column("program", Text, nullable=False),
    Column("mark", _Big, nullable=False),
    Column("turn", _Big, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""One line an audit: which program made it, up to which mark, and its totals; ``turn`` grows with every change."""

KEYS = Table(
    "projected_keys",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("key", _Big, primary_key=True),
    Column("mark", _Big, primary_key=True),
    sqlite_with_rowid=False,
)
"""Where to find the events that speak of something; a key is 64 bits of a hash, so it may find one too many."""

PAGES = Table(
    "projected_pages",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("key", _Big, primary_key=True),
    Column("mark", _Big, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Plain scans made under one place event, of assets that belong there."""

SHARDS = Table(
    "projected_shards",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("shard", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""What the things of one node add to the totals."""

PLACES = Table(
    "projected_places",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("node", Text, primary_key=True),
    Column("turn", Integer),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""How far each node is; ``turn`` is its number in walking order, where it has to be visited."""

FINDINGS = Table(
    "projected_findings",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("line", LargeBinary, primary_key=True),
    Column("shard", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("projected_findings_by_shard", "number", "shard"),
)
"""Every finding; ``line`` orders them bytewise as findings are listed."""

TODO = Table(
    "projected_todo",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("shard", Text, primary_key=True),
    Column("place", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Nodes whose things have to be judged again."""

AWAITS = Table(
    "projected_awaits",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("node", Text, primary_key=True),
    Column("shard", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Index("projected_awaits_by_shard", "number", "shard"),
    sqlite_with_rowid=False,
)
"""Nodes to which a thing of another node's is expected to have moved, with what carries it."""

PARTS = (KEYS, PAGES, SHARDS, PLACES, FINDINGS, TODO, AWAITS)
_TYPES = {BigInteger: "int8", Integer: "int4", LargeBinary: "bytea", Text: "text"}


def make_room(connection: Connection, number: int) -> None:
    """On PostgreSQL a part of each table for one audit; who reads others, be it for hours, is not held up by it."""
    if connection.dialect.name != "postgresql":
        return
    for table in PARTS:
        part = f"{table.name}_{int(number)}"
        for statement in (
            f"CREATE TABLE {part} (LIKE {table.name} INCLUDING DEFAULTS, CHECK (number = {int(number)}))",
            f"ALTER TABLE {table.name} ATTACH PARTITION {part} FOR VALUES IN ({int(number)})",
        ):
            connection.exec_driver_sql(statement)


def empty(connection: Connection, number: int) -> None:
    """Forget everything that was worked out of one audit; a report that is being written still sees it to its end."""
    for table in PARTS:
        connection.execute(delete(table).where(table.c.number == number))


def fill(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put many new rows into a table; on PostgreSQL as a stream."""
    if not rows:
        return
    columns = list(table.c)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT OR IGNORE INTO {table.name} VALUES ({marks})"  # noqa: S608 - one of the tables above
        connection.exec_driver_sql(statement, list(rows))
        return
    driver: Any = connection.connection.driver_connection
    names = ", ".join(column.name for column in columns)
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types([_TYPES[type(column.type)] for column in columns])
        for row in rows:
            copy.write_row(row)
