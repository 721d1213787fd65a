"""Places of a batch: nodes and positions as numbers, each distinct text understood once, what is odd reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assetaudit.model.place import Place
from assetaudit.registers.columns import Columns
from assetaudit.registers.mapping import ColumnMap
from assetaudit.registers.placing import Mounting, Node, place_columns, read_mounting, read_node
from assetaudit.store.register_draft import Draft

_Key = tuple[str, ...]
_LIMIT = 200_000


class PlaceReader:
    """Knows which columns make a place, and what their texts meant so far."""

    def __init__(self, draft: Draft, mapping: ColumnMap, aliases: Mapping[str, Place]) -> None:
        self._draft = draft
        self._aliases = aliases
        self._tree, self._mount = place_columns(mapping.offsets())
        self._nodes: dict[_Key, int] = {}
        self._positions: dict[_Key, int] = {}
        self._node_meanings: dict[_Key, Node] = {}
        self._mount_meanings: dict[_Key, Mounting] = {}
        self._split = self._tree == ["place"] and "unit" not in self._mount

    def read(
        self, columns: Columns, heights: list[int | None]
    ) -> tuple[list[int | None], list[int | None], list[str | None]]:
        """Node, position and text (where it has to be kept) of each row; heights are filled in where a place tells."""
        node_keys, mount_keys = self._keys(columns)
        nodes: list[int | None] = list(map(self._nodes.get, node_keys))
        positions: list[int | None] = list(map(self._positions.get, mount_keys))
        texts: list[str | None] = [None] * columns.count
        if None in nodes or None in positions:
            for offset in range(columns.count):
                if nodes[offset] is None or positions[offset] is None:
                    keys = node_keys[offset], mount_keys[offset]
                    node, position, texts[offset], height = self._understand(keys, columns.lines[offset])
                    nodes[offset], positions[offset] = node, position
                    heights[offset] = height if heights[offset] is None else heights[offset]
        return [node or None for node in nodes], [position or None for position in positions], texts

    def _keys(self, columns: Columns) -> tuple[list[_Key], list[_Key]]:
        if not self._tree and not self._mount:
            return [()] * columns.count, [()] * columns.count
        tree = [columns.texts(name) or () for name in self._tree]
        mount = [columns.texts(name) or () for name in self._mount]
        if self._split:
            halves = [text.partition(":") for text in tree[0]]
            tree = [[half[0] for half in halves]]
            mount = [[half[2] for half in halves], *mount]
        nothing: list[_Key] = [()] * columns.count
        return (
            list(zip(*tree, strict=True)) if tree else nothing,
            list(zip(*mount, strict=True)) if mount else nothing,
        )

    def _understand(self, keys: tuple[_Key, _Key], line: int) -> tuple[int, int, str | None, int | None]:
        node, mounting = self._node_of(keys[0]), self._mounting_of(keys[1])
        whole = _joined(node.text, mounting.text, split=self._split)
        if self._split and mounting.trouble:
            node, mounting = read_node({"place": whole}, self._aliases), Mounting()
        if node.place is None:
            self._report_unplaced(node, whole, line)
            return 0, 0, whole or None, None
        if mounting.trouble:
            reason = f"the position '{mounting.text}' is not understood: {mounting.trouble} Its place is {node.place}."
            self._draft.problems.add("place", line, reason)
        position = node.place.position if mounting.position is None else mounting.position
        place = node.place.node.at(position)
        number = self._draft.terms.nodes.number(place)
        where = self._draft.terms.positions.number(position) if position is not None else 0
        height = node.height if mounting.height is None else mounting.height
        text = whole if "place" in self._tree and whole != self._canonical(number, where) else None
        self._remember(keys, (number, where), odd=bool(text or mounting.trouble or height))
        return number, where, text, height

    def _canonical(self, number: int, where: int) -> str:
        node = self._draft.terms.nodes.text(number)
        return f"{node}:{self._draft.terms.positions.known[where]}" if where else node

    def _remember(self, keys: tuple[_Key, _Key], numbers: tuple[int, int], *, odd: bool) -> None:
        node = self._node_of(keys[0])
        if odd or node.place is None or node.place.position is not None:
            return
        self._nodes[keys[0]] = numbers[0]
        self._positions[keys[1]] = numbers[1]

    def _node_of(self, key: _Key) -> Node:
        found = self._node_meanings.get(key)
        if found is None:
            if len(self._node_meanings) >= _LIMIT:
                self._node_meanings.clear()
            found = self._node_meanings[key] = read_node(dict(zip(self._tree, key, strict=True)), self._aliases)
            if found.place is None and not found.text and not self._mount:
                self._nodes[key] = 0
        return found

    def _mounting_of(self, key: _Key) -> Mounting:
        found = self._mount_meanings.get(key)
        if found is None:
            if len(self._mount_meanings) >= _LIMIT:
                self._mount_meanings.clear()
            names: Sequence[str] = ("unit", *self._mount) if self._split else self._mount
            found = self._mount_meanings[key] = read_mounting(dict(zip(names, key, strict=True)))
            if not any(key):
                self._positions[key] = 0
        return found

    def _report_unplaced(self, node: Node, whole: str, line: int) -> None:
        if not whole:
            return
        why = node.trouble or "it names no rack, room or site."
        reason = f"the place '{whole}' is not understood: {why} The record is kept without a place."
        self._draft.problems.add("place", line, reason)


def _joined(node: str, mounting: str, *, split: bool) -> str:
    if split:
        return f"{node}:{mounting}" if mounting else node
    return f"{node} / {mounting}" if node and mounting else node or mounting
