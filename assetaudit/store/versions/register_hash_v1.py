"""The hash of register versions of shape 1, which covered lines, dates and row numbers: old ones are checked by it."""

from __future__ import annotations

import hashlib
import sqlite3

import msgspec

_COLUMNS = (
    "id, source, key, line, tag, serial, epc, node, position, place_text, status, name, manufacturer, model, category,"
    " owner, cost, height, parent_text, extra, since, gone"
)
_BATCH = 5_000
"""Rows were hashed in batches as they were imported; there is nothing between two of them."""
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


def content_hash(connection: sqlite3.Connection) -> str:
    """SHA-256 over everything that a version of shape 1 says."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM asset WHERE id NOT IN (SELECT id FROM part)"
        f" UNION ALL SELECT {_COLUMNS} FROM part ORDER BY id"
    )
    digest = hashlib.sha256()
    while batch := rows.fetchmany(_BATCH):
        digest.update(msgspec.json.encode(batch)[1:-1])
    for statement in _SECTIONS:
        digest.update(b"\n")
        digest.update(msgspec.json.encode(connection.execute(statement).fetchall()))
    return digest.hexdigest()
