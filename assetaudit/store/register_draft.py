"""A register version being written: rows go in fast, indexes come after, and nothing counts before it is kept.

Rows go through the driver itself: a million of them through anything richer costs four times as much.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from functools import cache
from pathlib import Path

from assetaudit.model.frame import SourceInfo
from assetaudit.model.register import normal
from assetaudit.store.register_brought import BATCH_COLUMNS, Brought
from assetaudit.store.register_capitals import NAMES, capitals_in, indexed, is_capital
from assetaudit.store.register_hash import CONTENT, SHAPE, content_hash, records_hash
from assetaudit.store.register_problem import ProblemList
from assetaudit.store.register_racks import Racks
from assetaudit.store.register_terms import Terms
from assetaudit.store.versions import register as schema

_NOTED = "records:"
"""Before a source's name: where the hashes of its records are noted."""
_PARAMETERS = 999
"""Most parameters of a statement that an old SQLite takes."""
_EARLY = tuple(statement for statement in schema.INDEXES if "asset_parent" in statement)
"""An index of what is worked out at the end, for few records: kept from the start, it is not looked for in all rows."""
_LATE = tuple(
    statement
    for statement in schema.INDEXES
    if "ON asset (" in statement and "(key)" not in statement and statement not in _EARLY
)
"""Indexes of the assets that nothing asks for while a source is compared with what it was."""
READ_ANEW = "i.current AND (i.since IS NULL OR i.kind NOT IN ('asset_tag', 'serial', 'epc'))"
"""Identifiers ``i`` that a source's records bring along again: all but dated ones of their own columns."""
_KINDS = (("asset_tag", "tag"), ("serial", "serial"), ("epc", "epc"))


