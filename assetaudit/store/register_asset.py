"""Assets made from a version's rows: shared texts are looked up once, identifiers and joined records are added."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Any

from assetaudit.model.asset import Asset, Identifier, Outline, StatusClass
from assetaudit.model.place import Place, Position
from assetaudit.model.register import normal

SEPARATOR = "\x1f"
"""Between the values of ``extra``; the first is the number of their layout."""
GONE_FIELD = "gone_from_source"
"""Extra field of a record that its source no longer has: since when."""
_CHUNK = 500
_EPOCH = date(1970, 1, 1)
_COLUMNS = (
    "a.id, a.key, a.tag, a.serial, a.epc, a.node, a.position, a.place_text, a.status, a.name, a.manufacturer,"
    " a.model, a.category, a.owner, a.cost, a.height, a.parent, a.extra, a.since, a.gone, a.source"
)
_BY_ID = f"SELECT {_COLUMNS} FROM asset a WHERE a.id IN (?) ORDER BY a.key"
_BY_KEY = f"SELECT {_COLUMNS} FROM asset a WHERE a.key = ?"
_BY_PART = f"SELECT {_COLUMNS} FROM asset a JOIN part p ON p.lead = a.id WHERE p.key = ?"
_OUTLINES = (
    "SELECT key, node, CASE WHEN node IS NOT NULL THEN position END, status, cost, parent FROM asset ORDER BY key"
)
_NAMES = "SELECT key, kind, value, current, since, until FROM identifier WHERE key IN (?)"
_PARTS = "SELECT lead, key, tag, serial, epc, since, gone, source FROM part WHERE lead IN (?) ORDER BY key"
_KINDS = ("asset_tag", "serial", "epc")
_Row = tuple[Any, ...]


class AssetRows:
    """Turns rows into assets; holds the texts that many of them share."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._words: dict[int | None, str] = {None: ""}
        self._words.update(connection.execute("SELECT id, text FROM word"))
        self._nodes: dict[int, Place] = {}
        self._node_texts: dict[int, str] = dict(connection.execute("SELECT id, text FROM place"))
        self._statuses = {
            number: (word, StatusClass(name))
            for number, word, name in connection.execute("SELECT id, word, class FROM status")
        }
        self._positions = {
            number: Position.parse(text) for number, text in connection.execute("SELECT id, text FROM position")
        }
        self._layouts = {
            str(number): json.loads(names) for number, names in connection.execute("SELECT id, columns FROM layout")
        }
        noted = connection.execute("SELECT name, value FROM meta WHERE name LIKE 'since:%'")
        self._since = {int(name.partition(":")[2]): int(day) for name, day in noted}
        self._joined = connection.execute("SELECT 1 FROM part LIMIT 1").fetchone() is not None
        self._named = connection.execute("SELECT 1 FROM identifier LIMIT 1").fetchone() is not None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the sources' own columns, sorted."""
        return tuple(sorted({name for names in self._layouts.values() for name in names}))

    def one(self, connection: sqlite3.Connection, key: str) -> Asset | None:
        """The asset of a key or of a joined record's key."""
        row = connection.execute(_BY_KEY, (key,)).fetchone()
        if row is None and self._joined:
            row = connection.execute(_BY_PART, (key,)).fetchone()
        if row is None:
            return None
        alone = not self._joined and not self._named
        return self._made(row, (), {}) if alone else self._many(connection, [row])[0]

    def stream(self, connection: sqlite3.Connection, statement: str, *values: str) -> Iterator[Asset]:
        """Assets whose row numbers a statement gives, in order of their keys."""
        numbers = array("q", (number for (number,) in connection.execute(statement, values)))
        for start in range(0, len(numbers), _CHUNK):
            yield from self._many(connection, _of(connection, _BY_ID, numbers[start : start + _CHUNK]))

    def outlines(self, connection: sqlite3.Connection) -> Iterator[Outline]:
        """Every asset in outline, in order of their keys."""
        nodes: dict[int | None, Place | None] = {None: None}
        nodes.update((number, Place.parse(text)) for number, text in self._node_texts.items())
        positions: dict[int | None, Position | None] = {None: None, **self._positions}
        classes = defaultdict(
            lambda: StatusClass.EXPECTED, {number: both[1] for number, both in self._statuses.items()}
        )
        rows, outline = connection.execute(_OUTLINES), partial(tuple.__new__, Outline)
        while some := rows.fetchmany(_CHUNK):
            keys, at, mounted, statuses, costs, parents = zip(*some, strict=True)
            found = (
                map(nodes.__getitem__, at),
                map(positions.__getitem__, mounted),
                map(classes.__getitem__, statuses),
            )
            yield from map(outline, zip(keys, *found, costs, parents, strict=True))

    def _many(self, connection: sqlite3.Connection, found: Iterable[_Row]) -> list[Asset]:
        rows = list(found)
        parts = self._parts(connection, [row[0] for row in rows])
        keys = [row[1] for row in rows] + [part[0] for every in parts.values() for part in every]
        names = self._names(connection, keys)
        return [self._made(row, parts.get(row[0], ()), names) for row in rows]

    def _parts(self, connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, list[_Row]]:
        parts: defaultdict[int, list[_Row]] = defaultdict(list)
        if self._joined and numbers:
            for lead, *part in _of(connection, _PARTS, numbers):
                parts[lead].append(self._dated(part))
        return parts

    def _names(self, connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, list[_Row]]:
        names: defaultdict[str, list[_Row]] = defaultdict(list)
        if self._named:
            for start in range(0, len(keys), _CHUNK):
                for key, *name in _of(connection, _NAMES, keys[start : start + _CHUNK]):
                    names[key].append(tuple(name))
        return names

    def _made(self, row: _Row, parts: Sequence[_Row], names: Mapping[str, Sequence[_Row]]) -> Asset:
        key, tag, serial, _, node, position, place_text, status, name, *words = row[1:14]
        cost, height, parent, extra, _, gone, _ = row[14:]
        place = self._place(node, position)
        word, meaning = self._statuses.get(status, ("", StatusClass.EXPECTED))
        manufacturer, model, category, owner = (self._words[number] for number in words)
        records = [part for part in parts if part[0] != key]
        return Asset(
            key=key,
            asset_tag=tag,
            serial=serial,
            place=place,
            place_text=place_text if place_text is not None else "" if place is None else place.text,
            status=word,
            status_class=meaning,
            name=name or "",
            manufacturer=manufacturer,
            model=model,
            category=category,
            owner=owner,
            cost_cents=cost,
            height_half_units=2 if height is None else height,
            parent=parent,
            identifiers=_identifiers([(*row[1:5], *self._dated(row[18:])), *parts], names),
            joined=tuple(part[0] for part in records),
            fields=self._fields(extra) | ({} if gone is None else {GONE_FIELD: _day(gone)}),
        )

    def _dated(self, row: Sequence[Any]) -> _Row:
        """A row that ends with since, gone and source, with the day of its source's first import where it has none."""
        *before, since, gone, source = row
        return *before, self._since.get(source) if since is None else since, gone

    def _place(self, node: int | None, position: int | None) -> Place | None:
        if node is None:
            return None
        place = self._nodes.get(node)
        if place is None:
            place = self._nodes[node] = Place.parse(self._node_texts[node])
        return place if position is None else place.at(self._positions[position])

    def _fields(self, extra: str | None) -> dict[str, str]:
        if not extra:
            return {}
        layout, *values = extra.split(SEPARATOR)
        return {name: value for name, value in zip(self._layouts[layout], values, strict=True) if value}


