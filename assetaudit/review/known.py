"""Events that say in ``sup`` which others they knew of: the order in which they apply, whatever order they came in."""

from __future__ import annotations

from collections.abc import Iterable

from assetaudit.model.event import Event


def in_order(events: Iterable[Event]) -> list[Event]:
    """Each event after those that it knew of; what knew nothing of one another by hash."""
    left, found = {event.hash: event for event in events}, []
    while left:
        known = [name for name, event in left.items() if left.keys().isdisjoint(event.sup)]
        found.append(left.pop(min(known or left)))
    return found
