"""The hash that names a register version: over what the register says, so that equal files give equal versions.

Row numbers, line numbers and dates of imports are not part of it, nor are the numbers that texts have in one file. The
records of each source are hashed column by column, in the order of the source, while they come in. Texts are hashed as
lines: none has a line break, of which every cell is cleaned.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec

SHAPE = 3
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
"""Columns of a record as its source has it; what is worked out from them stands in other columns."""
HASHED = tuple(name for name in CONTENT if name not in ("id", "source", "line", "since", "gone"))
"""Columns of a record that are hashed."""
NUMBERS = ("cost", "height")
"""Columns that are numbers of their own, not of texts."""
_BATCH = 5_000
_EXTRA = HASHED.index("extra")
_ALL = f"SELECT {', '.join(CONTENT)} FROM"
_RECORDS = (
    f"SELECT {', '.join(HASHED)} FROM ({_ALL} asset WHERE source = ?1 AND id NOT IN (SELECT id FROM part)"
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


class _Texts(dict[int | None, str]):
    """Numbers to their texts; none is an empty one."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        super().__init__({None: ""})
        self._texts = texts

    def __missing__(self, number: int) -> str:
        self[number] = text = self._texts[number]
        return text


class RecordDigest:
    """The hash of one source's records, column by column; ``texts`` are those of the numbers in a column."""

    def __init__(self, texts: Mapping[str, Mapping[int, str]]) -> None:
        self._columns = {name: hashlib.sha256() for name in HASHED}
        self._texts = {name: _Texts(known) for name, known in texts.items()}

    def layout(self, names: Sequence[str]) -> None:
        """Take the names of the columns that records keep beside the known fields."""
        self._columns["extra"].update(msgspec.json.encode(names))

    def take(self, name: str, values: Sequence[object]) -> None:
        """Take some records' values of a column; of ``extra`` without the layout."""
        if name in NUMBERS:
            self._columns[name].update(msgspec.json.encode(values)[1:-1] + b",")
        else:
            self.take_texts(name, self.lines(name, values))

    def take_texts(self, name: str, together: str) -> None:
        """The same for values that are no numbers, as lines of text; a value that is missing is an empty line."""
        self._columns[name].update(f"{together}\n".encode())

    def lines(self, name: str, values: Sequence[object]) -> str:
        """A column's texts, joined by line breaks."""
        if name in self._texts:
            return "\n".join(map(self._texts[name].__getitem__, values))  # type: ignore[arg-type]
        texts = [text or "" for text in values] if None in values else values
        return "\n".join(texts)  # type: ignore[arg-type]

    def columns(self) -> dict[str, str]:
        """Each column's hash, in hex."""
        return {name: digest.hexdigest() for name, digest in self._columns.items()}


def records_hash(connection: sqlite3.Connection, source: int) -> dict[str, str]:
    """Each column's hash of a source's present records, taken from a file."""
    return _digest(connection, _PRESENT, source).columns()


def content_hash(
    connection: sqlite3.Connection,
    records: Mapping[str, Mapping[str, str]] | None = None,
    *,
    any_gone: bool = True,
) -> str:
    """SHA-256 over everything that the register says.

    ``records`` are columns' hashes by source, where known; without ``any_gone`` no record is looked for that is gone.
    """
    found = []
    for number, name in connection.execute("SELECT id, name FROM source ORDER BY name").fetchall():
        known = None if records is None else records.get(name)
        present = records_hash(connection, number) if known is None else known
        gone = _digest(connection, _GONE, number) if any_gone else RecordDigest({})
        found.append((name, sorted(present.items()), sorted(gone.columns().items())))
    digest = hashlib.sha256(msgspec.json.encode(found))
    for statement in _SECTIONS:
        digest.update(b"\n")
        digest.update(msgspec.json.encode(connection.execute(statement).fetchall()))
    return digest.hexdigest()


def _digest(connection: sqlite3.Connection, statement: str, source: int) -> RecordDigest:
    digest = RecordDigest(_texts(connection))
    layouts = dict(connection.execute("SELECT id, columns FROM layout"))
    last = ""
    rows = connection.execute(statement, (source,))
    while batch := rows.fetchmany(_BATCH):
        for layout, group in groupby(batch, key=lambda row: (row[_EXTRA] or "").partition("\x1f")[0]):
            if layout != last:
                last = layout
                digest.layout(json.loads(layouts[int(layout)]) if layout else [])
            columns = dict(zip(HASHED, zip(*group, strict=True), strict=True))
            columns["extra"] = tuple((text or "").partition("\x1f")[2] for text in columns["extra"])
            for name, values in columns.items():
                digest.take(name, values)
    return digest


def _texts(connection: sqlite3.Connection) -> dict[str, dict[int, str]]:
    words = dict(connection.execute("SELECT id, text FROM word"))
    return {
        "node": dict(connection.execute("SELECT id, text FROM place")),
        "position": dict(connection.execute("SELECT id, text FROM position")),
        "status": dict(connection.execute("SELECT id, word FROM status")),
        **dict.fromkeys(("manufacturer", "model", "category", "owner"), words),
    }
