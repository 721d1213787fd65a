"""Findings with one cause become one case, and what only looks like it does not."""

from __future__ import annotations

import pytest

from assetaudit.language import sentence as say_sentence
from assetaudit.language import speaking
from assetaudit.model.finding import Outcome
from assetaudit.review.board import Board
from assetaudit.review.cases import Case, Clues, cases
from assetaudit.review.decision import Decide, Wish
from assetaudit.review.proposal import Proposal, propose
from assetaudit.review.standing import State
from tests.review.table import Table

RACKS = "places: DC1/R2/A/07 rack | DC1/R2/A/08 rack | DC1/R2/A/09 rack"


def found(story: str) -> list[Case]:
    """The cases of a story."""
    table = Table(story)
    return list(cases(Clues(table.engine.keyed(), table.stage.register)))


def story(*lines: str) -> str:
    """A story over three racks."""
    return "\n".join((RACKS, *lines))


SEVEN = "register: " + " | ".join(f"IT-{n} DC1/R2/A/07:U{10 + n}" for n in range(1, 6))


def test_a_rack_that_moved_is_one_case() -> None:
    (case,) = found(story(SEVEN, "at DC1/R2/A/09:  IT-1  IT-2  IT-3  IT-4"))
    assert (case.cause, case.decide, len(case.things)) == ("rack_moved", Decide.ACCEPT_MOVE, 4)
    assert case.title == "4 of 4 things of DC1/R2/A/07 were seen in DC1/R2/A/09: it was moved."
    assert set(case.shown(2)) < set(case.things)
    assert case.shown(2) == case.shown(2)


def test_two_things_elsewhere_or_a_minority_are_no_case() -> None:
    assert found(story(SEVEN, "at DC1/R2/A/09:  IT-1  IT-2")) == []
    more = " | ".join(f"IT-{n} DC1/R2/A/07:U{10 + n}" for n in range(1, 10))
    stayed = "at DC1/R2/A/07:  IT-4  IT-5  IT-6  IT-7  IT-8  IT-9"
    assert found(story("register: " + more, "at DC1/R2/A/09:  IT-1  IT-2  IT-3", stayed)) == []


def test_a_place_that_the_register_does_not_know_is_a_renamed_rack() -> None:
    (case,) = found(story(SEVEN, "at DC1/R2/A/NEW:  IT-1  IT-2  IT-3"))
    assert (case.cause, case.alias) == ("rack_renamed", None)


@pytest.mark.parametrize("name", ["DC1/R2/A/7", "DC1/R2/A-07", "DC1/R2/A/0007"])
def test_a_name_that_differs_in_zeros_and_separators_is_an_alias(name: str) -> None:
    table = Table(story(SEVEN, f"at {name}:  IT-1  IT-2  IT-3"))
    (case,) = cases(Clues(table.engine.keyed(), table.stage.register))
    assert case.alias == (name, "DC1/R2/A/07")
    table.desk("mia").alias(*case.alias, "one place")
    assert table.engine.counts()[Outcome.FOUND] == 3


def test_a_rack_counted_from_another_mark_is_one_case() -> None:
    scans = "\n".join(f"at DC1/R2/A/07:U{11 + n}:  IT-{n}" for n in range(1, 5))
    (case,) = found(story(SEVEN, scans))
    assert (case.cause, case.decide, len(case.things)) == ("shifted_units", Decide.CORRECT_POSITION, 4)
    assert "1 U higher" in case.title


def test_a_whole_row_that_is_off_by_one_is_one_case() -> None:
    racks = [f"IT-{rack}{n} DC1/R2/A/0{rack}:U{10 + n}" for rack in (7, 8) for n in range(1, 5)]
    scans = [f"at DC1/R2/A/0{rack}:U{9 + n}:  IT-{rack}{n}" for rack in (7, 8) for n in range(1, 5)]
    (case,) = found(story("register: " + " | ".join(racks), *scans))
    assert len(case.things) == 8
    assert "2 racks" in case.title
    assert "lower" in case.title


def test_tall_devices_still_within_their_units_hide_no_shift() -> None:
    heights = (2, 2, 1, 2, 1, 1)
    records = [f"IT-{n} DC1/R2/A/07:U{3 * n} height={height}" for n, height in enumerate(heights, 1)]
    scans = [f"at DC1/R2/A/07:U{3 * n + 1}:  IT-{n}" for n in range(1, 7)]
    (case,) = found(story("register: " + " | ".join(records), *scans))
    assert case.things == ("r:IT-3", "r:IT-5", "r:IT-6")
    assert case.reason.endswith("within the units that they take up (3).")


