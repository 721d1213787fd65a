"""What is accepted as an exception returns on its day, and what an audit left open is known to the next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetaudit.errors import UsageError
from assetaudit.review.decision import Decide, Wish
from assetaudit.review.proposal import propose
from assetaudit.review.standing import State, carried_in
from tests.cli.conftest import REGISTER
from tests.cli.inside import Inside
from tests.review.table import Table


def excepted(table: Table, until: str) -> None:
    """Accept a misplaced thing until a day, with both persons."""
    table.desk("mia").decide(Wish(Decide.ACCEPT_EXCEPTION, "on loan to the next rack", until=until), ["r:IT-3"])
    table.approve("bob", "IT-3")


def test_an_exception_is_closed_until_its_day_and_waits_again_after_it() -> None:
    table = Table()
    excepted(table, "2027-03-31")
    assert table.standing("IT-3").state is State.CLOSED
    table.ledger.today = "2027-03-31"
    assert table.standing("IT-3").state is State.CLOSED
    table.ledger.today = "2027-04-01"
    standing = table.standing("IT-3")
    assert (standing.state, standing.waiting) == (State.OPEN, True)
    assert standing.stale == "the exception was accepted until 2027-03-31."
    table.desk("mia").decide(Wish(Decide.ACCEPT_EXCEPTION, "still there", until="2027-12-31"), ["r:IT-3"])
    assert table.standing("IT-3").state is State.DECIDED


def test_it_needs_a_day_that_is_still_to_come_and_changes_no_register() -> None:
    table = Table()
    table.ledger.today = "2027-01-01"
    for until, said in (("", "until a day"), ("2026-12-31", "over already")):
        with pytest.raises(UsageError, match=said):
            table.desk("mia").decide(Wish(Decide.ACCEPT_EXCEPTION, "x", until=until), ["r:IT-3"])
    assert not Decide.ACCEPT_EXCEPTION.changes_register


def test_a_later_sighting_ends_it_at_once() -> None:
    table = Table()
    excepted(table, "2027-03-31")
    table.walk("cid", "DC1/R2/A/08", "IT-3")
    assert table.standing("IT-3").waiting


def test_what_was_only_seen_in_its_room_is_looked_for_and_not_moved_there() -> None:
    table = Table(
        "places: DC1/R2/A/07 rack\nregister: IT-1 DC1/R2/A/07:U12\nscope: DC1\n"
        "at DC1/R2:  IT-1\nat DC1/R2/A/07:  closed"
    )
    finding = table.standing("IT-1").finding
    assert finding is not None
    assert (finding.outcome.value, propose(finding, None).decide) == ("misplaced", Decide.RECOUNT)


@pytest.mark.parametrize("d", [{}, {"carried": 7}, {"carried": {}}, {"carried": {"why": "x"}}, {"carried": ["Q3"]}])
def test_what_says_nothing_of_an_earlier_audit_is_passed_over(d: dict[str, object]) -> None:
    assert carried_in(d) is None


@pytest.fixture
def two_audits(tmp_path: Path) -> Inside:
    """Q3 with an exception, something undecided with an owner, and something verified by a later scan; then Q4."""
    program = Inside(tmp_path / "home")
    (tmp_path / "r.csv").write_text(REGISTER, "utf-8")
    program.ok("register", "import", tmp_path / "r.csv", "--source", "cmdb")
    program.ok("audit", "new", "Q3", "--scope", "DC1/R2")
    program.scan("Q3", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "CMD:CLOSE")
    more = ("--until", "2099-01-31", "--why", "lent", "--by", "mia")
    program.ok("decide", "make", "Q3", "accept_exception", "IT-00201", *more)
    program.ok("decide", "approve", "Q3", "IT-00201", "--by", "bob")
    program.ok("decide", "follow", "Q3", "IT-00102", "--owner", "ops", "--ticket", "CHG-4", "--by", "mia")
    program.ok("audit", "new", "Q4", "--scope", "DC1/R2")
    return program


def test_the_next_audit_takes_over_what_was_left_open(two_audits: Inside) -> None:
    left = {one["name"]: one for one in two_audits.ok("decide", "carried", "Q4", "--json").json}
    assert set(left) >= {"IT-00102", "IT-00103", "IT-00201"}
    assert left["IT-00201"]["until"] == "2099-01-31"
    assert "taken over" in two_audits.ok("decide", "carried", "Q4", "--take", "--by", "mia").out
    assert two_audits.ok("decide", "carried", "Q4", "--take", "--by", "mia").out.startswith("0 taken over")
    two_audits.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "CMD:CLOSE")
    rows = {row["name"]: row for row in two_audits.ok("decide", "list", "Q4", "--json").json}
    assert (rows["IT-00102"]["owner"], rows["IT-00102"]["ticket"]) == ("ops", "CHG-4")
    assert rows["IT-00102"]["carried"] == {"audit": "Q3", "why": "nobody has decided."}
    assert rows["IT-00201"]["proposal"]["decide"] == "accept_exception"
    two_audits.ok("decide", "make", "Q4", "proposed", "IT-00201", "--by", "mia")
    rows = {row["name"]: row for row in two_audits.ok("decide", "list", "Q4", "--json").json}
    assert rows["IT-00201"]["decision"]["until"] == "2099-01-31"
    assert "left open by Q3: nobody has decided." in two_audits.ok("decide", "list", "Q4").out


def test_what_was_found_since_is_left_open_no_more(two_audits: Inside) -> None:
    two_audits.scan("Q4", "LOC:DC1/R2/A/07", "IT-00102", "CMD:CLOSE")
    two_audits.ok("audit", "new", "Q5", "--scope", "DC1/R2")
    assert "IT-00102" not in {one["name"] for one in two_audits.ok("decide", "carried", "Q5", "--json").json}


def test_what_a_recount_found_is_closed_and_left_open_no_more(two_audits: Inside) -> None:
    two_audits.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "CMD:CLOSE", "CMD:CLOSE")
    two_audits.ok("decide", "make", "Q4", "recount", "IT-00102", "--why", "look again", "--by", "mia")
    two_audits.ok("decide", "make", "Q4", "false_alarm", "IT-00201", "--why", "gone", "--by", "mia")
    two_audits.scan("Q4", "LOC:DC1/R2/A/07", "IT-00102", "IT-00201")
    rows = {row["name"]: row for row in two_audits.ok("decide", "list", "Q4", "--json").json}
    assert (rows["IT-00102"]["state"], rows["IT-00102"]["stale"]) == ("closed", None)
    two_audits.ok("audit", "new", "Q5", "--scope", "DC1/R2")
    assert "IT-00102" not in {one["name"] for one in two_audits.ok("decide", "carried", "Q5", "--json").json}


def test_an_exception_without_a_day_is_accepted_for_a_year(two_audits: Inside) -> None:
    two_audits.ok("decide", "make", "Q3", "accept_exception", "IT-00103", "--why", "x", "--by", "mia")
    row = next(one for one in two_audits.ok("decide", "list", "Q3", "--json").json if one["name"] == "IT-00103")
    assert str(row["decision"]["until"])[4:5] == "-"
    done = two_audits.run("decide", "make", "Q3", "accept_exception", "IT-00103", "--until", "2020-01-01", "--why", "x")
    assert done.code != 0
