"""What one event changes in what is known of another, and an event that nobody here understands yet."""

from __future__ import annotations

from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from tests.reconcile.worlds import World, listed
from tests.reconcile.writing import Writer


def test_a_plain_scan_knows_the_code_that_was_scanned_beside_it_later() -> None:
    writer = Writer()
    register = MemoryRegister([Asset("r:1", "T1", place=Place.parse("D/R1/A"))])
    engine = World(Frame("A", (Place.parse("D/R1"),), register.version), register, ()).engine()
    place = writer.place("D/R1/A")
    first = writer.scan("T1", place)
    second = writer.scan("NOBODY KNOWS", place, with_=first.hash)
    engine.add_all((place, first))
    assert engine.meaning(first.hash).beside == ()
    engine.add(second)
    assert engine.meaning(first.hash).beside == (second.hash,)
    assert engine.meaning(second.hash).proposed == "NOBODY KNOWS"
    assert engine.meaning(second.hash).assets == ("r:1",)


def test_an_event_of_a_newer_version_is_kept_and_told_but_not_judged() -> None:
    writer = Writer()
    place = writer.place("D/R1/A")
    newer: Event = writer.scan("X1", place)._replace(v=99)
    world = World(*_hall(), (place, newer))
    engine = world.reconciled()
    assert listed(engine) == listed(world.reconciled([place]))
    assert any("does not know" in sentence for sentence in engine.troubles())


def _hall() -> tuple[Frame, MemoryRegister]:
    register = MemoryRegister([])
    return Frame("A", (Place.parse("D/R1"),), register.version), register
