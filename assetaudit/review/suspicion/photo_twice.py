"""One photograph as proof of two things: by the hash that the events carry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from assetaudit.model.event import Event
from assetaudit.review.suspicion.trace import Question


def photo_twice(pictured: Iterable[tuple[str, Event, str]]) -> Iterator[Question]:
    """One question for each photograph that stands for more than one thing, by what each event about it is about."""
    shown: dict[str, list[tuple[Event, str]]] = defaultdict(list)
    for photo, event, thing in pictured:
        shown[photo].append((event, thing))
    for photo, found in sorted(shown.items()):
        things = {thing for _event, thing in found}
        if len(things) > 1:
            ask = f"The photograph {photo[:12]} stands for {len(things)} different things: which of them does it show?"
            first = min((event for event, _thing in found), key=lambda event: (event.log, event.seq, event.hash))
            yield Question("photo_twice", ask, first.user, tuple(sorted(event.hash for event, _thing in found)))
