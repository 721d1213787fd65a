"""Where scans count: units for one device at a time, wrong latches carried in one step, empty units, blocked places."""

from __future__ import annotations

import pytest

from assetaudit.audit.route import serpentine
from assetaudit.audit.walk import Walk
from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.model.frame import Patterns
from assetaudit.model.place import Place, Position
from assetaudit.model.read import Read
from assetaudit.model.verdict import Tone
from tests.audit.hall import ASSETS, RACK_A, RACK_B, Hall, asset, code, take


def places(hall: Hall, asset: str) -> list[str]:
    return [str(seen.place) for seen in hall.audit.reconciliation.sightings(f"cmdb:{asset}")]


def test_typed_units_hold_for_one_device() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07")
    walk.at_unit(Position(24))
    take(walk, "IT-00101", "IT-00102")
    assert places(hall, "IT-00101") == ["DC1/R2/A/07:U12"]
    assert places(hall, "IT-00102") == ["DC1/R2/A/07"]


def test_a_unit_label_holds_for_one_device_and_for_both_of_its_codes() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.latching.one_device_a_unit = True
    take(walk, "LOC:DC1/R2/A/07:U12", "IT-00101", "CMD:PAIR", "7LDDH2J", "IT-00102")
    assert set(places(hall, "IT-00101")) == {"DC1/R2/A/07:U12"}
    assert hall.outcome("IT-00102") == "found"
    assert places(hall, "IT-00102") == ["DC1/R2/A/07"]


def test_a_file_that_names_units_means_them_until_the_next_place() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07:U12", "IT-00101", "IT-00102")
    assert places(hall, "IT-00102") == ["DC1/R2/A/07:U12"]
    assert hall.outcome("IT-00102") == "wrong_position"


def test_the_other_code_of_the_last_device_stands_where_that_stands() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07")
    walk.at_unit(Position(24))
    take(walk, "IT-00101")
    walk.at_unit(Position(28))
    again = take(walk, "7LDDH2J")[0]
    assert set(places(hall, "IT-00101")) == {"DC1/R2/A/07:U12"}
    assert again.verdict == "repeat"
    assert hall.outcome("IT-00101") == "found"


def test_exchanged_neighbours_are_told_when_the_second_is_scanned() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07:U12", "IT-00102")
    second = take(walk, "LOC:DC1/R2/A/07:U14", "IT-00101")[-1]
    assert second.finding is not None
    assert (second.verdict, second.finding.pair) == ("wrong_position", "cmdb:IT-00102")


def test_units_are_carried_with_their_scans_and_one_undo_brings_all_back() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/08", "IT-00102", "LOC:DC1/R2/A/08:U12", "IT-00101")
    verdict = walk.carry(RACK_A)
    assert "2 scans carried from DC1/R2/A/08 to DC1/R2/A/07" in verdict.sentence
    assert places(hall, "IT-00101") == ["DC1/R2/A/07:U12"]
    assert places(hall, "IT-00102") == ["DC1/R2/A/07"]
    walk.undo()
    assert places(hall, "IT-00101") == ["DC1/R2/A/08:U12"]
    assert places(hall, "IT-00102") == ["DC1/R2/A/08"]
    assert walk.place is not None
    assert walk.place.node == RACK_B


def test_only_the_last_scans_are_carried_where_the_label_was_forgotten_later() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07", "IT-00101", "IT-00201")
    verdict = walk.carry(RACK_B, last=1)
    assert verdict.sentence.startswith("1 scan carried from DC1/R2/A/07 to DC1/R2/A/08")
    assert (hall.outcome("IT-00101"), hall.outcome("IT-00201")) == ("found", "found")
    assert walk.place == RACK_B
    take(walk, "CMD:UNDO")
    assert hall.outcome("IT-00201") == "misplaced"


def test_a_wrong_latch_is_mended_by_the_scanner_alone() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/08", "IT-00101", "IT-00102", "CMD:HERE", "LOC:DC1/R2/A/07")
    assert walk.place == RACK_A
    assert hall.outcome("IT-00101") == "found"


def test_a_label_after_undo_is_a_label_again() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/08", "IT-00101", "CMD:HERE", "CMD:UNDO", "LOC:DC1/R2/A/07")
    assert places(hall, "IT-00101") == []


def test_scans_before_any_place_are_adopted_by_code() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "IT-00101", "LOC:DC1/R2/A/07", "CMD:ADOPT")
    assert places(hall, "IT-00101") == ["DC1/R2/A/07"]


def test_a_side_is_turned_to_by_code() -> None:
    hall = Hall()
    walk = hall.walk()
    assert take(walk, "CMD:REAR")[0].tone is Tone.ATTENTION
    take(walk, "LOC:DC1/R2/A/07", "CMD:REAR")
    assert walk.side == "rear"
    take(walk, "CMD:FRONT")
    assert walk.side == "front"


def test_a_code_says_why_a_place_is_blocked() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07", "CMD:NOESCORT")
    assert hall.audit.reconciliation.blocked_reason(RACK_A) == "no escort"


def test_codes_say_in_what_condition_the_last_device_is() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07", "IT-00101", "CMD:LOOSE")
    assert hall.log.written[-1].d["condition"] == "not mounted"


def test_empty_units_are_those_where_nothing_is_expected_or_was_found() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07:U5", "IT-00201", "LOC:DC1/R2/A/07")
    empty = {str(unit) for unit in walk.empty_units()}
    assert len(empty) == 42 - 4
    assert not empty & {"U5", "U12", "U14", "U40"}
    verdict = take(walk, "CMD:EMPTY")[0]
    assert "38 units" in verdict.sentence
    assert walk.empty_units() == []
    assert hall.audit.reconciliation.sweep_state(RACK_A) == "open"
    walk.undo()
    assert len(walk.empty_units()) == 38


