"""A place in the columns of a source, so that reading them again gives that place; None where no way does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assetaudit.model.place import Place, Position
from assetaudit.registers.fields import NODE_FIELDS, PLACE_FIELDS
from assetaudit.registers.placing import read_mounting, read_node

_PATHS = ("place", "location", "building", "floor")
"""Fields that may hold several nodes."""


def place_words(
    place: Place, fields: Sequence[str], like: Mapping[str, str] | None = None, *, separator: str = "/"
) -> dict[str, str] | None:
    """Field to text for every place field of a source.

    ``like`` has the texts of a record whose form is kept; ``separator`` stands between the nodes of a path.
    """
    tree = [name for name in NODE_FIELDS if name in fields]
    if not tree:
        return None
    blank = dict.fromkeys([name for name in PLACE_FIELDS if name in fields], "")
    shapes = sorted(_shapes(len(place.nodes), tree), key=lambda shape: _distance(shape, tree, like, place))
    separate = "unit" in fields
    for shape in shapes:
        words = _spread(place.nodes, shape, tree, separator)
        mounted = _mounting(place.position, fields) if separate else _in_text(place, words, tree)
        if mounted is None:
            continue
        found = blank | words | mounted
        if _reads(found, place):
            return found
    return None


def _shapes(nodes: int, tree: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """How many nodes each column may take."""
    if not tree:
        if nodes == 0:
            yield ()
        return
    most = nodes if tree[0] in _PATHS else min(nodes, 1)
    for count in range(most + 1):
        for rest in _shapes(nodes - count, tree[1:]):
            yield (count, *rest)


def _distance(
    shape: tuple[int, ...], tree: Sequence[str], like: Mapping[str, str] | None, place: Place
) -> tuple[int, int, int]:
    """How far a shape is from the record's own, then from one that puts a rack where racks stand."""
    own = [len(_split(like.get(name, ""))) if like else 0 for name in tree]
    away = sum(abs(a - b) for a, b in zip(shape, own, strict=True)) if like else 0
    rack_wrong = int("rack" in tree and place.position is not None and shape[tree.index("rack")] == 0)
    return away, rack_wrong, shape.count(0)


def _split(text: str) -> list[str]:
    return [part for part in text.replace(">", "/").replace("\\", "/").split("/") if part.strip()]


def _spread(nodes: tuple[str, ...], shape: tuple[int, ...], tree: Sequence[str], separator: str) -> dict[str, str]:
    words, start = {}, 0
    for name, count in zip(tree, shape, strict=True):
        part = nodes[start : start + count]
        words[name] = (str(Place(part)) if name == "place" else separator.join(part)) if part else ""
        start += count
    return words


def _mounting(position: Position | None, fields: Sequence[str]) -> dict[str, str] | None:
    if position is None:
        return {}
    found = {"unit": position.unit_text.removeprefix("U"), "face": "", "slot": position.slot or ""}
    if position.half_units is None:
        found["unit"] = "0U"
    if "face" in fields:
        found["face"] = "rear" if position.rear else "front"
    elif position.rear:
        found["unit"] += "R"
    wanting = [name for name in ("face", "slot") if found[name] and name not in fields]
    return None if wanting else {name: text for name, text in found.items() if name in fields}


def _in_text(place: Place, words: dict[str, str], tree: Sequence[str]) -> dict[str, str] | None:
    """The position written behind the node, in the last column that holds anything."""
    if place.position is None:
        return {}
    last = next((name for name in reversed(tree) if words[name]), None)
    return None if last is None else {last: f"{words[last]}:{place.position}"}


def _reads(words: Mapping[str, str], place: Place) -> bool:
    """Whether the texts, read as the importer reads them, give the place."""
    given = {name: text for name, text in words.items() if text}
    node, mounting = read_node(given), read_mounting(given)
    if node.place is None or mounting.trouble:
        return False
    position = mounting.position if mounting.position is not None else node.place.position
    return node.place.node.at(position) == place
