"""The hash of register versions of shape 2, which had texts as JSON: old ones are checked by it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec

_CONTENT = (
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
_HASHED = tuple(name for name in _CONTENT if name not in ("id", "source", "line", "since", "gone"))
_SHARED = ("node", "position", "status", "manufacturer", "model", "category", "owner", "height")
_BATCH = 5_000
_EXTRA = _HASHED.index("extra")
_ALL = f"SELECT {', '.join(_CONTENT)} FROM"
_RECORDS = (
    f"SELECT {', '.join(_HASHED)} FROM ({_ALL} asset WHERE source = ?1 AND id NOT IN (SELECT id FROM part)"
    f" UNION ALL {_ALL} part WHERE source = ?1)"
)
_PRESENT = f"{_RECORDS} WHERE gone IS NULL ORDER BY id"
_GONE = f"{_RECORDS} WHERE gone IS NOT NULL ORDER BY key"
_SECTIONS = (
    "SELECT DISTINCT key, kind, folded, value, current FROM identifier ORDER BY key, kind, folded, value, current",
    "SELECT word, class FROM status ORDER BY word",
    "SELECT key, text, kind, height, foreign_owner, disposal, no_photos FROM place WHERE source IS NOT NULL"
    " ORDER BY key",
    "SELECT p.key, c.code FROM place_code c JOIN place p ON p.id = c.place ORDER BY p.key, c.code",
    "SELECT a.key, p.key FROM part p JOIN asset a ON a.id = p.lead ORDER BY a.key, p.key",
    "SELECT asset, field, leading, value, other, other_value FROM disagreement"
    " ORDER BY asset, field, leading, other, other_value",
)


class _Encoded(dict[int | None, bytes]):
    """Numbers to the JSON of their texts."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        super().__init__({None: b"null"})
        self._texts = texts

    def __missing__(self, number: int) -> bytes:
        self[number] = encoded = msgspec.json.encode(self._texts[number])
        return encoded


class _Itself(dict[int, str]):
    """Numbers that are no texts' numbers."""

    def __missing__(self, number: int) -> str:
        return str(number)


class _RecordDigest:
    """The hash of one source's records, column by column."""

    def __init__(self, texts: Mapping[str, Mapping[int, str]]) -> None:
        self._columns = {name: hashlib.sha256() for name in _HASHED}
        self._encoded = {name: _Encoded(texts.get(name, _Itself())) for name in _SHARED}

    def layout(self, names: Sequence[str]) -> None:
        """Take the names of the columns that records keep beside the known fields."""
        self._columns["extra"].update(msgspec.json.encode(names))

    def take(self, columns: Mapping[str, Sequence[object]]) -> None:
        """Take some records: every hashed column; ``extra`` without its layout."""
        for name, values in columns.items():
            encoded = self._encoded.get(name)
            if encoded is None:
                self._columns[name].update(msgspec.json.encode(values)[1:-1])
            else:
                self._columns[name].update(b",".join(map(encoded.__getitem__, values)))  # type: ignore[arg-type]
            self._columns[name].update(b",")

    def columns(self) -> dict[str, str]:
        """Each column's hash, in hex."""
        return {name: digest.hexdigest() for name, digest in self._columns.items()}


def content_hash(connection: sqlite3.Connection) -> str:
    """SHA-256 over everything that a version of shape 2 says."""
    found = []
    for number, name in connection.execute("SELECT id, name FROM source ORDER BY name").fetchall():
        present, gone = (sorted(_digest(connection, which, number).columns().items()) for which in (_PRESENT, _GONE))
        found.append((name, present, gone))
    digest = hashlib.sha256(msgspec.json.encode(found))
    for statement in _SECTIONS:
        digest.update(b"\n")
        digest.update(msgspec.json.encode(connection.execute(statement).fetchall()))
    return digest.hexdigest()


def _digest(connection: sqlite3.Connection, statement: str, source: int) -> _RecordDigest:
    digest = _RecordDigest(_texts(connection))
    layouts = dict(connection.execute("SELECT id, columns FROM layout"))
    last = ""
    rows = connection.execute(statement, (source,))
    while batch := rows.fetchmany(_BATCH):
        for layout, group in groupby(batch, key=lambda row: (row[_EXTRA] or "").partition("\x1f")[0]):
            if layout != last:
                last = layout
                digest.layout(json.loads(layouts[int(layout)]) if layout else [])
            columns = dict(zip(_HASHED, zip(*group, strict=True), strict=True))
            columns["extra"] = tuple((text or "").partition("\x1f")[2] for text in columns["extra"])
            digest.take(columns)
    return digest


def _texts(connection: sqlite3.Connection) -> dict[str, dict[int, str]]:
    words = dict(connection.execute("SELECT id, text FROM word"))
    return {
        "node": dict(connection.execute("SELECT id, text FROM place")),
        "position": dict(connection.execute("SELECT id, text FROM position")),
        "status": dict(connection.execute("SELECT id, word FROM status")),
        **dict.fromkeys(("manufacturer", "model", "category", "owner"), words),
    }
