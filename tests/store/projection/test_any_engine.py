"""An engine over a stored projection answers every question as one does that holds all events, whatever it let go."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from assetaudit.model.place import Place
from assetaudit.reconcile import Reconciliation
from assetaudit.store.projection import engine as engines
from assetaudit.store.projection.engine import StoredEngine
from tests.reconcile.worlds import World, worlds
from tests.store.projection.desk import Desk
from tests.store.projection.test_any_log import FEW


def answers(engine: Reconciliation | StoredEngine, world: World) -> Iterator[object]:
    """What an engine says about everything that it can be asked."""
    yield engine.frame, engine.register.version, engine.complete(), engine.troubles()
    yield engine.counts(), engine.measures(), engine.measures_by_basis()
    yield list(engine.findings()), list(engine.keyed()), list(engine.lines()), list(engine.sighted())
    yield list(engine.witnessed()), list(engine.covered())
    yield engine.labels_needed()
    keys = engine.things()
    yield keys
    for key in (*keys, "nothing", "?nothing@d/r1", "!nothing"):
        yield key, engine.finding(key), engine.brief(key)
    engine.bring(world.events, [asset.key for asset in world.register.assets()])
    for asset in world.register.assets():
        yield asset.key, engine.sightings(asset.key)
    for event in world.events:
        yield event.hash, engine.live(event.hash), engine.taken(event.hash), engine.about(event.hash)
    for place in engine.planned():
        yield from _at(engine, place)


def _at(engine: Reconciliation | StoredEngine, place: Place) -> Iterator[object]:
    sides = engine.sides(place)
    yield place, [engine.sweep_state(place, side) for side in (None, *sides)], engine.sweeps_of(place)
    yield engine.at(place), engine.blocked_reason(place), engine.things_at(place)
    yield engine.left(place), engine.standing(place)
    above: Place | None = place
    while above is not None:
        yield engine.progress(above)
        above = above.parent


@FEW
@given(worlds(), st.sampled_from((3, 20, engines.HELD)))
def test_every_question(world: World, held: int) -> None:
    desk = Desk(world)
    desk.take(*world.events)
    projection = desk.projection_now()
    with patch.object(engines, "HELD", held):
        stored, whole = projection.engine(), world.reconciled(desk.log.found)
        for said, expected in zip(answers(stored, world), answers(whole, world), strict=True):
            assert said == expected
        stored.close()
