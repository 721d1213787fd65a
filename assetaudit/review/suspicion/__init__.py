"""Signs of an audit made at a desk: listed with their evidence, as questions to a person and never as verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assetaudit.review.suspicion.label_sheet import label_sheet
from assetaudit.review.suspicion.pace import pace
from assetaudit.review.suspicion.photo_twice import photo_twice
from assetaudit.review.suspicion.register_order import register_order
from assetaudit.review.suspicion.trace import Question, Trace

SIGNS: tuple[Callable[[Trace], Iterable[Question]], ...] = (register_order, label_sheet, photo_twice, pace)

__all__ = ["SIGNS", "Question", "Trace", "questions"]


def questions(trace: Trace) -> Iterator[Question]:
    """Every question that the signs raise."""
    for sign in SIGNS:
        yield from sign(trace)
