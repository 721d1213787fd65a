"""Places: where a thing stands, from site down to the bay of a chassis.

A place is ``node("/"node)*`` and, inside a rack, a position after a colon: ``DC1/R2/A/07:U12``, ``:U12.5``, ``:U12R``
(mounted at the rear), ``:U12#bay3``, ``:0U#rear-left``. U is the lowest unit occupied, counted from the bottom.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from sys import intern

_POSITION = re.compile(
    r"(?:U(?P<unit>\d{1,3})(?P<half>\.5)?(?P<rear>R)?|(?P<zero>0U))(?:#(?P<slot>[^\s:/]+))?", re.IGNORECASE
)
_ESCAPES = {"%2F": "/", "%3A": ":", "%25": "%"}
_MAX_TEXT = 512


class PlaceError(ValueError):
    """A text that is no place; the message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where in a rack: a unit counted from the bottom, or the side of it (0U), and perhaps a slot."""

    half_units: int | None
    """Lowest unit occupied, in half units (U12 is 24, U12.5 is 25); None for a 0U mounting."""
    rear: bool = False
    """Mounted at the rear."""
    slot: str | None = None
    """Bay of a chassis, half of a shelf, or side of a 0U mounting; as written."""

    @classmethod
    def parse(cls, text: str) -> Position:
        """Read ``U12``, ``U12.5R``, ``U12#bay3`` or ``0U#rear-left``; PlaceError says why not."""
        match = _POSITION.fullmatch(text.strip())
        if match is None:
            msg = f"'{text}' is no position in a rack; write U12, U12.5, U12R, U12#bay3 or 0U#rear-left."
            raise PlaceError(msg)
        slot = match["slot"]
        if match["zero"]:
            return cls(None, rear=bool(slot and slot.casefold().startswith("rear")), slot=slot)
        unit = int(match["unit"])
        if unit == 0:
            msg = f"'{text}' is no position: units are counted from U1, and a side mounting is written 0U."
            raise PlaceError(msg)
        return cls(unit * 2 + bool(match["half"]), rear=bool(match["rear"]), slot=slot)

    @property
    def side(self) -> str:
        """The side of the rack it is seen from: ``front`` or ``rear``."""
        return "rear" if self.rear else "front"

    @property
    def unit_text(self) -> str:
        """``U12``, ``U12.5`` or ``0U``, without face and slot."""
        if self.half_units is None:
            return "0U"
        return f"U{self.half_units // 2}{'.5' if self.half_units % 2 else ''}"

    def __str__(self) -> str:
        rear = "R" if self.rear and self.half_units is not None else ""
        return f"{self.unit_text}{rear}{'#' + self.slot if self.slot else ''}"

    def within(self, other: Position, height_half_units: int) -> bool:
        """Whether this position lies in the units that a device at ``other`` of that height occupies."""
        if self.slot and other.slot and self.slot.casefold() != other.slot.casefold():
            return False
        if self.half_units is None or other.half_units is None:
            return self.half_units is None and other.half_units is None
        return other.half_units <= self.half_units < other.half_units + max(height_half_units, 1)


@dataclass(frozen=True)
class Place:
    """A node of the tree of places, and perhaps a position in it; equal without regard to case."""

    nodes: tuple[str, ...]
    position: Position | None = None

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read a place as written by a person or on a label; PlaceError says why not."""
        return _parse(text)

    @property
    def node(self) -> Place:
        """The same place without its position: what is swept and closed."""
        return self if self.position is None else Place(self.nodes)

    @property
    def parent(self) -> Place | None:
        """The place above: the rack of a position, the row of a rack; None at the top."""
        if self.position is not None:
            return Place(self.nodes)
        return Place(self.nodes[:-1]) if len(self.nodes) > 1 else None

    def at(self, position: Position | None) -> Place:
        """A position in this node."""
        return Place(self.nodes, position)

    @cached_property
    def key(self) -> str:
        """What is compared and indexed: the text in NFC without regard to case."""
        return self.node_key if self.position is None else self.text.casefold()

    @cached_property
    def node_key(self) -> str:
        """The key of the node, without position."""
        return _path_key(self.nodes)

    @cached_property
    def text(self) -> str:
        """The place as it is written."""
        return _path(self.nodes) if self.position is None else f"{_path(self.nodes)}:{self.position}"

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __lt__(self, other: Place) -> bool:
        return self.key < other.key

    def holds(self, other: Place) -> bool:
        """Whether the other place is this one or lies somewhere in it; a chassis slot lies in its position."""
        if self.position is not None:
            return (
                self.node_key == other.node_key
                and other.position is not None
                and _position_holds(self.position, other.position)
            )
        return other.node_key == self.key or other.node_key.startswith(self.key + "/")


def _position_holds(outer: Position, inner: Position) -> bool:
    if outer == inner:
        return True
    return outer.half_units == inner.half_units and outer.slot is None


@lru_cache(maxsize=1024)
def _path(nodes: tuple[str, ...]) -> str:
    return "/".join([_escape(node) for node in nodes])


@lru_cache(maxsize=1024)
def _path_key(nodes: tuple[str, ...]) -> str:
    return _path(nodes).casefold()


def _escape(node: str) -> str:
    if "%" not in node and "/" not in node and ":" not in node:
        return node
    return node.replace("%", "%25").replace("/", "%2F").replace(":", "%3A")


def _unescape(node: str) -> str:
    if "%" not in node:
        return node
    return re.sub("%2F|%3A|%25", lambda found: _ESCAPES[found[0].upper()], node, flags=re.IGNORECASE)


@lru_cache(maxsize=65536)
def _parse(text: str) -> Place:
    clean = (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
    if not clean:
        msg = "The place is empty."
        raise PlaceError(msg)
    if len(clean) > _MAX_TEXT:
        msg = f"The place is longer than {_MAX_TEXT} characters."
        raise PlaceError(msg)
    if not clean.isprintable() and any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in clean):
        msg = "The place has characters that cannot be printed."
        raise PlaceError(msg)
    path, colon, position = clean.partition(":")
    nodes = tuple(intern(" ".join(_unescape(node).split())) for node in path.split("/"))
    if not all(nodes):
        msg = f"'{clean}' has an empty part between its slashes."
        raise PlaceError(msg)
    return Place(nodes, Position.parse(position) if colon else None)