class Draft:
    """One version while it is written; ``terms`` gives numbers to the texts that its rows share."""

    def __init__(self, file: Path, base: Path | None, source: str, day: int, *, records: bool = True) -> None:
        self.file = file
        self.source = source
        self.day = day
        self.problems = ProblemList()
        self.rows = 0
        self.plain_ascii = False
        """Whether no identifier can hold anything beyond ASCII."""
        self.connection = _fast(file)
        self.terms = Terms.new()
        self.base = base
        if base is not None:
            self.terms = _attached(self.connection, base)
        self.connection.execute("BEGIN")
        self._next = 1 if base is None else _copy_shared(self.connection)
        self.number = _source_number(self.connection, source) if source else 0
        self.replaces_records = records and bool(source)
        self.unique: set[str] = set()
        """Columns of which no value stands twice."""
        self.keys_changed = False
        """Whether records that came in were given other keys since."""
        self.brought = Brought(self.terms.texts())
        if base is not None:
            _copy_others(self.connection, self.number, source if self.replaces_records else "")
        self.since = _since(self.connection, self.number, day) if self.replaces_records else day
        """Day of the source's first import, which its records have unless they say otherwise."""
        self.racks = Racks(self.terms)

    def add(self, columns: Sequence[Sequence[object]], written: Mapping[str, str]) -> None:
        """Take a batch of records, column by column.

        ``written`` has texts of columns joined by line breaks, where the caller has them at hand.
        """
        count = len(columns[0])
        by_name = dict(zip(BATCH_COLUMNS, columns, strict=True))
        told = tuple(name for name, values in by_name.items() if not _says_nothing(values))
        self._insert(told, [by_name[name] for name in told], first=self._next)
        self._next += count
        self.rows += count
        written = self.brought.take(by_name, told, written)
        if not self.plain_ascii:
            self._fold_other_scripts(by_name, written)

    def _insert(self, names: tuple[str, ...], columns: Sequence[Sequence[object]], first: int) -> None:
        """Many rows a statement: what the driver does for each statement costs as much as five more columns.

        Only the first row says its number: that SQLite counts on from there costs less than to tell it.
        """
        width, count = len(columns), len(columns[0])
        self.connection.execute(_fill(self.number, ("id", *names), 1), (first, *(values[0] for values in columns)))
        together = _PARAMETERS // width
        whole = (count - 1) // together * together + 1
        flat: list[object] = [None] * ((whole - 1) * width)
        for offset, values in enumerate(columns):
            flat[offset::width] = values[1:whole]
        size = together * width
        rows = (flat[start : start + size] for start in range(0, len(flat), size))
        self.connection.executemany(_fill(self.number, names, together), rows)
        rest = zip(*(values[whole:] for values in columns), strict=True)
        self.connection.executemany(_fill(self.number, names, 1), rest)

    def _fold_other_scripts(self, columns: Mapping[str, Sequence[object]], written: Mapping[str, str]) -> None:
        for kind, column in _KINDS:
            if not written[column].isascii():
                keyed = zip(columns["key"], columns[column], strict=True)
                named = ((str(key), kind, value) for key, value in keyed if isinstance(value, str))
                self.add_identifiers(row for row in named if not row[2].isascii())

    def add_identifiers(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Take current identifiers beyond tag, serial and EPC: (record key, kind, value)."""
        self.connection.executemany(
            "INSERT INTO identifier VALUES (?, ?, ?, ?, 1, NULL, NULL)",
            [(key, kind, normal(value), value) for key, kind, value in rows],
        )
        self.brought.told.add("identifier")

    def layout(self, columns: Sequence[str]) -> int:
        """The number of a list of column names that records keep beside the known fields."""
        self.brought.layout(columns)
        text = json.dumps(list(columns), ensure_ascii=False)
        row = self.connection.execute("SELECT id FROM layout WHERE columns = ?", (text,)).fetchone()
        if row is None:
            row = self.connection.execute("INSERT INTO layout (columns) VALUES (?) RETURNING id", (text,)).fetchone()
        return int(row[0])

    @property
    def capitals(self) -> frozenset[str]:
        """Columns of names without a small letter, which are indexed byte by byte."""
        return self.brought.capitals

    @property
    def alone(self) -> bool:
        """Whether no asset stands in the version but what its batches brought."""
        return self.base is None

    def index_keys(self) -> None:
        """Build what finds records by their keys, once the rows are in, and whatever belongs to few of them."""
        self._write_terms()
        self.connection.execute("COMMIT")  # to a file that nobody knows yet; clean pages make the indexes cheaper
        self.connection.execute("BEGIN")
        for statement in schema.INDEXES:
            if statement not in (*_EARLY, *_LATE) and not self._unique(statement, "key"):
                self.connection.execute(statement)

    def index_assets(self) -> None:
        """Build the other indexes of the assets, once all that are carried over are among them."""
        if self.base is not None:
            self.brought.capitals = self._still_capitals()
        for late in _LATE:
            statement = indexed(late, self.capitals)
            if self._others or not self._unique(statement, *NAMES):
                self.connection.execute(statement)

    @property
    def _others(self) -> bool:
        """Whether assets of other sources are among them."""
        others = "SELECT 1 FROM asset WHERE source <> ? LIMIT 1"
        return not self.alone and self.connection.execute(others, (self.number,)).fetchone() is not None

    def _still_capitals(self) -> frozenset[str]:
        """Columns of names that have no small letter in the version before either: its records may be carried over."""
        before, tables = capitals_in(self.connection, "old"), ("old.asset", "old.part")
        return frozenset(name for name in self.capitals if name in before or is_capital(self.connection, tables, name))

    def _unique(self, statement: str, *columns: str) -> bool:
        """Build an index of one of some columns that also shows that none has a double; False where one has."""
        column = next((name for name in columns if f"ON asset ({name}" in statement), None)
        if column is None:
            return False
        self.connection.execute("SAVEPOINT made")
        try:
            self.connection.execute(statement.replace("CREATE INDEX", "CREATE UNIQUE INDEX"))
        except sqlite3.IntegrityError:
            self.connection.execute("ROLLBACK TO made")
            return False
        finally:
            self.connection.execute("RELEASE made")
        self.unique.add(column)
        return True

    def _write_terms(self) -> None:
        self.connection.executemany("INSERT INTO word VALUES (?, ?)", self.terms.words.fresh)
        self.terms.words.fresh.clear()
        self.connection.execute("DELETE FROM position")
        self.connection.executemany("INSERT INTO position VALUES (?, ?, ?, ?, ?)", self.terms.positions.rows())
        self.write_statuses()

    def write_statuses(self) -> None:
        """Write the status words anew."""
        self.connection.execute("DELETE FROM status")
        self.connection.executemany("INSERT INTO status VALUES (?, ?, ?)", self.terms.statuses.rows())

    def _forget_statuses(self) -> None:
        """Drop status words that no record has any more."""
        self.connection.execute(
            "DELETE FROM status WHERE id NOT IN (SELECT status FROM asset WHERE status IS NOT NULL)"
            " AND id NOT IN (SELECT status FROM part WHERE status IS NOT NULL)"
        )

    def _hashes(self) -> dict[str, dict[str, str]]:
        """Each column's hash of every source's records: of this one as they came in, of others as noted before."""
        noted = self.connection.execute("SELECT name, value FROM meta WHERE name LIKE ?", (f"{_NOTED}%",))
        found: dict[str, dict[str, str]] = {name.removeprefix(_NOTED): json.loads(value) for name, value in noted}
        if self.replaces_records:
            found[self.source] = self.brought.hashes()
            if self.keys_changed:
                found[self.source]["key"] = records_hash(self.connection, self.number)["key"]
        return found

    def as_before(self) -> bool:
        """Whether the source's records are those of the version before, and nothing can be told of any of them.

        That needs no index, and no look at the rows: their hashes are equal, and what was unique then is so now.
        """
        if self.base is None or not self.replaces_records:
            return False
        noted = self.connection.execute("SELECT value FROM meta WHERE name = ?", (_NOTED + self.source,)).fetchone()
        told = self.brought.told.intersection((*NAMES, "key"))
        named = self.connection.execute(f"SELECT 1 FROM old.identifier i WHERE {READ_ANEW} LIMIT 1").fetchone()
        return (
            named is None
            and noted is not None
            and json.loads(noted[0]) == self.brought.hashes()
            and told <= _unique_in(self.connection, "old")
            and self.brought.told.isdisjoint(("identifier", "parent_text"))
            and not self.racks.clashing()
            and not any(self.racks.too_high())
        )

    def seal(self, info: SourceInfo | None) -> str:
        """Write what is told of the source, commit, and answer the version."""
        if info is not None:
            about = json.dumps(asdict(info), ensure_ascii=False, sort_keys=True)
            self.connection.execute("UPDATE source SET about = ? WHERE id = ?", (about, self.number))
        self.connection.executemany(
            "INSERT INTO problem VALUES (?, ?, ?, ?)",
            [(self.number, one.line, one.kind, one.reason) for one in self.problems.listed()],
        )
        if self.base is not None:
            self._forget_statuses()
        hashes = self._hashes()
        self.connection.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            [(_NOTED + name, json.dumps(columns, sort_keys=True)) for name, columns in hashes.items()],
        )
        version = content_hash(self.connection, hashes, any_gone=not self.alone)
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES ('version', ?)", (version,))
        self.connection.execute("COMMIT")
        return version

    def summary(self) -> tuple[int, tuple[str, ...]]:
        """How many assets there are, and from which sources."""
        count = int(self.connection.execute("SELECT count(*) FROM asset").fetchone()[0])
        names = self.connection.execute("SELECT name FROM source ORDER BY id")
        return count, tuple(name for (name,) in names)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def _unique_in(connection: sqlite3.Connection, schema_name: str) -> set[str]:
    """Columns of the assets of a version of which no value stands twice."""
    statement = (
        f"SELECT name FROM {schema_name}.sqlite_master WHERE sql LIKE 'CREATE UNIQUE INDEX asset\\_%' ESCAPE '\\'"
    )
    return {name.removeprefix("asset_") for (name,) in connection.execute(statement)}


def _says_nothing(values: Sequence[object]) -> bool:
    return not any(values) and values.count(None) == len(values)


@cache
def _fill(source: int, columns: tuple[str, ...], rows: int) -> str:
    """Columns that say nothing are left out: the driver takes longer over a None than over a text."""
    row = f"({source}{', ?' * len(columns)})"
    return f"INSERT INTO asset (source, {', '.join(columns)}) VALUES {', '.join([row] * rows)}"


def _read_only(file: Path) -> str:
    return f"{file.absolute().as_uri()}?mode=ro&immutable=1"


def _fast(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file.absolute().as_uri(), uri=True, isolation_level=None)
    for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "cache_size=-2048", "temp_store=FILE"):
        connection.execute(f"PRAGMA {pragma}")
    schema.create(connection, SHAPE)
    for statement in _EARLY:
        connection.execute(statement)
    connection.create_function("folded", 1, _folded, deterministic=True)
    return connection


def _folded(text: str | None) -> str | None:
    return None if text is None else normal(text)


def _copy_shared(connection: sqlite3.Connection) -> int:
    for table in ("word", "layout", "source", "identifier"):
        connection.execute(f"INSERT INTO {table} SELECT * FROM old.{table}")
    highest = "SELECT max(coalesce((SELECT max(id) FROM old.asset), 0), coalesce((SELECT max(id) FROM old.part), 0))"
    return int(connection.execute(highest).fetchone()[0]) + 1


def _copy_others(connection: sqlite3.Connection, number: int, source: str) -> None:
    names = ", ".join(CONTENT)
    for table, which in (("asset", "AND id NOT IN (SELECT id FROM old.part)"), ("part", "")):
        connection.execute(
            f"INSERT INTO asset ({names}) SELECT {names} FROM old.{table} WHERE source <> ? {which}",
            (number if source else 0,),
        )
    other_hashes = "" if connection.execute("PRAGMA old.user_version").fetchone() == (SHAPE,) else f"{_NOTED}%"
    connection.execute(
        "INSERT INTO meta SELECT * FROM old.meta WHERE name <> 'version' AND name NOT LIKE ?", (other_hashes,)
    )
    connection.execute("INSERT INTO problem SELECT * FROM old.problem WHERE source <> ?", (number,))
    if source:
        prefix = f"{source}:"
        connection.execute(
            f"DELETE FROM identifier AS i WHERE {READ_ANEW} AND substr(i.key, 1, ?) = ?", (len(prefix), prefix)
        )


def _attached(connection: sqlite3.Connection, base: Path) -> Terms:
    connection.execute("ATTACH ? AS old", (_read_only(base),))
    connection.execute("PRAGMA old.cache_size=-32768")
    with closing(sqlite3.connect(_read_only(base), uri=True)) as old:
        return Terms.of(old)


def _since(connection: sqlite3.Connection, number: int, day: int) -> int:
    """The day of a source's first import, noted where it is not yet."""
    name = f"since:{number}"
    noted = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    if noted is None:
        connection.execute("INSERT INTO meta VALUES (?, ?)", (name, str(day)))
    return day if noted is None else int(noted[0])


def _source_number(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute("SELECT id FROM source WHERE name = ?", (name,)).fetchone()
    if row is None:
        row = connection.execute("INSERT INTO source (name, about) VALUES (?, '{}') RETURNING id", (name,)).fetchone()
    return int(row[0])
