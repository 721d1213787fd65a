"""One register version as the core asks it: indexed look-ups on an immutable file, no lock and no server.

The driver is used directly: a look-up happens at every scan and has to stay near 12 microseconds.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from assetaudit.errors import RegisterError, StoreError
from assetaudit.model.asset import Asset, Hit, Outline, PlaceInfo
from assetaudit.model.frame import SourceInfo
from assetaudit.model.place import Place
from assetaudit.model.register import normal, normal_all
from assetaudit.store.register_asset import AssetRows
from assetaudit.store.register_codes import PREFIX, plain_code
from assetaudit.store.register_find import Finder
from assetaudit.store.register_hash import SHAPE, content_hash
from assetaudit.store.register_near import near
from assetaudit.store.register_problem import Problem
from assetaudit.store.register_search import search, small
from assetaudit.store.register_search_index import SearchIndex, prepare, search_file
from assetaudit.store.register_sources import Disagreement, disagreements_in
from assetaudit.store.versions import register_hash_v1, register_hash_v2

_PLACE = "SELECT id, text, kind, height, foreign_owner, disposal, no_photos, short FROM place"
_BELOW = "(key = ?1 OR (key > ?1 || '/' AND key < ?1 || '0'))"
"""Nodes at a key and below: '0' is the character after '/'."""


class StoredRegister:
    """The Register protocol over one version file; safe to use from several threads."""

    def __init__(self, file: Path, version: str, cache: Path | None = None) -> None:
        if not file.is_file():
            raise RegisterError(
                f"The register version {version[:12]} is not in {file.parent}.", hint="Import its file again."
            )
        self.version = version
        self.file = file.absolute()
        self._search_file = search_file(cache if cache is not None else file.parent, version)
        self._index = SearchIndex(self.file, self._search_file)
        self._threads = threading.local()
        self._shape = self._checked_shape()
        self._finder = Finder(self._connection)
        self._rows = AssetRows(self._connection)
        self._found = lru_cache(maxsize=32_768)(self._find)
        self._cached = lru_cache(maxsize=32_768)(self._asset)
        self._place_of = lru_cache(maxsize=8_192)(self._place)

    def _checked_shape(self) -> int:
        try:
            shape = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
            self._connection.execute("SELECT 1 FROM meta WHERE name = 'version'").fetchone()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise StoreError(f"{self.file} is damaged: {error}.", hint="Import the register's files again.") from error
        if shape > SHAPE:
            raise StoreError(
                f"{self.file} was written by a newer assetaudit (shape {shape}; this one knows {SHAPE}).",
                hint="Upgrade with: pip install --upgrade assetaudit",
            )
        return shape

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"{self.file.as_uri()}?mode=ro&immutable=1", uri=True)
            connection.execute("PRAGMA mmap_size=1073741824")
            self._threads.connection = connection
        return connection

    def asset(self, key: str) -> Asset | None:
        """The asset of a key, or of a joined record's key."""
        return self._cached(key)

    def _asset(self, key: str) -> Asset | None:
        return self._rows.one(self._connection, key)

    def find(self, kind: str, value: str) -> Sequence[Hit]:
        """Assets that an identifier points at."""
        return self._found(kind, value)

    def _find(self, kind: str, value: str) -> Sequence[Hit]:
        return self._finder.one(self._connection, kind, normal(value))

    def find_all(self, kind: str, values: Iterable[str]) -> Mapping[str, Sequence[Hit]]:
        """Assets that each of many identifiers points at: one question takes a third of the time of many."""
        asked = list(values)
        return dict(zip(asked, self._finder.many(self._connection, kind, normal_all(asked)), strict=True))

    def sole(self, kinds: Sequence[str], values: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """The one asset at which each of many values points under some kinds, and the kind."""
        found = self._finder.sole(self._connection, kinds, normal_all(values))
        return {values[number]: one for number, one in found.items() if one is not None}

    def children(self, key: str) -> Sequence[str]:
        """Keys of the assets that this one carries."""
        rows = self._connection.execute("SELECT key FROM asset WHERE parent = ? ORDER BY key", (key,))
        return [child for (child,) in rows]

    def assets(self) -> Iterator[Asset]:
        """Every asset, by key."""
        return self._rows.stream(self._connection, "SELECT id FROM asset ORDER BY key")

    def untagged(self) -> frozenset[str]:
        """Keys of the assets that have no asset tag."""
        return frozenset(key for (key,) in self._connection.execute("SELECT key FROM asset WHERE tag IS NULL"))

    def outlines(self) -> Iterator[Outline]:
        """Every asset in outline, by key."""
        return self._rows.outlines(self._connection)

    def assets_in(self, place: Place) -> Iterator[Asset]:
        """Assets at a place or below it, by key."""
        statement = f"SELECT id FROM asset WHERE node IN (SELECT id FROM place WHERE {_BELOW}) ORDER BY key"
        found = self._rows.stream(self._connection, statement, place.node_key)
        if place.position is None:
            return found
        return (asset for asset in found if asset.place is not None and place.holds(asset.place))

    def assets_at(self, place: Place) -> Iterator[Asset]:
        """Assets at exactly this node or a position in it, by key."""
        statement = "SELECT id FROM asset WHERE node IN (SELECT id FROM place WHERE key = ?1) ORDER BY key"
        return self._rows.stream(self._connection, statement, place.node_key)

    def unplaced(self) -> Iterator[Asset]:
        """Assets without a place that is understood, by key."""
        return self._rows.stream(self._connection, "SELECT id FROM asset WHERE node IS NULL ORDER BY key")

    def place(self, place: Place) -> PlaceInfo | None:
        """What the register says of a node."""
        return self._place_of(place.node_key)

    def _place(self, key: str) -> PlaceInfo | None:
        return next(self._infos(f"{_PLACE} WHERE key = ?1", key), None)

    def _infos(self, statement: str, *values: str) -> Iterator[PlaceInfo]:
        for number, text, kind, height, owner, disposal, no_photos, short in self._connection.execute(
            statement, values
        ).fetchall():
            codes = self._connection.execute("SELECT code FROM place_code WHERE place = ? ORDER BY code", (number,))
            every = (PREFIX + short, *(code for (code,) in codes))
            yield PlaceInfo(Place.parse(text), kind, height, owner, bool(disposal), bool(no_photos), every)

    def place_by_code(self, code: str) -> Place | None:
        """The place that a label's code means: its short code, or one that the register itself gives it."""
        found = self._connection.execute(
            "SELECT p.text FROM place_code c JOIN place p ON p.id = c.place WHERE c.folded = ? ORDER BY p.key",
            (code.strip().casefold(),),
        ).fetchone()
        if found is None and (short := plain_code(code)):
            found = self._connection.execute("SELECT text FROM place WHERE short = ?", (short,)).fetchone()
        return None if found is None else Place.parse(found[0])

    def short_code(self, place: Place) -> str | None:
        """What a small label of a node carries, with its prefix: ``LOC-7K2QXM``; None for a node not known."""
        found = self._connection.execute("SELECT short FROM place WHERE key = ?", (place.node_key,)).fetchone()
        return None if found is None else PREFIX + str(found[0])

    def places_in(self, place: Place) -> Iterator[PlaceInfo]:
        """Known nodes at a place and below, by key."""
        if place.position is not None:
            return iter(())
        return self._infos(f"{_PLACE} WHERE {_BELOW} ORDER BY key", place.key)

    def tops(self) -> Sequence[PlaceInfo]:
        """The uppermost known nodes."""
        return list(self._infos(f"{_PLACE} WHERE parent IS NULL ORDER BY key"))

    def count_in(self, place: Place) -> int:
        """How many assets are registered at a place or below it."""
        if place.position is not None:
            return sum(1 for _ in self.assets_in(place))
        found = self._connection.execute("SELECT total FROM place WHERE key = ?", (place.key,)).fetchone()
        return 0 if found is None else int(found[0])

    def search(self, text: str, limit: int = 20) -> list[Asset]:
        """Assets with every word in their tag, serial, name or model, best first; for picking while one types."""
        return self._of(search(self._connection, self._index, text, limit))

    def near(self, text: str, limit: int = 20) -> list[Asset]:
        """Assets that a text with one slip in it may mean, best first; none before the index is worked out."""
        return self._of(near(self._connection, self._index, text, limit)) if self._index.ready else []

    def _of(self, keys: Sequence[str]) -> list[Asset]:
        return [asset for key in keys if (asset := self.asset(key)) is not None]

    @property
    def searchable(self) -> bool:
        """Whether every part of every name is found: the search index is worked out, or is not needed."""
        return self._index.ready or small(self._connection)

    def prepare_search(self) -> None:
        """Work out the search index (a quarter of a minute for a million assets); a thread's business; StoreError."""
        try:
            prepare(self.file, self._search_file)
        except (sqlite3.Error, OSError) as error:
            told = f"The search index {self._search_file.name} could not be written: {error}."
            raise StoreError(told, hint="Make room on the disk; until then search finds less.") from error

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the sources' own columns, as assets have them among their fields."""
        return self._rows.columns

    def size(self) -> int:
        """How many assets there are."""
        return int(self._connection.execute("SELECT count(*) FROM asset").fetchone()[0])

    def sources(self) -> list[SourceInfo]:
        """What an auditor asks of each source, in order of first import."""
        rows = self._connection.execute("SELECT about FROM source WHERE about <> '{}' ORDER BY id")
        return [SourceInfo(**json.loads(about)) for (about,) in rows]

    def status_map(self) -> tuple[tuple[str, str], ...]:
        """(source's word, status class) of every word in this version."""
        return tuple(self._connection.execute("SELECT word, class FROM status ORDER BY word"))

    def problems(self, source: str | None = None) -> list[Problem]:
        """What the imports of this version had to tell, by source and line."""
        rows = self._connection.execute(
            "SELECT p.line, p.kind, p.reason FROM problem p JOIN source s ON s.id = p.source"
            " WHERE ?1 IS NULL OR s.name = ?1 ORDER BY p.source, p.line, p.kind, p.reason",
            (source,),
        )
        return [Problem(*row) for row in rows]

    def disagreements(self) -> list[Disagreement]:
        """Where sources say different things of one asset."""
        return disagreements_in(self._connection)

    def intact(self) -> bool:
        """Whether the file still holds the content that its version names."""
        hashes = {1: register_hash_v1.content_hash, 2: register_hash_v2.content_hash}
        return hashes.get(self._shape, content_hash)(self._connection) == self.version
