"""Cases: findings that have one cause, found by one file a cause and decided once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assetaudit.review.cases.case import Case, Clues
from assetaudit.review.cases.changed_places import changed_places
from assetaudit.review.cases.chassis_moved import chassis_moved
from assetaudit.review.cases.leading_zeros import leading_zeros
from assetaudit.review.cases.one_device import one_device
from assetaudit.review.cases.one_number import one_number
from assetaudit.review.cases.perhaps_one import perhaps_one
from assetaudit.review.cases.place_alias import place_alias
from assetaudit.review.cases.rack_moved import rack_moved
from assetaudit.review.cases.shifted_units import shifted_units

CAUSES: tuple[Callable[[Clues], Iterable[Case]], ...] = (
    place_alias,
    rack_moved,
    chassis_moved,
    shifted_units,
    changed_places,
    leading_zeros,
    one_device,
    one_number,
    perhaps_one,
)
"""In the order in which they claim findings: a finding is part of one case at most."""

__all__ = ["CAUSES", "Case", "Clues", "cases"]


def cases(clues: Clues) -> Iterator[Case]:
    """Every case; a finding that an earlier cause claimed is not claimed again."""
    for cause in CAUSES:
        for case in cause(clues):
            if clues.taken.isdisjoint(case.things):
                clues.taken.update(case.things)
                yield case
