"""The hash that names a register version: over its content, in the order in which it stands in the file."""

from __future__ import annotations

import hashlib
import sqlite3

import msgspec

SHAPE = 1
"""Version of the file's tables, kept as SQLite's ``user_version``."""
CONTENT = (
    "id",
    "source",
    "key",
    "line",
    "tag",
    "serial",
    "epc",
    "node",
    "position",
    "place_text",
    "status",
    "name",
    "manufacturer",
    "model",
    "category",
    "owner",
    "cost",
    "height",
    "parent_text",
    "extra",
    "since",
    "gone",
)
"""Columns of a record that are content; what is worked out from them is not hashed."""


def content_hash(connection: sqlite3.Connection, records: hashlib._Hash | None = None) -> str:
    """SHA-256 over everything that the register says: records, identifiers, places, words and their meaning."""
    digest = records if records is not None else _records_hash(connection)
    for statement in _SECTIONS:
        digest.update(b"\n")
        digest.update(msgspec.json.encode(connection.execute(statement).fetchall()))
    return digest.hexdigest()


_SECTIONS = (
    "SELECT key, kind, folded, value, current, since, until FROM identifier"
    " ORDER BY key, kind, folded, value, current, since, until",
    "SELECT id, text FROM word ORDER BY id",
    "SELECT id, word, class FROM status ORDER BY id",
    "SELECT id, text FROM position ORDER BY id",
    "SELECT key, text, source, kind, height, foreign_owner, disposal, no_photos FROM place ORDER BY key",
    "SELECT code, place FROM place_code ORDER BY code, place",
    "SELECT id, columns FROM layout ORDER BY id",
    "SELECT id, name FROM source ORDER BY id",
    "SELECT asset, field, leading, value, other, other_value FROM disagreement ORDER BY asset, field, leading, other",
)


def _records_hash(connection: sqlite3.Connection) -> hashlib._Hash:
    names = ", ".join(CONTENT)
    merged = "SELECT id FROM part"
    rows = connection.execute(
        f"SELECT {names} FROM asset WHERE id NOT IN ({merged}) UNION ALL SELECT {names} FROM part ORDER BY id"  # noqa: S608
    )
    digest = hashlib.sha256()
    while batch := rows.fetchmany(10_000):
        digest.update(msgspec.json.encode(batch)[1:-1])
    return digest