def _identifiers(records: Sequence[_Row], names: Mapping[str, Sequence[_Row]]) -> tuple[Identifier, ...]:
    if len(records) == 1 and not names.get(records[0][0]):
        _, tag, serial, epc, since, gone = records[0]
        own = (("asset_tag", tag), ("epc", epc), ("serial", serial))
        return tuple(Identifier(kind, value, gone is None, _day(since), _day(gone)) for kind, value in own if value)
    return _all_identifiers(records, names)


def _all_identifiers(records: Sequence[_Row], names: Mapping[str, Sequence[_Row]]) -> tuple[Identifier, ...]:
    found: dict[tuple[str, str, bool], Identifier] = {}
    for key, tag, serial, epc, since, gone in reversed(records):
        alive = gone is None
        own = ((kind, value, 1, None, None) for kind, value in zip(_KINDS, (tag, serial, epc), strict=True) if value)
        dated = sorted(names.get(key, ()), key=lambda name: name[3] or 0)
        for kind, value, current, start, end in (*own, *dated):
            now = alive and bool(current)
            until = end if end is not None or now else gone
            slot = (kind, normal(value), now)
            found[slot] = Identifier(kind, value, now, _day(since if start is None else start), _day(until))
    return tuple(found[slot] for slot in sorted(found, key=lambda slot: (not slot[2], slot[0], slot[1])))


@lru_cache(maxsize=4096)
def _day(day: int | None) -> str:
    return "" if day is None else (_EPOCH + timedelta(days=day)).isoformat()


def _of(connection: sqlite3.Connection, statement: str, values: Sequence[Any]) -> sqlite3.Cursor:
    return connection.execute(statement.replace("(?)", f"({', '.join('?' * len(values))})"), tuple(values))
