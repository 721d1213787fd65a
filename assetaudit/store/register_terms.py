"""Texts and places that many records share, each given a number once while a version is written."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from assetaudit.model.asset import PlaceInfo, StatusClass
from assetaudit.model.place import Place, Position

LINK = re.compile(r"[a-z][a-z-]*:[a-z-]+:[^:\s]+")
"""What links to places point at, such as ``netbox:racks:7``."""


class Words(dict[str, int | None]):
    """Numbers of texts: asking for a new text gives it the next number; an empty text has none."""

    def __init__(self, known: dict[str, int]) -> None:
        super().__init__(known)
        self.texts = {number: text for text, number in known.items()}
        """Number to text."""
        self.fresh: list[tuple[int, str]] = []
        self._next = max(known.values(), default=0) + 1
        self[""] = None

    def __missing__(self, text: str) -> int:
        number = self[text] = self._next
        self._next += 1
        self.fresh.append((number, text))
        self.texts[number] = text
        return number


@dataclass(slots=True)
class _Node:
    number: int
    place: Place
    parent: int | None
    source: int | None = None
    info: PlaceInfo | None = None


class Nodes:
    """Numbers of nodes; a node brings every node above it along."""

    def __init__(self) -> None:
        self._nodes: dict[str, _Node] = {}
        self.texts: dict[int, str] = {}
        """Number to place."""
        self._numbers: dict[tuple[str, ...], int] = {}
        """Nodes as they were written so far, to their numbers."""
        self.links: dict[str, int] = {}
        """What links point at (``netbox:racks:7``) to the number of its node."""
        self._next = 1

    def text(self, number: int) -> str:
        """A node's place."""
        return self.texts[number]

    def number(self, place: Place) -> int:
        """The number of a place's node."""
        number = self._numbers.get(place.nodes)
        return self._new(place) if number is None else number

    def _new(self, place: Place) -> int:
        """The number of a node that was not written like this so far; it may be known in other letters."""
        key = place.node_key
        known = self._nodes.get(key)
        if known is None:
            above = self._above(place)
            known = self._nodes[key] = _Node(self._next, place.node, above)
            self.texts[known.number] = known.place.text
            self._next += 1
        self._numbers[place.nodes] = known.number
        return known.number

    def _above(self, place: Place) -> int | None:
        above = place.nodes[:-1]
        return (self._numbers.get(above) or self.number(Place(above))) if above else None

    def link(self, target: str, place: Place) -> None:
        """Note what links to a place point at."""
        self.links[target] = self.number(place)

    def learn(self, info: PlaceInfo, source: int) -> bool:
        """Take what a place list says of a node; False where this list has said something of it before."""
        self.number(info.place)
        node = self._nodes[info.place.node_key]
        first = node.source is None
        node.source, node.info = source, info
        return first

    def restore(self, number: int, place: Place, parent: int | None, source: int | None, info: PlaceInfo) -> None:
        """Take a node over from the version before."""
        self._nodes[place.key] = _Node(number, place, parent, source, info if source is not None else None)
        self.texts[number] = str(place)
        self._next = max(self._next, number + 1)

    def listed(self, source: int) -> dict[str, PlaceInfo]:
        """What a source's place list says, by place."""
        return {key: node.info for key, node in self._nodes.items() if node.source == source and node.info is not None}

    def forget_list(self, source: int) -> None:
        """Drop what a source said of places: it is being read anew."""
        for node in self._nodes.values():
            if node.source == source:
                node.source, node.info = None, None

    def heights(self) -> dict[int, int]:
        """Known heights in U by node number."""
        infos = ((node.number, node.info) for node in self._nodes.values())
        return {number: info.height_units for number, info in infos if info is not None and info.height_units}

    def all(self) -> list[tuple[int, str, Place, int | None, int | None, PlaceInfo | None]]:
        """(number, key, place, parent, source, info) of every node, by key."""
        return [
            (node.number, key, node.place, node.parent, node.source, node.info)
            for key, node in sorted(self._nodes.items())
        ]


