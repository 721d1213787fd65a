"""One asset's records as each source has them, and where each stands in its file: what a change set corrects."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from assetaudit.store.register_read import StoredRegister

FIELDS = ("asset_tag", "serial", "place", "status", "name", "manufacturer", "model", "category", "owner")
"""What a change set may correct, by the names of import mappings."""
_WORDS = ("manufacturer", "model", "category", "owner")
_WORD_COLUMNS = ", ".join(f"w_{name}.text" for name in _WORDS)
_WORD_JOINS = " ".join(f"LEFT JOIN word w_{name} ON w_{name}.id = r.{name}" for name in _WORDS)
_SELECT = f"SELECT r.key, r.tag, r.serial, p.text, o.text, r.place_text, s.word, r.name, {_WORD_COLUMNS}"
_JOINS = (
    " LEFT JOIN place p ON p.id = r.node LEFT JOIN position o ON o.id = r.position"
    f" LEFT JOIN status s ON s.id = r.status {_WORD_JOINS}"
)
_PARTS = (
    f"{_SELECT} FROM part r {_JOINS} JOIN asset a ON a.id = r.lead WHERE a.key = ? AND r.gone IS NULL ORDER BY r.key"
)
_ALONE = f"{_SELECT} FROM asset r {_JOINS} WHERE r.key = ? AND r.gone IS NULL"
_LINE = "SELECT line FROM part WHERE key = ?1 UNION ALL SELECT line FROM asset WHERE key = ?1 LIMIT 1"


class Records:
    """Records of one register version."""

    def __init__(self, register: StoredRegister) -> None:
        self._register = register
        address = f"{register.file.as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)

    def of(self, key: str) -> Mapping[str, Mapping[str, str]]:
        """Record to its values by field, of every source that has the asset; empty where none has it now."""
        asset = self._register.asset(key)
        if asset is None:
            return {}
        rows = self._connection.execute(_PARTS, (asset.key,)).fetchall()
        rows = rows or self._connection.execute(_ALONE, (asset.key,)).fetchall()
        return {row[0]: _values(row) for row in rows}

    def line(self, record: str) -> int | None:
        """The line of its file on which a record stood."""
        found = self._connection.execute(_LINE, (record,)).fetchone()
        return None if found is None else int(found[0])

    def key(self, identifier: str) -> str | None:
        """The asset that a tag or serial number names, if it names one."""
        hits = [hit for kind in ("asset_tag", "serial") for hit in self._register.find(kind, identifier) if hit.current]
        return hits[0].key if hits else None


def _values(row: tuple[str | None, ...]) -> dict[str, str]:
    _, tag, serial, node, position, written, status, name, *words = row
    place = f"{node}:{position}" if node and position else node or written
    values = dict(zip(_WORDS, words, strict=True)) | {
        "asset_tag": tag,
        "serial": serial,
        "place": place,
        "status": status,
        "name": name,
    }
    return {field: values[field] or "" for field in FIELDS}
