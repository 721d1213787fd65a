"""One photograph as proof of two things: by the hash that the events carry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from assetaudit.model.event import Event
from assetaudit.review.suspicion.trace import Question, Trace


def photo_twice(trace: Trace) -> Iterator[Question]:
    """One question for each photograph that stands for more than one thing."""
    shown: dict[str, list[Event]] = defaultdict(list)
    for event in trace.events:
        photo = event.d.get("photo")
        if isinstance(photo, str) and photo:
            shown[photo].append(event)
    for photo, events in sorted(shown.items()):
        things = {trace.thing(event) for event in events}
        if len(things) > 1:
            ask = f"The photograph {photo[:12]} stands for {len(things)} different things: which of them does it show?"
            yield Question("photo_twice", ask, events[0].user, tuple(sorted(event.hash for event in events)))
