"""A projection over events in memory, held against an engine that knows all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Engine

from assetaudit.model.event import Event
from assetaudit.model.place import Place
from assetaudit.reconcile import Reconciliation
from assetaudit.store.projection.cache_file import open_file
from assetaudit.store.projection.lens import Terms
from assetaudit.store.projection.log import REFRAMING, Marked
from assetaudit.store.projection.projection import Projection
from tests.reconcile.worlds import World, identify


class MemoryLog:
    """Events that arrive in any order."""

    def __init__(self) -> None:
        self.found: list[Event] = []

    def newest(self) -> int:
        return len(self.found)

    def after(self, mark: int, most: int) -> Sequence[Marked]:
        return list(enumerate(self.found, 1))[mark : mark + most]

    def at(self, marks: Collection[int]) -> Sequence[Marked]:
        return [(mark, self.found[mark - 1]) for mark in sorted(marks) if mark <= len(self.found)]

    def framing(self) -> Sequence[Marked]:
        return [(mark, event) for mark, event in enumerate(self.found, 1) if event.k in REFRAMING | {"void"}]


class Desk:
    """One audit, and the file in which its projection lies."""

    def __init__(self, world: World, engine: Engine | None = None, audit: str = "audit") -> None:
        self.world = world
        self.audit = audit
        self.engine = engine or open_file(None)
        self.terms = Terms(world.frame, world.register, identify(), world.reopen)
        self.log = MemoryLog()

    def take(self, *events: Event) -> None:
        """Events arrive, and the projection follows."""
        self.log.found += events
        self.projection().refresh()

    def projection(self) -> Projection:
        return Projection(self.engine, self.audit, self.log, self.terms)

    def projection_now(self) -> Projection:
        """The same, which has to be up to date."""
        projection = self.projection()
        assert projection.is_current()
        return projection

    def told(self) -> tuple[object, ...]:
        """All that the projection says."""
        return said(self.projection_now())

    def expected(self) -> tuple[object, ...]:
        """The same, as an engine says it that knows every event."""
        return said_by(self.world.reconciled(self.log.found))


def said(projection: Projection) -> tuple[object, ...]:
    """All that a stored projection says."""
    reading = projection.read()
    places = [(each.text, reading.at(Place.parse(each.text).key), each.sides, each.reason) for each in reading.planned]
    try:
        return (
            list(reading.findings()),
            reading.counts(),
            reading.measures(),
            reading.measures_by_basis(),
            reading.frame,
            reading.troubles(),
            places,
        )
    finally:
        reading.close()


def said_by(engine: Reconciliation) -> tuple[object, ...]:
    """The same of an engine."""
    return (
        list(engine.findings()),
        engine.counts(),
        engine.measures(),
        engine.measures_by_basis(),
        engine.frame,
        engine.troubles(),
        [_place(engine, place) for place in engine.planned()],
    )


def _place(engine: Reconciliation, place: Place) -> tuple[object, ...]:
    sides = {side: engine.sweep_state(place, side).value for side in engine.sides(place)}
    return str(place), engine.at(place), sides, engine.blocked_reason(place)
