"""Several readers as one row: none lost, none moved past a code, tags by the second, and a burst in real time."""

from __future__ import annotations

import os
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.audit.gathering import Gathering
from assetaudit.audit.tags import Heard, Stood
from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import OnRead, OnState, Reader, ReaderState, State
from assetaudit.readers.many import deliveries_of_readers
from assetaudit.readers.protocols import framer_of
from assetaudit.readers.tags import tag
from tests.benchmarks.rfid import Flood, burst, counted, walk_in
from tests.readers.emulated import R200


@dataclass
class Played:
    """A reader that hands in what it is given, at once, and ends."""

    address: str
    reads: Callable[[], Iterator[Read]]
    taken: bool = False

    def start(self, on_read: OnRead, on_state: OnState) -> None:
        on_state(ReaderState(self.address, State.CONNECTING))
        for read in self.reads():
            on_read(read)
        on_state(ReaderState(self.address, State.ENDED))

    def stop(self) -> None:
        self.taken = True


def delivered(*readers: Reader) -> list[Read | Heard]:
    by_address = {reader.address: reader for reader in readers}
    return list(deliveries_of_readers([*by_address], notice=lambda _: None, opened=by_address.__getitem__))


codes = st.sampled_from(["LOC:A", "LOC:B", "IT-1"]).map(lambda text: Read(reader="keys://", text=text))
tags = st.integers(0, 5).map(lambda number: tag("tcp://a", bytes((number,) * 12), -60, "dBm"))


@given(st.lists(st.one_of(tags, tags, codes), max_size=60))
def test_every_read_is_delivered_once_and_every_tag_where_one_stood(reads: list[Read]) -> None:
    """Place labels move, other codes do not; tags of one place need no more events than there is time."""
    told, found = list[str | None](), Counter[tuple[str | None, str]]()
    places = [Stood()]
    reader = Played("tcp://a", lambda: iter(reads))
    for one in deliveries_of_readers(
        ["tcp://a"], notice=lambda _: None, opened=lambda _: reader, stood=lambda: places[-1]
    ):
        if isinstance(one, Read):
            told.append(one.text)
            places.append(moved(places[-1], one))
        else:
            for slot, tally in one.tags():
                found[(one.stood or places[-1]).at, slot.epc] += tally.count
    assert told == [read.text for read in reads if read.text]
    assert found == by_place(reads)


def moved(place: Stood, read: Read) -> Stood:
    return Stood(read.text) if (read.text or "").startswith("LOC:") else place


def by_place(reads: list[Read]) -> Counter[tuple[str | None, str]]:
    """How often each tag was heard in each place."""
    place, found = Stood(), Counter[tuple[str | None, str]]()
    for read in reads:
        place = moved(place, read)
        if read.kind == "tag":
            found[place.at, read.epc or ""] += 1
    return found


def test_codes_that_move_nobody_leave_a_second_of_tags_whole() -> None:
    reads = [
        read for number in range(9) for read in (tag("tcp://a", b"\1" * 12, -60, "dBm"), Read(text=f"IT-{number}"))
    ]
    out = delivered(Played("tcp://a", lambda: iter(reads)))
    assert [type(one) for one in out] == [Read] * 9 + [Heard]


def test_a_control_code_waits_for_the_tags_that_were_heard_before_it() -> None:
    reads = [tag("tcp://a", b"\1" * 12), Read(text="IT-1"), tag("tcp://a", b"\1" * 12), Read(text="CMD:CLOSE")]
    out = delivered(Played("tcp://a", lambda: iter([*reads, tag("tcp://a", b"\2" * 12)])))
    assert [one.text if isinstance(one, Read) else one.count for one in out] == ["IT-1", 2, "CMD:CLOSE", 1]


def test_an_interruption_loses_nothing_that_was_handed_in() -> None:
    reader = Played("tcp://a", lambda: iter([*([tag("tcp://a", b"\1" * 12)] * 5), Read(text="A"), Read(text="B")]))

    def notice(_: str) -> None:
        raise KeyboardInterrupt

    deliveries = deliveries_of_readers(["tcp://a"], notice=notice, opened=lambda _: reader)
    *codes, heard = [next(deliveries) for _ in range(3)]
    assert isinstance(heard, Heard)
    assert heard.count == 5
    assert [read.text for read in codes if isinstance(read, Read)] == ["A", "B"]
    with pytest.raises(KeyboardInterrupt):
        next(deliveries)
    assert reader.taken


def test_what_is_to_be_obeyed_is_asked_between_two_deliveries() -> None:
    reader = Played("tcp://a", lambda: iter([Read(text="A"), Read(text="B")]))
    taken: list[str | None] = []

    def obey() -> None:
        if taken:
            raise KeyboardInterrupt

    deliveries = deliveries_of_readers(["tcp://a"], notice=lambda _: None, opened=lambda _: reader, obey=obey)
    taken.extend(one.text for one in [next(deliveries), next(deliveries)] if isinstance(one, Read))
    assert taken == ["A", "B"]
    with pytest.raises(KeyboardInterrupt):
        next(deliveries)


def test_many_reads_take_no_more_memory_than_their_tags() -> None:
    """60,000 reads of 300 tags: what is held is counted by tag."""
    reads = [tag("tcp://a", number.to_bytes(12, "big"), -60, "dBm") for number in range(300)]
    tracemalloc.start()
    (heard,) = delivered(Played("tcp://a", lambda: (reads[number % 300] for number in range(60_000))))[-1:]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(heard, Heard)
    assert peak < 2_000_000


def test_ten_thousand_tags_a_second_come_through_to_the_log(tmp_path: Path) -> None:
    walk, events = walk_in(tmp_path)
    flood = Flood(10_000, 1.5)
    seen = burst(walk, flood)
    walk.end()
    assert seen.tags == flood.total == counted(events)
    assert seen.latency


if os.environ.get("ASSETAUDIT_LONG_TESTS"):

    def test_a_day_of_a_hundred_reads_a_second_leaves_memory_flat() -> None:
        """8.64 million reads, from the bytes of a reader to batches by the second, in a time of its own."""
        device, gathering = R200(), Gathering()
        framer = framer_of(Address.parse("tcp://h:1?protocol=r200"))
        piece = b"".join(device.tag(f"3414257BF4{number:014X}") for number in range(100))
        count, resident = 0, list[int]()
        for second in range(86_400):
            for read in framer.feed(piece, second):
                gathering.take(read, second)
            count += sum(batch.count for batch in gathering.due(second))
            if second % 3_600 == 3_599:
                resident.append(int(Path("/proc/self/statm").read_text().split()[1]) * 4096)
        count += sum(batch.count for batch in gathering.due(86_400, all_of_it=True))
        assert count == 8_640_000
        assert resident[-1] - resident[0] < 2_000_000


class Flaky(Played):
    """A reader that is unplugged, tried in vain, and plugged in again."""

    def start(self, on_read: OnRead, on_state: OnState) -> None:
        lost = (State.LOST, State.CONNECTING) * 3
        for state in (State.CONNECTING, State.READY, *lost, State.READY, *lost, State.ENDED):
            on_state(ReaderState(self.address, state))


def test_a_loss_is_told_once_until_the_reader_is_back() -> None:
    notices = list[str]()
    reader = Flaky("tcp://a", lambda: iter(()))
    assert not list(deliveries_of_readers(["tcp://a"], notice=notices.append, opened=lambda _address: reader))
    assert notices == [f"tcp://a: {word}" for word in ("connecting", "ready", "lost", "ready", "lost", "ended")]
