"""Ids of places that stand beside records: a label may carry a link to the place, which names it by that id only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assetaudit.model.place import Place
from assetaudit.registers.columns import Columns
from assetaudit.registers.fields import NODE_FIELDS, folded
from assetaudit.registers.mapping import ColumnMap
from assetaudit.registers.placing import read_node
from assetaudit.store.register_draft import Draft


class PlaceLinks:
    """Knows which columns hold ids of places, and notes each id with its place once."""

    def __init__(self, draft: Draft, mapping: ColumnMap, aliases: Mapping[str, Place]) -> None:
        self._draft = draft
        self._aliases = aliases
        self._system = mapping.system.name
        self._seen: set[tuple[str, ...]] = set()
        offsets = {folded(column.name): offset for offset, column in enumerate(mapping.columns)}
        self._columns = [
            (offsets[folded(number)], offsets[folded(name)], _fields(mapping, offsets[folded(name)]), points_at)
            for number, name, points_at in mapping.system.place_links
            if folded(number) in offsets and folded(name) in offsets
        ]

    def learn(self, columns: Columns) -> None:
        """Note the ids of a batch."""
        for number, name, fields, points_at in self._columns:
            nothing: Sequence[str] = [""] * columns.count
            above = [columns.texts(field) or nothing for field in fields[:-1]]
            rows = set(zip(columns.cells(number), columns.cells(name), *above, strict=True))
            for row in rows.difference(self._seen):
                self._seen.add(row)
                self._note(points_at, row, fields)

    def _note(self, points_at: str, row: tuple[str, ...], fields: Sequence[str]) -> None:
        number, name, *above = row
        node = read_node(dict(zip(fields, (*above, name), strict=True)), self._aliases)
        if number and name and node.place is not None:
            self._draft.terms.nodes.link(f"{self._system}:{points_at}:{number}", node.place)


def _fields(mapping: ColumnMap, offset: int) -> list[str]:
    """The fields of the tree down to that of a column."""
    last = mapping.columns[offset].field
    if last not in NODE_FIELDS:
        return [NODE_FIELDS[0]]
    present = mapping.offsets()
    above = NODE_FIELDS[: NODE_FIELDS.index(last)]
    return [*(field for field in above if field in present), last]
