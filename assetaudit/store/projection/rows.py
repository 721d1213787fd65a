"""What a projection looks up and writes, within one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from assetaudit.store.event_tables import among
from assetaudit.store.projection.keys import all_of
from assetaudit.store.projection.tables import AWAITS, FINDINGS, KEYS, PAGES, PLACES, SHARDS, TODO, empty, fill

_MANY = 10_000
"""Values asked for at a time."""
Fact = tuple[bytes, int, int, str, int]
"""A plain scan: hash, mark, rank of its basis, the key of the asset it saw, and the number of who made it."""
_facts = msgspec.msgpack.Decoder(list[Fact]).decode


class Rows:
    """The rows of one projection."""

    def __init__(self, connection: Connection, number: int) -> None:
        self.connection = connection
        self.number = number

    def clear(self) -> None:
        """Forget everything that was worked out."""
        empty(self.connection, self.number)

    def marks(self, keys: Collection[int]) -> dict[int, list[int]]:
        """Marks of the events that are found under some keys."""
        found: dict[int, list[int]] = defaultdict(list)
        query = select(KEYS.c.key, KEYS.c.mark).where(KEYS.c.number == self.number)
        for some in _portions(keys):
            for key, mark in self.connection.execute(query.where(among(KEYS.c.key, some))):
                found[key].append(mark)
        return found

    def keys_of(self, sign: str, most: int) -> set[int] | None:
        """Every key of a sign under which an event is found; None where there are more."""
        low, high = all_of(sign)
        query = select(KEYS.c.key).where(KEYS.c.number == self.number, KEYS.c.key.between(low, high))
        found = {key for (key,) in self.connection.execute(query.limit(most + 1))}
        return found if len(found) <= most else None

    def marks_after(self, key: int, mark: int, most: int) -> list[int]:
        """Some of the marks under a key, from after one."""
        query = select(KEYS.c.mark).where(KEYS.c.number == self.number, KEYS.c.key == key, KEYS.c.mark > mark)
        return list(self.connection.execute(query.order_by(KEYS.c.mark).limit(most)).scalars())

    def facts(self, keys: Collection[int]) -> dict[int, list[Fact]]:
        """Plain scans under some place events."""
        found: dict[int, list[Fact]] = defaultdict(list)
        query = select(PAGES.c.key, PAGES.c.body).where(PAGES.c.number == self.number)
        for some in _portions(keys):
            for key, body in self.connection.execute(query.where(among(PAGES.c.key, some))):
                found[key] += _facts(body)
        return found

    def add_keys(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Let events be found under keys: (key, mark)."""
        fill(self.connection, KEYS, [(self.number, key, mark) for key, mark in sorted(set(pairs))])

    def add_facts(self, pages: Mapping[int, Sequence[Fact]]) -> None:
        """Keep plain scans by their place event."""
        rows = [(self.number, key, facts[0][1], msgspec.msgpack.encode(facts)) for key, facts in sorted(pages.items())]
        fill(self.connection, PAGES, rows)

    def add_todo(self, shards: Mapping[str, str]) -> None:
        """Shards whose things have to be judged again, each with its place in words."""
        rows = [{"number": self.number, "shard": shard, "place": place} for shard, place in sorted(shards.items())]
        if rows:
            self.connection.execute(_unless_there(self.connection, TODO), rows)

    def todo(self, most: int) -> dict[str, str]:
        """Some of the shards to judge."""
        query = select(TODO.c.shard, TODO.c.place).where(TODO.c.number == self.number)
        return dict(self.connection.execute(query.order_by(TODO.c.shard).limit(most)).all())

    def count_todo(self) -> int:
        """How many shards are to be judged."""
        query = select(func.count()).select_from(TODO).where(TODO.c.number == self.number)
        return int(self.connection.execute(query).scalar_one())

    def bodies(self, table: Table, names: Collection[str]) -> dict[str, bytes]:
        """Bodies of the lines of a table that has its names in the second column."""
        name = list(table.c)[1]
        query = select(name, table.c.body).where(table.c.number == self.number)
        found: dict[str, bytes] = {}
        for some in _portions(names):
            found.update(self.connection.execute(query.where(among(name, some))).all())
        return found

    def drop(self, table: Table, column: str, names: Collection[str]) -> None:
        """Forget some lines of a table."""
        for some in _portions(names):
            which = (table.c.number == self.number) & among(table.c[column], some)
            self.connection.execute(delete(table).where(which))

    def add(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        """Put new lines into a table."""
        fill(self.connection, table, [(self.number, *row) for row in rows])

    def awaited(self, nodes: Collection[str]) -> dict[str, str]:
        """Shards with things that are expected at some nodes of others."""
        found: dict[str, str] = {}
        query = select(AWAITS.c.shard, AWAITS.c.place).where(AWAITS.c.number == self.number)
        for some in _portions(nodes):
            found.update(self.connection.execute(query.where(among(AWAITS.c.node, some))).all())
        return found

    def judged(self, shards: Collection[str]) -> set[str]:
        """Those of some shards that have anything to say."""
        return set(self.bodies(SHARDS, shards))

    def shards(self) -> Iterator[bytes]:
        """What every shard adds to the whole."""
        return (body for _shard, body in self._through(SHARDS))

    def places(self) -> Iterator[tuple[str, bytes]]:
        """How far every node is that anything is counted at, by its key."""
        return self._through(PLACES)

    def _through(self, table: Table) -> Iterator[tuple[str, bytes]]:
        """Name and body of every line of a table, by name and some at a time."""
        name, last = list(table.c)[1], ""
        query = select(name, table.c.body).where(table.c.number == self.number).order_by(name).limit(_MANY)
        while some := self.connection.execute(query.where(name > last)).all():
            yield from some
            last = some[-1][0]

    def planned(self) -> list[tuple[str, bytes]]:
        """Places to visit in walking order."""
        query = select(PLACES.c.node, PLACES.c.body).where(PLACES.c.number == self.number, PLACES.c.turn.is_not(None))
        return list(self.connection.execute(query.order_by(PLACES.c.turn)).all())

    def turns(self, nodes: Collection[str]) -> dict[str, tuple[int | None, bytes]]:
        """What is known of some nodes: the number in walking order, and how far they are."""
        found: dict[str, tuple[int | None, bytes]] = {}
        query = select(PLACES.c.node, PLACES.c.turn, PLACES.c.body).where(PLACES.c.number == self.number)
        for some in _portions(nodes):
            rows = self.connection.execute(query.where(among(PLACES.c.node, some)))
            found.update((node, (turn, body)) for node, turn, body in rows)
        return found

    def lines(self, after: bytes, most: int) -> list[tuple[bytes, bytes]]:
        """Findings in their order, from after one."""
        query = select(FINDINGS.c.line, FINDINGS.c.body).where(FINDINGS.c.number == self.number)
        query = query.where(FINDINGS.c.line > after).order_by(FINDINGS.c.line).limit(most)
        return list(self.connection.execute(query).all())


def _unless_there(connection: Connection, table: Table) -> Any:  # noqa: ANN401 - either dialect's statement
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()


def _portions(values: Collection[Any]) -> Iterator[list[Any]]:
    ordered = list(values)
    for start in range(0, len(ordered), _MANY):
        yield ordered[start : start + _MANY]
