"""The plain half of the totals: assets of the roll that nobody saw, or that one plain scan saw where they belong.

The rules judge one asset of each kind (covered or not, seen or not, and how); what they say holds for all of its kind,
so that the rest is counting. Every other asset is counted by itself.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import compress, repeat
from operator import add

from assetaudit.model.finding import Outcome
from assetaudit.reconcile.claims import Plain
from assetaudit.reconcile.measures import Marks, Score
from assetaudit.reconcile.part import Line, Part
from assetaudit.reconcile.roll import Roll, Spot
from assetaudit.reconcile.sights import UNSEEN, Sights
from assetaudit.reconcile.sums import PlaceSums

ODD = 255
"""The kind of an asset that is counted by itself."""
_COVERED = 16
"""A kind is the rank of the basis on which it was seen, or that it was not, and whether its place is covered."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is said of every asset of one kind."""

    marks: Marks
    counts: Mapping[str, int]
    """What each adds to the counts of its node."""


class Muster:
    """The kind of every asset of the roll, and the totals of each kind."""

    def __init__(
        self,
        roll: Roll,
        sights: Sights,
        closed: Callable[[Spot], bool],
        odd: Callable[[str], bool],
        judge: Callable[[str], Part | None],
    ) -> None:
        """``sights`` are plain, ``odd`` says of which assets there are others; ``closed`` tells of a spot."""
        self.roll = roll
        self._sights = sights
        self._closed = closed
        self._odd = odd
        self._judge = judge
        self._kinds: dict[int, Kind | None] = {ODD: None}
        self._kind_of = bytearray()
        self._node_keys = [spot.node.key for spot in roll.spots]
        self._sums: PlaceSums | None = None

    def count_all(self, score: Score, odd: Iterable[str]) -> set[str]:
        """Count the whole roll but those that are odd. Returns the assets with plain sightings not counted here."""
        roll, columns = self.roll, self._sights.columns
        covered = bytes(_COVERED * self._closed(spot) for spot in roll.spots)
        bases = bytes(map(covered.__getitem__, roll.spot_of))
        self._kind_of = _joined(bases, bytes([UNSEEN]) * len(bases) if columns is None else columns.ranks)
        aside = self._place_loose(covered)
        for number in () if columns is None else columns.elsewhere:
            if self._kind(number, self._sights.get(roll.keys[number])) == ODD:
                self._kind_of[number] = ODD
                aside.add(roll.keys[number])
        for known in map(roll.number, odd):
            if known is not None:
                self._kind_of[known] = ODD
        self._count_kinds(score)
        return aside

    def _place_loose(self, covered: bytes) -> set[str]:
        """Give the assets of the sightings at hand their kinds. Returns those that are counted by themselves."""
        aside, spot_of = set(), self.roll.spot_of
        for key, sight in self._sights.loose.items():
            number = self.roll.number(key)
            at_home = number is not None and sight.place.node_key == self._node_keys[spot_of[number]]
            if number is not None:
                self._kind_of[number] = covered[spot_of[number]] + sight.rank if at_home else ODD
            if not at_home:
                aside.add(key)
        return aside

    def _kind(self, number: int, sight: Plain | None) -> int:
        """The kind of an asset of which no more is said than a plain sighting."""
        spot = self.roll.spot_of[number]
        if sight is not None and sight.place.node_key != self._node_keys[spot]:
            return ODD
        return _COVERED * self._closed(self.roll.spots[spot]) + (UNSEEN if sight is None else sight.rank)

    def _count_kinds(self, score: Score) -> None:
        counted: dict[int, Outcome | None] = {}
        for kind in filter(self._kind_of.__contains__, range(2 * _COVERED)):
            known = self._known(kind, self._kind_of.index(kind))
            if known is not None:
                score.take(known.marks, self._kind_of.count(kind))
                counted[kind] = known.marks.outcome
        whole = self._value(counted)
        missing = self._value([kind for kind, outcome in counted.items() if outcome is Outcome.MISSING])
        score.take_value(Marks(), whole - missing)
        score.take_value(Marks(Outcome.MISSING), missing)

    def _value(self, kinds: Collection[int]) -> int:
        """Book value of all assets of these kinds, in hundredths."""
        alike = sum(map(self._kind_of.count, kinds))
        if alike == len(self._kind_of):
            return self.roll.value
        return sum(compress(self.roll.cents, self._kind_of.translate(_among(kinds)))) if alike else 0

    def spread(self, sums: PlaceSums) -> None:
        """Count every asset at its node as well, from now on."""
        self._sums = sums
        for (spot, kind), number in Counter(zip(self.roll.spot_of, self._kind_of, strict=True)).items():
            known = self._kinds[kind]
            if known is not None:
                sums.take(self._node_keys[spot], known.counts, number)

    def renew(self, number: int, score: Score) -> bool:
        """Count one asset anew; False where it has to be counted by itself."""
        key, before = self.roll.keys[number], self._kind_of[number]
        kind = ODD if self._odd(key) else self._kind(number, self._sights.get(key))
        if kind != before:
            self._move(number, before, score, -1)
            self._kind_of[number] = kind
            self._move(number, kind, score, 1)
        return kind != ODD

    def _move(self, number: int, kind: int, score: Score, step: int) -> None:
        known = self._known(kind, number)
        if known is None:
            return
        score.take(known.marks, step)
        score.take_value(known.marks, self.roll.cents[number], step)
        if self._sums is not None:
            self._sums.take(self._node_keys[self.roll.spot_of[number]], known.counts, step)

    def _known(self, kind: int, number: int) -> Kind | None:
        """What is said of a kind; the rules judge its first asset."""
        if kind not in self._kinds:
            part = self._judge(self.roll.keys[number])
            self._kinds[kind] = None if part is None else _kind(part)
        return self._kinds[kind]

    def listed_kinds(self) -> bytes:
        """The kind of every asset in the order in which findings are listed."""
        return bytes(map(self._kind_of.__getitem__, self.roll.listed))

    def lines(self, outcome: Outcome, kinds: bytes, odd: list[tuple[Place, str]]) -> Iterator[Line]:
        """The lines of everything with an outcome, in their order, those counted elsewhere among them.

        ``kinds`` are those of the assets as they are listed.
        """
        alike = [kind for kind, known in self._kinds.items() if known is not None and known.marks.outcome is outcome]
        wanted = kinds.translate(_among(alike)) if alike else b""
        numbers = array("i", compress(self.roll.listed, wanted) if 1 in wanted else ())
        return self._woven(outcome, numbers, odd) if odd else self._between(outcome, numbers)

    def _woven(self, outcome: Outcome, numbers: array[int], odd: list[tuple[Place, str]]) -> Iterator[Line]:
        done = 0
        for place, key in sorted(odd):
            upto = bisect_left(numbers, place, lo=done, key=self._place)
            yield from self._between(outcome, numbers[done:upto])
            yield outcome, place[0][1:], key
            done = upto
        yield from self._between(outcome, numbers[done:])

    def _place(self, number: int) -> Place:
        return "\x01" + self.roll.text(number), "\x01" + self.roll.keys[number], ""

    def _between(self, outcome: Outcome, numbers: array[int]) -> Iterator[Line]:
        if not numbers:
            return iter(())
        roll = self.roll
        headings = map(roll.headings().__getitem__, map(roll.spot_of.__getitem__, numbers))
        positions = map(roll.position_texts.__getitem__, map(roll.position_of.__getitem__, numbers))
        return zip(repeat(outcome), map(add, headings, positions), map(roll.keys.__getitem__, numbers), strict=False)


Place = tuple[str, str, str]
"""The place of a finding among those of its outcome: the end of its sort key."""


def _joined(bases: bytes, ranks: bytes | bytearray) -> bytearray:
    """The sums of two rows of figures, each pair without a bit in common: all at once, as two long numbers."""
    joined = int.from_bytes(bases, "little") | int.from_bytes(ranks, "little")
    return bytearray(joined.to_bytes(len(bases), "little"))


def _among(kinds: Collection[int]) -> bytes:
    """For each figure whether it is one of these kinds, to translate a row of them with."""
    return bytes(figure in kinds for figure in range(256))


def _kind(part: Part) -> Kind:
    counts = {"expected": 1, "seen": int(part.named)}
    if part.stands:
        counts[part.stands] = 1
    return Kind(replace(part.marks, cents=0), counts)
