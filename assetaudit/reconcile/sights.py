"""Plain sightings: a few at hand by key, and where there are very many, in columns by the number in the roll.

Nearly every asset of an audit is seen once, by one plain scan, where it belongs: in columns that takes 33 bytes, and
300 at hand. Columns are begun between large batches only: they need the roll of the whole audit, and nobody is to wait
for that between two scans. ``tests/reconcile/test_properties.py`` holds every way of keeping them equal to judging one
by one, whatever the limit.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, compress
from typing import NamedTuple

from assetaudit.model.event import Event
from assetaudit.model.place import Place
from assetaudit.reconcile.claims import Plain
from assetaudit.reconcile.digests import SIZE, digest_of, digests_of
from assetaudit.reconcile.roll import Roll

LOOSE = 32_768
"""Sightings kept at hand before those of large batches are put into columns: calling the roll for them takes seconds
where it has a million assets, which a log of a few days is not worth."""
_LARGE = 16
"""A batch is large that brings at least this part of so many: a walk and what other people send it never do."""
_AT_HAND = -1
"""Room as long as there are no columns."""
UNSEEN = 15
"""Stands for the rank of a basis where an asset was not seen."""


class Seen(NamedTuple):
    """Plain sightings at one node, in columns: each of another asset."""

    events: Sequence[Event]
    names: Sequence[str]
    """Their hashes."""
    keys: Sequence[str]
    """Of the assets."""
    ranks: Sequence[int]
    rooms: Sequence[int]
    """Where there is room for each."""


class Columns:
    """Plain sightings of assets of the roll, by their numbers."""

    def __init__(self, roll: Roll) -> None:
        self._roll = roll
        self.ranks = bytearray([UNSEEN]) * len(roll.keys)
        """Of the basis on which each asset was seen, or ``UNSEEN``."""
        self.elsewhere: dict[int, Place] = {}
        """Where assets were seen, if that is not, to the letter, where they belong."""
        self._elsewhere_at: defaultdict[str, list[int]] = defaultdict(list)
        self._hashes = bytearray(SIZE) * len(roll.keys)
        self._last: tuple[str, Plain | None] = ("", None)
        """The last asset asked for, or seen, with its sighting: a verdict asks several times."""

    def put(self, key: str, plain: Plain) -> bool | None:
        """Take a sighting in; False where the asset has one already, None where there is no room for such a one."""
        number = self._roll.number(key)
        if number is None:
            return None
        if self.ranks[number] != UNSEEN:
            return False
        digest = digest_of(plain.event)
        if digest is None:
            return None
        self._hashes[number * SIZE : (number + 1) * SIZE] = digest
        self.ranks[number] = plain.rank
        if plain.place.nodes != self._home(number).nodes:
            self.elsewhere[number] = plain.place
            self._elsewhere_at[plain.place.node_key].append(number)
        self._last = (key, plain)
        return True

    def rooms(self, keys: Sequence[str]) -> list[int | None]:
        """The numbers of those assets that were not seen yet; None for all others."""
        ranks = self.ranks
        return [
            number if number is not None and ranks[number] == UNSEEN else None for number in self._roll.numbers(keys)
        ]

    def put_all(self, seen: Seen, place: Place) -> bool:
        """Take in many at once for which there is room; False, and nothing done, where it was taken meanwhile."""
        ranks, hashes, rooms = self.ranks, self._hashes, seen.rooms
        digests = digests_of(seen.names)
        if digests is None or _AT_HAND in rooms or any(ranks[room] != UNSEEN for room in rooms):
            return False
        self._last = ("", None)
        for start, room, rank in zip(range(0, len(digests), SIZE), rooms, seen.ranks, strict=True):
            hashes[room * SIZE : (room + 1) * SIZE] = digests[start : start + SIZE]
            ranks[room] = rank
        spot_of, spots = self._roll.spot_of, self._roll.spots
        away = {spot for spot in {spot_of[room] for room in rooms} if spots[spot].node.nodes != place.nodes}
        for room in rooms if away else ():
            if spot_of[room] in away:
                self.elsewhere[room] = place
                self._elsewhere_at[place.node_key].append(room)
        return True

    def get(self, key: str) -> Plain | None:
        """The sighting of an asset."""
        if self._last[0] != key:
            self._last = (key, self._found(key))
        return self._last[1]

    def _found(self, key: str) -> Plain | None:
        number = self._roll.number(key)
        if number is None or self.ranks[number] == UNSEEN:
            return None
        event = self._hashes[number * SIZE : (number + 1) * SIZE].hex()
        return Plain(event, self.elsewhere.get(number) or self._home(number), self.ranks[number])

    def __contains__(self, key: str) -> bool:
        number = self._roll.number(key)
        return number is not None and self.ranks[number] != UNSEEN

    def drop(self, key: str) -> None:
        """Forget the sighting of an asset, which there is."""
        self._last = ("", None)
        number = self._roll.number(key)
        if number is not None:
            self.ranks[number] = UNSEEN
            self.elsewhere.pop(number, None)

    def at(self, node_key: str) -> Iterator[str]:
        """Keys of the assets seen at a node."""
        roll, elsewhere = self._roll, self.elsewhere
        for number in roll.members(node_key):
            if self.ranks[number] != UNSEEN and number not in elsewhere:
                yield roll.keys[number]
        for number in self._elsewhere_at.get(node_key, ()):
            if number in elsewhere and elsewhere[number].node_key == node_key:
                yield roll.keys[number]

    def __iter__(self) -> Iterator[str]:
        return compress(self._roll.keys, (rank != UNSEEN for rank in self.ranks))

    def __len__(self) -> int:
        return len(self.ranks) - self.ranks.count(UNSEEN)

    def _home(self, number: int) -> Place:
        return self._roll.spots[self._roll.spot_of[number]].node


class Sights:
    """The plain sighting of every asset that has one."""

    def __init__(self, roll: Callable[[], Roll]) -> None:
        self._roll = roll
        self._loose: dict[str, Plain] = {}
        self._loose_at: defaultdict[str, list[str]] = defaultdict(list)
        """Assets that a plain scan found at a node, perhaps twice, or found there once and no longer."""
        self._limit = LOOSE
        self.columns: Columns | None = None

    @property
    def loose(self) -> Mapping[str, Plain]:
        """Those that are not in columns, by key."""
        return self._loose

    def put(self, key: str, plain: Plain) -> bool:
        """Take a sighting in; False where the asset has one already."""
        if key in self._loose:
            return False
        done = None if self.columns is None else self.columns.put(key, plain)
        if done is None:
            self._loose[key] = plain
            self._loose_at[plain.place.node_key].append(key)
        return done is not False

    def rooms(self, keys: Sequence[str]) -> list[int | None]:
        """Where there is room for a sighting of each of some assets; None where it has one, or would be its second."""
        rooms: list[int | None] = [_AT_HAND] * len(keys) if self.columns is None else self.columns.rooms(keys)
        if len(set(keys)) == len(keys) and self._loose.keys().isdisjoint(keys):
            return rooms
        taken = set(self._loose.keys() & keys)
        for number, key in enumerate(keys):
            if key in taken:
                rooms[number] = None
            taken.add(key)
        return rooms

    def put_all(self, seen: Seen, place: Place) -> bool:
        """Take in sightings at one node for which there is room; False, and nothing done, where it was taken."""
        if not self._loose.keys().isdisjoint(seen.keys):
            return False
        if self.columns is not None:
            return self.columns.put_all(seen, place)
        for name, key, rank in zip(seen.names, seen.keys, seen.ranks, strict=True):
            self.put(key, Plain(name, place, rank))
        return True

    def expect(self, count: int) -> None:
        """A batch with so many events comes: columns are begun where it is large and they are worth the roll."""
        if len(self._loose) + count > self._limit and _LARGE * count >= self._limit:
            self._pack()

    def get(self, key: str) -> Plain | None:
        """The sighting of an asset."""
        plain = self._loose.get(key)
        return plain if plain is not None or self.columns is None else self.columns.get(key)

    def pop(self, key: str) -> Plain | None:
        """Take the sighting of an asset out."""
        plain = self._loose.pop(key, None)
        if plain is None and self.columns is not None:
            plain = self.columns.get(key)
            if plain is not None:
                self.columns.drop(key)
        return plain

    def at(self, node_key: str) -> set[str]:
        """Keys of the assets seen at a node."""
        loose = {key: self._loose.get(key) for key in self._loose_at.get(node_key, ())}
        found = {key for key, plain in loose.items() if plain is not None and plain.place.node_key == node_key}
        return found if self.columns is None else found.union(self.columns.at(node_key))

    def _pack(self) -> None:
        """Begin the columns; what has no room in them stays at hand, however much it is."""
        columns = self.columns = Columns(self._roll())
        self._loose = {key: plain for key, plain in self._loose.items() if columns.put(key, plain) is None}
        self._loose_at = defaultdict(list)
        for key, plain in self._loose.items():
            self._loose_at[plain.place.node_key].append(key)
        self._limit = sys.maxsize

    def __contains__(self, key: str) -> bool:
        return key in self._loose or (self.columns is not None and key in self.columns)

    def __iter__(self) -> Iterator[str]:
        return iter(self._loose) if self.columns is None else chain(self._loose, self.columns)

    def __len__(self) -> int:
        return len(self._loose) + (0 if self.columns is None else len(self.columns))
