"""Searching a register while somebody types: every word in a tag, serial, name or model, best hits first.

Until the index of a large register is worked out, tags and serials are found by how they begin, which their own indexes
answer at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence

from assetaudit.model.register import normal
from assetaudit.store.register_capitals import compared
from assetaudit.store.register_search_index import LIKE, SHORTEST, SearchIndex, pattern

SMALL = 20_000
"""Registers of up to this many assets are searched row by row, in a few milliseconds, where there is no index."""
ENOUGH = 400
"""Hits that are ranked."""
_ROW = (
    "SELECT a.key, a.tag, a.serial, a.name, (SELECT w.text FROM word w WHERE w.id = a.model), a.gone FROM asset a"
    " WHERE a.id = ?"
)
_NOWHERE = 9
_Rank = tuple[int, int, bool, int, str]
_Row = tuple[str | None, ...]


def search(connection: sqlite3.Connection, index: SearchIndex, text: str, limit: int) -> list[str]:
    """Keys of the best hits: equal tags and serials, then beginnings, then endings, then any part, then models."""
    wanted = normal(text)
    words = wanted.split()
    if not words:
        return []
    numbers = dict.fromkeys((*beginnings(connection, index.capitals, wanted), *_parts(connection, index, words)))
    fetched: Iterator[_Row] = (connection.execute(_ROW, (number,)).fetchone() for number in numbers)
    ranked = sorted((rank, str(row[0])) for row in fetched if (rank := _rank(wanted, words, row)) is not None)
    return [key for _, key in ranked[:limit]]


def small(connection: sqlite3.Connection) -> bool:
    """Whether a register can be searched row by row."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM asset").fetchone()[0]) <= SMALL


def beginnings(
    connection: sqlite3.Connection, capitals: Collection[str], wanted: str, limit: int = ENOUGH
) -> Iterator[int]:
    """Row numbers of assets whose tag or serial begins with a text."""
    for column in ("tag", "serial"):
        least, most = (compared(column, how, "?1", capitals) for how in (">=", "<"))
        statement = f"SELECT id FROM asset WHERE {least} AND {most} || char(1114111) LIMIT ?2"
        rows = connection.execute(statement, (wanted, limit))
        yield from (number for (number,) in rows)


def _parts(connection: sqlite3.Connection, index: SearchIndex, words: Sequence[str]) -> Sequence[int]:
    if index.ready and any(len(word) >= SHORTEST for word in words):
        return index.holding(words, ENOUGH)
    if not small(connection):
        return ()
    statement = f"SELECT a.id FROM asset a WHERE {' AND '.join([LIKE] * len(words))} LIMIT {ENOUGH}"
    return [number for (number,) in connection.execute(statement, [pattern(word) for word in words])]


def _rank(wanted: str, words: Sequence[str], row: _Row) -> _Rank | None:
    """The place of a row among the hits, the smaller the better; None where a word is nowhere in it."""
    tag, serial, name, model = (normal(text or "") for text in row[1:5])
    levels = [_level(word, (tag, serial, name), model) for word in words]
    if _NOWHERE in levels:
        return None
    whole = levels[0] if len(words) == 1 else _level(wanted, (tag, serial, name), model)
    return whole, sum(levels), row[5] is not None, len(tag), tag


def _level(word: str, names: tuple[str, str, str], model: str) -> int:
    """How well a word matches: 0 where it is the tag, serial or name itself."""
    if word in names:
        return 0
    for level, text in enumerate(names, 1):
        if text.startswith(word):
            return level
    if any(text.endswith(word) for text in names):
        return 4
    if any(word in text for text in names):
        return 5
    return 6 if word in model else _NOWHERE
