"""Scans in the order of the register: people walk a rack from its top or bottom, not down a list.

An honest walk may follow the register as well, where the register stands in the order of the rack: only scans that
follow the list and not the rack are asked about. Blades of one chassis stand in one unit, and what hangs beside the
units stands in none: they say nothing of how the rack was walked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assetaudit.review.suspicion.trace import Question, Step, listed, once, rising

_LEAST = 8
_LISTED, _WALKED = 0.9, 0.7
"""So many of the steps follow the list, and so few the rack."""


def register_order(stretch: Sequence[Step]) -> Iterator[Question]:
    """One question for a stretch in one place that follows the list and not the rack."""
    steps = [(step, unit) for step in once(stretch) if (unit := _unit(step)) is not None]
    if len(steps) < _LEAST:
        return
    units = [unit for _, unit in steps]
    falls, rises = rising(units[::-1]), rising(units)
    walked = 1 - min(falls, rises)
    if walked < _WALKED and listed([step for step, _ in steps]) >= _LISTED:
        ask = (
            f"{len(steps)} scans in {stretch[0].place.node} follow the order of the register"
            " and jump about the rack: how was it walked?"
        )
        yield Question("register_order", ask, stretch[0].event.user, tuple(step.event.hash for step, _ in steps))


def _unit(step: Step) -> int | None:
    place = step.asset.place
    return place.position.half_units if place is not None and place.position is not None else None
