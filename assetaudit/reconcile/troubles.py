"""Why an audit is not complete, a sentence each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from assetaudit.model.event import Event
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.reconcile.rule import rule_versions

NAMED = 3
"""Places that are named before the rest is only counted."""


def lacking(
    first_left: Sequence[Place], left: int, unsettled: Sequence[str], strange: Collection[str], frame: Frame
) -> Iterator[str]:
    """What is open: places to visit (the first few, and how many), the frame, strange events, rules that changed."""
    if left:
        more = f" and {left - NAMED} more" if left > NAMED else ""
        yield f"Not closed yet: {', '.join(str(place) for place in first_left)}{more}."
    yield from unsettled
    if strange:
        yield f"Events that this program does not know were kept but not judged: {', '.join(sorted(strange))}."
    recorded, installed = dict(frame.rules), dict(rule_versions())
    other = sorted(name for name, version in recorded.items() if installed.get(name) != version)
    if other:
        yield f"The audit was opened with other versions of these rules: {', '.join(other)}."


def kind_told(event: Event) -> str:
    """An event's kind and version, as troubles name them."""
    return f"{event.k} (version {event.v})"
