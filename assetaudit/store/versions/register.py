"""Tables of one register version: a file that is written once and never changed, so that every shape is still read.

Shape 1 had a day in each record's ``since``, and another hash (``register_hash_v1``); shape 2 had another hash only.

Identifiers are stored as written (cleaned) in columns that compare ASCII without case; what that cannot compare (other
scripts) and what is no column of its own (MACs, former tags) stands in ``identifier`` in its folded form.

The tables are written down as SQLite takes them: an import is over before a library for other databases were loaded.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

_RECORD = {
    "id": "INTEGER PRIMARY KEY",
    "source": "INTEGER NOT NULL",
    "key": "TEXT NOT NULL",
    "line": "INTEGER NOT NULL",
    "tag": "TEXT COLLATE NOCASE",
    "serial": "TEXT COLLATE NOCASE",
    "epc": "TEXT COLLATE NOCASE",
    "node": "INTEGER",
    "position": "INTEGER",
    "place_text": "TEXT",
    "status": "INTEGER",
    "name": "TEXT",
    "manufacturer": "INTEGER",
    "model": "INTEGER",
    "category": "INTEGER",
    "owner": "INTEGER",
    "cost": "INTEGER",
    "height": "INTEGER",
    "parent_text": "TEXT",
    "extra": "TEXT",
    "since": "INTEGER",
    "gone": "INTEGER",
}
_ASSET = _RECORD | {"parent": "TEXT"}
"""What the register answers; ``parent`` is worked out, everything before it is content. Dates count days since 1970;
``since`` is empty for records that came with the first import of their source, whose day ``meta`` has."""
_PART = _RECORD | {"lead": "INTEGER NOT NULL"}
"""Records of joined assets as their sources have them; ``lead`` is the asset's id."""
_IDENTIFIER = {
    "key": "TEXT NOT NULL",
    "kind": "TEXT NOT NULL",
    "folded": "TEXT NOT NULL",
    "value": "TEXT NOT NULL",
    "current": "INTEGER NOT NULL",
    "since": "INTEGER",
    "until": "INTEGER",
}
"""Identifiers by record key, beyond the three columns of a record."""
_WORD = {"id": "INTEGER PRIMARY KEY", "text": "TEXT NOT NULL"}
"""Manufacturers, models, categories and owners, each text once."""
_STATUS = {"id": "INTEGER PRIMARY KEY", "word": "TEXT NOT NULL", "class": "TEXT NOT NULL"}
_POSITION = {
    "id": "INTEGER PRIMARY KEY",
    "text": "TEXT NOT NULL",
    "half_units": "INTEGER",
    "rear": "INTEGER NOT NULL",
    "slot": "TEXT",
}
_PLACE = {
    "id": "INTEGER PRIMARY KEY",
    "key": "TEXT NOT NULL",
    "text": "TEXT NOT NULL",
    "parent": "INTEGER",
    "source": "INTEGER",
    "kind": "TEXT NOT NULL",
    "height": "INTEGER",
    "foreign_owner": "TEXT NOT NULL",
    "disposal": "INTEGER NOT NULL",
    "no_photos": "INTEGER NOT NULL",
    "short": "TEXT NOT NULL",
    "total": "INTEGER NOT NULL",
}
"""Nodes; ``total`` counts assets there and below, ``source`` is set where a place list names the node."""
_LAYOUT = {"id": "INTEGER PRIMARY KEY", "columns": "TEXT NOT NULL"}
"""Names of the columns that a record's ``extra`` holds, as a JSON list."""
_SOURCE = {"id": "INTEGER PRIMARY KEY", "name": "TEXT NOT NULL", "about": "TEXT NOT NULL"}
"""Sources in order of their first import; ``about`` is their SourceInfo in JSON."""

TABLES: Mapping[str, Mapping[str, str]] = {
    "asset": _ASSET,
    "disagreement": dict.fromkeys(("asset", "field", "leading", "value", "other", "other_value"), "TEXT NOT NULL"),
    "identifier": _IDENTIFIER,
    "layout": _LAYOUT,
    "meta": {"name": "TEXT NOT NULL PRIMARY KEY", "value": "TEXT NOT NULL"},
    "part": _PART,
    "place": _PLACE,
    "place_code": {"folded": "TEXT NOT NULL", "code": "TEXT NOT NULL", "place": "INTEGER NOT NULL"},
    "position": _POSITION,
    "problem": {
        "source": "INTEGER NOT NULL",
        "line": "INTEGER NOT NULL",
        "kind": "TEXT NOT NULL",
        "reason": "TEXT NOT NULL",
    },
    "source": _SOURCE,
    "status": _STATUS,
    "word": _WORD,
}
"""Table to column to what it holds, by name."""

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


def create(connection: sqlite3.Connection, shape: int) -> None:
    """Make the tables in an empty file, without their indexes."""
    connection.execute("PRAGMA page_size=16384")
    connection.execute(f"PRAGMA user_version={shape}")
    for name, columns in TABLES.items():
        connection.execute(
            f"CREATE TABLE {name} ({', '.join(f'{column} {holds}' for column, holds in columns.items())})"
        )
