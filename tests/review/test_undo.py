"""Undo takes back what one person did last, all of it and nothing else, however many events it came to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.errors import AuditError
from assetaudit.model.finding import Outcome
from assetaudit.model.terms import Role
from assetaudit.review import desk as desks
from assetaudit.review.decision import Decide, Wish
from assetaudit.review.desk import Desk
from assetaudit.review.undone import undone
from tests.review.table import Table

MANY = """
places:    DC1/R2/A/07 rack | DC1/R2/A/08 rack
register:  0012 DC1/R2/A/07:U1 | 0013 DC1/R2/A/07:U2 | IT-1 DC1/R2/A/07:U3 | IT-2 DC1/R2/A/08:U1 | IT-3 DC1/R2/A/08:U2
           IT-4 DC1/R2/A/08:U3 | IT-5 DC1/R2/A/08:U4
ana at DC1/R2/A/07:  12  13  closed
ana at DC1/R2/A/8:  IT-2  IT-3  IT-4  IT-5
"""
SEEN = ("r:IT-2", "r:IT-3", "r:IT-4", "r:IT-5")
Act = Callable[[Desk], object]
ACTS: tuple[Act, ...] = (
    lambda desk: desk.decide(Wish(Decide.ACCEPT_MOVE, "seen there"), SEEN),
    lambda desk: [desk.decide(Wish(what, "as proposed"), SEEN[:3]) for what in (Decide.RECOUNT, Decide.INVESTIGATE)],
    lambda desk: desk.decide(Wish(Decide.RECOUNT, "look again"), ["r:IT-1"]),
    lambda desk: desk.follow([*SEEN, "r:IT-1"], owner="ops"),
    lambda desk: desk.alias("DC1/R2/A/8", "DC1/R2/A/08", "one rack"),
    lambda desk: desk.same([(_unknown(desk, "12"), "r:0012"), (_unknown(desk, "13"), "r:0013")], "lost zeros"),
    lambda desk: desk.give_role("zoe", Role.COUNTER, "she helps"),
)


def _unknown(desk: Desk, code: str) -> str:
    return next(key for key, finding in desk.ledger.engine.keyed() if finding.identifier == code)


def stands(table: Table) -> object:
    """All that the review says now."""
    people = table.ledger.people
    found = [(key, finding.outcome) for key, finding in table.engine.keyed()]
    return found, list(table.ledger.standings()), people.terms(), people.roles()


@pytest.fixture(autouse=True, scope="module")
def _small_events() -> object:
    """Two things in one event, so that most acts come to several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desks, "BATCH", 2)
        yield


def _try(act: Act, table: Table, who: str) -> bool:
    try:
        act(table.desk(who))
    except (AuditError, StopIteration):
        return False
    return True


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(("mia", "bob"))), min_size=1, max_size=4))
def test_whatever_was_done_last_is_as_it_was_before(acts: list[tuple[Act, str]]) -> None:
    table = Table(MANY)
    before, last = stands(table), ""
    for act, who in acts:
        now = stands(table)
        if _try(act, table, who):
            before, last = now, who
    if last:
        table.desk(last).undo()
        assert stands(table) == before


def test_a_decision_about_more_than_one_event_holds_is_taken_back_whole() -> None:
    table = Table(MANY)
    assert len(table.decide("mia", Decide.ACCEPT_MOVE, "IT-2", "IT-3", "IT-4", "IT-5")) == 2
    void = table.desk("mia").undo()
    assert [*undone(map(table.ledger.acts.get, void.sup))] == ["accept the move (4 findings)"]
    assert all(table.ledger.standing(thing).waiting for thing in SEEN)


def test_a_name_of_a_place_is_taken_back_and_not_the_decision_before_it() -> None:
    table = Table(MANY)
    table.decide("mia", Decide.RECOUNT, "IT-1")
    table.desk("mia").alias("DC1/R2/A/8", "DC1/R2/A/08", "one rack")
    assert table.engine.counts()[Outcome.FOUND] == 4
    void = table.desk("mia").undo()
    assert table.engine.counts()[Outcome.FOUND] == 0
    assert table.standing("IT-1").decision is not None
    assert [*undone(map(table.ledger.acts.get, void.sup))] == ["that DC1/R2/A/8 means DC1/R2/A/08"]


def test_codes_that_were_said_to_be_assets_are_unknown_again() -> None:
    table = Table(MANY)
    ACTS[5](table.desk("mia"))
    void = table.desk("mia").undo()
    assert table.engine.counts()[Outcome.UNKNOWN] == 2
    assert [*undone(map(table.ledger.acts.get, void.sup))] == ["what codes without a record belong to (2 codes)"]


def test_what_was_written_to_a_register_is_not_taken_back_here() -> None:
    table = Table(MANY)
    table.desk("mia").changed({"did": "applied", "set": "ab", "lines": [], "to": "register.csv"})
    with pytest.raises(AuditError, match="written to a register"):
        table.desk("mia").undo()
