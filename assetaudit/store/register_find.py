"""Which assets an identifier points at: one look-up for a scan, or one question for many of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from assetaudit.model.asset import Hit

_COLUMNS = {"asset_tag": "tag", "serial": "serial", "epc": "epc"}
_OWN = {
    kind: f"SELECT key, gone IS NULL FROM asset WHERE {column} = ?1"  # noqa: S608
    for kind, column in _COLUMNS.items()
}
_JOINED = {
    kind: f"SELECT a.key, p.gone IS NULL FROM part p JOIN asset a ON a.id = p.lead WHERE p.{column} = ?1"  # noqa: S608
    for kind, column in _COLUMNS.items()
}
_OTHER = (
    "SELECT a.key, i.current AND a.gone IS NULL FROM identifier i JOIN asset a ON a.key = i.key"
    " WHERE i.folded = ?1 AND i.kind = ?2 UNION ALL"
    " SELECT a.key, i.current AND p.gone IS NULL FROM identifier i JOIN part p ON p.key = i.key"
    " JOIN asset a ON a.id = p.lead WHERE i.folded = ?1 AND i.kind = ?2"
)
_ALL_OWN = {
    kind: "SELECT v.value, a.key, a.gone IS NULL FROM json_each(?1) v"  # noqa: S608
    f" JOIN asset a ON a.{column} = v.value"
    for kind, column in _COLUMNS.items()
}
_ALL_JOINED = {
    kind: "SELECT v.value, a.key, p.gone IS NULL FROM json_each(?1) v"  # noqa: S608
    f" JOIN part p ON p.{column} = v.value JOIN asset a ON a.id = p.lead"
    for kind, column in _COLUMNS.items()
}
_ALL_OTHER = (
    "SELECT v.value, a.key, i.current AND a.gone IS NULL FROM json_each(?1) v"
    " JOIN identifier i ON i.folded = v.value AND i.kind = ?2 JOIN asset a ON a.key = i.key UNION ALL"
    " SELECT v.value, a.key, i.current AND p.gone IS NULL FROM json_each(?1) v"
    " JOIN identifier i ON i.folded = v.value AND i.kind = ?2 JOIN part p ON p.key = i.key"
    " JOIN asset a ON a.id = p.lead"
)


class Finder:
    """What a version's file holds of identifiers; it asks only the tables that have any of a kind."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._others = {kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM identifier")}
        self._joined = connection.execute("SELECT 1 FROM part LIMIT 1").fetchone() is not None

    def one(self, connection: sqlite3.Connection, kind: str, folded: str) -> Sequence[Hit]:
        """Assets that one identifier points at, by key."""
        found: list[tuple[str, int]] = []
        if kind in _OWN:
            found += connection.execute(_OWN[kind], (folded,))
            if self._joined:
                found += connection.execute(_JOINED[kind], (folded,))
        if kind in self._others:
            found += connection.execute(_OTHER, (folded, kind))
        return _once([Hit(key, bool(current)) for key, current in found])

    def many(self, connection: sqlite3.Connection, kind: str, folded: Iterable[str]) -> Mapping[str, Sequence[Hit]]:
        """The same for each of many identifiers of one kind; each that does not go through JSON as it is by itself."""
        answers: dict[str, Sequence[Hit]] = dict.fromkeys(folded, ())
        asked = json.dumps([name for name in answers if name.isprintable()])
        for statement, values in self._questions(kind, asked):
            for name, key, current in connection.execute(statement, values):
                hit, before = Hit(key, bool(current)), answers[name]
                answers[name] = _once((*before, hit)) if before else (hit,)
        for name in answers:
            if not name.isprintable():
                answers[name] = self.one(connection, kind, name)
        return answers

    def _questions(self, kind: str, asked: str) -> list[tuple[str, tuple[str, ...]]]:
        questions: list[tuple[str, tuple[str, ...]]] = []
        if kind in _ALL_OWN:
            questions.append((_ALL_OWN[kind], (asked,)))
            if self._joined:
                questions.append((_ALL_JOINED[kind], (asked,)))
        if kind in self._others:
            questions.append((_ALL_OTHER, (asked, kind)))
        return questions


def _once(hits: Sequence[Hit]) -> Sequence[Hit]:
    """Each asset once, by key; current where any of its records has the identifier now."""
    if len(hits) < 2:
        return tuple(hits)
    current: dict[str, bool] = {}
    for hit in hits:
        current[hit.key] = current.get(hit.key, False) or hit.current
    return tuple(Hit(key, now) for key, now in sorted(current.items()))