class Positions:
    """Numbers of positions in racks."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.known: dict[int, Position] = {}
        self.texts: dict[int, str] = {}
        """Number to position as written."""

    def number(self, position: Position) -> int:
        """The number of a position."""
        text = str(position)
        number = self._numbers.get(text)
        if number is None:
            number = max(self.known, default=0) + 1
            self.restore(number, position)
        return number

    def restore(self, number: int, position: Position) -> None:
        """Take a position over from the version before."""
        self.texts[number] = str(position)
        self._numbers[self.texts[number]] = number
        self.known[number] = position

    def rows(self) -> list[tuple[int, str, int | None, int, str | None]]:
        """Rows of the table ``position``."""
        return [
            (number, str(where), where.half_units, int(where.rear), where.slot) for number, where in self.known.items()
        ]


class Statuses:
    """Numbers of the sources' status words, and what each means."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.known: dict[int, tuple[str, StatusClass]] = {}
        self.words: dict[int, str] = {}
        """Number to word."""

    def number(self, word: str, meaning: StatusClass) -> int:
        """The number of a word; its meaning is the one given last."""
        number = self._numbers.get(word) or max(self.known, default=0) + 1
        self.restore(number, word, meaning)
        return number

    def restore(self, number: int, word: str, meaning: StatusClass) -> None:
        """Take a word over from the version before."""
        self._numbers[word] = number
        self.known[number] = (word, meaning)
        self.words[number] = word

    def rows(self) -> list[tuple[int, str, str]]:
        """Rows of the table ``status``."""
        return [(number, word, meaning.value) for number, (word, meaning) in self.known.items()]


@dataclass(slots=True)
class Terms:
    """All shared texts of one version."""

    words: Words
    nodes: Nodes
    positions: Positions
    statuses: Statuses

    @classmethod
    def new(cls) -> Terms:
        """Of a first version: none yet."""
        return cls(Words({}), Nodes(), Positions(), Statuses())

    @classmethod
    def of(cls, base: sqlite3.Connection) -> Terms:
        """Those of an earlier version, so that its numbers keep their meaning."""
        terms = cls(Words({text: number for number, text in base.execute("SELECT id, text FROM word")}), *_empty())
        for number, text in base.execute("SELECT id, text FROM position ORDER BY id"):
            terms.positions.restore(number, Position.parse(text))
        for number, word, meaning in base.execute("SELECT id, word, class FROM status ORDER BY id"):
            terms.statuses.restore(number, word, StatusClass(meaning))
        _restore_nodes(terms.nodes, base)
        return terms

    def texts(self) -> dict[str, dict[int, str]]:
        """Number to text, by the column of a record that holds the number."""
        words = dict.fromkeys(("manufacturer", "model", "category", "owner"), self.words.texts)
        return {
            "node": self.nodes.texts,
            "position": self.positions.texts,
            "status": self.statuses.words,
            **words,
        }


def _empty() -> tuple[Nodes, Positions, Statuses]:
    return Nodes(), Positions(), Statuses()


def _restore_nodes(nodes: Nodes, base: sqlite3.Connection) -> None:
    codes: dict[int, list[str]] = {}
    for number, code in base.execute("SELECT place, code FROM place_code ORDER BY place, code"):
        codes.setdefault(number, []).append(code)
    rows = base.execute("SELECT id, text, parent, source, kind, height, foreign_owner, disposal, no_photos FROM place")
    for number, text, parent, source, kind, height, owner, disposal, no_photos in rows:
        place = Place.parse(text)
        own = tuple(codes.get(number, ()))
        nodes.links.update((code, number) for code in own if LINK.fullmatch(code))
        info = PlaceInfo(place, kind, height, owner, bool(disposal), bool(no_photos), own)
        nodes.restore(number, place, parent, source, info)
