"""Which of several places a bulk reader's reads speak for; radio waves pass through walls, so they never contest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from assetaudit.model.frame import Thresholds
from assetaudit.model.place import Place
from assetaudit.reconcile.agree import agree, distinct
from assetaudit.reconcile.claims import Claim, Heard


@dataclass(slots=True)
class _Strength:
    """All reads of one asset at one place."""

    count: int = 0
    strongest: dict[str, int] = field(default_factory=lambda: defaultdict(lambda: -(10**9)))
    """By reader, in tenths of dBm: raw figures of a reader are no decibels and are not compared."""

    def take(self, heard: Heard) -> None:
        self.count += heard.count
        if heard.unit == "dBm":
            self.strongest[heard.reader] = max(self.strongest[heard.reader], heard.strongest)

    def beats(self, other: _Strength, thresholds: Thresholds) -> bool:
        common = self.strongest.keys() & other.strongest.keys()
        clear = all(self.strongest[one] - other.strongest[one] >= thresholds.rfid_margin_ddb for one in common)
        return bool(common) and clear and self.count >= thresholds.rfid_count_factor * other.count


def winner(claims: Sequence[Claim], expected: Place | None, thresholds: Thresholds) -> tuple[Place, bool]:
    """The place that bulk reads speak for, and whether they clearly do."""
    strengths: dict[str, _Strength] = defaultdict(_Strength)
    for claim in claims:
        if claim.place is not None:
            for heard in claim.heard:
                strengths[claim.place.key].take(heard)
    places = distinct([claim.place for claim in claims if claim.place is not None])
    for place in places:
        others = [other for other in places if not agree(place, other, None, 1)]
        if others and all(strengths[place.key].beats(strengths[other.key], thresholds) for other in others):
            return place, True
    return _likely(places, expected, strengths), False


def _likely(places: Sequence[Place], expected: Place | None, strengths: dict[str, _Strength]) -> Place:
    """Undecided: the expected place if it is among them, else the most read one."""
    if expected is not None:
        at_home = [place for place in places if agree(place, expected, expected, 1)]
        if at_home:
            return min(at_home, key=lambda place: (-len(place.nodes), place.key))
    return min(places, key=lambda place: (-strengths[place.key].count, place.key))
