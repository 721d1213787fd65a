"""Whatever is written, in whatever order and portions it arrives, a projection says what the engine says of it all."""

from __future__ import annotations

import os
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reconcile.worlds import World, worlds
from tests.store.projection.desk import Desk

EXAMPLES = 3000 if os.environ.get("ASSETAUDIT_LONG_TESTS") else 25
FEW = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@FEW
@given(worlds())
def test_made_anew(world: World) -> None:
    desk = Desk(world)
    desk.take(*world.events)
    assert desk.told() == desk.expected()


@FEW
@given(worlds(), st.randoms(use_true_random=False))
def test_kept_up_to_date_in_any_order_and_portions(world: World, chance: random.Random) -> None:
    desk = Desk(world)
    waiting = chance.sample(world.events, len(world.events))
    while waiting:
        count = chance.choice((1, 1, 2, 5))
        desk.take(*waiting[:count])
        waiting = waiting[count:]
        assert desk.told() == desk.expected()
