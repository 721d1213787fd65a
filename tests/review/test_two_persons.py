"""Two persons: the rule holds for what is written at the desk and for whatever reached the log past it."""

from __future__ import annotations

import pytest

from assetaudit.errors import AuditError
from assetaudit.model.terms import SEARCHED, ReviewTerms, Role
from assetaudit.review.decision import Decide
from assetaudit.review.standing import State
from tests.review.table import Table


def decided(table: Table, decide: Decide = Decide.ACCEPT_MOVE, thing: str = "IT-3", by: str = "mia") -> str:
    """A decision's hash."""
    return table.decide(by, decide, thing)[0].hash


@pytest.mark.parametrize(("user", "said"), [("mia", "their own"), ("ana", "counted"), ("", "name")])
def test_the_desk_refuses(user: str, said: str) -> None:
    table = Table()
    decided(table)
    with pytest.raises(AuditError, match=said):
        table.approve(user, "IT-3")
    assert table.standing("IT-3").state is State.DECIDED


@pytest.mark.parametrize("user", ["mia", "ana", ""])
def test_an_approval_written_past_the_desk_does_not_count(user: str) -> None:
    table = Table()
    event = decided(table)
    table.forge("approval", {"of": [{"decision": event}], "verdict": "approved"}, user)
    standing = table.standing("IT-3")
    assert (standing.state, standing.approvals, len(standing.void)) == (State.DECIDED, (), 1)


def test_who_counts_later_loses_the_approval_given_before() -> None:
    table = Table()
    decided(table)
    table.approve("bob", "IT-3")
    assert table.standing("IT-3").state is State.APPROVED
    table.walk("bob", "DC1/R2/A/08", "IT-4")
    assert table.standing("IT-3").state is State.DECIDED


def test_only_managers_decide_and_approvers_approve_where_the_frame_names_them() -> None:
    table = Table(people=[("mia", Role.MANAGER), ("bob", Role.APPROVER), ("ana", Role.COUNTER)])
    with pytest.raises(AuditError, match="only a manager"):
        decided(table, by="max")
    table.forge("decision", {"decide": "accept_move", "of": [{"thing": "r:IT-3", "outcome": "misplaced"}]}, "max")
    assert table.standing("IT-3").decision is None
    decided(table)
    with pytest.raises(AuditError, match="only an approver"):
        table.approve("tom", "IT-3")
    table.approve("bob", "IT-3")
    assert table.standing("IT-3").state is State.APPROVED


def test_roles_given_later_need_a_reason_and_another_person() -> None:
    table = Table(people=[("mia", Role.MANAGER), ("bob", Role.APPROVER)])
    with pytest.raises(AuditError, match="reason"):
        table.desk("mia").give_role("tom", Role.APPROVER, "")
    with pytest.raises(AuditError, match="themselves"):
        table.desk("mia").give_role("mia", Role.APPROVER, "need it")
    with pytest.raises(AuditError, match="only a manager or approver"):
        table.desk("eve").give_role("tom", Role.APPROVER, "please")
    table.forge("terms", {"person": "eve", "role": "approver", "why": "x"}, "eve")
    decided(table)
    with pytest.raises(AuditError, match="only an approver"):
        table.approve("eve", "IT-3")
    table.desk("mia").give_role("tom", Role.APPROVER, "bob is on leave")
    table.approve("tom", "IT-3")
    assert table.standing("IT-3").state is State.APPROVED


def test_the_rule_cannot_be_switched_off_after_the_start() -> None:
    table = Table()
    with pytest.raises(AuditError, match="before the first scan"):
        table.desk("mia").set_terms({"two_persons": False}, "in a hurry")
    table.forge("terms", {"set": {"two_persons": False}, "why": "in a hurry"}, "mia")
    assert table.ledger.people.terms().two_persons
    table.desk("mia").set_terms({"value_limit_cents": 100}, "the finance department asks for it")
    assert table.ledger.people.terms().value_limit_cents == 100


def test_who_counted_changes_no_terms_where_nobody_is_named_for_it() -> None:
    table = Table()
    table.desk("mia").set_terms({"value_limit_cents": 100}, "dear things need two")
    with pytest.raises(AuditError, match="who counted"):
        table.desk("ana").set_terms({"value_limit_cents": None}, "in a hurry")
    table.forge("terms", {"set": {"value_limit_cents": None}, "why": "in a hurry"}, "ana")
    assert table.ledger.people.terms().value_limit_cents == 100
    table.walk("mia", "DC1/R2/A/08", "IT-4")
    assert table.ledger.people.terms().value_limit_cents is None
    assert table.again().people.terms().value_limit_cents is None
    alone = Table(terms=ReviewTerms(two_persons=False))
    alone.desk("ana").set_terms({"recount": "cost > 500"}, "one person does it all")
    assert alone.ledger.people.terms().recount == "cost > 500"