def test_a_row_of_racks_with_little_in_each_is_one_case() -> None:
    racks = [f"IT-{rack}{n} DC1/R2/A/{rack}:U{10 + n}" for rack in range(10, 15) for n in (1, 2)]
    scans = [f"at DC1/R2/A/{rack}:U{11 + n}:  IT-{rack}{n}" for rack in range(10, 15) for n in (1, 2)]
    places = "places: " + " | ".join(f"DC1/R2/A/{rack} rack" for rack in range(10, 15))
    (case,) = found("\n".join((places, "register: " + " | ".join(racks), *scans)))
    assert case.title == "10 things in 5 racks of DC1/R2/A stand 1 U higher than the register says."
    with speaking("de"):
        assert say_sentence(case.title) == "10 Dinge in 5 Schränken von DC1/R2/A stehen 1 HE höher als im Verzeichnis."


def test_some_of_a_rack_that_are_off_by_one_are_no_shift() -> None:
    right = "at DC1/R2/A/07:U13:  IT-3\nat DC1/R2/A/07:U14:  IT-4\nat DC1/R2/A/07:  IT-5"
    assert found(story(SEVEN, "at DC1/R2/A/07:U10:  IT-1\nat DC1/R2/A/07:U19:  IT-2", right)) == []


def test_a_chassis_stands_for_what_it_carries() -> None:
    blades = "IT-1 DC1/R2/A/07:U10 | IT-2 - parent=IT-1 | IT-3 - parent=IT-1"
    (case,) = found(story("register: " + blades, "at DC1/R2/A/08:  IT-1"))
    assert (case.cause, case.things) == ("chassis_moved", ("r:IT-1",))


def test_lost_leading_zeros_pair_codes_with_what_is_missing() -> None:
    register = "register: 0012 DC1/R2/A/07:U1 | 0013 DC1/R2/A/07:U2 | 77 DC1/R2/A/07:U3"
    table = Table(story(register, "at DC1/R2/A/07:  12  13  99  closed"))
    case, _ = cases(Clues(table.engine.keyed(), table.stage.register))
    assert sorted(asset for _, asset in case.same) == ["r:0012", "r:0013"]
    table.desk("mia").same(case.same, "the register lost no zeros, the labels did")
    counts = table.engine.counts()
    assert (counts[Outcome.FOUND], counts[Outcome.UNKNOWN], counts[Outcome.MISSING]) == (2, 1, 1)
    assert table.ledger.people.counted("mia")


def test_a_code_that_was_read_in_two_places_is_paired_with_nothing() -> None:
    register = "register: 0012 DC1/R2/A/07:U1 | 0013 DC1/R2/A/07:U2"
    case, other = found(story(register, "at DC1/R2/A/07:  12  13  closed", "at DC1/R2/A/08:  12"))
    assert (case.cause, other.cause) == ("leading_zeros", "perhaps_one")
    assert [asset for _, asset in case.same] == ["r:0013"]
    assert case.shown() == [case.same[0][0], "r:0013"]
    assert case.title == "1 unrecorded code differs only in leading zeros from something that was not located."


def test_what_one_cause_claims_leaves_the_rest_of_its_place_to_another() -> None:
    register = "register: 0012 DC1/R2/A/07:U1 | IT-7 DC1/R2/A/07:U2"
    found_cases = found(story(register, "at DC1/R2/A/07:  12  XX-9  closed"))
    assert [case.cause for case in found_cases] == ["leading_zeros", "perhaps_one"]
    assert found_cases[1].title == "Not located in DC1/R2/A/07: IT-7. Seen there without a record: XX-9."


def test_every_outcome_has_a_likeliest_decision_with_its_reason() -> None:
    table = Table()
    for _, finding in table.engine.keyed():
        proposal = propose(finding, table.stage.register.asset(finding.asset) if finding.asset else None)
        assert proposal.reason.endswith((".", "?"))
    said = {name: propose(f, None).decide for name in ("IT-3", "IT-2", "XX-1") if (f := table.standing(name).finding)}
    assert said == {"IT-3": Decide.ACCEPT_MOVE, "IT-2": Decide.RECOUNT, "XX-1": Decide.ADD_TO_REGISTER}


def test_what_two_people_did_not_find_is_not_looked_for_there_a_third_time() -> None:
    table = Table(story("register: IT-1 DC1/R2/A/07:U1 cost=900 | IT-2 DC1/R2/A/07:U2", "ana at DC1/R2/A/07:  closed"))
    board = Board(table.ledger, table.stage.register)

    def likely() -> Proposal:
        (finding, asset) = (table.standing("IT-1").finding, table.stage.register.asset("r:IT-1"))
        assert finding is not None
        return propose(finding, asset, looked=table.ledger.lookers(finding), went=board.went(finding))

    assert likely().decide is Decide.RECOUNT
    table.walk("ana", "DC1/R2/A/07", "closed")
    assert likely().decide is Decide.RECOUNT
    table.walk("cid", "DC1/R2/A/07", "closed")
    assert likely().decide is Decide.WRITE_OFF
    assert likely().reason.startswith("2 people looked")


