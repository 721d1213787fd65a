"""The roll of an audit in columns: assets to account for that stand for themselves, so that sets can be counted.

An asset of the roll is expected, in the scope and the filter, in nobody else's place, and not carried by another:
what is said of it hangs on its own place and its own sightings alone. All others are named and looked at one by one.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain, groupby

from assetaudit.model.asset import Outline, StatusClass
from assetaudit.model.place import Place, Position

BAY = re.compile(r"(?:bay|slot|node)\D*\d+.*", re.IGNORECASE)
"""What a slot is called that something else carries."""
AWAITED = (StatusClass.EXPECTED, StatusClass.OFF_SITE)
"""Classes of which an unseen asset may have a finding."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One side of a node: assets of one spot are covered together."""

    node: Place
    rear: bool
    deep: bool
    """Whether positions follow."""

    @property
    def heading(self) -> str:
        """What the texts of its assets' places begin with: the node, and a colon where a position follows."""
        return f"{self.node}:" if self.deep else str(self.node)

    @property
    def side(self) -> str:
        """``front`` or ``rear``."""
        return "rear" if self.rear else "front"


@dataclass
class Roll:
    """Columns by the number of an asset, in order of their keys."""

    keys: list[str] = field(default_factory=list)
    spot_of: array[int] = field(default_factory=lambda: array("i"))
    position_of: array[int] = field(default_factory=lambda: array("i"))
    cents: array[int] = field(default_factory=lambda: array("q"))
    spots: list[Spot] = field(default_factory=list)
    positions: list[Position | None] = field(default_factory=lambda: [None])
    others: list[str] = field(default_factory=list)
    """Keys of assets that may have a finding unseen and are no part of the roll."""

    _asked: tuple[str, int | None] = field(default=("", None), init=False, repr=False, compare=False)
    """The last question and its answer: whatever is done with a scan asks for its asset several times."""

    def number(self, key: str) -> int | None:
        """The number of an asset in the roll; None where it is not in it."""
        asked, number = self._asked
        if asked == key and number is not None:
            return number
        at = bisect_left(self.keys, key)
        number = at if at < len(self.keys) and self.keys[at] == key else None
        self._asked = (key, number)
        return number

    def numbers(self, keys: Sequence[str]) -> list[int | None]:
        """The same for many assets."""
        own, end = self.keys, len(self.keys)
        places = [bisect_left(own, key) for key in keys]
        return [at if at < end and own[at] == key else None for at, key in zip(places, keys, strict=True)]

    @cached_property
    def value(self) -> int:
        """Book value of all of them, in hundredths."""
        return sum(self.cents)

    def text(self, number: int) -> str:
        """The expected place of an asset in words."""
        return self.spots[self.spot_of[number]].heading + self.position_texts[self.position_of[number]]

    def headings(self) -> list[str]:
        """What the texts of places begin with, by spot; made when they are listed, and not kept."""
        return [spot.heading for spot in self.spots]

    @cached_property
    def position_texts(self) -> list[str]:
        """Positions in words; nothing for none."""
        return ["" if position is None else str(position) for position in self.positions]

    def spots_in_use(self) -> list[Spot]:
        """Spots at which at least one asset of the roll belongs."""
        return [self.spots[number] for number in sorted(set(self.spot_of))]

    def members(self, node_key: str) -> list[int]:
        """Numbers of the assets of a node, ascending, by its key."""
        spots = self._spots_by_node
        first, last = (side(spots, node_key, key=self._node_key) for side in (bisect_left, bisect_right))
        return sorted(chain.from_iterable(map(self._at_spot, spots[first:last])))

    @cached_property
    def _spots_by_node(self) -> array[int]:
        return array("i", sorted(range(len(self.spots)), key=self._node_key))

    def _node_key(self, spot: int) -> str:
        return self.spots[spot].node.key

    @cached_property
    def _by_spot(self) -> tuple[array[int], array[int]]:
        """Numbers of all assets, spot by spot and ascending in each, and where the numbers of every spot end."""
        ends = array("i", accumulate(map(Counter(self.spot_of).__getitem__, range(len(self.spots)))))
        free, numbers = [0, *ends], array("i", bytes(4 * len(self.keys)))
        for number, spot in enumerate(self.spot_of):
            numbers[free[spot]] = number
            free[spot] += 1
        return numbers, ends

    def _at_spot(self, spot: int) -> array[int]:
        numbers, ends = self._by_spot
        return numbers[ends[spot - 1] if spot else 0 : ends[spot]]

    @cached_property
    def listed(self) -> array[int]:
        """Numbers in the order of findings: by the text of the place, then by key."""
        texts = self.position_texts
        rank = {text: number for number, text in enumerate(sorted(set(texts)))}
        ranks = [rank[text] for text in texts]
        found = array("i")
        for members in self._by_heading():
            found.extend(sorted(members, key=lambda number: ranks[self.position_of[number]]))
        return found

    def _by_heading(self) -> Iterator[Sequence[int]]:
        """Numbers of the assets under each heading, ascending, by heading; two sides of a rack share theirs."""
        headings = self.headings()
        spots = sorted(range(len(headings)), key=headings.__getitem__)
        for _heading, alike in groupby(spots, key=headings.__getitem__):
            yield sorted(chain.from_iterable(map(self._at_spot, alike)))


