"""Racks in the order of the register: people walk from one rack to the next, whichever way, and not down a list.

A walk that turns at the end of each row is honest, and so is one along a register that stands in the order of the
racks: only visits that follow the list and go to and fro between racks that do not stand side by side are asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assetaudit.reconcile.grounds import walking_order
from assetaudit.review.suspicion.trace import Question, Step, listed

_LEAST, _PLACES = 8, 4
_LISTED, _NEXT = 0.9, 0.5
"""So many of the steps follow the list, and so few of the visits are to a rack nearby."""
_NEAR = 2
"""Racks apart, of those that were visited, as they stand: one may be left out."""


class Visits:
    """The first scan of every visit to a place, of one log."""

    def __init__(self) -> None:
        self._first: list[Step] = []

    def go(self, stretch: Sequence[Step]) -> None:
        """On to another place."""
        self._first.append(stretch[0])

    def questions(self) -> Iterator[Question]:
        """One question, where the visits follow the list and not the racks."""
        order = [walking_order(step.place.node) for step in self._first]
        ranks = {place: rank for rank, place in enumerate(sorted(set(order)))}
        if len(order) < _LEAST or len(ranks) < _PLACES or listed(self._first) < _LISTED:
            return
        near = sum(1 for a, b in pairwise(order) if abs(ranks[a] - ranks[b]) <= _NEAR)
        if near < _NEXT * (len(order) - 1):
            ask = (
                f"{len(order)} visits to {len(ranks)} places follow the order of the register"
                " and go to and fro between places that are not side by side: how was it walked?"
            )
            yield Question("rack_order", ask, self._first[0].event.user, tuple(one.event.hash for one in self._first))
