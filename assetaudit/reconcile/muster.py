"""The plain half of the totals: assets of the roll that nobody saw, or that one plain scan saw where they belong.

The rules judge one asset of each kind (covered or not, seen or not, and how); what they say holds for all of its kind,
so that the rest is counting. Every other asset is counted by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import compress

from assetaudit.model.finding import Basis, Outcome
from assetaudit.reconcile.claims import Plain
from assetaudit.reconcile.measures import Marks, Score
from assetaudit.reconcile.part import Part
from assetaudit.reconcile.roll import Roll, Spot
from assetaudit.reconcile.sums import PlaceSums

ODD = 0
"""The kind of an asset that is counted by itself."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is said of every asset of one kind."""

    marks: Marks
    counts: Mapping[str, int]
    """What each adds to the counts of its node."""


class Muster:
    """The kind of every asset of the roll, and the totals of each kind."""

    def __init__(
        self, roll: Roll, judge: Callable[[str], Part | None], score: Score, sums: PlaceSums, plain: Mapping[str, Plain]
    ) -> None:
        self.roll = roll
        self._judge = judge
        self._score = score
        self._sums = sums
        self._plain = plain
        self._kinds: list[Kind | None] = [None]
        self._names: dict[tuple[bool, Basis | None], int] = {}
        self._kind_of = bytearray(len(roll.keys))
        self._node_keys = [spot.node.key for spot in roll.spots]

    def count_all(self, closed: Callable[[Spot], bool], odd: Callable[[str], bool]) -> set[str]:
        """Count the whole roll; ``odd`` names what more is said of. Returns the plain sightings not counted here."""
        covered = [closed(spot) for spot in self.roll.spots]
        counted = 0
        for number, (key, spot, sight) in enumerate(
            zip(self.roll.keys, self.roll.spot_of, map(self._plain.get, self.roll.keys), strict=True)
        ):
            if sight is None:
                kind = ODD if odd(key) else self._kind(key, (covered[spot], None))
            elif sight.place.node_key == self._node_keys[spot]:
                kind = self._kind(key, (covered[spot], sight.basis))
                counted += 1
            else:
                kind = ODD
            self._kind_of[number] = kind
        self._add_up()
        return set() if counted == len(self._plain) else self._plain.keys() - set(self._counted_keys())

    def _counted_keys(self) -> Iterator[str]:
        return compress(self.roll.keys, self._kind_of)

    def _add_up(self) -> None:
        for (spot, kind), number in Counter(zip(self.roll.spot_of, self._kind_of, strict=True)).items():
            self._take(spot, kind, number)
        for kind, known in enumerate(self._kinds):
            if known is not None:
                cents = sum(compress(self.roll.cents, (each == kind for each in self._kind_of)))
                self._score.take_value(known.marks, cents)

    def _take(self, spot: int, kind: int, step: int) -> None:
        known = self._kinds[kind]
        if known is not None:
            self._score.take(known.marks, step)
            self._sums.take(self._node_keys[spot], known.counts, step)

    def renew(self, number: int, closed: Callable[[Spot], bool], odd: Callable[[str], bool]) -> bool:
        """Count one asset anew; False where it has to be counted by itself."""
        key, spot = self.roll.keys[number], self.roll.spot_of[number]
        sight, before = self._plain.get(key), self._kind_of[number]
        if odd(key) or (sight is not None and sight.place.node_key != self._node_keys[spot]):
            kind = ODD
        else:
            kind = self._kind(key, (closed(self.roll.spots[spot]), None if sight is None else sight.basis))
        if kind != before:
            self._kind_of[number] = kind
            self._move(number, before, -1)
            self._move(number, kind, 1)
        return kind != ODD

    def _move(self, number: int, kind: int, step: int) -> None:
        known = self._kinds[kind]
        if known is not None:
            self._take(self.roll.spot_of[number], kind, step)
            self._score.take_value(known.marks, self.roll.cents[number], step)

    def _kind(self, key: str, name: tuple[bool, Basis | None]) -> int:
        kind = self._names.get(name)
        return self._new_kind(key, name) if kind is None else kind

    def _new_kind(self, key: str, name: tuple[bool, Basis | None]) -> int:
        """Judge the first asset of a kind by the rules."""
        part = self._judge(key)
        if part is None:
            self._names[name] = ODD
            return ODD
        counts = {"expected": 1, "seen": int(part.named)}
        if part.stands:
            counts[part.stands] = 1
        self._kinds.append(Kind(replace(part.marks, cents=0), counts))
        self._names[name] = len(self._kinds) - 1
        return self._names[name]

    def of_outcome(self, outcome: Outcome) -> Iterator[int]:
        """Numbers of the assets with an outcome that are counted here, in the order of findings."""
        chosen = bytes(known is not None and known.marks.outcome is outcome for known in self._kinds)
        if not any(chosen):
            return iter(())
        kinds = map(self._kind_of.__getitem__, self.roll.listed)
        return compress(self.roll.listed, map(chosen.__getitem__, kinds))