def call_roll(
    outlines: Iterable[Outline],
    audited: Callable[[Place], bool],
    foreign: Callable[[Place], bool],
    in_filter: Callable[[str], bool] | None,
) -> Roll:
    """The roll of these assets; ``audited`` and ``foreign`` say of a node whether it is in the scope, and not ours."""
    roll, caller = Roll(), _Caller(audited, foreign)
    mountings, expected = caller.mountings, StatusClass.EXPECTED
    takes = roll.keys.append, roll.spot_of.append, roll.position_of.append, roll.cents.append
    take_key, take_spot, take_position, take_cents = takes
    for key, node, position, status_class, cost, parent in outlines:
        if status_class not in AWAITED:
            continue
        number, spots, in_bay = mountings.get(id(position)) or caller.mounting(position)
        spot = spots.get(id(node))
        if spot is None:
            spot = caller.spot(node, position)
        if spot >= 0 and not in_bay and parent is None and status_class is expected:
            if in_filter is None or in_filter(key):
                take_key(key)
                take_spot(spot)
                take_position(number)
                take_cents(cost or 0)
        elif spot != _NONE:
            roll.others.append(key)
    roll.spots, roll.positions = caller.spots, caller.positions
    roll.spot_of, roll.position_of, roll.cents = map(_narrow, (roll.spot_of, roll.position_of, roll.cents))
    return roll


def _narrow(column: array[int]) -> array[int]:
    """The same figures in as few bytes each as hold all of them."""
    if not column or min(column) < 0:
        return column
    most = max(column)
    return array(next(code for code in "BHIQ" if most < 256 ** array(code).itemsize), column)


_NONE, _OTHER = -1, -2
"""Spots of assets that are told of only when they are seen, and of those that are looked at one by one."""
_Mounting = tuple[int, dict[int, int], bool]
"""Number of a position, the spots of its side by the ``id`` of their nodes, and whether something carries it."""


class _Caller:
    """Numbers spots and positions as they come.

    A register has few of them and gives the same object again and again: most questions are answered by its ``id``.
    """

    def __init__(self, audited: Callable[[Place], bool], foreign: Callable[[Place], bool]) -> None:
        self.spots: list[Spot] = []
        self.positions: list[Position | None] = [None]
        self.mountings: dict[int, _Mounting] = {}
        """By the ``id`` of a position."""
        self._audited = audited
        self._foreign = foreign
        self._spots: dict[tuple[tuple[str, ...], bool | None], int] = {}
        self._numbers: dict[Position | None, int] = {None: 0}
        self._nodes: dict[bool | None, dict[int, int]] = defaultdict(dict)
        self._held: list[Place | Position | None] = []
        """What was asked for, so that its ``id`` stays its own."""

    def mounting(self, position: Position | None) -> _Mounting:
        """What counts of a position."""
        self._held.append(position)
        number = self._numbers.setdefault(position, len(self.positions))
        if number == len(self.positions):
            self.positions.append(position)
        in_bay = position is not None and BAY.fullmatch(position.slot or "") is not None
        known = self.mountings[id(position)] = (number, self._nodes[_rear(position)], in_bay)
        return known

    def spot(self, node: Place | None, position: Position | None) -> int:
        """The number of a spot; ``_NONE`` where nothing unseen is told of."""
        self._held.append(node)
        rear = _rear(position)
        number = _OTHER if node is None else self._spots.get((node.nodes, rear))
        if number is None and node is not None:
            number = self._spots[node.nodes, rear] = self._new(node, rear)
        self._nodes[rear][id(node)] = number = _OTHER if number is None else number
        return number

    def _new(self, node: Place, rear: bool | None) -> int:  # noqa: FBT001 - a column's value
        if not self._audited(node) or self._foreign(node):
            return _NONE
        self.spots.append(Spot(node, bool(rear), rear is not None))
        return len(self.spots) - 1


def _rear(position: Position | None) -> bool | None:
    return None if position is None else position.rear
