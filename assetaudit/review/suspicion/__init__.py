"""Signs of an audit made at a desk: listed with their evidence, as questions to a person and never as verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.review.suspicion.label_sheet import label_sheet
from assetaudit.review.suspicion.pace import Pace
from assetaudit.review.suspicion.photo_twice import photo_twice
from assetaudit.review.suspicion.rack_order import Visits
from assetaudit.review.suspicion.register_order import register_order
from assetaudit.review.suspicion.trace import Engine, Question, Trace

__all__ = ["Question", "questions"]


def questions(
    logs: Iterable[Iterable[Event]], engine: Engine, asset_of: Callable[[str], Asset | None], *, in_haste: bool = False
) -> Iterator[Question]:
    """Every question that the signs raise, sign by sign; each log's events in the order in which they were made.

    One stretch of a log is held at a time. ``in_haste``: whether pace may be looked at, which the audit's terms say.
    """
    listed: list[Question] = []
    sheets: list[Question] = []
    hasty: list[Question] = []
    pictured: list[tuple[str, Event, str]] = []
    for events in logs:
        trace, pace, visits = Trace(events, engine, asset_of), Pace(), Visits()
        for stretch in trace.at_places():
            listed += register_order(stretch)
            sheets += label_sheet(stretch)
            pace.go(stretch)
            visits.go(stretch)
        listed += visits.questions()
        hasty += pace.questions() if in_haste else ()
        pictured += trace.pictured
    yield from listed
    yield from sheets
    yield from photo_twice(pictured)
    yield from hasty
