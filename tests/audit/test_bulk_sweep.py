"""A sweep with an RFID reader: whose tags were heard, strays, copies, blank tags, and what a hand has to scan."""

from __future__ import annotations

from dataclasses import replace

from assetaudit.audit.bulk_sweep import TagKind, signal_text
from assetaudit.audit.tags import heard
from assetaudit.audit.walk import Walk
from assetaudit.model.asset import Identifier
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.model.register import MemoryRegister
from tests.audit.hall import ASSETS, EPC, PLACES, RACK_A, RACK_B, Hall

EPCS = {f"IT-00{number}": f"3034257BF7194E400000{number:04d}" for number in (101, 102, 201, 900)} | {"IT-00103": EPC}
"""The EPC of each asset."""
LABEL = "4C4F432D4142433132000000"
"""A reference tag: LOC-ABC12 in ASCII, the short code of rack A/07."""
GLN_TAG = "E00000000000000000000B08"
"""Rack A/08's own tag, as its register has it."""


class Aisle(Hall):
    """The hall with tags on its assets and racks."""

    def __init__(self, *, blind: bool = False) -> None:
        super().__init__(blind=blind)
        assets = [
            replace(one, identifiers=(Identifier("epc", EPCS[one.asset_tag]),)) if one.asset_tag in EPCS else one
            for one in ASSETS
        ]
        places = (PLACES[0], replace(PLACES[1], codes=(GLN_TAG,)), PLACES[2])
        self.register = MemoryRegister(assets, places)
        self.audit.register = self.register
        self.audit.reconciliation = self._engine()

    def swept(self, walk: Walk, *reads: Read) -> bool:
        """One batch, saved and counted; whether it raised an alarm."""
        self.clock.move(1)
        before = walk.sweep.alarms
        walk.take_heard(heard(reads))
        return walk.sweep.alarms != before


def tag(epc: str, rssi: float = -55, *, tid: str | None = None, antenna: int = 1) -> Read:
    return Read("llrp://r", "tag", epc=epc, tid=tid, rssi=rssi, rssi_unit="dBm", antenna=antenna)


def test_a_sweep_counts_what_is_here_strays_strangers_and_what_is_left() -> None:
    aisle = Aisle()
    walk = aisle.walk()
    walk.go(RACK_A)
    reads = [tag(EPCS["IT-00101"])] * 40 + [tag(EPCS["IT-00201"], -71)] * 2 + [tag("BEEF" * 6, -70)]
    aisle.swept(walk, *reads)
    picture = walk.sweep.picture()
    assert (picture.place, picture.reads, picture.rate) == ("DC1/R2/A/07", 43, 14)
    assert (picture.expected, picture.by_rfid, picture.seen) == (3, 1, 1)
    assert [(row.kind, row.name, row.where, row.count) for row in picture.rows] == [
        (TagKind.UNKNOWN, "BEEF" * 6, "", 1),
        (TagKind.STRAY, "IT-00201", "DC1/R2/A/08:U10", 2),
        (TagKind.HERE, "IT-00101", "DC1/R2/A/07:U12", 40),
    ]
    assert [asset.asset_tag for asset in picture.left] == ["IT-00103", "IT-00102"]


def test_each_batch_is_one_event_and_a_hand_scan_still_outranks_it() -> None:
    aisle = Aisle()
    walk = aisle.walk()
    walk.go(RACK_A)
    aisle.swept(walk, *[tag(EPCS["IT-00201"], -71)] * 9)
    assert [event.k for event in aisle.log.written][-1] == "bulk"
    assert aisle.outcome("IT-00201") == "misplaced"
    walk.go(RACK_B)
    walk.take(Read("keys://", text="IT-00201"))
    assert aisle.outcome("IT-00201") == "found"


