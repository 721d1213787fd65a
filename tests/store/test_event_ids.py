"""Ids sort by time and never repeat."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

from assetaudit.store.event_ids import IdMaker
from tests.store.event_sample import HandClock


def test_an_id_is_a_version_7_uuid_of_its_time() -> None:
    clock = HandClock()
    made = uuid.UUID(IdMaker(clock).new())
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == round(clock.time.timestamp() * 1000)


def test_ids_grow_while_the_clock_stands_still_or_goes_back() -> None:
    clock = HandClock()
    ids = IdMaker(clock)
    made = [ids.new() for _ in range(10_000)]
    clock.move(-3600)
    made += [ids.new() for _ in range(10)]
    assert made == sorted(set(made))


def test_threads_never_get_the_same_id() -> None:
    ids = IdMaker(HandClock())
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: ids.new(), range(4_000)))
    assert len(set(made)) == len(made)
