"""Tables of one register version: a file that is written once and never changed, so that every shape is still read.

Shape 1 had a day in each record's ``since``, and another hash (``register_hash_v1``); shape 2 had another hash only.

Identifiers are stored as written (cleaned) in columns that compare ASCII without case; what that cannot compare (other
scripts) and what is no column of its own (MACs, former tags) stands in ``identifier`` in its folded form.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table, Text

metadata = MetaData()


def _record(name: str, *more: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("source", Integer, nullable=False),
        Column("key", Text, nullable=False),
        Column("line", Integer, nullable=False),
        Column("tag", Text(collation="NOCASE")),
        Column("serial", Text(collation="NOCASE")),
        Column("epc", Text(collation="NOCASE")),
        Column("node", Integer),
        Column("position", Integer),
        Column("place_text", Text),
        Column("status", Integer),
        Column("name", Text),
        Column("manufacturer", Integer),
        Column("model", Integer),
        Column("category", Integer),
        Column("owner", Integer),
        Column("cost", Integer),
        Column("height", Integer),
        Column("parent_text", Text),
        Column("extra", Text),
        Column("since", Integer),
        Column("gone", Integer),
        *more,
    )


asset = _record("asset", Column("parent", Text))
"""What the register answers; ``parent`` is worked out, everything before it is content. Dates count days since 1970;
``since`` is empty for records that came with the first import of their source, whose day ``meta`` has."""

part = _record("part", Column("lead", Integer, nullable=False))
"""Records of joined assets as their sources have them; ``lead`` is the asset's id."""

identifier = Table(
    "identifier",
    metadata,
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("current", Integer, nullable=False),
    Column("since", Integer),
    Column("until", Integer),
)
"""Identifiers by record key, beyond the three columns of a record."""

word = Table("word", metadata, Column("id", Integer, primary_key=True), Column("text", Text, nullable=False))
"""Manufacturers, models, categories and owners, each text once."""

status = Table(
    "status",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("word", Text, nullable=False),
    Column("class", Text, nullable=False),
)

position = Table(
    "position",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("half_units", Integer),
    Column("rear", Integer, nullable=False),
    Column("slot", Text),
)

place = Table(
    "place",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("parent", Integer),
    Column("source", Integer),
    Column("kind", Text, nullable=False),
    Column("height", Integer),
    Column("foreign_owner", Text, nullable=False),
    Column("disposal", Integer, nullable=False),
    Column("no_photos", Integer, nullable=False),
    Column("short", Text, nullable=False),
    Column("total", Integer, nullable=False),
)
"""Nodes; ``total`` counts assets there and below, ``source`` is set where a place list names the node."""

place_code = Table(
    "place_code",
    metadata,
    Column("folded", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("place", Integer, nullable=False),
)

layout = Table(
    "layout",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("columns", Text, nullable=False),
)
"""Names of the columns that a record's ``extra`` holds, as a JSON list."""

source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("about", Text, nullable=False),
)
"""Sources in order of their first import; ``about`` is their SourceInfo in JSON."""

disagreement = Table(
    "disagreement",
    metadata,
    Column("asset", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("leading", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("other_value", Text, nullable=False),
)

problem = Table(
    "problem",
    metadata,
    Column("source", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

meta = Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

INDEXES = (
    "CREATE INDEX asset_key ON asset (key)",
    "CREATE INDEX asset_tag ON asset (tag) WHERE tag IS NOT NULL",
    "CREATE INDEX asset_serial ON asset (serial) WHERE serial IS NOT NULL",
    "CREATE INDEX asset_epc ON asset (epc) WHERE epc IS NOT NULL",
    "CREATE INDEX asset_node ON asset (node)",
    "CREATE INDEX asset_parent ON asset (parent) WHERE parent IS NOT NULL",
    "CREATE INDEX part_key ON part (key)",
    "CREATE INDEX part_lead ON part (lead)",
    "CREATE INDEX part_tag ON part (tag) WHERE tag IS NOT NULL",
    "CREATE INDEX part_serial ON part (serial) WHERE serial IS NOT NULL",
    "CREATE INDEX part_epc ON part (epc) WHERE epc IS NOT NULL",
    "CREATE INDEX identifier_folded ON identifier (folded, kind)",
    "CREATE INDEX identifier_key ON identifier (key)",
    "CREATE UNIQUE INDEX place_key ON place (key)",
    "CREATE INDEX place_code_folded ON place_code (folded)",
)
"""Built after the rows are in: half the cost of keeping them while rows come."""
