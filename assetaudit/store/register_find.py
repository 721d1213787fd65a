"""Which assets an identifier points at: one look-up for a scan, or one question for many of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from assetaudit.model.asset import Hit
from assetaudit.store.register_capitals import capitals_in, compared

_REMEMBERED = 8192
"""Texts of which the answer is kept at hand."""
_COLUMNS = {"asset_tag": "tag", "serial": "serial", "epc": "epc"}
_JOINED = " UNION ALL ".join(
    f"SELECT '{kind}', a.key, p.gone IS NULL FROM part p JOIN asset a ON a.id = p.lead WHERE p.{column} = ?1"
    for kind, column in _COLUMNS.items()
)
_OTHER = (
    "SELECT a.key, i.current AND a.gone IS NULL FROM identifier i JOIN asset a ON a.key = i.key"
    " WHERE i.folded = ?1 AND i.kind = ?2 UNION ALL"
    " SELECT a.key, i.current AND p.gone IS NULL FROM identifier i JOIN part p ON p.key = i.key"
    " JOIN asset a ON a.id = p.lead WHERE i.folded = ?1 AND i.kind = ?2"
)
_ALL_JOINED = {
    kind: "SELECT v.key, a.key, p.gone IS NULL FROM json_each(?1) v"
    f" JOIN part p ON p.{column} = v.value JOIN asset a ON a.id = p.lead"
    for kind, column in _COLUMNS.items()
}
_ALL_OTHER = (
    "SELECT v.key, a.key, i.current AND a.gone IS NULL FROM json_each(?1) v"
    " JOIN identifier i ON i.folded = v.value AND i.kind = ?2 JOIN asset a ON a.key = i.key UNION ALL"
    " SELECT v.key, a.key, i.current AND p.gone IS NULL FROM json_each(?1) v"
    " JOIN identifier i ON i.folded = v.value AND i.kind = ?2 JOIN part p ON p.key = i.key"
    " JOIN asset a ON a.id = p.lead"
)


class Finder:
    """What a version's file holds of identifiers; it asks only the tables that have any of a kind."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._others = {kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM identifier")}
        self._joined = connection.execute("SELECT 1 FROM part LIMIT 1").fetchone() is not None
        capitals = capitals_in(connection)
        own = " UNION ALL ".join(
            f"SELECT '{kind}', key, gone IS NULL FROM asset WHERE {compared(column, '=', '?1', capitals)}"
            for kind, column in _in_use(connection).items()
        )
        self._question = f"{own} UNION ALL {_JOINED}" if self._joined else own
        self._all_own = {
            kind: "SELECT v.key, a.key, a.gone IS NULL FROM json_each(?1) v CROSS JOIN asset a"
            f" ON {compared(column, '=', 'v.value', capitals, 'a.')}"
            for kind, column in _COLUMNS.items()
        }
        self._known: dict[str, dict[str, Sequence[Hit]]] = {}

    def one(self, connection: sqlite3.Connection, kind: str, folded: str) -> Sequence[Hit]:
        """Assets that one identifier points at, by key."""
        own = self._own(connection, folded).get(kind, ()) if kind in _COLUMNS else ()
        if kind not in self._others:
            return own
        others = [Hit(key, bool(current)) for key, current in connection.execute(_OTHER, (folded, kind))]
        return _once((*own, *others))

    def _own(self, connection: sqlite3.Connection, folded: str) -> Mapping[str, Sequence[Hit]]:
        """What a text is the tag, the serial number and the EPC of: whoever asks for one asks for the next."""
        known = self._known.get(folded)
        if known is None:
            known = {}
            for kind, key, current in connection.execute(self._question, (folded,)):
                known[kind] = _once((*known.get(kind, ()), Hit(key, bool(current))))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[folded] = known
        return known

    def many(self, connection: sqlite3.Connection, kind: str, folded: Sequence[str]) -> list[Sequence[Hit]]:
        """The same for each of many identifiers of one kind; each that does not go through JSON as it is by itself."""
        answers: list[Sequence[Hit]] = [()] * len(folded)
        plain = "".join(folded).isprintable()
        asked = json.dumps(folded if plain else [name if name.isprintable() else None for name in folded])
        for statement, values in self._questions(kind, asked):
            for number, key, current in connection.execute(statement, values):
                hit, before = Hit(key, bool(current)), answers[number]
                answers[number] = _once((*before, hit)) if before else (hit,)
        for number, name in () if plain else enumerate(folded):
            if not name.isprintable():
                answers[number] = self.one(connection, kind, name)
        return answers

    def sole(
        self, connection: sqlite3.Connection, kinds: Sequence[str], folded: Sequence[str]
    ) -> dict[int, tuple[str, str] | None]:
        """By number the one asset that an identifier points at under some kinds, and the kind; None for several."""
        found: dict[int, tuple[str, str] | None] = {}
        asked = json.dumps(
            folded if "".join(folded).isprintable() else [n if n.isprintable() else None for n in folded]
        )
        for kind in kinds:
            for statement, values in self._questions(kind, asked):
                for number, key, _current in connection.execute(statement, values):
                    found[number] = None if number in found else (key, kind)
        return found

    def _questions(self, kind: str, asked: str) -> list[tuple[str, tuple[str, ...]]]:
        questions: list[tuple[str, tuple[str, ...]]] = []
        if kind in _COLUMNS:
            questions.append((self._all_own[kind], (asked,)))
            if self._joined:
                questions.append((_ALL_JOINED[kind], (asked,)))
        if kind in self._others:
            questions.append((_ALL_OTHER, (asked, kind)))
        return questions


def _in_use(connection: sqlite3.Connection) -> Mapping[str, str]:
    """Kinds and columns of which any asset has a name; all of them, where none has."""
    used = {
        kind: column
        for kind, column in _COLUMNS.items()
        if connection.execute(f"SELECT 1 FROM asset WHERE {column} IS NOT NULL LIMIT 1").fetchone()
    }
    return used or _COLUMNS


def _once(hits: Sequence[Hit]) -> Sequence[Hit]:
    """Each asset once, by key; current where any of its records has the identifier now."""
    if len(hits) < 2:
        return tuple(hits)
    current: dict[str, bool] = {}
    for hit in hits:
        current[hit.key] = current.get(hit.key, False) or hit.current
    return tuple(Hit(key, now) for key, now in sorted(current.items()))
