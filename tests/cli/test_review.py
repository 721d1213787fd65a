"""From findings to a corrected register and back, by the command line alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assetaudit.model.event import Draft
from assetaudit.paths import Home
from assetaudit.wiring import Workspace
from tests.cli.conftest import REGISTER
from tests.cli.inside import Inside
from tests.cli.opened import opened
from tests.cli.program import Program

WALK = ("LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "IT-00900", "XX-1", "CMD:CLOSE")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A walk, decided by mia: a move, a new record and a write-off."""
    folder = tmp_path_factory.mktemp("prepared")
    hall = opened(folder)
    hall.scan("Q4", *WALK)
    hall.ok("decide", "make", "Q4", "proposed", "--outcome", "misplaced", "--why", "seen", "--by", "mia")
    hall.ok("decide", "make", "Q4", "add_to_register", "XX-1", "--why", "new", "--set", "model=R750", "--by", "mia")
    hall.ok("decide", "make", "Q4", "write_off", "IT-00103", "--why", "gone since May", "--by", "mia")
    return folder


@pytest.fixture
def decided(prepared: Path, tmp_path: Path) -> Program:
    """That workspace, to oneself, with the register's file beside it."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return Inside(tmp_path / "home")


def states(program: Program) -> dict[str, str]:
    """Name to state of everything that was decided or waits."""
    return {row["name"]: row["state"] for row in program.ok("decide", "list", "Q4", "--json").json}


def test_decided_approved_applied_verified_and_reversed(decided: Program, tmp_path: Path) -> None:
    register, copy, back = tmp_path / "register.csv", tmp_path / "copy.csv", tmp_path / "back.csv"
    assert decided.run("decide", "approve", "Q4", "--all", "--by", "ana").code == 1
    assert decided.run("decide", "approve", "Q4", "--all", "--by", "mia").code == 1
    drawn = decided.ok("decide", "approve", "Q4", "--all", "--by", "bob", "--dry-run").out
    assert "look at IT-00103, IT-00201, XX-1" in drawn or "3 decisions; look at" in drawn
    assert "second search" in decided.ok("decide", "approve", "Q4", "--all", "--by", "bob").out
    search = ("decide", "search", "Q4", "IT-00103", "--in", "neighbours", "stock", "disposal", "network")
    assert decided.run(*search, "--by", "ana").code == 1
    decided.ok(*search, "--by", "cid")
    assert {name for name, state in states(decided).items() if state == "approved"} == {"IT-00201", "XX-1", "IT-00103"}
    plan = decided.ok("changes", "show", "Q4", "--json").json
    lines = {(line["name"], line["field"]): (line["before"], line["after"], line["state"]) for line in plan["lines"]}
    assert lines == {
        ("IT-00201", "place"): ("DC1/R2/A/08:U10", "DC1/R2/A/07", "ready"),
        ("IT-00103", "status"): ("Deployed", "Retired", "ready"),
        ("XX-1", "asset_tag"): ("", "XX-1", "ready"),
        ("XX-1", "model"): ("", "R750", "ready"),
        ("XX-1", "place"): ("", "DC1/R2/A/07", "ready"),
    }
    dry = decided.ok("changes", "apply", "Q4", "--file", register, "--dry-run").out
    assert "5 ready" in dry
    assert not copy.exists()
    decided.ok("changes", "apply", "Q4", "--file", register, "-o", copy, "--by", "bob")
    assert register.read_text("utf-8") == REGISTER
    changed = [line for line in copy.read_text("utf-8").splitlines() if line not in REGISTER.splitlines()]
    assert changed == [
        "IT-00103,FCW2210L0AB,Catalyst 9300,Cisco,Retired,DC1/R2/A/07:U40,3100.50,1",
        "IT-00201,9NDDH4L,PowerEdge R640,Dell,Deployed,DC1/R2/A/07,4100.00,1",
        "XX-1,,R750,,,DC1/R2/A/07,,",
    ]
    decided.ok("register", "import", copy, "--source", "cmdb")
    assert "3 findings verified" in decided.ok("changes", "verify", "Q4", "--by", "bob").out
    assert states(decided)["IT-00201"] == "verified"
    log = decided.ok("changes", "list", "Q4", "--json").json
    decided.ok("changes", "reverse", "Q4", log[0]["set"][:8], "--file", copy, "-o", back, "--by", "bob")
    assert back.read_bytes() == register.read_bytes()
    assert states(decided)["IT-00201"] == "approved"
    assert decided.run("log", "verify", "Q4").code == 0


def test_a_place_that_was_never_understood_goes_back_as_it_was_written(program: Program, tmp_path: Path) -> None:
    before, now, back = (tmp_path / name for name in ("before.csv", "now.csv", "back.csv"))
    before.write_text("Asset Tag,Location\nIT-1,DC1/R2/A/07:top\nIT-2,DC1/R2/A/07:U3\n", "utf-8")
    program.ok("register", "import", before, "--source", "cmdb")
    program.ok("audit", "new", "Q4", "--scope", "DC1")
    program.scan("Q4", "LOC:DC1/R2/A/07:U9", "IT-1")
    program.ok("decide", "make", "Q4", "accept_move", "IT-1", "--why", "seen", "--by", "mia")
    program.ok("decide", "approve", "Q4", "--all", "--by", "bob")
    program.ok("changes", "apply", "Q4", "--file", before, "-o", now, "--by", "bob")
    assert "IT-1,DC1/R2/A/07:U9" in now.read_text("utf-8")
    applied = program.ok("changes", "list", "Q4", "--json").json[0]["set"]
    program.ok("changes", "reverse", "Q4", applied, "--file", now, "-o", back, "--by", "bob")
    assert back.read_bytes() == before.read_bytes()


def test_what_changed_in_the_register_meanwhile_is_a_conflict_and_never_overwritten(
    decided: Program, tmp_path: Path
) -> None:
    decided.ok("decide", "approve", "Q4", "IT-00201", "--by", "bob")
    newer = tmp_path / "newer.csv"
    newer.write_text(REGISTER.replace("DC1/R2/A/08:U10", "DC1/R9/B/01:U5"), "utf-8")
    decided.ok("register", "import", newer, "--source", "cmdb")
    (line,) = decided.ok("changes", "show", "Q4", "--json").json["lines"]
    assert (line["state"], line["live"]) == ("conflict", "DC1/R9/B/01:U5")
    out = decided.ok("changes", "apply", "Q4", "--file", newer, "-o", tmp_path / "x.csv", "--by", "bob").out
    assert "conflict" in out
    assert (tmp_path / "x.csv").read_bytes() == newer.read_bytes()
    (move,) = decided.ok("changes", "cutoff", "Q4", "--json").json
    assert (move["name"], move["what"]) == ("IT-00201", "newer register")
    assert "recount" in move["proposal"]


def test_tickets_tell_of_moves_and_decide_nothing(decided: Program, tmp_path: Path) -> None:
    tickets = tmp_path / "tickets.csv"
    tickets.write_text("Asset tag,To,Number\nIT-00201,DC1/R2/A/07:U3,CHG-9\nIT-00103,DC1/R9/B/01,CHG-8\n", "utf-8")
    found = decided.ok("changes", "cutoff", "Q4", "--tickets", tickets, "--by", "mia", "--json").json
    assert [(one["name"], one["what"]) for one in found] == [("IT-00201", "ticket CHG-9"), ("IT-00103", "ticket CHG-8")]
    assert "accept the move" in found[0]["proposal"]
    assert "recount" in found[1]["proposal"]
    assert decided.findings("Q4")["counts"]["missing"] == 2


def test_a_later_scan_returns_a_decision_to_the_queue_and_holds_its_line(decided: Program) -> None:
    decided.ok("decide", "approve", "Q4", "IT-00201", "--by", "bob")
    decided.scan("Q4", "LOC:DC1/R2/A/08", "IT-00201")
    assert states(decided)["IT-00201"] == "open"
    plan = decided.ok("changes", "show", "Q4", "--json").json
    assert plan["lines"] == []
    assert any(held["name"] == "IT-00201" and "conflicting" in held["why"] for held in plan["held"])


def test_export_in_json_and_import_files(decided: Program, tmp_path: Path) -> None:
    decided.ok("decide", "approve", "Q4", "IT-00201", "XX-1", "--by", "bob")
    decided.ok("changes", "export", "Q4", "-o", tmp_path / "out")
    assert (tmp_path / "out" / "cmdb-move.csv").read_bytes() == (
        b"Asset Tag,Serial,Location\r\nIT-00201,9NDDH4L,DC1/R2/A/07\r\n"
    )
    data = json.loads((tmp_path / "out" / "change-set.json").read_text("utf-8"))
    assert list(data)[:5] == ["audit", "frame", "register", "change_set", "hash"]
    assert [line["field"] for line in data["lines"]] == ["place", "asset_tag", "model", "place"]


def test_tasks_terms_undo_and_follow(decided: Program) -> None:
    decided.ok("decide", "make", "Q4", "recount", "IT-00102", "--why", "look again", "--by", "mia")
    tasks = decided.ok("decide", "tasks", "Q4", "--json").json
    assert [(task["what"], task["name"]) for task in tasks] == [("search", "IT-00103"), ("recount", "IT-00102")]
    decided.ok("decide", "undo", "Q4", "--by", "mia")
    assert states(decided)["IT-00102"] == "open"
    decided.ok("decide", "follow", "Q4", "IT-00102", "--owner", "ops", "--due", "2026-12-31", "--by", "mia")
    row = next(row for row in decided.ok("decide", "list", "Q4", "--json").json if row["name"] == "IT-00102")
    assert (row["owner"], row["due"]) == ("ops", "2026-12-31")
    decided.ok("decide", "terms", "Q4", "--set", "value_limit_cents=100", "--why", "asked for", "--by", "mia")
    assert decided.ok("decide", "terms", "Q4", "--json").json["value_limit_cents"] == 100


def test_terms_and_roles_of_the_frame(decided: Program) -> None:
    arguments = ("--role", "mia=manager", "--role", "bob=approver", "--term", "tolerable=existence:2,place_rack:5")
    decided.ok("audit", "new", "Q5", "--scope", "DC1/R2", *arguments)
    told = decided.ok("decide", "terms", "Q5", "--json").json
    assert told["roles"] == {"approver": ["bob"], "manager": ["mia"]}
    assert told["tolerable"] == [["existence", 200], ["place_rack", 500]]


def test_a_frame_that_comes_later_switches_no_rule_off(decided: Program) -> None:
    space = Workspace(Home(decided.home))
    info = space.find("Q4")
    loose = info.frame.to_dict() | {"review": {"two_persons": False, "second_search": False}}
    writer = space.events.writer(info.id)
    writer.append(Draft("rebase", {"frame": loose}, (info.opening.hash,)), user=space.user("mia"))
    writer.close()
    assert decided.run("decide", "approve", "Q4", "IT-00201", "--by", "mia").code == 1
    assert states(decided)["IT-00201"] == "decided"
    assert decided.ok("decide", "terms", "Q4", "--json").json["two_persons"] is True


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["decide", "make", "Q4", "burn", "IT-00201", "--why", "x", "--by", "mia"], 2, "burn"),
        (["decide", "make", "Q4", "write_off", "IT-00201", "--why", "x", "--by", "mia"], 1, "not located"),
        (["decide", "make", "Q4", "recount", "NOPE", "--why", "x", "--by", "mia"], 1, "NOPE"),
        (["decide", "make", "Q4", "recount", "--why", "x", "--by", "mia"], 2, "No finding was named"),
        (["decide", "make", "Q4", "recount", "IT-00201", "--by", "mia"], 2, "reason"),
        (["decide", "make", "Q4", "recount", "IT-00201", "--why", "x"], 1, "name of the person"),
        (["decide", "make", "Q4", "recount", "IT-00201", "--due", "soon", "--why", "x", "--by", "mia"], 2, "soon"),
        (
            ["decide", "make", "Q4", "correct_record", "IT-00201", "--set", "nosuch=1", "--why", "x"],
            2,
            "no field 'nosuch'",
        ),
        (["decide", "follow", "Q4", "IT-00201", "--by", "mia"], 2, "Nothing was said"),
        (["decide", "list", "Q4", "--where", "cost >"], 2, "filter"),
        (["decide", "list", "Q4", "--where", "not catgory = x"], 2, "no record has a field 'catgory'"),
        (["decide", "make", "Q4", "recount", "--where", "not prise > 5", "--why", "x"], 2, "'prise'"),
        (["decide", "terms", "Q4", "--set", "recount=prise > 5", "--why", "x", "--by", "mia"], 2, "'prise'"),
        (["audit", "new", "Q6", "--scope", "DC1/R2", "--term", "recount=prise > 5"], 2, "'prise'"),
        (["sample", "draw", "Q4", "first", "--where", "catgory = server"], 2, "'catgory'"),
        (["decide", "undo", "Q4", "--by", "zoe"], 1, "nothing of yours"),
        (["changes", "reverse", "Q4", "ff", "--file", "x.csv", "-o", "y.csv", "--by", "bob"], 1, "ff"),
        (["changes", "apply", "Q4", "--file", "nowhere.csv", "-o", "y.csv", "--by", "bob"], 1, "nowhere.csv"),
        (["audit", "new", "Q6", "--scope", "DC1/R2", "--role", "mia=king"], 2, "king"),
        (["audit", "new", "Q6", "--scope", "DC1/R2", "--term", "tolerable=x"], 2, "tolerable"),
    ],
)
def test_errors_are_one_sentence(decided: Program, arguments: list[str], code: int, said: str) -> None:
    done = decided.run(*arguments)
    assert (done.code, said in done.err) == (code, True), done
    assert "Traceback" not in done.err
