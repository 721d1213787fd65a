"""Sums of bulk evidence say what all of its single reads say, in any order, and after any of them were taken back."""

from __future__ import annotations

import gc
import random
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.identify.identifier import identifier
from assetaudit.model.asset import Asset, Identifier
from assetaudit.model.event import Event
from assetaudit.model.finding import Basis, Outcome
from assetaudit.model.frame import Frame, Thresholds
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from assetaudit.reconcile import Reconciliation, tracks
from assetaudit.reconcile.bulk import winner
from assetaudit.reconcile.bulk_log import BulkLog, Slot
from assetaudit.reconcile.chorus import Chorus
from assetaudit.reconcile.claimbook import ClaimBook
from assetaudit.reconcile.claims import Claim, Heard, Says, Strength
from assetaudit.reconcile.digests import Digests
from assetaudit.reconcile.roll import Roll
from assetaudit.reconcile.tracks import SPAN, OpenPage, PressedPage
from tests.reconcile.test_properties import FEW, everything
from tests.reconcile.worlds import World, worlds
from tests.reconcile.writing import Writer

PLACES = tuple(Place.parse(text) for text in ("DC1/R1/A", "dc1/r1/A", "DC1/R1/B", "DC1/R1"))
TERMS = Thresholds()
KEYS = ("r:1", "r:2")
TAGS = 50

tags = st.fixed_dictionaries(
    {"epc": st.sampled_from(KEYS), "unit": st.sampled_from(["dBm", "raw", ""]), "n": st.integers(1, 9)},
    optional={"max": st.integers(-600, -400)},
)
seconds = st.lists(
    st.tuples(st.lists(tags, min_size=1, max_size=4), st.lists(st.sampled_from(PLACES), max_size=2, unique_by=str)),
    min_size=1,
    max_size=7,
)


def bulk(number: int, second: Sequence[object], **more: object) -> Event:
    return Event("bulk", "l", number, "a", f"{number:064x}", {"reader": "llrp://a", "tags": list(second)} | more)


def seen(slot: Slot) -> Claim:
    return Claim(Says.SEEN, "", basis=Basis.RFID, strength=Strength.BULK, assets=(slot.epc or "",))


def single_claims(event: Event, places: Sequence[Place], key: str) -> Iterator[Claim]:
    """What each read of an asset says by itself."""
    for tag in event.d["tags"]:
        for place in places if tag["epc"] == key else ():
            heard = Heard("llrp://a", tag["unit"], tag["n"], tag.get("max", 0))
            yield Claim(Says.SEEN, event.hash, place, Basis.RFID, Strength.BULK, (key,), heard=(heard,))


@given(seconds, st.randoms(use_true_random=False))
def test_sums_decide_as_all_single_reads_do(
    heard: list[tuple[list[object], list[Place]]], chance: random.Random
) -> None:
    log = BulkLog()
    book = ClaimBook(Roll, lambda _event: None, Chorus(log, seen))
    events = [bulk(number, second) for number, (second, _) in enumerate(heard)]
    stands = {event.hash: places for event, (_, places) in zip(events, heard, strict=True)}
    assert all(map(log.take, events))
    for number in chance.sample(range(len(events)), len(events)):
        book.hear(number, chance.choice([(), PLACES[:1], PLACES[2:]]))
    for number in chance.sample(range(len(events)), len(events)):
        book.hear(number, stands[events[number].hash])
    for key in KEYS:
        single = [claim for event in events for claim in single_claims(event, stands[event.hash], key)]
        sums = book.of(key)
        assert sorted({name for claim in sums for name in claim.evidence}) == sorted({claim.event for claim in single})
        assert all(list(claim.evidence) == sorted(claim.evidence) for claim in sums)
        assert (key in book, book.seen(key), book.is_spelled_out(key)) == (bool(single),) * 3
        if single:
            assert winner(sums, PLACES[2], TERMS) == winner(sorted(single, key=str), PLACES[2], TERMS)
        for event in events:
            told = [claim for claim in book.says(event.hash) if claim.assets == (key,)]
            assert {(claim.event, str(claim.place)) for claim in told} == {
                (claim.event, str(claim.place)) for claim in single if claim.event == event.hash
            }
    for place in PLACES:
        here = {tag["epc"] for event in events if place in stands[event.hash] for tag in event.d["tags"]}
        assert book.at_node(place.node_key) == sorted(here)


rows = st.dictionaries(st.integers(0, 5), st.tuples(st.integers(0, 10**6), st.integers(-(2**31), 2**31)), max_size=4)


@given(st.lists(rows, max_size=SPAN))
def test_a_page_reads_the_same_after_it_was_pressed(written: list[dict[int, tuple[int, int]]]) -> None:
    page = OpenPage()
    for index, each in enumerate(written):
        page.write(index, each)
    for read in (page, PressedPage(page.pressed())):
        for index, each in enumerate(written):
            assert {row.slot: row[1:] for row in read.rows(index)} == each
        for slot in range(6):
            assert [(index, row[1:]) for index, row in read.track(slot)] == [
                (index, each[slot]) for index, each in enumerate(written) if slot in each
            ]


