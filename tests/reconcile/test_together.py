"""Plain scans that are taken in together come to what they come to one by one, whatever else stands among them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from assetaudit.reconcile import Reconciliation
from assetaudit.reconcile.together import together
from tests.reconcile.test_properties import FEW, everything
from tests.reconcile.worlds import World, identify
from tests.reconcile.writing import Writer

RACKS = ("D/A", "D/B", "D/C")
MOST = 12
MAKERS = ("FCW2133L0QM", "7G6F2C2", "CZJ51200AB", "3034257BF7194E4000001A85", "001A2B3C4D5E", "S1234567")
"""Codes that have more names than their own text."""
ASSETS = [
    Asset(
        f"r:{number:02}", f"T{number}", MAKERS[number % 9] if number % 9 < len(MAKERS) else f"S{number}X", place=place
    )
    for number, place in enumerate(Place.parse(f"{rack}:U{unit}") for rack in RACKS for unit in range(1, MOST + 1))
]
CODES = [*(asset.asset_tag or "" for asset in ASSETS), *MAKERS, "S11X", "nobody", "LOC:D/A", "T1\r", "\x1b[2J"]


def world(register: MemoryRegister, events: Sequence[Event] = ()) -> World:
    return World(Frame("hall", (Place.parse("D"),), register.version), register, tuple(events))


HALL = MemoryRegister(ASSETS)


@st.composite
def walks(draw: st.DrawFn) -> list[Event]:
    """Racks scanned in one go, with remarks, corrections and other people's events in between."""
    writer = Writer()
    for _ in range(draw(st.integers(1, 4))):
        place = writer.place(draw(st.sampled_from([*RACKS, "D/A:U3"])))
        for code in draw(st.lists(st.sampled_from(CODES), max_size=MOST)):
            writer.scan(code, place, typed=True if draw(st.integers(0, 9)) == 0 else None)
        for _ in range(draw(st.integers(0, 3))):
            _remark(draw, writer)
    early = [event for event in writer.events if event.k not in ("place", "scan") and draw(st.booleans())]
    events = [*early, *(event for event in writer.events if event not in early)]
    for at in draw(st.lists(st.integers(0, len(events) - 1), max_size=3)):
        events.insert(draw(st.integers(0, len(events) - 1)), events[at])  # arrives early, or twice
    return events


def _remark(draw: st.DrawFn, writer: Writer) -> None:
    some = draw(st.sampled_from(writer.events))
    kind = draw(st.sampled_from(["void", "condition", "resolve", "place", "beside"]))
    if kind == "void":
        writer.void(some)
    elif kind == "condition":
        writer.write("condition", of=some.hash, condition="damaged")
    elif kind == "resolve":
        writer.write("resolve", sup=[some.hash], how="moved", asset="r:03", at_=some.hash)
    elif kind == "place":
        writer.place("D/C", sup=[some.hash])
    else:
        writer.scan("T5", None, with_=some.hash)


def told(engine: Reconciliation, events: Sequence[Event]) -> list[object]:
    arrived = engine._state.fold.events.arrived
    return [(arrived(event.hash), engine.about(event.hash), engine.meaning(event.hash)) for event in events]


@FEW
@given(walks(), st.sampled_from([0, 3, 4096]), st.lists(st.integers(0, 60), max_size=2))
def test_whole_racks_come_to_what_their_scans_come_to(events: list[Event], loose: int, cuts: list[int]) -> None:
    single = world(HALL).reconciled(events)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assetaudit.reconcile.sights.LOOSE", loose)
        several = world(HALL).engine()
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(events)], strict=True):
        several.add_all(events[start:end])
    assert everything(several) == everything(single)
    assert told(several, events) == told(single, events)


def handed_out(engine: Reconciliation, events: Sequence[Event]) -> list[str]:
    """The kinds of events that were not taken in together."""
    kinds = []
    engine._state.book.plain.expect(len(events))
    for each in together(engine._state, events):
        if isinstance(each, Event):
            kinds.append(each.k)
            engine.add(each)
    return kinds


@pytest.mark.parametrize("loose", [0, 4096])
def test_a_walk_leaves_little_to_take_in_one_by_one(loose: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assetaudit.reconcile.sights.LOOSE", loose)
    writer = Writer()
    for start, rack in zip(range(0, len(ASSETS), MOST), RACKS, strict=True):
        place = writer.place(rack)
        for asset in ASSETS[start : start + MOST]:
            writer.scan(asset.asset_tag or "", place)
    engine = world(HALL).engine()
    assert handed_out(engine, writer.events) == ["place"] * len(RACKS)
    assert handed_out(engine, writer.events[1:3]) == ["scan", "scan"]  # they are here already


def test_codes_of_makers_and_tags_in_hex_are_taken_in_together() -> None:
    register = MemoryRegister(
        [
            Asset(f"r:{number}", f"T{number}", code, place=Place.parse(f"D/A:U{number}"))
            for number, code in enumerate(MAKERS, 1)
        ]
    )
    writer = Writer()
    place = writer.place("D/A")
    for code in MAKERS:
        writer.scan(code, place)
    assert handed_out(world(register).engine(), writer.events) == ["place"]


def test_under_another_frame_the_rest_of_a_batch_means_other_things() -> None:
    writer = Writer()
    before = MemoryRegister([Asset("r:1", "T1", place=Place.parse("D/A"))])
    after = MemoryRegister([Asset("r:2", "T1", place=Place.parse("D/A")), Asset("r:3", "T3", place=Place.parse("D/A"))])
    frame, other = world(before).frame, world(after).frame
    opening = writer.write("audit.open", name="A", frame=frame.to_dict())
    place = writer.place("D/A")
    writer.scan("T3", place)
    writer.write("rebase", sup=[opening.hash], frame=other.to_dict())
    writer.scan("T1", place)
    engine = Reconciliation(frame, before, identify(), reopen=lambda _frame: (after, identify()))
    engine.add_all(writer.events)
    assert [(each.outcome.value, each.asset) for each in engine.findings()] == [("found", "r:2"), ("found", "r:3")]
