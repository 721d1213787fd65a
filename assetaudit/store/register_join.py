"""Records of several sources that are one asset: joined by an equal serial or tag, never by name, and never silently.

A join needs the serial (or tag) to be carried by one record a source; two records that share a tag but have different
serials stay apart. Per field one source leads; where others say something else, that is kept as a disagreement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assetaudit.model.register import normal
from assetaudit.store.register_capitals import grouped
from assetaudit.store.register_draft import Draft
from assetaudit.store.register_hash import CONTENT
from assetaudit.store.register_sources import LEADABLE

_GROUPS: dict[str, tuple[str, ...]] = {
    "place": ("node", "position", "place_text"),
    "parent": ("parent_text", "parent"),
}
_NAMES = (*CONTENT, "parent")
_LIST = ", ".join(_NAMES)
_Row = dict[str, Any]


def join(draft: Draft, order: Sequence[str], leads: Mapping[str, str]) -> None:
    """Make one asset of each group of records; the rest of the register is left as it is."""
    sources = dict(draft.connection.execute("SELECT id, name FROM source"))
    if len(sources) < 2:
        return
    groups = _Groups(draft)
    ranked = {number: order.index(name) if name in order else len(order) for number, name in sources.items()}
    leading = {field: number for field, name in leads.items() for number, known in sources.items() if known == name}
    for numbers in groups.joined():
        _merge(draft, numbers, ranked, leading)
    draft.connection.execute(
        "UPDATE asset SET parent = (SELECT a.key FROM part p JOIN asset a ON a.id = p.lead WHERE p.key = asset.parent)"
        " WHERE parent IN (SELECT key FROM part)"
    )


class _Groups:
    """Which records belong together, found by serial first, then by tag."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._top: dict[int, int] = {}
        self._members: dict[int, dict[int, int]] = {}
        for column in ("serial", "tag"):
            for numbers in self._equal(column):
                self._unite(column, numbers)

    def joined(self) -> list[list[int]]:
        """Groups of two records or more, by row number."""
        return sorted(sorted(members.values()) for members in self._members.values())

    def _equal(self, column: str) -> list[list[tuple[int, int]]]:
        alike = grouped(column, self._draft.capitals)
        rows = self._draft.connection.execute(
            f"SELECT group_concat(id || ' ' || source) FROM asset WHERE {column} IS NOT NULL GROUP BY {alike}"
            " HAVING count(*) > 1 AND count(*) = count(DISTINCT source) ORDER BY min(id)"
        )
        return [[_pair(text) for text in pairs.split(",")] for (pairs,) in rows]

    def _unite(self, column: str, pairs: list[tuple[int, int]]) -> None:
        together: dict[int, int] = {}
        for number, source in pairs:
            for member_source, member in self._members.get(self._top.get(number, 0), {source: number}).items():
                if together.setdefault(member_source, member) != member:
                    return
        if column == "tag" and self._contradict(list(together.values())):
            return
        top = min(together.values())
        for member in together.values():
            self._members.pop(self._top.get(member, 0), None)
            self._top[member] = top
        self._members[top] = together

    def _contradict(self, numbers: list[int]) -> bool:
        marks = ", ".join("?" * len(numbers))
        rows = self._draft.connection.execute(
            f"SELECT key, tag, serial FROM asset WHERE id IN ({marks}) AND serial IS NOT NULL ORDER BY id",
            numbers,
        ).fetchall()
        if len({normal(serial) for _, _, serial in rows}) < 2:
            return False
        (key, _, serial), *others = rows
        found = [
            (key, "not joined: same tag, other serial", key, serial, other, other_serial)
            for other, _, other_serial in others
            if normal(other_serial) != normal(serial)
        ]
        self._draft.connection.executemany("INSERT INTO disagreement VALUES (?, ?, ?, ?, ?, ?)", found)
        return True


def _pair(text: str) -> tuple[int, int]:
    number, source = text.split(" ")
    return int(number), int(source)


def _merge(draft: Draft, numbers: Sequence[int], ranked: Mapping[int, int], leading: Mapping[str, int]) -> None:
    marks = ", ".join("?" * len(numbers))
    found = draft.connection.execute(f"SELECT {_LIST} FROM asset WHERE id IN ({marks})", numbers)
    rows = [dict(zip(_NAMES, row, strict=True)) for row in found]
    rows.sort(key=lambda row: (row["gone"] is not None, ranked[row["source"]], row["id"]))
    lead = rows[0]
    draft.connection.execute(
        f"INSERT INTO part SELECT {', '.join(CONTENT)}, ? FROM asset WHERE id IN ({marks})",
        (lead["id"], *numbers),
    )
    merged = dict(lead)
    for field in LEADABLE:
        _settle_field(draft, field, merged, sorted(rows, key=lambda row: _rank(row, field, leading)))
    draft.connection.executemany("DELETE FROM asset WHERE id = ?", [(row["id"],) for row in rows[1:]])
    changed = [name for name in _NAMES if merged[name] != lead[name]]
    if changed:
        assignments = ", ".join(f"{name} = ?" for name in changed)
        draft.connection.execute(
            f"UPDATE asset SET {assignments} WHERE id = ?",
            (*(merged[name] for name in changed), lead["id"]),
        )


def _rank(row: _Row, field: str, leading: Mapping[str, int]) -> tuple[bool, bool]:
    return row["gone"] is not None, row["source"] != leading.get(field, row["source"])


def _settle_field(draft: Draft, field: str, merged: _Row, rows: Sequence[_Row]) -> None:
    columns = _GROUPS.get(field, (field,))
    if field == "status":  # that one source no longer has it says nothing while another has
        rows = [row for row in rows if row["gone"] is None] or rows
    telling = [row for row in rows if any(row[column] is not None for column in columns)]
    if not telling:
        return
    first = telling[0]
    merged.update({column: first[column] for column in columns})
    value = _said(draft, field, first)
    for row in telling[1:]:
        other = _said(draft, field, row)
        if row["gone"] is None and normal(other) != normal(value):
            draft.connection.execute(
                "INSERT INTO disagreement VALUES (?, ?, ?, ?, ?, ?)",
                (merged["key"], field, first["key"], value, row["key"], other),
            )


def _said(draft: Draft, field: str, row: _Row) -> str:
    terms = draft.terms
    if field == "place":
        node, position = row["node"], row["position"]
        if node is None:
            return str(row["place_text"] or "")
        where = f":{terms.positions.known[position]}" if position is not None else ""
        return terms.nodes.text(node) + where
    if field == "status":
        return terms.statuses.known[row["status"]][0]
    value = row["parent_text" if field == "parent" else field]
    if field in ("manufacturer", "model", "category", "owner"):
        return str(draft.connection.execute("SELECT text FROM word WHERE id = ?", (value,)).fetchone()[0])
    if field == "cost":
        return f"{value / 100:.2f}"
    return f"{value / 2:g}U" if field == "height" else str(value)