def test_hashes_are_found_by_number_and_numbers_by_hash() -> None:
    digests, names = Digests(), [f"{number * 2**200 + number:064x}" for number in range(1000)]
    assert digests.number(names[0]) is None
    assert [digests.add(bytes.fromhex(name)) for name in names] == list(range(1000))
    assert [digests.number(name) for name in names] == list(range(1000))
    assert [digests.name(number) for number in range(1000)] == names
    for unknown in (f"{2**255:064x}", names[999].upper(), "nonsense", names[1][:-2], ""):
        assert digests.number(unknown) is None


ODD = (
    {"tags": ["T1"]},
    {"tags": ({"epc": "E2"},)},
    {"tags": [{"epc": 7}]},
    {"tags": [{"epc": "E2", "n": 2**40}]},
    {"tags": [{"epc": "E2", "n": "many"}]},
    {"tags": [{"epc": "E2", "max": -5.5}]},
    {"tags": [{"epc": "E2", "unit": None}]},
    {"tags": None},
    {"reader": None},
    {"with": "x"},
    {"of": "x"},
    {"at": 5},
)


@pytest.mark.parametrize("odd", ODD)
def test_what_no_reader_writes_is_kept_as_it_came(odd: dict[str, object]) -> None:
    log = BulkLog()
    assert not log.take(bulk(1, [{"epc": "E2"}], **odd))
    assert len(log) == 0
    assert log.take(bulk(1, [{"epc": "E2"}], at="there"))
    assert (log.event(0).d, [*log.made_at("there")]) == ({"reader": "llrp://a", "at": "there"}, [f"{1:064x}"])


@contextmanager
def _one_by_one() -> Iterator[None]:
    """Every bulk event is kept as it came, and says what it says by itself."""
    with mock.patch.object(BulkLog, "take", return_value=False):
        yield


@contextmanager
def _short_pages() -> Iterator[None]:
    with mock.patch.multiple("assetaudit.reconcile.bulk_log", SPAN=2), mock.patch.object(tracks, "SPAN", 2):
        yield


@FEW
@given(worlds(), st.randoms(use_true_random=False))
def test_sums_say_what_single_events_say_whatever_happens_to_them(world: World, chance: random.Random) -> None:
    events = [event for event in world.events for _ in range(1 + (event.k == "bulk" and chance.random() < 0.3))]
    chance.shuffle(events)
    told = []
    for way in (_short_pages, _one_by_one):
        with way():
            engine, said = world.engine(), list[object]()
            for event in events:
                said += [engine.add(event), everything(engine)]
            said += [(engine.about(event.hash), engine.meaning(event.hash)) for event in events]
            told.append((said, [engine.sightings(asset.key) for asset in world.register.assets()]))
    assert told[0] == told[1]


def hall_of_tags() -> tuple[Reconciliation, Writer, Event]:
    """A rack of tagged assets, an audit of it, and somebody who stands there."""
    assets = [Asset(f"r:{n}", f"T{n}", place=PLACES[0], identifiers=(Identifier("epc", _epc(n)),)) for n in range(TAGS)]
    register, frame = MemoryRegister(assets, ()), Frame("A", (Place.parse("DC1"),), "v")
    engine, writer = Reconciliation(frame, register, identifier(frame.patterns)), Writer()
    at = writer.place("DC1/R1/A", "ana")
    engine.add(at)
    return engine, writer, at


def second_of_tags(writer: Writer, at: Event, second: int) -> Event:
    """Four fifths of the tags, and of ten more that no record has, each at another strength than the second before."""
    chance = random.Random(second)
    tags = [
        {"epc": _epc(n), "n": chance.randint(1, 3), "max": -500 - 10 * chance.randint(0, 9), "unit": "dBm"}
        for n in range(TAGS * 12 // 10)
        if chance.random() < 0.8
    ]
    return writer.write("bulk", "ana", reader="r1", at=at.hash, ms=1000, tags=tags, from_=0)


def test_a_second_of_tags_costs_a_byte_or_two_a_tag_however_many_came_before() -> None:
    """Five kilobytes for a second of sixty tags would be 400 MiB a day."""
    engine, writer, at = hall_of_tags()
    sizes = []
    tracemalloc.start()
    for second in range(6 * SPAN):
        engine.add_all([second_of_tags(writer, at, second)])
        writer.events.clear()
        if second in (3 * SPAN - 1, 6 * SPAN - 1):
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert (sizes[1] - sizes[0]) / (3 * SPAN) < 200
    finding, unknown = engine.finding("r:1"), engine.finding(f"?{_epc(TAGS).casefold()}@dc1/r1/a")
    assert finding is not None
    assert finding.outcome is Outcome.FOUND
    assert 4 * SPAN < len(finding.evidence) < 6 * SPAN
    assert unknown is None or unknown.outcome is Outcome.UNKNOWN
    assert engine.counts()[Outcome.UNKNOWN] == TAGS * 2 // 10


def test_a_wrong_place_is_carried_after_very_many_seconds_and_back() -> None:
    engine, writer, at = hall_of_tags()
    for second in range(2 * SPAN + 3):
        engine.add(second_of_tags(writer, at, second))
    before = everything(engine)
    carry = writer.place("DC1/R1/B", "ana", [at.hash])
    engine.add(carry)
    moved = engine.finding("r:1")
    assert moved is not None
    assert (moved.outcome, moved.found) == (Outcome.MISPLACED, "DC1/R1/B")
    engine.add(writer.void(carry))
    assert everything(engine) == before


def _epc(number: int) -> str:
    return f"3414257BF4{number:014X}"
