"""Searching a register while somebody types: any part of a tag, serial, name or model, best hits first.

The index of letter triples is worked out once a version, into the cache folder; until it is there, tags and serials are
found by how they begin, which their own indexes answer at once.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from assetaudit.model.register import normal

SMALL = 20_000
"""Registers of up to this many assets are searched row by row, in a few milliseconds."""
_SHORTEST = 3
_ENOUGH = 400
_TEXT = (
    "coalesce(a.tag, '') || char(10) || coalesce(a.serial, '') || char(10) || coalesce(a.name, '') || char(10)"
    " || coalesce((SELECT w.text FROM word w WHERE w.id = a.model), '')"
)
_LIKE = f"SELECT a.id FROM asset a WHERE {_TEXT} LIKE ? ESCAPE '\\' LIMIT {_ENOUGH}"  # noqa: S608
_RANKED = (
    "SELECT a.key, a.tag, a.serial, a.name, (SELECT w.text FROM word w WHERE w.id = a.model), a.gone FROM asset a"
    " WHERE a.id IN (?)"
)


def search_file(cache: Path, version: str) -> Path:
    """Where the index of a version lies."""
    return cache / f"search-{version}.sqlite"


def prepare(register: Path, file: Path) -> None:
    """Work out the index of letter triples, unless it is there; in one step, so that a half of it is never used."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.{os.getpid()}")
    new.unlink(missing_ok=True)
    with closing(sqlite3.connect(new.absolute().as_uri(), uri=True)) as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(
            "CREATE VIRTUAL TABLE triples USING fts5(words, content='', tokenize='trigram', detail=none)"
        )
        connection.execute("ATTACH ? AS register", (f"{register.absolute().as_uri()}?mode=ro&immutable=1",))
        connection.execute(f"INSERT INTO triples (rowid, words) SELECT a.id, {_TEXT} FROM register.asset a")  # noqa: S608
        connection.commit()
    new.replace(file)


def search(connection: sqlite3.Connection, file: Path, text: str, limit: int) -> list[str]:
    """Keys of the best hits: equal tags and serials, then beginnings, then endings, then any part, then models."""
    wanted = normal(text)
    if not wanted:
        return []
    numbers = dict.fromkeys(_beginnings(connection, wanted))
    numbers.update(dict.fromkeys(_parts(connection, file, wanted)))
    if not numbers:
        return []
    statement = _RANKED.replace("(?)", f"({', '.join('?' * len(numbers))})")
    ranked = sorted((_rank(wanted, row), str(row[0])) for row in connection.execute(statement, tuple(numbers)))
    return [key for _, key in ranked[:limit]]


def _beginnings(connection: sqlite3.Connection, wanted: str) -> Iterator[int]:
    for column in ("tag", "serial"):
        rows = connection.execute(
            f"SELECT id FROM asset WHERE {column} >= ?1 AND {column} < ?1 || char(1114111) LIMIT {_ENOUGH}",  # noqa: S608
            (wanted,),
        )
        yield from (number for (number,) in rows)


def _parts(connection: sqlite3.Connection, file: Path, wanted: str) -> Iterator[int]:
    if file.exists() and len(wanted) >= _SHORTEST:
        yield from _from_index(file, wanted)
    elif connection.execute("SELECT max(id) FROM asset").fetchone()[0] <= SMALL:
        pattern = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        yield from (number for (number,) in connection.execute(_LIKE, (f"%{pattern}%",)))


def _from_index(file: Path, wanted: str) -> Iterator[int]:
    triples = [wanted[start : start + _SHORTEST] for start in range(len(wanted) - _SHORTEST + 1)]
    query = " AND ".join('"' + triple.replace('"', '""') + '"' for triple in dict.fromkeys(triples))
    uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as index:
        found = index.execute(f"SELECT rowid FROM triples WHERE triples MATCH ? LIMIT {_ENOUGH}", (query,))  # noqa: S608
        yield from (number for (number,) in found)


def _rank(wanted: str, row: tuple[str | None, ...]) -> tuple[int, bool, int, str]:
    _, tag, serial, name, model, gone = row
    names = [normal(text or "") for text in (tag, serial, name)]
    tests = (
        any(text == wanted for text in names),
        names[0].startswith(wanted),
        names[1].startswith(wanted),
        names[2].startswith(wanted),
        any(text.endswith(wanted) for text in names),
        any(wanted in text for text in names),
        wanted in normal(model or ""),
    )
    level = next((number for number, holds in enumerate(tests) if holds), len(tests))
    return level, gone is not None, len(names[0]), names[0]
