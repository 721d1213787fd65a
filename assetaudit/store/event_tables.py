"""The tables of the event file. ``events`` is the truth; ``audits`` and ``logs`` only say where in it to look."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

METADATA = MetaData()

AUDITS = Table(
    "audits",
    METADATA,
    Column("audit", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("opened", Integer, nullable=False),
    Column("opened_by", Integer, nullable=False),
    Column("closed", Integer),
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
    Column("first", Integer, nullable=False),
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
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("tip", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("segments_by_log", "log", "last"),
)
"""Sealed stretches of logs, as they are handed on: the same bytes on every way; ``sha`` is over all of them."""

EVENTS = Table(
    "events",
    METADATA,
    Column("mark", Integer, primary_key=True),
    Column("log", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("log", "seq"),
)
"""``mark`` grows with every event that arrives here, ``log`` is ``logs.number``, ``body`` the event's own bytes."""
