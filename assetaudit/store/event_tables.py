"""The tables of the event file. ``events`` is the truth; ``audits`` and ``logs`` only say where in it to look."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import Boolean, TypeDecorator, TypeEngine

METADATA = MetaData()
_Big = BigInteger().with_variant(Integer(), "sqlite")


class holds(GenericFunction[bool]):  # noqa: N801 - the name of an SQL function
    """Whether bytes hold other bytes: ``instr`` on SQLite, ``position`` on PostgreSQL."""

    type = Boolean()
    inherit_cache = True


@compiles(holds, "sqlite")
def _holds_sqlite(element: Any, compiler: Any, **wishes: Any) -> str:  # noqa: ANN401 - the compiler's own
    return f"instr({compiler.process(element.clauses, **wishes)}) > 0"


@compiles(holds, "postgresql")
def _holds_postgresql(element: Any, compiler: Any, **wishes: Any) -> str:  # noqa: ANN401 - the compiler's own
    body, part = (compiler.process(clause, **wishes) for clause in element.clauses)
    return f"position({part} IN {body}) > 0"


class in_partition(GenericFunction[bool]):  # noqa: N801 - the name of an SQL function
    """Tells PostgreSQL whose audit the events of a query are, so that it looks nowhere else; nothing on SQLite."""

    type = Boolean()
    inherit_cache = True


@compiles(in_partition, "sqlite")
def _in_partition_sqlite(_element: Any, _compiler: Any, **_wishes: Any) -> str:  # noqa: ANN401 - the compiler's own
    return "1"


@compiles(in_partition, "postgresql")
def _in_partition_postgresql(element: Any, compiler: Any, **wishes: Any) -> str:  # noqa: ANN401 - the compiler's own
    return f"events.audit = {compiler.process(element.clauses, **wishes)}"


class of_audit(GenericFunction[bool]):  # noqa: N801 - the name of an SQL function
    """Whether an event (by ``EVENTS.c.log``) is of an audit; PostgreSQL goes by the audit alone, in order of marks."""

    type = Boolean()
    inherit_cache = True


@compiles(of_audit, "sqlite")
def _of_audit_sqlite(element: Any, compiler: Any, **wishes: Any) -> str:  # noqa: ANN401 - the compiler's own
    log, audit = (compiler.process(clause, **wishes) for clause in element.clauses)
    return f"{log} IN (SELECT number FROM logs WHERE logs.audit = {audit})"  # noqa: S608 - both are the compiler's own


@compiles(of_audit, "postgresql")
def _of_audit_postgresql(element: Any, compiler: Any, **wishes: Any) -> str:  # noqa: ANN401 - the compiler's own
    _log, audit = (compiler.process(clause, **wishes) for clause in element.clauses)
    return f"events.audit = {audit}"


class _Many(TypeDecorator[Sequence[Any]]):
    """Many numbers or texts as one value: thousands of marks in a statement cost more than what they ask for."""

    impl = Text
    cache_ok = True

    def __init__(self, one: TypeEngine[Any]) -> None:
        super().__init__()
        self.one = one

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(self.one) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:  # noqa: ANN401 - the driver's
        return value if dialect.name == "postgresql" else json.dumps(value)


class _among(GenericFunction[bool]):  # noqa: N801 - the name of an SQL function
    type = Boolean()
    inherit_cache = True


@compiles(_among, "sqlite")
def _among_sqlite(element: Any, compiler: Any, **wishes: Any) -> str:  # noqa: ANN401 - the compiler's own
    column, many = (compiler.process(clause, **wishes) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({many}))"  # noqa: S608 - both are the compiler's own


@compiles(_among, "postgresql")
def _among_postgresql(element: Any, compiler: Any, **wishes: Any) -> str:  # noqa: ANN401 - the compiler's own
    column, many = (compiler.process(clause, **wishes) for clause in element.clauses)
    return f"{column} = ANY ({many})"


def among(column: Column[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """Whether a column has one of many values, which may be tens of thousands."""
    return _among(column, bindparam(None, list(values), type_=_Many(column.type)))


AUDITS = Table(
    "audits",
    METADATA,
    Column("audit", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("opened", _Big, nullable=False),
    Column("opened_by", _Big, nullable=False),
    Column("closed", _Big),
    Column("closed_by", LargeBinary),
    Index("audits_by_name", "name_key"),
)
"""``opened`` and ``closed`` in ms since 1970; ``opened_by`` is the mark of ``audit.open``, ``closed_by`` a hash."""

LOGS = Table(
    "logs",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("log", Text, nullable=False),
    Column("audit", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("first", _Big, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Index("logs_by_audit", "audit"),
    Index("logs_by_log", "log"),
)
"""A line is a part of a log without gaps: its events from number ``first``, the hash before which is ``prev``.

A log written here is one part. One that came from elsewhere may have several: a later piece came first, or a copied
laptop wrote on, so that two parts go on from the same event. All of them are kept.
"""

SEGMENTS = Table(
    "segments",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("sha", LargeBinary, nullable=False, unique=True),
    Column("log", Text, nullable=False),
    Column("audit", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("signer", Text, nullable=False),
    Column("first", _Big, nullable=False),
    Column("last", _Big, nullable=False),
    Column("tip", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("arrived", _Big, nullable=False, server_default=text("0")),
    Index("segments_by_log", "log", "last"),
)
"""Sealed stretches of logs, as they are handed on: the same bytes on every way; ``sha`` is over all of them.

``arrived`` is when this very file took them in (ms since 1970): a backup from before then does not have them.
"""

PURGED = Table(
    "purged",
    METADATA,
    Column("audit", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("opened", _Big, nullable=False),
    Column("closed", _Big),
    Column("at", _Big, nullable=False),
    Column("events", _Big, nullable=False),
)
"""Audits whose events lie at the hub alone since ``at`` (ms since 1970); ``events`` were removed here."""

EVENTS = Table(
    "events",
    METADATA,
    Column("mark", _Big, primary_key=True),
    Column("log", Integer, nullable=False),
    Column("seq", _Big, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("log", "seq"),
)
"""``mark`` grows with every event that arrives here, ``log`` is ``logs.number``, ``body`` the event's own bytes.

On a hub's PostgreSQL it has a column ``audit``, and a table (partition) an audit: see ``versions/server.py``.
"""
