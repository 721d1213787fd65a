"""RFID reads become batches of at most a second, whoever hands them in, and none is lost."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.audit.gathering import LONGEST, QUICK, Gathering
from assetaudit.audit.tags import Heard, Stood, heard
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from tests.audit.hall import EPC, tag

OTHER = "3034257BF7194E4000001A86"


def test_the_first_tag_after_a_silence_is_answered_at_once_and_then_a_second_is_one_batch() -> None:
    gathering = Gathering()
    assert gathering.take(tag(EPC), 10.0)
    assert not gathering.take(tag(EPC), 10.1)
    assert gathering.wait(10.1) == pytest.approx(QUICK - 0.1)
    assert gathering.due(10.14) == []
    (quick,) = gathering.due(10.15)
    assert quick.count == 2
    assert (quick.payload(5_000)["from"], quick.payload(5_000)["ms"]) == (4_900, 100)
    assert gathering.take(tag(EPC), 10.2)
    assert gathering.due(10.9) == []
    (long,) = gathering.due(10.2 + LONGEST)
    assert long.count == 1
    assert not gathering.pending
    assert gathering.wait(12) is None


def test_a_walk_that_is_late_still_gets_batches_of_a_second() -> None:
    gathering = Gathering()
    for tick in range(500):
        gathering.take(tag(EPC), 100 + tick / 100)
    batches = gathering.due(106, all_of_it=True)
    assert sum(batch.count for batch in batches) == 500
    assert max(batch.count for batch in batches) <= 101
    assert not gathering.pending


def test_a_second_waits_until_it_is_known_where_one_stood_and_is_parted_only_by_another_place() -> None:
    gathering, rack = Gathering(), Stood("a" * 64, Place.parse("DC1/R1/01"))
    gathering.take(tag(EPC), 10.0)
    scan = gathering.mark()
    gathering.take(tag(EPC), 10.05)
    label = gathering.mark()
    gathering.take(tag(OTHER), 10.1)
    assert gathering.due(12.0) == []
    assert gathering.wait(12.0) is None
    assert gathering.pending
    gathering.settle(scan)
    assert gathering.due(12.0) == []
    gathering.settle(label, rack)
    assert gathering.wait(12.0) == 0
    before, after = gathering.due(12.0)
    assert (before.stood, before.count, [slot.epc for slot, _ in before.tags()]) == (rack, 2, [EPC])
    assert (after.stood, after.count, [slot.epc for slot, _ in after.tags()]) == (None, 1, [OTHER])
    assert not gathering.pending


@given(st.lists(st.lists(st.tuples(st.sampled_from([EPC, OTHER]), st.integers(-90, -20)), min_size=1, max_size=9)))
def test_parts_that_are_joined_are_what_was_heard_at_once(parts: list[list[tuple[str, int]]]) -> None:
    whole = [read(epc, rssi) for part in parts for epc, rssi in part]
    joined = Heard("tcp://a")
    for part in parts:
        joined.join(heard([read(epc, rssi) for epc, rssi in part]))
    if whole:
        assert joined.payload(0) == heard(whole).payload(0) | {"reader": "tcp://a"}
        assert (joined.count, joined.first) == (len(whole), whole[0].epc)


def read(epc: str, rssi: int) -> Read:
    return Read("tcp://a", "tag", epc=epc, rssi=rssi, rssi_unit="dBm")


def test_readers_are_kept_apart() -> None:
    gathering = Gathering()
    gathering.take(Read("tcp://a", "tag", epc=EPC), 0)
    gathering.take(Read("tcp://b", "tag", epc=EPC), 0)
    assert [batch.reader for batch in gathering.due(1)] == ["tcp://a", "tcp://b"]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(0, 50)), max_size=200))
def test_no_read_is_lost_and_none_counted_twice(steps: list[tuple[int, int, int]]) -> None:
    gathering, now, taken = Gathering(), 0.0, 0
    for reader, pause, number in steps:
        now += pause / 20
        gathering.take(Read(f"tcp://{reader}", "tag", epc=f"{number:024X}", rssi=-50.0, rssi_unit="dBm"), now)
        if number % 7 == 0:
            taken += sum(batch.count for batch in gathering.due(now))
    assert taken + sum(batch.count for batch in gathering.due(now, all_of_it=True)) == len(steps)


def test_reads_from_several_threads_are_all_counted() -> None:
    gathering, taken = Gathering(), []

    def deliver(reader: int) -> None:
        for number in range(2000):
            gathering.take(Read(f"tcp://{reader}", "tag", epc=f"{number % 9:024X}"), number / 500)

    threads = [threading.Thread(target=deliver, args=(reader,)) for reader in range(3)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        taken += gathering.due(0)
    taken += gathering.due(99, all_of_it=True)
    assert sum(batch.count for batch in taken) == 6000


def test_what_is_counted_is_what_was_read() -> None:
    reads = [
        tag(EPC, -61.5, at="2026-11-24T12:00:00.100Z"),
        tag(EPC, -58, antenna=2, at="2026-11-24T12:00:00.300Z"),
        tag(EPC, -60, at="2026-11-24T12:00:00.900Z"),
        Read("tcp://r", "tag", tid="E2801160"),
        Read("tcp://r", "tag", epc=OTHER, rssi=float("nan"), rssi_unit="raw", antenna=-3),
    ]
    assert heard(reads).payload(5000) == {
        "reader": "tcp://r",
        "from": 4200,
        "ms": 800,
        "tags": [
            {"tid": "E2801160", "n": 1},
            {"epc": EPC, "antenna": 1, "unit": "dBm", "n": 2, "max": -600, "sum": -1215},
            {"epc": EPC, "antenna": 2, "unit": "dBm", "n": 1, "max": -580, "sum": -580},
            {"epc": OTHER, "unit": "raw", "n": 1},
        ],
    }


def test_memory_does_not_grow_with_reads() -> None:
    batch = Heard("tcp://r")
    for number in range(20_000):
        batch.add(
            Read("tcp://r", "tag", epc=f"{number % 40:024X}", rssi=-50.0, rssi_unit="dBm", at="2026-11-24T12:00Z")
        )
    assert batch.count == 20_000
    assert len(batch.tallies) == 40
    assert len(batch._times) == 2
