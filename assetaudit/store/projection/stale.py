"""Whose findings may change with new events: the shards to judge again, rather one too many than one too few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assetaudit.model.event import Event
from assetaudit.model.place import Place
from assetaudit.store.projection.intake import Intake
from assetaudit.store.projection.keys import UNDER, key_of, targets
from assetaudit.store.projection.lens import Lens
from assetaudit.store.projection.log import MarkedLog
from assetaudit.store.projection.rows import Rows
from assetaudit.store.projection.window import around


def first_shards(lens: Lens, intake: Intake) -> dict[str, str]:
    """Shards of which the events filed last speak, where all places of the scope are judged anyway.

    Plain scans need no word: what they saw belongs where they were made, and the place event has been filed.
    """
    events = [event for _mark, event in intake.odd]
    keys = {key for event in events for key in intake.assets(event)}
    return {node.key: str(node) for node in _nodes(intake, events)} | dict(_shards(lens, keys))


def stale_shards(lens: Lens, rows: Rows, log: MarkedLog, intake: Intake) -> dict[str, str]:
    """Shards whose things may be judged otherwise, after the events that were filed last."""
    events = _bearing(rows, log, intake)
    intake.learn_places(events)
    lens.state.read_ahead(events)
    nodes = {node.key: node for node in _nodes(intake, events)}
    things = intake.plain.union(*(intake.assets(event) for event in events))
    found = {key: str(node) for key, node in nodes.items()}
    found.update(_shards(lens, lens.state.carried_with(things)))
    above = {place.key: str(place) for node in nodes.values() for place in _above(node)}
    found.update((key, above[key]) for key in rows.judged(above.keys() - found.keys()))
    return found | rows.awaited(found.keys() | above.keys())


def _bearing(rows: Rows, log: MarkedLog, intake: Intake) -> list[Event]:
    """The new events, all that bears on them, and all that was made under place events that they touch."""
    seen = {mark for mark, _event in intake.odd}
    fresh = [event for _mark, event in intake.odd]
    new = {event.hash for event in fresh}
    events: list[Event] = []
    followed: set[str] = set()
    while fresh:
        events += fresh
        touched = new.union(*(targets(event) for event in events))
        entered = [event for event in events if event.k == "place"]
        places = {event.hash for event in entered if event.hash in touched}
        places = places.union(*(event.sup for event in entered)) - followed
        followed |= places
        under = rows.marks([key_of(UNDER, known) for known in places])
        marks = around(rows, fresh) | {mark for some in under.values() for mark in some}
        fresh = [event for _mark, event in log.at(marks - seen)]
        seen |= marks
    return events


def _nodes(intake: Intake, events: Iterable[Event]) -> Iterator[Place]:
    for event in events:
        yield from intake.nodes(event)
        place = intake.place_under(event)
        if place is not None:
            yield place.node


def _shards(lens: Lens, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    assets = (lens.grounds.register.asset(key) for key in keys)
    return (lens.shard(asset) for asset in assets if asset is not None)


def _above(node: Place) -> Iterator[Place]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent
