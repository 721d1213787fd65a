"""Two codes of one device: joined by a deliberate step, offered where recognised, and never joined by haste."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.audit.pairing import LASTS_MS, NEAR_MS
from assetaudit.model.photo import photo_note
from assetaudit.model.read import Read
from assetaudit.model.verdict import Tone
from tests.audit.hall import RACK_A, RACK_B, Hall, code, take

TAG, SERIAL = "IT-00101", "7LDDH2J"
OTHER_SERIAL = "8MDDH3K"
"""Of IT-00102."""


def test_a_deliberate_pair_confirms() -> None:
    hall = Hall()
    walk = hall.walk()
    *_, begun = take(walk, "LOC:DC1/R2/A/07", TAG, "CMD:PAIR")
    assert begun.sentence == "Now scan the other code of the same device as IT-00101."
    verdict = walk.take(code(SERIAL))
    assert verdict.verdict == "found"
    assert verdict.finding is not None
    assert verdict.finding.basis == "tag+serial"


def test_two_records_on_one_device_are_a_wrong_device_and_each_pair_is_told_by_itself() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07", TAG, "CMD:PAIR")
    first = walk.take(code(OTHER_SERIAL))
    assert (first.verdict, first.tone) == ("wrong_device", Tone.WRONG)
    assert first.sentence == (
        f"The codes '{OTHER_SERIAL}' & '{TAG}', read from one device at DC1/R2/A/07, do not belong to one record."
    )
    take(walk, "IT-00102", "CMD:PAIR")
    second = walk.take(code(SERIAL))
    assert second.verdict == "wrong_device"
    assert second.sentence.count("read from one device") == 2
    assert f"'{OTHER_SERIAL}' & '{TAG}', read from one device" in second.sentence
    assert f"'{SERIAL}' & 'IT-00102', read from one device" in second.sentence
    assert second.sentence.endswith("do not belong to one record each.")


def test_tag_and_serial_right_after_each_other_are_offered_and_confirmed_by_one_key() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07", TAG)
    hall.clock.move(2)
    offer = walk.take(code(SERIAL))
    assert offer.verdict == "repeat"
    assert offer.sentence == f"'{TAG}' and '{SERIAL}' both name IT-00101. SAME confirms that they are on one device."
    finding = hall.audit.reconciliation.finding("cmdb:IT-00101")
    assert finding is not None
    assert finding.basis == "tag"
    confirmed = walk.take(code("CMD:SAME"))
    assert confirmed.sentence == "IT-00101 is confirmed by two codes that agree."
    assert confirmed.finding is not None
    assert confirmed.finding.basis == "tag+serial"
    assert hall.outcome("IT-00101") == "found"
    walk.undo()
    finding = hall.audit.reconciliation.finding("cmdb:IT-00101")
    assert finding is not None
    assert finding.basis == "tag"


@pytest.mark.parametrize("codes", [("NEW-7", SERIAL), (SERIAL, "NEW-7"), ("NEW-7", TAG)])
def test_an_unknown_code_beside_a_known_one_is_offered_as_its_second_label(codes: tuple[str, str]) -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A)
    _, offer = take(walk, *codes)
    assert "Is 'NEW-7' a second label of IT-00101? SAME says so; else just scan on." in offer.sentence
    assert [f.identifier for f in hall.audit.reconciliation.findings() if f.outcome == "unknown"] == ["NEW-7"]
    confirmed = walk.same()
    if TAG in codes:  # the record has a serial number, and it is another one
        assert confirmed.verdict == "wrong_device"
        return
    assert confirmed.sentence == "'NEW-7' is proposed as a further label of IT-00101."
    assert [f for f in hall.audit.reconciliation.findings() if f.outcome == "unknown"] == []
    assert hall.outcome("IT-00101") == "found"


def test_an_offer_ends_with_the_next_scan() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A)
    take(walk, TAG, SERIAL, "IT-00102")
    told = walk.same()
    assert (told.hash, told.tone) == (None, Tone.ATTENTION)
    assert "were not recognised" in told.sentence
    assert hall.audit.reconciliation.finding("cmdb:IT-00101").basis == "tag"  # type: ignore[union-attr]


def test_nothing_is_offered_for_neighbours_late_codes_other_places_pictures_or_in_a_blind_audit() -> None:
    for steps in ("neighbours", "late", "elsewhere", "picture", "blind"):
        hall = Hall(blind=steps == "blind")
        walk = hall.walk()
        walk.go(RACK_A)
        note = photo_note("a" * 64) if steps == "picture" else None
        walk.take(Read("keys://", text=TAG, note=note))
        if steps == "late":
            hall.clock.move(NEAR_MS / 1000 + 1)
        if steps == "elsewhere":
            walk.go(RACK_B)
        second = OTHER_SERIAL if steps == "neighbours" else SERIAL
        assert "SAME" not in walk.take(Read("keys://", text=second, note=note)).sentence, steps
        assert walk.same().hash is None


def test_a_pair_that_was_forgotten_joins_nothing() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07", TAG, "CMD:PAIR")
    hall.clock.move(LASTS_MS / 1000 + 1)
    assert walk.take(code(OTHER_SERIAL)).verdict == "found"
    assert "with" not in hall.log.written[-1].d


def test_a_part_number_does_not_end_a_pair() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07", TAG, "CMD:PAIR")
    wrong = walk.take(Read("keys://", text="4006381333931", symbology="]E0"))
    assert "Wrong code" in wrong.sentence
    assert wrong.sentence.endswith("The other code of the device is still awaited.")
    verdict = walk.take(code(SERIAL))
    assert verdict.finding is not None
    assert verdict.finding.basis == "tag+serial"


CODES = st.sampled_from(["IT-00101", "7LDDH2J", "IT-00102", "8MDDH3K", "IT-00103", "FCW2210L0AB", "NEW-1", "NEW-2"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CODES, st.integers(0, 4)), max_size=14))
def test_however_fast_neighbours_are_scanned_no_codes_are_joined_unasked(steps: list[tuple[str, int]]) -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A)
    for text, pause in steps:
        hall.clock.move(pause)
        walk.take(code(text))
    for finding in hall.audit.reconciliation.findings():
        assert finding.outcome != "wrong_device"
        assert finding.basis != "tag+serial"
    assert not [event for event in hall.log.written if "with" in event.d]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(CODES, st.just("CMD:SAME"), st.just("CMD:PAIR"), st.just("CMD:UNDO")), max_size=14))
def test_pairs_come_out_the_same_in_any_order_of_arrival(steps: list[str]) -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A)
    for text in steps:
        hall.clock.move(1)
        walk.take(code(text))
    backwards = hall._engine()
    for event in reversed(hall.log.written):
        backwards.add(event)
    assert list(backwards.findings()) == list(hall.audit.reconciliation.findings())