def test_what_is_heard_in_two_racks_is_weak_and_asks_for_a_hand() -> None:
    aisle = Aisle()
    walk = aisle.walk()
    walk.go(RACK_A)
    aisle.swept(walk, *[tag(EPCS["IT-00101"], -60)] * 5)
    walk.go(RACK_B)
    aisle.swept(walk, *[tag(EPCS["IT-00101"], -58)] * 5)
    walk.go(RACK_A)
    picture = walk.sweep.picture()
    assert picture.weak == 1
    assert "IT-00101" in [asset.asset_tag for asset in picture.left]
    assert aisle.outcome("IT-00101") == "found"
    walk.take(Read("keys://", text="IT-00101"))
    assert walk.sweep.picture().weak == 0


def test_two_chips_with_one_number_raise_an_alarm_once() -> None:
    aisle = Aisle()
    walk = aisle.walk()
    walk.go(RACK_A)
    assert not aisle.swept(walk, tag(EPC, tid="E2801160AA01"), tag(EPC), tag(EPC, tid="E2801160AA01"))
    assert aisle.swept(walk, tag(EPC, tid="E2801160AA02"))
    assert not aisle.swept(walk, tag(EPC, tid="E2801160AA02"))
    (alarm,) = walk.sweep.picture().alarms
    assert alarm == f"EPC {EPC} of IT-00103 is on 2 tags (chips E2801160AA01, E2801160AA02): one is a copy."


def test_blank_and_factory_tags_are_named_and_raise_no_alarm() -> None:
    aisle = Aisle()
    walk = aisle.walk()
    walk.go(RACK_A)
    default = "300833B2DDD9014000000000"
    assert not aisle.swept(walk, tag("0" * 24), tag(default, tid="E2801105AA"), tag(default, tid="E2801105BB"))
    assert walk.sweep.picture().of(TagKind.FACTORY) == 2
    rejected = aisle.identify(tag(default)).rejected
    assert "left the factory" in rejected[0].reason
    assert "only zeros" in aisle.identify(tag("0" * 24)).rejected[0].reason


def test_the_strongest_reference_tag_proposes_its_place_and_moves_nothing() -> None:
    aisle = Aisle()
    walk = aisle.walk()
    walk.go(RACK_A)
    aisle.swept(walk, tag(LABEL, -62), tag(GLN_TAG, -48.5), tag(EPCS["IT-00101"]))
    picture = walk.sweep.picture()
    assert (picture.near, picture.near_signal) == ("DC1/R2/A/08", "−48.5 dBm")
    assert (walk.place, picture.of(TagKind.REFERENCE)) == (RACK_A, 2)
    aisle.swept(walk, tag(LABEL, -40), tag(GLN_TAG, -48.5))
    assert walk.sweep.picture().near is None
    unknown = [finding for finding in aisle.audit.reconciliation.findings() if finding.outcome == "unknown"]
    assert unknown == []


def test_a_blind_sweep_tells_nothing_of_what_is_expected() -> None:
    aisle = Aisle(blind=True)
    walk = aisle.walk()
    walk.go(RACK_A)
    aisle.swept(walk, tag(EPCS["IT-00101"]), tag(EPCS["IT-00201"]))
    picture = walk.sweep.picture()
    assert (picture.reads, picture.rows, picture.left, picture.expected) == (2, (), (), 0)


def test_places_are_counted_apart_and_none_is_a_place_too() -> None:
    aisle = Aisle()
    walk = aisle.walk()
    aisle.swept(walk, tag(EPCS["IT-00101"]))
    before = walk.sweep.picture()
    assert (before.place, before.reads, before.left) == (None, 1, ())
    assert before.rows[0].kind is TagKind.STRAY
    walk.go(Place.parse("DC1/R2/A/09"))
    assert walk.sweep.picture().reads == 0


def test_signals_are_told_in_their_own_unit() -> None:
    assert [signal_text(-615, "dBm"), signal_text(1230, "raw"), signal_text(None, "")] == ["−61.5 dBm", "123", ""]
