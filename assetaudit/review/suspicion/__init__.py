"""Signs of an audit made at a desk: listed with their evidence, as questions to a person and never as verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.review.suspicion.label_sheet import label_sheet
from assetaudit.review.suspicion.pace import pace
from assetaudit.review.suspicion.photo_twice import photo_twice
from assetaudit.review.suspicion.register_order import register_order
from assetaudit.review.suspicion.trace import Engine, Question, Trace

_BEFORE: tuple[Callable[[Trace], Iterable[Question]], ...] = (register_order, label_sheet)
_AFTER: tuple[Callable[[Trace], Iterable[Question]], ...] = (pace,)
"""Signs that are looked for in each log, before and after those of photographs."""

__all__ = ["Question", "questions"]


def questions(
    logs: Iterable[Iterable[Event]], engine: Engine, asset_of: Callable[[str], Asset | None], *, in_haste: bool = False
) -> Iterator[Question]:
    """Every question that the signs raise, sign by sign; each log's events in the order in which they were made.

    One log is held at a time. ``in_haste``: whether pace may be looked at.
    """
    found: dict[Callable[[Trace], Iterable[Question]], list[Question]] = {sign: [] for sign in (*_BEFORE, *_AFTER)}
    pictured: list[tuple[str, Event, str]] = []
    for events in logs:
        trace = Trace(events, engine, asset_of, pace=in_haste)
        for sign, raised in found.items():
            raised.extend(sign(trace))
        pictured += trace.pictured
    for sign in _BEFORE:
        yield from found[sign]
    yield from photo_twice(pictured)
    for sign in _AFTER:
        yield from found[sign]
