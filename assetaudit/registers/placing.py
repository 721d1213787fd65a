"""A record's place, put together from whatever columns a source has for it; each distinct text is understood once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sys import intern

from assetaudit.model.place import Place, PlaceError, Position
from assetaudit.registers import cells
from assetaudit.registers.fields import NODE_FIELDS, PLACE_FIELDS

_PATHS = frozenset({"place", "location", "building", "floor"})
"""Fields that may hold a path of several nodes."""
_SEPARATOR = re.compile(r"\s+>\s+|\s*[/\\]\s*|\s+»\s+|\s+→\s+")
_UNIT_NODE = re.compile(r"(?:U|RU|HE)\s*\d{1,3}(?:\.5)?R?", re.IGNORECASE)
_TAIL = re.compile(r"(?P<node>.*?)[\s,;]+(?P<unit>(?:U|RU|HE)\s*\d{1,3}(?:\.5)?R?)", re.IGNORECASE)
_ODD = re.compile(r"[\s,;>\\»→]")
"""What no separator but a slash, and no tail, does without."""
_PLAIN = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")
_SLOT = re.compile(r"[\s:/]+")
_MAX_DEPTH = 20
_MAX_TEXT = 512


@dataclass(frozen=True, slots=True)
class Node:
    """What the columns of the tree say: a node, perhaps with a position in it, or why there is none."""

    place: Place | None
    text: str
    trouble: str = ""
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Mounting:
    """What unit, face and slot say: a position, or why there is none."""

    position: Position | None = None
    height: int | None = None
    text: str = ""
    trouble: str = ""


def read_node(values: Mapping[str, str], aliases: Mapping[str, Place] | None = None) -> Node:
    """The node that cells mean; ``values`` are the non-empty ones, by field."""
    parts = [values[name] for name in NODE_FIELDS if values.get(name)]
    text = " / ".join(parts)
    if not parts:
        return Node(None, "")
    if len(text) > _MAX_TEXT:
        return Node(None, text, f"it is longer than {_MAX_TEXT} characters.")
    if aliases and (known := aliases.get(text.casefold())) is not None:
        return Node(known, text)
    if len(parts) == 1 and values.get("place") and (place := _as_written(parts[0])) is not None:
        return Node(place, text)
    nodes: list[str] = []
    for name in NODE_FIELDS:
        if values.get(name):
            nodes = _extended(nodes, _split(name, values[name]))
    return _composed(nodes, text)


def plain_place(text: str) -> Place | None:
    """The place that a text is letter by letter, as most are; None where it needs ``read_node``."""
    if _PLAIN.fullmatch(text) is None or len(text) > _MAX_TEXT:
        return None
    nodes = tuple(map(intern, text.split("/")))
    return None if _UNIT_NODE.fullmatch(nodes[-1]) else Place(nodes)


def _as_written(text: str) -> Place | None:
    try:
        place = Place.parse(text)
    except PlaceError:
        return None
    last = place.nodes[-1]
    if _ODD.search(text) is None:
        return None if _UNIT_NODE.fullmatch(last) else place
    plain = not _SEPARATOR.search(text.replace("/", "")) and not _UNIT_NODE.fullmatch(last)
    return place if plain and not _TAIL.fullmatch(last) else None


def _split(name: str, text: str) -> list[str]:
    if name not in _PATHS:
        return [text]
    return [part.strip() for part in _SEPARATOR.split(text)]


def _extended(nodes: list[str], more: list[str]) -> list[str]:
    same = [node.casefold() for node in more[: len(nodes)]] == [node.casefold() for node in nodes]
    return more if nodes and same else nodes + more


def _composed(nodes: list[str], text: str) -> Node:
    tail, height = "", None
    if len(nodes) > 1 and _UNIT_NODE.fullmatch(nodes[-1]):
        tail = nodes.pop()
    elif nodes and (match := _TAIL.fullmatch(nodes[-1])) is not None and match["node"]:
        nodes[-1], tail = match["node"], match["unit"]
    elif nodes and ":" in nodes[-1]:
        nodes[-1], _, tail = nodes[-1].partition(":")
    if len(nodes) > _MAX_DEPTH:
        return Node(None, text, f"it has more than {_MAX_DEPTH} parts.")
    try:
        node = Place.parse(str(Place(tuple(nodes))))
        if not tail:
            return Node(node, text)
        mounting = read_mounting({"unit": tail})
        position, height = mounting.position, mounting.height
        return Node(node.at(position or Position.parse(tail)), text, height=height)
    except PlaceError as error:
        return Node(None, text, str(error))


def read_mounting(values: Mapping[str, str]) -> Mounting:
    """The position that unit, face and slot mean; ``values`` are the non-empty ones, by field."""
    text, face, slot = values.get("unit", ""), values.get("face", ""), values.get("slot", "")
    said = " ".join(part for part in (text, face, slot) if part)
    if not text and not (slot and slot.casefold().startswith(("rear", "front"))):
        return Mounting(text=said)
    height, at_rear, unit = None, False, "0U"
    if text:
        found = cells.unit(text)
        if found is None:
            return _written(text, said)
        unit, height, at_rear = found
    side = cells.rear(face)
    if side is None:
        return Mounting(text=said, trouble=f"'{face}' is neither front nor rear.")
    slot = slot or ("rear" if side and unit == "0U" else "")
    return _mounted(unit, slot, (height, said), at_rear=side or at_rear)


def _written(text: str, said: str) -> Mounting:
    try:
        return Mounting(Position.parse(text), None, said)
    except PlaceError as error:
        return Mounting(text=said, trouble=str(error))


def _mounted(unit: str, slot: str, told: tuple[int | None, str], *, at_rear: bool) -> Mounting:
    mark = "R" if at_rear and unit != "0U" else ""
    tail = "#" + _SLOT.sub("-", slot) if slot else ""
    try:
        return Mounting(Position.parse(f"{unit}{mark}{tail}"), *told)
    except PlaceError as error:
        return Mounting(text=told[1], trouble=str(error))


def place_columns(fields: Mapping[str, Sequence[int]]) -> tuple[list[str], list[str]]:
    """Which fields of the tree, and which of the mounting, a mapping has."""
    present = [name for name in PLACE_FIELDS if fields.get(name)]
    return [name for name in present if name in NODE_FIELDS], [name for name in present if name not in NODE_FIELDS]
