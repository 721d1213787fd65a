"""A register version as lines of text that say everything it says: two versions are compared and rebuilt line by line.

Row numbers stand as differences to the row before, so that a record that comes between others changes no line but its
own. A file that is rebuilt from its lines has other bytes, and answers every question in the same way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain
from pathlib import Path

import msgspec

from assetaudit.store.register_hash import SHAPE, content_hash
from assetaudit.store.versions import register as schema

_COUNTED = frozenset({"id", "line", "lead"})
"""Columns whose numbers only go on from row to row."""
_BATCH = 10_000
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[int | str | None]).decode


def shape_of(file: Path) -> int:
    """The shape of a version's tables; only those of the present one are compared."""
    with closing(_reading(file)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def lines_of(file: Path) -> Iterator[bytes]:
    """Every line of a version: a table's name as a JSON text, then its rows as JSON lists, in the order of the file."""
    with closing(_reading(file)) as connection:
        for table, columns in schema.TABLES.items():
            names = list(columns)
            yield _encode(table)
            counted = _counted(names)
            before = [0] * len(names)
            for row in connection.execute(f'SELECT {", ".join(names)} FROM "{table}" ORDER BY rowid'):
                values = list(row)
                for at in counted:
                    values[at], before[at] = row[at] - before[at], row[at]
                yield _encode(values)


def rebuild(lines: Iterable[bytes], file: Path) -> str:
    """Write the version that lines say to a new file; returns its hash. ValueError where they are none."""
    try:
        with closing(sqlite3.connect(file)) as connection, connection:
            schema.create(connection, SHAPE)
            connection.execute("PRAGMA journal_mode=MEMORY")
            _fill(connection, lines)
            for statement in schema.INDEXES:
                connection.execute(statement)
            return content_hash(connection)
    except sqlite3.Error as error:
        raise ValueError(str(error)) from error


def _fill(connection: sqlite3.Connection, lines: Iterable[bytes]) -> None:
    columns: Mapping[bytes, list[str]] = {_encode(table): list(names) for table, names in schema.TABLES.items()}
    rows: list[tuple[object, ...]] = []
    statement, names, before = "", list[str](), list[int]()
    for line in chain(lines, (b'""',)):
        if line[:1] == b"[":
            rows.append(_row(line, names, before))
        if rows and (line[:1] != b"[" or len(rows) >= _BATCH):
            connection.executemany(statement, rows)
            rows = []
        if line[:1] != b"[":
            names = columns.get(line, [])
            before = [0] * len(names)
            statement = f"INSERT INTO {line.decode()} VALUES ({', '.join('?' * len(names))})"


def _row(line: bytes, names: list[str], before: list[int]) -> tuple[object, ...]:
    try:
        values = _decode(line)
    except msgspec.DecodeError as error:
        raise ValueError("a line is no row") from error
    if len(values) != len(names) or not names:
        raise ValueError("a row has another number of columns than its table")
    for at in _counted(names):
        step = values[at]
        if not isinstance(step, int):
            raise ValueError("a row has no number")
        values[at] = before[at] = before[at] + step
    return tuple(values)


def _counted(names: list[str]) -> list[int]:
    return [at for at, name in enumerate(names) if name in _COUNTED]


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
