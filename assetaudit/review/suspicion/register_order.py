"""Scans in the order of the register: people walk a rack from its top or bottom, not down a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assetaudit.review.suspicion.trace import Question, Step, rising

_LEAST = 8
_LISTED, _WALKED = 0.9, 0.7
"""So many of the steps follow the list, and so few the rack."""


def register_order(stretch: Sequence[Step]) -> Iterator[Question]:
    """One question for a stretch in one place that follows the list and not the rack."""
    units = [_unit(step) for step in stretch]
    if len(stretch) < _LEAST or None in units:
        return
    walked = max(rising([unit for unit in units if unit is not None]), rising([-(unit or 0) for unit in units]))
    if rising([_number(step) for step in stretch]) >= _LISTED and walked < _WALKED:
        ask = (
            f"{len(stretch)} scans in {stretch[0].place.node} follow the order of the register"
            " and jump about the rack: how was it walked?"
        )
        yield Question("register_order", ask, stretch[0].event.user, tuple(step.event.hash for step in stretch))


def _unit(step: Step) -> int | None:
    place = step.asset.place
    return place.position.half_units if place is not None and place.position is not None else None


def _number(step: Step) -> list[tuple[int, str]]:
    parts = re.findall(r"\d+|\D+", step.asset.key)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
