"""Decisions on their way from the queue to closed: cited, approved, stale, undone, in any order of arrival."""

from __future__ import annotations

import pytest

from assetaudit.errors import AuditError, UsageError
from assetaudit.model.finding import Outcome
from assetaudit.model.terms import ReviewTerms
from assetaudit.review.decision import Decide, Wish
from assetaudit.review.standing import State
from tests.review.table import Table


def test_a_decision_cites_what_it_rests_on() -> None:
    table = Table()
    (event,) = table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")
    (cited,) = event.d["of"]
    finding = table.engine.finding("r:IT-3")
    assert finding is not None
    assert cited == {
        "thing": "r:IT-3",
        "outcome": "misplaced",
        "expected": "DC1/R2/A/08:U10",
        "found": "DC1/R2/A/07",
        "evidence": list(finding.evidence),
    }


def test_from_open_to_approved() -> None:
    table = Table()
    assert table.standing("IT-3").waiting
    table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")
    assert (table.standing("IT-3").state, table.standing("IT-3").blocked) == (
        State.DECIDED,
        "another person's approval is still wanting.",
    )
    table.approve("bob", "IT-3")
    assert table.standing("IT-3").state is State.APPROVED


def test_what_changes_no_register_is_closed_by_its_approval() -> None:
    table = Table()
    table.decide("mia", Decide.FALSE_ALARM, "XX-1")
    table.approve("bob", "XX-1")
    assert table.standing("XX-1").state is State.CLOSED


def test_a_later_sighting_makes_it_stale_and_returns_it_to_the_queue() -> None:
    table = Table()
    table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")
    table.approve("bob", "IT-3")
    table.walk("cid", "DC1/R2/A/08", "IT-3")
    standing = table.standing("IT-3")
    assert standing.state is State.OPEN
    assert standing.stale == "it is conflicting evidence now, and was misplaced."


def test_evidence_taken_back_makes_it_stale_and_more_of_the_same_does_not() -> None:
    table = Table()
    table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")
    table.walk("cid", "DC1/R2/A/07", "IT-3")
    assert table.standing("IT-3").state is State.DECIDED
    scan = next(e for e in table.stage.log.written if e.k == "scan" and e.d["read"]["text"] == "IT-3")
    table.forge("void", {}, "ana", (scan.hash,))
    assert "no longer count" in table.standing("IT-3").stale


def test_a_void_takes_a_decision_back_and_another_void_brings_it_again() -> None:
    table = Table()
    table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")
    void = table.desk("mia").undo()
    assert table.standing("IT-3").state is State.OPEN
    table.forge("void", {}, "mia", (void.hash,))
    assert table.standing("IT-3").state is State.DECIDED


def test_nobody_takes_back_what_another_person_decided() -> None:
    table = Table()
    event = table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")[0]
    with pytest.raises(AuditError, match="nothing of yours"):
        table.desk("bob").undo([event.hash])


def test_a_new_decision_replaces_the_old_one_for_its_thing_only() -> None:
    table = Table()
    table.decide("mia", Decide.INVESTIGATE, "IT-3", "XX-1")
    table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")
    assert [d.decide for d in table.ledger.decisions("r:IT-3")] == [Decide.ACCEPT_MOVE]
    assert [d.decide for d in table.ledger.decisions(table.key("XX-1"))] == [Decide.INVESTIGATE]
    table.decide("mia", Decide.REOPEN, "IT-3")
    assert table.standing("IT-3").waiting


def test_two_decisions_that_do_not_know_of_each_other_disagree() -> None:
    table = Table()
    first = table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")[0]
    table.forge("decision", first.d | {"decide": "investigate"}, "max")
    standing = table.standing("IT-3")
    assert (standing.state, "disagree" in standing.stale) == (State.OPEN, True)


def test_a_recount_is_answered_by_whatever_is_seen_next() -> None:
    table = Table()
    table.decide("mia", Decide.RECOUNT, "IT-2")
    assert table.standing("IT-2").state is State.DECIDED
    table.walk("cid", "DC1/R2/A/07", "closed")
    assert "looked at again" in table.standing("IT-2").stale
    table.decide("mia", Decide.RECOUNT, "IT-2")
    table.walk("cid", "DC1/R2/A/07", "IT-2")
    finding = table.engine.finding("r:IT-2")
    assert finding is not None
    assert finding.outcome is Outcome.FOUND
    standing = table.standing("IT-2")
    assert (standing.state, standing.stale) == (State.CLOSED, "")
    scan = next(e for e in reversed(table.stage.log.written) if e.k == "scan")
    table.forge("void", {}, "cid", (scan.hash,))
    assert table.standing("IT-2").state is State.DECIDED


