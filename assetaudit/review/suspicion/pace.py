"""Pace between racks: a scan in another rack sooner than a person gets there; only where the terms switch it on.

By the monotonic clock of one device and one boot. The times are those that nobody keeps to, not those that people
need: the label of the next rack has to be scanned as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assetaudit.model.place import Place
from assetaudit.review.suspicion.trace import Question, Step

_RACK, _EACH, _FAR = 1_500, 300, 5_000
"""Milliseconds to the next rack, for each rack between, and at most: numbers are not always metres."""
_ROW, _ROOM = 3_000, 10_000


class Pace:
    """The steps of one log that came too quick."""

    def __init__(self) -> None:
        self._last: Step | None = None
        self._quick: list[tuple[int, Step]] = []

    def go(self, stretch: Sequence[Step]) -> None:
        """On to another place."""
        before, after = self._last, stretch[0]
        self._last = stretch[-1]
        if before is None or before.event.boot != after.event.boot:
            return
        took = after.event.mono - before.event.mono
        if 0 <= took < least_ms(before.place.node, after.place.node):
            self._quick.append((took, after))

    def questions(self) -> Iterator[Question]:
        """One question, where there were such steps."""
        if self._quick:
            quickest = min(took for took, _ in self._quick) / 1000
            ask = (
                f"{len(self._quick)} scans were made in another place sooner than a person gets there,"
                f" the quickest after {quickest:.1f} s: was there more than one scanner?"
            )
            evidence = tuple(step.event.hash for _, step in self._quick)
            yield Question("pace", ask, self._quick[0][1].event.user, evidence)


def least_ms(one: Place, other: Place) -> int:
    """The time within which nobody gets from one place to another; none where one is inside of the other."""
    if one.holds(other) or other.holds(one):
        return 0
    apart = next(at for at, (a, b) in enumerate(zip(one.nodes, other.nodes, strict=False)) if a != b)
    above = max(len(one.nodes), len(other.nodes)) - 1 - apart
    if above:
        return _ROW if above == 1 else _ROOM
    return min(_FAR, _RACK + _EACH * max(0, abs(_number(one) - _number(other)) - 1))


def _number(place: Place) -> int:
    found = re.search(r"\d{1,9}", place.nodes[-1])
    return int(found[0]) if found else 0
