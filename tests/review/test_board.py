"""The board says what the ledger says after every event, and asks again only about what an event touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from assetaudit.model.finding import Finding
from assetaudit.model.terms import SEARCHED, ReviewTerms, Role
from assetaudit.review.board import Board
from assetaudit.review.decision import Decide
from tests.review.table import Table

STORY = """
places: DC1/R2/A/07 rack | DC1/R2/A/08 rack
register: IT-1 DC1/R2/A/07:U11 | IT-2 DC1/R2/A/07:U12 | IT-3 DC1/R2/A/07:U13 | IT-4 DC1/R2/A/07:U14
          IT-5 DC1/R2/A/08:U1 cost=500 | IT-6 DC1/R2/A/08:U2 | IT-7 DC1/R2/A/08:U3
scope: DC1/R2
ana at DC1/R2/A/08:  IT-1  IT-2  IT-3  IT-4  IT-6  XX-1  closed
"""


class Watched(Table):
    """A table whose board learns every event, and which counts how often all findings are listed."""

    def __init__(self) -> None:
        super().__init__(STORY, terms=ReviewTerms())
        self.board = Board(self.ledger, self.stage.register)
        self.listed = 0
        listing = self.engine.keyed

        def counted() -> Iterator[tuple[str, Finding]]:
            self.listed += 1
            return listing()

        self.engine.keyed = counted  # type: ignore[method-assign]
        self._seen = len(self.stage.log.written)

    def caught_up(self) -> Board:
        """The board with everything that was written."""
        new = self.stage.log.written[self._seen :]
        self._seen += len(new)
        self.board.learn(new)
        return self.board


def steps(table: Watched) -> Iterator[object]:
    """Everything that people do in a review, one after the other."""
    yield table.decide("mia", Decide.ACCEPT_MOVE, "IT-1", "IT-2")
    yield table.approve("bob", "IT-1")
    yield table.desk("bob").refuse(["r:IT-2"], note="look")
    (written_off,) = table.decide("mia", Decide.WRITE_OFF, "IT-5")
    yield written_off
    yield table.desk("cid").search("r:IT-5", SEARCHED)
    yield table.approve("bob", "IT-5")
    yield table.desk("mia").undo([written_off.hash])
    yield table.decide("mia", Decide.FALSE_ALARM, "IT-7")
    yield table.desk("mia").follow(["r:IT-1"], owner="ops")
    yield table.desk("mia").follow(["r:IT-1"], closed=True)
    (decision,) = table.ledger.decisions("r:IT-1")
    line = {"thing": "r:IT-1", "decision": decision.event, "record": "r:IT-1", "field": "place"}
    yield table.desk("bob").changed({"did": "applied", "lines": [line], "set": "ff"})
    yield table.desk("bob").changed({"did": "reversed", "lines": [line], "set": "ff"})
    yield table.decide("mia", Decide.FALSE_ALARM, "IT-6")
    yield table.decide("mia", Decide.REOPEN, "IT-6")
    yield table.desk("mia").give_role("tom", Role.APPROVER, "bob is on leave")
    table.walk("zoe", "DC1/R2/A/07", "IT-4")
    yield None
    yield table.forge("approval", {"of": [{"decision": decision.event}], "verdict": "approved", "as": ["ana"]}, "kim")


def test_it_says_what_the_ledger_says_after_every_event() -> None:
    table = Watched()
    for _ in steps(table):
        assert list(table.caught_up().standings()) == list(table.ledger.standings())
        anew = Board(table.ledger, table.stage.register)
        assert [(one.id, one.things) for one in table.board.cases()] == [(one.id, one.things) for one in anew.cases()]


@pytest.mark.parametrize(
    "act",
    [
        lambda table: table.decide("mia", Decide.INVESTIGATE, "IT-3"),
        lambda table: table.desk("mia").follow(["r:IT-3"], owner="ops"),
        lambda table: table.forge("sample", {}, "max"),
    ],
)
def test_one_decision_does_not_list_all_findings_again(act: Callable[[Watched], object]) -> None:
    table = Watched()
    table.board.standings()
    act(table)
    before = table.listed
    assert table.caught_up().standings()
    assert table.listed == before


def test_a_case_keeps_its_name_while_its_members_are_decided_one_by_one() -> None:
    table = Watched()
    case, *_ = table.board.cases()
    assert set(case.things) == {"r:IT-1", "r:IT-2", "r:IT-3", "r:IT-4"}
    table.decide("mia", Decide.ACCEPT_MOVE, "IT-1", "IT-2")
    left, *others = table.caught_up().cases()
    assert (left.id, set(left.things)) == (case.id, {"r:IT-3", "r:IT-4"})
    table.decide("mia", Decide.ACCEPT_MOVE, "IT-3", "IT-4")
    assert table.caught_up().cases() == others