def test_a_recount_of_what_stands_where_it_should_is_answered_only_by_another_look() -> None:
    table = Table()
    table.walk("ana", "DC1/R2/A/07", "IT-2")
    table.decide("mia", Decide.RECOUNT, "IT-2")
    assert table.standing("IT-2").state is State.DECIDED
    table.walk("cid", "DC1/R2/A/07", "IT-2")
    assert table.standing("IT-2").state is State.CLOSED


@pytest.mark.parametrize(
    ("decide", "thing", "said"),
    [
        (Decide.WRITE_OFF, "IT-3", "not located"),
        (Decide.ACCEPT_MOVE, "IT-2", "not seen"),
        (Decide.ADD_TO_REGISTER, "IT-3", "without a record"),
        (Decide.RELABEL, "IT-2", "nobody has seen"),
        (Decide.CORRECT_RECORD, "XX-1", "no record"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused_and_nothing_written(decide: Decide, thing: str, said: str) -> None:
    table = Table()
    before = len(table.stage.log.written)
    with pytest.raises(AuditError, match=said):
        table.decide("mia", decide, thing)
    assert len(table.stage.log.written) == before


def test_a_decision_needs_name_and_reason() -> None:
    table = Table()
    with pytest.raises(AuditError, match="name of the person"):
        table.decide("", Decide.ACCEPT_MOVE, "IT-3")
    with pytest.raises(UsageError, match="reason"):
        table.desk("mia").decide(Wish(Decide.ACCEPT_MOVE, " "), ["r:IT-3"])


def test_a_refusal_returns_it_to_the_queue_with_its_reason() -> None:
    table = Table()
    table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")
    table.desk("bob").refuse(["r:IT-3"], note="look at the other row first")
    assert table.standing("IT-3").stale == "it was refused: look at the other row first."
    table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")
    assert table.standing("IT-3").state is State.DECIDED


def test_owner_ticket_cause_and_response_are_kept_and_what_is_approved_can_be_closed() -> None:
    table = Table()
    desk = table.desk("mia")
    desk.follow(["r:IT-3"], owner="ops", due="2026-12-01", ticket="CHG-7", cause="swap not booked")
    desk.follow(["r:IT-3"], response="will be trained")
    follow = table.standing("IT-3").follow
    assert (follow.owner, follow.ticket, follow.cause, follow.response) == (
        "ops",
        "CHG-7",
        "swap not booked",
        "will be trained",
    )
    with pytest.raises(AuditError, match="cannot be closed"):
        desk.follow(["r:IT-3"], closed=True)
    table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")
    table.approve("bob", "IT-3")
    desk.follow(["r:IT-3"], closed=True)
    assert table.standing("IT-3").state is State.CLOSED


def test_the_ledger_does_not_depend_on_the_order_of_arrival() -> None:
    table = Table(terms=ReviewTerms(second_search=False))
    table.decide("mia", Decide.ACCEPT_MOVE, "IT-3")
    table.approve("bob", "IT-3")
    table.decide("mia", Decide.WRITE_OFF, "IT-2")
    table.approve("bob", "IT-2")
    table.decide("mia", Decide.INVESTIGATE, "XX-1")
    table.walk("cid", "DC1/R2/A/08", "IT-4", "closed")
    anew = table.again()
    assert list(anew.standings()) == list(table.ledger.standings())
    assert {s.thing: s.state for s in anew.standings()}["r:IT-2"] is State.APPROVED


def test_every_hostile_payload_is_kept_and_counts_for_nothing() -> None:
    table = Table()
    hostile: list[dict[str, object]] = [
        {},
        {"of": 7},
        {"of": [{}]},
        {"decide": "x", "of": []},
        {"decide": "recount", "of": [{"thing": 1}]},
        {"set": 7, "why": 1, "person": [], "lines": [3], "verdict": "approved"},
    ]
    for d in hostile:
        for kind in ("decision", "approval", "search", "follow", "change", "terms", "sample"):
            table.forge(kind, d, "eve")
    assert not any(standing.decision for standing in table.ledger.standings())