def test_what_is_not_located_is_looked_for_where_its_rack_went() -> None:
    table = Table(story(SEVEN, "at DC1/R2/A/07:  closed", "at DC1/R2/A/09:  IT-1  IT-2  IT-3  IT-4"))
    finding = table.standing("IT-5").finding
    assert finding is not None
    likely = propose(finding, None, looked=2, went=Board(table.ledger, table.stage.register).went(finding))
    assert (likely.decide, "DC1/R2/A/09" in likely.reason) == (Decide.RECOUNT, True)


def test_neighbours_that_changed_places_are_one_case() -> None:
    swapped = "at DC1/R2/A/07:U12:  IT-1\nat DC1/R2/A/07:U11:  IT-2"
    table = Table(story(SEVEN, swapped))
    (case,) = cases(Clues(table.engine.keyed(), table.stage.register))
    assert (case.cause, case.things) == ("changed_places", ("r:IT-1", "r:IT-2"))
    assert "DC1/R2/A/07:U12" in case.title
    table.desk("mia").decide(Wish(case.decide, case.reason), case.things)
    assert {table.standing(name).state for name in ("IT-1", "IT-2")} == {State.DECIDED}


def test_one_that_stands_in_anothers_unit_while_that_stands_elsewhere_is_no_swap() -> None:
    assert found(story(SEVEN, "at DC1/R2/A/07:U12:  IT-1\nat DC1/R2/A/07:U20:  IT-2")) == []


def test_what_is_not_located_and_what_has_no_record_there_are_looked_at_together() -> None:
    (case,) = found(story(SEVEN, "at DC1/R2/A/07:  IT-1  IT-2  IT-3  IT-4  XX-9  closed"))
    assert (case.cause, case.decide, len(case.things)) == ("perhaps_one", Decide.RECOUNT, 2)
    assert case.title == "Not located in DC1/R2/A/07: IT-5. Seen there without a record: XX-9."
    assert found(story(SEVEN, "at DC1/R2/A/07:  IT-1  IT-2  IT-3  IT-4  closed", "at DC1/R2/A/08:  XX-9")) == []


def test_records_that_the_same_scans_name_are_one_case() -> None:
    two = "register: IT-1 DC1/R2/A/07:U1 serial=S1 | IT-2 DC1/R2/A/07:U2 serial=S2 | IT-3 DC1/R2/A/07:U3"
    (case,) = found(story(two, "at DC1/R2/A/07:  IT-1  pair  S2  IT-3"))
    assert (case.cause, case.things) == ("one_device", ("r:IT-1", "r:IT-2"))
    assert case.decide is Decide.RECOUNT


def test_records_of_one_device_are_one_case_whatever_else_was_scanned_of_each() -> None:
    two = "register: IT-1 DC1/R2/A/07:U1 serial=S1 | IT-2 DC1/R2/A/07:U2 serial=S2"
    (case,) = found(story(two, "at DC1/R2/A/07:  IT-2  IT-1  pair  S2"))
    assert (case.cause, case.things) == ("one_device", ("r:IT-1", "r:IT-2"))
    assert case.title == "Tags and serial numbers of IT-1, IT-2 were read on one device at DC1/R2/A/07."


def test_records_with_one_number_are_one_case() -> None:
    two = "register: IT-1 DC1/R2/A/07:U1 serial=S1 | IT-2 DC1/R2/A/07:U2 serial=S1 | IT-3 DC1/R2/A/07:U3"
    (case,) = found(story(two, "at DC1/R2/A/07:  S1  IT-3"))
    assert (case.cause, case.things, case.decide) == ("one_number", ("r:IT-1", "r:IT-2"), Decide.INVESTIGATE)


def test_what_stands_in_somebody_elses_cage_is_asked_about_before_it_moves() -> None:
    table = Table(story("register: IT-1 DC1/R2/A/07:U1", "at DC1/R2/A/08:  IT-1"))
    finding = table.standing("IT-1").finding
    assert finding is not None
    assert propose(finding, None).decide is Decide.ACCEPT_MOVE
    asked = propose(finding, None, host="Northwind Bank")
    assert (asked.decide, "Northwind Bank" in asked.reason) == (Decide.INVESTIGATE, True)
