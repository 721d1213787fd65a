"""The search index of one register version: which assets hold three letters in a row, and which words there are at all.

It is worked out once a version into the cache folder (a quarter of a minute for a million assets, in one thread that
needs nothing of Python meanwhile) and may be deleted at any time.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path

from assetaudit.store.register_capitals import capitals_in

SHORTEST = 3
"""Characters of a word from which the index answers."""
TEXT = (
    "coalesce(a.tag, '') || char(10) || coalesce(a.serial, '') || char(10) || coalesce(a.name, '') || char(10)"
    " || coalesce((SELECT w.text FROM word w WHERE w.id = a.model), '')"
)
"""Everything of an asset that is searched."""
LIKE = f"{TEXT} LIKE ? ESCAPE '\\'"
_MOST = 60_000
_MATCHING = f"(SELECT rowid AS row FROM triples WHERE triples MATCH ? LIMIT {_MOST})"
"""Assets that hold the same letters in any order; as many as can be looked at while one types."""
KEPT = 3
"""Indexes of so many versions are kept: the current one's, and those of audits that are still walked."""
_STALE_S = 86_400
_RAREST = 5
_COMMONER = 20
"""So many letter triples of a query are looked up, and none so many times commoner than the rarest one."""
_BUILD = (
    "CREATE VIRTUAL TABLE triples USING fts5(words, content='', tokenize='trigram', detail=none)",
    f"INSERT INTO triples (rowid, words) SELECT a.id, {TEXT} FROM register.asset a",
    "CREATE VIRTUAL TABLE temp.triple_counts USING fts5vocab('main', 'triples', 'row')",
    "CREATE TABLE triple (text TEXT PRIMARY KEY, assets INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO triple SELECT term, doc FROM temp.triple_counts",
    "CREATE VIRTUAL TABLE named USING fts5(words, content='', detail=none,"
    " tokenize=\"unicode61 remove_diacritics 0 tokenchars '-_./+#'\")",
    "INSERT INTO named (rowid, words) SELECT a.id, a.name FROM register.asset a WHERE a.name IS NOT NULL",
    "INSERT INTO named (rowid, words) SELECT -w.id, w.text FROM register.word w"
    " WHERE w.id IN (SELECT model FROM register.asset)",
    "CREATE VIRTUAL TABLE temp.word_list USING fts5vocab('main', 'named', 'row')",
    "CREATE TABLE term (text TEXT PRIMARY KEY) WITHOUT ROWID",
    "INSERT INTO term SELECT term FROM temp.word_list",
    "DROP TABLE named",
)


def search_file(cache: Path, version: str) -> Path:
    """Where the index of a version lies."""
    return cache / f"search2-{version}.sqlite"


def prepare(register: Path, file: Path) -> None:
    """Work out the index, unless it is there; in one step, so that a half of it is never used."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.{os.getpid()}")
    new.unlink(missing_ok=True)
    with closing(sqlite3.connect(new.absolute().as_uri(), uri=True)) as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("ATTACH ? AS register", (f"{register.absolute().as_uri()}?mode=ro&immutable=1",))
        for statement in _BUILD:
            connection.execute(statement)
        connection.commit()
    new.replace(file)
    _tidy(file)


def _tidy(file: Path) -> None:
    """Drop the indexes of older versions, of older programs, and what was never finished."""
    every = sorted(file.parent.glob("search*.sqlite"), key=lambda one: one.stat().st_mtime, reverse=True)
    unfinished = file.parent.glob(".search*.sqlite.*")
    old = [one for one in unfinished if one.stat().st_mtime < time.time() - _STALE_S]
    for one in (*every[KEPT:], *old):
        with suppress(OSError):  # another process may have it open, or may just have dropped it itself
            one.unlink()


class SearchIndex:
    """Reads the index of one version; from any thread, once it is there."""

    def __init__(self, register: Path, file: Path) -> None:
        self._register = register
        self._file = file
        self._threads = threading.local()

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Columns that the version itself indexes byte by byte."""
        with closing(sqlite3.connect(f"{self._register.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
            return capitals_in(opened)

    @property
    def ready(self) -> bool:
        """Whether it was worked out."""
        return self._file.exists()

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            connection.execute("PRAGMA mmap_size=1073741824")
            connection.execute("ATTACH ? AS register", (f"{self._register.absolute().as_uri()}?mode=ro&immutable=1",))
            self._threads.connection = connection
        return connection

    @cached_property
    def _counts(self) -> dict[str, int]:
        return dict(self._connection.execute("SELECT text, assets FROM triple"))

    def holding(self, words: Sequence[str], limit: int) -> list[int]:
        """Row numbers of assets that hold every word somewhere; one of the words has three characters or more."""
        triples = {word[start : start + SHORTEST]: None for word in words for start in range(len(word) - SHORTEST + 1)}
        if any(triple not in self._counts for triple in triples):
            return []
        query = " AND ".join('"' + triple.replace('"', '""') + '"' for triple in self._telling(triples))
        like = " AND ".join([LIKE] * len(words))
        statement = f"SELECT a.id FROM {_MATCHING} t JOIN register.asset a ON a.id = t.row WHERE {like} LIMIT ?"
        return [row for (row,) in self._connection.execute(statement, (query, *map(pattern, words), limit))]

    def _telling(self, triples: Iterable[str]) -> list[str]:
        """The letter triples that leave few assets over: the rarest, and others that are not far commoner."""
        rarest = sorted(triples, key=lambda triple: self._counts[triple])[:_RAREST]
        return [triple for triple in rarest if self._counts[triple] <= _COMMONER * self._counts[rarest[0]]]

    def terms(self, start: str, limit: int) -> list[str]:
        """Words of names and models that begin with a text."""
        rows = self._connection.execute(
            "SELECT text FROM term WHERE text >= ?1 AND text < ?1 || char(1114111) LIMIT ?2", (start, limit)
        )
        return [term for (term,) in rows]


def pattern(word: str) -> str:
    """What LIKE finds a word by; it knows capitals of ASCII only, so that any other character is let pass."""
    return "%" + "".join(char if char.isascii() else "_" for char in word.translate(_ESCAPED)) + "%"


_ESCAPED = str.maketrans({char: f"\\{char}" for char in "\\%_"})