def test_a_read_that_asks_for_nothing_is_kept_and_is_no_sighting() -> None:
    hall = Hall()
    walk = hall.walk()
    take(walk, "LOC:DC1/R2/A/07")
    verdict = walk.keep(code("CMD:CLOSE"))
    assert verdict.hash == hall.log.written[-1].hash
    assert hall.log.written[-1].d["read"]["text"] == "CMD:CLOSE"
    assert not list(hall.audit.reconciliation.about(verdict.hash or ""))
    assert hall.audit.reconciliation.sweep_state(RACK_A) == "open"


def test_a_walk_is_handed_over_with_both_signatures() -> None:
    hall = Hall()
    ana, ben = hall.walk(), hall.walk(user="ben")
    take(ana, "LOC:DC1/R2/A/07")
    given = ana.hand_over("ben")
    taken = ben.take_over(given.hash or "", "ana")
    assert [event.user for event in hall.log.written[-2:]] == ["ana", "ben"]
    assert hall.log.written[-1].d["of"] == given.hash
    assert (taken.at, ben.place) == (None, None)


def test_the_route_turns_at_the_end_of_each_row() -> None:
    rows = [Place.parse(f"DC1/R2/{row}/{rack}") for row in "ABC" for rack in ("01", "02", "03")]
    walked = [str(place).removeprefix("DC1/R2/") for place in serpentine(rows)]
    assert walked == ["A/01", "A/02", "A/03", "B/03", "B/02", "B/01", "C/01", "C/02", "C/03"]
    assert serpentine([]) == []


def test_who_was_where_is_learnt() -> None:
    hall = Hall()
    ana, ben = hall.walk(), hall.walk(user="ben")
    take(ana, "LOC:DC1/R2/A/07", "IT-00101")
    take(ben, "LOC:DC1/R2/A/08")
    hall.audit.refresh()
    notes = {note.user: note for note in hall.audit.attendance.walks()}
    assert (notes["ana"].scans, notes["ana"].place, notes["ana"].ended) == (1, "DC1/R2/A/07", False)
    hall.audit.attendance.learn(Event("log.close", notes["ben"].log, 9, "audit", "0" * 64, {}))
    assert {note.user for note in hall.audit.attendance.walks() if note.ended} == {"ben"}
    visit = hall.audit.attendance.last_at(RACK_B)
    assert visit is not None
    assert visit.user == "ben"


def unit_walk(*, patterns: Patterns | None = None, assets: tuple[Asset, ...] = ASSETS) -> tuple[Hall, Walk]:
    hall = Hall(assets=assets, patterns=patterns or Patterns())
    walk = hall.walk()
    walk.latching.one_device_a_unit = True
    return hall, walk


@pytest.mark.parametrize("label", ["U12", "u12", "U12\r\n"])
def test_a_bare_unit_label_confirms_the_unit_of_the_next_device(label: str) -> None:
    hall, walk = unit_walk()
    verdicts = take(walk, "LOC:DC1/R2/A/07", label, "IT-00101", "IT-00102")
    assert verdicts[1].verdict == "place"
    assert "DC1/R2/A/07:U12" in verdicts[1].sentence
    assert places(hall, "IT-00101") == ["DC1/R2/A/07:U12"]
    assert places(hall, "IT-00102") == ["DC1/R2/A/07"]


def test_a_unit_label_keeps_to_the_side_that_is_walked_and_tells_a_wrong_unit() -> None:
    hall, walk = unit_walk()
    take(walk, "LOC:DC1/R2/A/07", "CMD:REAR", "U39", "IT-00103")
    assert walk.side == "rear"
    assert places(hall, "IT-00103") == ["DC1/R2/A/07:U39R"]
    assert hall.outcome("IT-00103") == "wrong_position"


def test_an_asset_of_the_register_wins_over_the_unit_label() -> None:
    hall, walk = unit_walk(assets=(*ASSETS, asset("U12", "DC1/R2/A/07")))
    assert take(walk, "LOC:DC1/R2/A/07", "U12")[1].verdict == "found"
    assert hall.outcome("U12") == "found"


def test_tags_that_look_like_a_unit_are_no_unit_labels() -> None:
    _, walk = unit_walk(patterns=Patterns(asset_tag=(r"U\d\d",)))
    assert take(walk, "LOC:DC1/R2/A/07", "U12")[1].verdict == "unknown"


@pytest.mark.parametrize("code_", ["U43", "U0", "U123", "XU12", "U12X", "U1\x002", "12", "U 12", "U１２"])
def test_what_is_no_unit_of_this_rack_is_a_scan(code_: str) -> None:
    _, walk = unit_walk()
    take(walk, "LOC:DC1/R2/A/07")
    take(walk, code_)
    assert walk.place == RACK_A


def test_a_unit_label_means_nothing_without_a_rack_or_from_a_picture() -> None:
    _, walk = unit_walk()
    assert take(walk, "U12")[0].verdict == "saved"
    take(walk, "LOC:DC1/R2")
    assert take(walk, "U12")[0].verdict == "unknown"
    take(walk, "LOC:DC1/R2/A/07")
    walk.take(Read("camera://0", text="U12"))
    assert walk.place == RACK_A
    take(walk, "CMD:HERE", "U12")
    assert walk.place == RACK_A


def test_a_unit_label_can_be_undone() -> None:
    _, walk = unit_walk()
    take(walk, "LOC:DC1/R2/A/07", "U12", "CMD:UNDO")
    assert walk.place == RACK_A
