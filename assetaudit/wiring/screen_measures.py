"""Measures over time as the screen asks for them: rooms, categories, ages, earlier audits, days to close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetaudit.model.finding import MEASURES
from assetaudit.review.accuracy import Measures
from assetaudit.review.standing import State
from assetaudit.wiring.review import Review
from assetaudit.wiring.review_time import ages, categories, days_to_close, earlier, longest_unseen, rooms

if TYPE_CHECKING:
    from assetaudit.wiring.workspace import Workspace

_LISTED = 500
"""Assets that are listed as unseen for the longest time."""


def measures(space: Workspace, name: str) -> Measures:
    """The measures of an audit and of those before it; opens each of them, which takes a moment."""
    review = Review.open(space, name)
    before = [*earlier(review), (space.find(review.loaded.id), review.loaded)]
    figures = [loaded.reconciliation.measures() for _, loaded in before]
    return Measures(
        rooms(review),
        categories(review),
        ages(review),
        longest_unseen(review)[:_LISTED],
        {share: tuple(each[share] for each in figures) for share in MEASURES[:6]},
        [info.name for info, _ in before],
        days_to_close(review),
        sum(1 for one in review.standings() if one.state is State.CLOSED),
    )
