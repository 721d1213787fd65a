"""Places of a batch: nodes and positions as numbers, each distinct text understood once, what is odd reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assetaudit.model.place import Place
from assetaudit.registers import cells, whole_column
from assetaudit.registers.columns import Columns
from assetaudit.registers.mapping import ColumnMap
from assetaudit.registers.placing import Mounting, Node, place_columns, plain_place, read_mounting, read_node
from assetaudit.registers.whole_column import Halves
from assetaudit.store.register_draft import Draft

_Key = str | tuple[str, ...]
"""Texts of a row that belong together; where it is one text only, that text."""
_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rows of a batch stand."""

    nodes: list[int | None]
    positions: list[int | None]
    texts: list[str | None]
    """The place of a row as it is written, where it has to be kept."""
    written: dict[str, str]
    """Nodes and positions as texts, joined by line breaks, where they are at hand."""


class _Numbers(dict[_Key, int]):
    """Texts and their numbers, each worked out when it first comes; what needs a second look has none."""

    def __init__(self, learn: Callable[[_Key], int | None]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, key: _Key) -> int | None:
        number = self._learn(key)
        if number is not None:
            self[key] = number
        return number

    def all(self, keys: Sequence[_Key]) -> list[int | None]:
        """The number of each."""
        return list(map(self.__getitem__, keys))


class PlaceReader:
    """Knows which columns make a place, and what their texts meant so far."""

    def __init__(self, draft: Draft, mapping: ColumnMap, aliases: Mapping[str, Place]) -> None:
        self._draft = draft
        self._aliases = aliases
        self._tree, self._mount = place_columns(mapping.offsets())
        self._nodes = _Numbers(self._learn_node)
        self._positions = _Numbers(self._learn_mounting)
        self._node_meanings: dict[_Key, Node] = {}
        self._mount_meanings: dict[_Key, Mounting] = {}
        self._split = self._tree == ["place"] and "unit" not in self._mount

    def read(self, columns: Columns, heights: list[int | None]) -> Places:
        """Where each row stands; heights are filled in where a place tells."""
        halves = whole_column.halves(columns.together("place"), columns.count) if self._split else None
        node_keys, mount_keys = self._keys(columns, halves)
        nodes = self._nodes.all(node_keys)
        positions = self._positions.all(mount_keys)
        if None not in nodes and None not in positions:
            written = {} if halves is None or self._mount else _written(halves)
            return Places(_or_none(nodes), _or_none(positions), [None] * columns.count, written)
        texts: list[str | None] = [None] * columns.count
        for offset in range(columns.count):
            if nodes[offset] is None or positions[offset] is None:
                keys = node_keys[offset], mount_keys[offset]
                node, position, texts[offset], height = self._understand(keys, columns.lines[offset])
                nodes[offset], positions[offset] = node, position
                heights[offset] = height if heights[offset] is None else heights[offset]
        return Places(_or_none(nodes), _or_none(positions), texts, {})

    def _keys(self, columns: Columns, halves: Halves | None) -> tuple[Sequence[_Key], Sequence[_Key]]:
        if not self._tree and not self._mount:
            return [()] * columns.count, [()] * columns.count
        tree: list[Sequence[str]] = [columns.texts(name) or () for name in self._tree]
        mount = [columns.texts(name) or () for name in self._mount]
        if self._split:
            left, right = _halved(tree[0]) if halves is None else (halves.lefts, halves.rights)
            tree, mount = [left], [right, *mount]
        return _rows(tree, columns.count), _rows(mount, columns.count)

    def _understand(self, keys: tuple[_Key, _Key], line: int) -> tuple[int, int, str | None, int | None]:
        node, mounting = self._node_of(keys[0]), self._mounting_of(keys[1])
        whole = _joined(node.text, mounting.text, split=self._split)[: cells.MAX_CELL]
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
        return number, where, text, height

    def _canonical(self, number: int, where: int) -> str:
        node = self._draft.terms.nodes.text(number)
        return f"{node}:{self._draft.terms.positions.known[where]}" if where else node

    def _learn_node(self, key: _Key) -> int | None:
        """The number of a node that needs no second look; None for any other."""
        if self._tree == ["place"] and (plain := self._plain(key[1:] if self._split else key)) is not None:
            return plain
        node = self._node_of(key)
        if node.place is None:
            return None if node.text or self._mount or self._split else 0
        number = self._draft.terms.nodes.number(node.place)
        as_written = "place" not in self._tree or self._draft.terms.nodes.text(number) == node.text
        return number if as_written and node.place.position is None else None

    def _plain(self, text: _Key) -> int | None:
        """The number of a node that is written as the register writes it; None where that takes a closer look."""
        if not isinstance(text, str) or (self._aliases and text.casefold() in self._aliases):
            return None
        place = plain_place(text)
        number = None if place is None else self._draft.terms.nodes.number(place)
        return number if number is not None and self._draft.terms.nodes.text(number) == text else None

    def _learn_mounting(self, key: _Key) -> int | None:
        """The number of a position that needs no second look, 0 for none; None for any other."""
        mounting = self._mounting_of(key)
        if mounting.trouble or mounting.height is not None:
            return None
        if mounting.position is None:
            return 0
        as_written = "place" not in self._tree or str(mounting.position) == mounting.text
        return self._draft.terms.positions.number(mounting.position) if as_written else None

    def _node_of(self, key: _Key) -> Node:
        found = self._node_meanings.get(key)
        if found is None:
            if len(self._node_meanings) >= _LIMIT:
                self._node_meanings.clear()
            texts = _texts(key[1:] if self._split else key)
            found = self._node_meanings[key] = read_node(dict(zip(self._tree, texts, strict=True)), self._aliases)
        return found

    def _mounting_of(self, key: _Key) -> Mounting:
        found = self._mount_meanings.get(key)
        if found is None:
            if len(self._mount_meanings) >= _LIMIT:
                self._mount_meanings.clear()
            names: Sequence[str] = ("unit", *self._mount) if self._split else self._mount
            found = self._mount_meanings[key] = read_mounting(dict(zip(names, _texts(key), strict=True)))
        return found

    def _report_unplaced(self, node: Node, whole: str, line: int) -> None:
        if not whole:
            return
        why = node.trouble or "it names no rack, room or site."
        reason = f"the place '{whole}' is not understood: {why} The record is kept without a place."
        self._draft.problems.add("place", line, reason)


def _halved(texts: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """What stands before and behind the first colon of each text, the first with a line break before it."""
    left, _, right = zip(*[text.partition(":") for text in texts], strict=True)
    return [f"\n{text}" for text in left], right


def _written(halves: Halves) -> dict[str, str]:
    """Nodes and positions of places that need no second look: they are written as the register writes them."""
    return {"node": halves.written, "position": "\n".join(halves.rights)}


def _or_none(numbers: list[int | None]) -> list[int | None]:
    return numbers if all(numbers) else [number or None for number in numbers]


def _rows(texts: Sequence[Sequence[str]], count: int) -> Sequence[_Key]:
    if len(texts) == 1:
        return texts[0]
    nothing: list[_Key] = [()] * count
    return list(zip(*texts, strict=True)) if texts else nothing


def _texts(key: _Key) -> tuple[str, ...]:
    return (key,) if isinstance(key, str) else key


def _joined(node: str, mounting: str, *, split: bool) -> str:
    if split:
        return f"{node}:{mounting}" if mounting else node
    return f"{node} / {mounting}" if node and mounting else node or mounting