def test_a_write_off_needs_a_second_search_by_another_person() -> None:
    table = Table()
    decided(table, Decide.WRITE_OFF, "IT-2")
    table.approve("bob", "IT-2")
    assert "second search" in table.standing("IT-2").blocked
    with pytest.raises(AuditError, match="another person"):
        table.desk("ana").search("r:IT-2", SEARCHED)
    with pytest.raises(AuditError, match="disposal, network"):
        table.desk("cid").search("r:IT-2", ["neighbours", "stock"])
    table.forge("search", {"thing": "r:IT-2", "where": list(SEARCHED), "found": False}, "ana")
    assert table.standing("IT-2").state is State.DECIDED
    table.desk("cid").search("r:IT-2", SEARCHED)
    assert table.standing("IT-2").state is State.APPROVED


def test_a_dear_write_off_needs_two_approvers() -> None:
    table = Table(terms=ReviewTerms(second_search=False, value_limit_cents=90_000))
    decided(table, Decide.WRITE_OFF, "IT-2")
    table.approve("bob", "IT-2")
    assert "second approver" in table.standing("IT-2").blocked
    awaited = {who: table.ledger.awaits(table.standing("IT-2"), who) for who in ("bob", "kim")}
    assert awaited == {"bob": False, "kim": True}
    table.approve("kim", "IT-2")
    assert not table.ledger.awaits(table.standing("IT-2"), "zoe")
    assert table.standing("IT-2").state is State.APPROVED


def test_a_recount_rule_holds_a_write_off_until_another_person_has_looked() -> None:
    table = Table(terms=ReviewTerms(second_search=False, recount="cost > 500"))
    decided(table, Decide.WRITE_OFF, "IT-2")
    table.approve("bob", "IT-2")
    assert "recounted" in table.standing("IT-2").blocked
    table.walk("cid", "DC1/R2/A/07", "closed")
    assert table.standing("IT-2").state is State.APPROVED


def test_one_person_suffices_only_where_the_frame_says_so() -> None:
    table = Table(terms=ReviewTerms(two_persons=False))
    decided(table, by="ana")
    assert table.standing("IT-3").state is State.APPROVED


def test_of_two_changes_of_one_term_the_later_applies_whatever_order_they_arrive_in() -> None:
    table = Table()
    for cents in range(100, 900, 100):
        table.desk("mia").set_terms({"value_limit_cents": cents}, f"{cents} is the limit now")
    assert table.ledger.people.terms().value_limit_cents == 800
    assert table.again().people.terms().value_limit_cents == 800
    assert [event.d["set"]["value_limit_cents"] for event in table.again().people.changes()] == [*range(100, 900, 100)]


def test_a_change_that_does_not_count_takes_away_no_other() -> None:
    table = Table(people=[("mia", Role.MANAGER), ("bob", Role.APPROVER)])
    change = table.desk("mia").set_terms({"value_limit_cents": 100}, "dear things need two")
    table.forge("terms", {"set": {"value_limit_cents": None}, "why": "no"}, "eve", (change.hash,))
    assert table.ledger.people.terms().value_limit_cents == 100
    assert table.again().people.terms().value_limit_cents == 100


def test_who_signs_by_the_frame_changes_terms_and_gives_roles_only_with_that_signature() -> None:
    key, signs = "ab" * 32, lambda message: {"key": "ab" * 32, "sig": message.hex()}
    terms, people = ReviewTerms(keys=(("mia", key),)), [("mia", Role.MANAGER), ("bob", Role.APPROVER)]
    table = Table(terms=terms, people=people, genuine=lambda _key, sig, message: sig == message.hex())
    table.forge("terms", {"set": {"value_limit_cents": None, "recount": "cost > 1"}, "why": "x"}, "mia")
    table.forge("terms", {"person": "eve", "role": "approver", "why": "x"}, "mia")
    assert table.ledger.people.terms().recount == ""
    assert not table.ledger.people.has("eve", Role.APPROVER)
    table.desk("mia", signs).give_role("tom", Role.APPROVER, "bob is on leave")
    assert table.ledger.people.has("tom", Role.APPROVER)
    assert table.again().people.has("tom", Role.APPROVER)
