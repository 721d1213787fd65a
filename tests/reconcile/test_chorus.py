"""Sums of bulk evidence say what all of its single reads say, in any order, and after any of them were taken back."""

from __future__ import annotations

import gc
import random
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from assetaudit.identify.identifier import identifier
from assetaudit.model.asset import Asset, Identifier
from assetaudit.model.event import Event
from assetaudit.model.finding import Basis
from assetaudit.model.frame import Frame, Thresholds
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from assetaudit.reconcile import Reconciliation
from assetaudit.reconcile.bulk import winner
from assetaudit.reconcile.chorus import Chorus, parted
from assetaudit.reconcile.claimbook import ClaimBook
from assetaudit.reconcile.claims import Claim, Heard, Says, Strength
from assetaudit.reconcile.packed import packed, tags_of
from assetaudit.reconcile.roll import Roll
from tests.reconcile.writing import Writer

PLACES = tuple(Place.parse(text) for text in ("DC1/R1/A", "dc1/r1/A", "DC1/R1/B", "DC1/R1"))
TERMS = Thresholds()
KEYS = ("r:1", "r:2")
TAGS = 100

reads = st.tuples(
    st.sampled_from(KEYS),
    st.sampled_from(PLACES),
    st.builds(
        Heard, st.just("llrp://a"), st.sampled_from(["dBm", "raw", ""]), st.integers(1, 9), st.integers(-600, -400)
    ),
)
seconds = st.lists(st.lists(reads, min_size=1, max_size=4), min_size=1, max_size=7)


def claims_of(event: str, second: list[tuple[str, Place, Heard]]) -> tuple[Claim, ...]:
    return tuple(
        Claim(Says.SEEN, event, place, Basis.RFID, Strength.BULK, (key,), heard=(heard,))
        for key, place, heard in second
    )


@given(seconds, st.randoms(use_true_random=False))
def test_sums_decide_as_all_single_reads_do(heard: list[list[tuple[str, Place, Heard]]], chance: random.Random) -> None:
    said = {f"{number:064x}": claims_of(f"{number:064x}", second) for number, second in enumerate(heard)}
    gone = set(chance.sample(sorted(said), chance.randint(0, len(said) - 1)))
    book = ClaimBook(Roll, lambda _event: None)
    for event in chance.sample(sorted(said), len(said)):
        book.put(event, said[event])
    for event in chance.sample(sorted(gone), len(gone)):
        book.put(event, ())
    for key in KEYS:
        single = [claim for event in said.keys() - gone for claim in said[event] if claim.assets == (key,)]
        sums = book.of(key)
        assert sorted({name for claim in sums for name in claim.evidence}) == sorted({claim.event for claim in single})
        assert all(list(claim.evidence) == sorted(claim.evidence) for claim in sums)
        assert (key in book, book.seen(key), book.is_spelled_out(key)) == (bool(single),) * 3
        if single:
            assert winner(sums, PLACES[2], TERMS) == winner(sorted(single, key=str), PLACES[2], TERMS)
    for place in PLACES:
        here = {key for event in said.keys() - gone for key, where, _ in heard[int(event, 16)] if where == place}
        assert book.at_node(place.node_key) == sorted(here)


@given(seconds)
def test_what_an_event_brought_is_told_as_it_was_taken(heard: list[list[tuple[str, Place, Heard]]]) -> None:
    chorus = Chorus()
    for number, second in enumerate(heard):
        share, rest = parted(claims_of(f"e{number}", second))
        assert share is not None
        assert not rest
        chorus.put(f"e{number}", share)
        assert parted(tuple(share.claims(f"e{number}")))[0] == share
    for number in range(len(heard)):
        chorus.drop(f"e{number}")
    assert not any(key in chorus for key in KEYS)


flat = st.dictionaries(st.sampled_from(["epc", "tid", "n", "max"]), st.text(max_size=9) | st.integers() | st.none())
nested = st.dictionaries(st.text(max_size=3), st.lists(st.integers(), max_size=2), max_size=2)


@given(st.lists(flat | nested | st.integers(), max_size=5) | st.text(max_size=3))
def test_tags_are_the_same_after_they_were_pressed(tags: object) -> None:
    event = Event("bulk", "l", 1, "a", "h", {"tags": tags, "reader": "r"})
    assert tags_of(packed(event)) == (tags if isinstance(tags, list) else ())


def test_a_second_of_tags_costs_what_it_brings_however_many_came_before() -> None:
    """100 tags a second: a hundred bytes for each tag of each second at most."""
    assets = [Asset(f"r:{n}", f"T{n}", place=PLACES[0], identifiers=(Identifier("epc", _epc(n)),)) for n in range(TAGS)]
    register, frame = MemoryRegister(assets, ()), Frame("A", (Place.parse("DC1"),), "v")
    engine, writer = Reconciliation(frame, register, identifier(frame.patterns)), Writer()
    at = writer.place("DC1/R1/A", "ana")
    engine.add(at)
    sizes = []
    tracemalloc.start()
    for second in range(60):
        tags = [{"epc": _epc(n), "n": 25, "max": -500 - (second * 7 + n) % 30, "unit": "dBm"} for n in range(TAGS)]
        event = writer.write("bulk", "ana", reader="r1", at=at.hash, ms=1000, tags=tags, from_=0)
        engine.add(event)
        writer.events.clear()
        if second in (29, 59):
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert (sizes[1] - sizes[0]) / 30 < 100 * TAGS
    finding = engine.finding("r:1")
    assert finding is not None
    assert len(finding.evidence) == 60


def _epc(number: int) -> str:
    return f"3414257BF4{number:014X}"
