"""Every kind of case in one register, from the list to the change set, by the command line alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assetaudit.paths import Home
from assetaudit.review import desk as desks
from assetaudit.wiring import Workspace
from assetaudit.wiring.screen import ScreenWorkspace
from tests.cli.inside import Inside


def records() -> Iterator[str]:
    """The register's rows: five racks and a chassis, and a row of three racks."""
    yield "Asset Tag,Status,Location,Height,Parent"
    for rack in ("07", "08", "10"):
        yield from (f"IT-{rack}{n},Deployed,DC1/R1/A/{rack}:U{10 + n},1," for n in range(1, 6))
    for rack in ("11", "12", "13"):
        yield from (f"IT-{rack}{n},Deployed,DC1/R1/B/{rack}:U{10 + 2 * n},1," for n in range(1, 6))
    yield from (f"00{n}45,Deployed,DC1/R1/A/14:U{n},1," for n in range(1, 5))
    yield "IT-CH1,Deployed,DC1/R1/A/15:U5,1,"
    yield from (f"IT-BL{n},Deployed,DC1/R1/A/15:U5#bay{n},1,IT-CH1" for n in range(1, 4))
    yield "IT-09X,Deployed,DC1/R1/A/09:U1,1,"


def walk() -> Iterator[str]:
    """What stands where."""
    for rack, there in (("07", "09"), ("08", "8b"), ("10", "010")):
        yield from (f"LOC:DC1/R1/A/{there}", *(f"IT-{rack}{n}" for n in range(1, 6)))
    for rack in ("11", "12", "13"):
        for n in range(1, 6):
            yield from (f"LOC:DC1/R1/B/{rack}:U{11 + 2 * n}", f"IT-{rack}{n}")
    yield from ("LOC:DC1/R1/A/14", *(f"{n}45" for n in range(1, 5)), "CMD:CLOSE")
    yield from ("LOC:DC1/R1/A/09:U20", "IT-CH1")


@pytest.fixture
def hall(tmp_path: Path) -> Inside:
    """That register, walked."""
    hall = Inside(tmp_path / "home")
    (tmp_path / "r.csv").write_text("\n".join(records()) + "\n", "utf-8")
    hall.ok("register", "import", tmp_path / "r.csv", "--source", "cmdb")
    hall.ok("audit", "new", "Q", "--scope", "DC1")
    hall.scan("Q", *walk())
    return hall


def test_each_cause_is_found_decided_once_and_comes_to_its_lines(hall: Inside) -> None:
    cases = {case["cause"]: case for case in hall.ok("decide", "cases", "Q", "--json").json}
    sizes = {cause: len(case["things"]) for cause, case in cases.items()}
    assert sizes == {
        "place_alias": 5,
        "rack_moved": 5,
        "rack_renamed": 5,
        "chassis_moved": 1,
        "shifted_units": 15,
        "leading_zeros": 8,
    }
    told = hall.ok("decide", "cases", "Q").out
    assert "IT-071  DC1/R1/A/07:U11 -> DC1/R1/A/09" in told
    assert "likely: DC1/R1/A/010 means DC1/R1/A/10" in told
    for case in cases.values():
        hall.ok("decide", "make", "Q", "proposed", "--case", case["id"], "--why", "looked at", "--by", "mia")
    assert hall.ok("decide", "cases", "Q", "--json").json == []
    assert hall.findings("Q")["counts"]["unknown"] == 0
    dry = hall.ok("decide", "approve", "Q", "--all", "--by", "bob", "--dry-run").out
    assert ("26 decisions; look at these, drawn by chance" in dry, "->" in dry) == (True, True)
    hall.ok("decide", "approve", "Q", "--all", "--by", "bob")
    after = {line["name"]: line["after"] for line in hall.ok("changes", "show", "Q", "--json").json["lines"]}
    assert after["IT-073"] == "DC1/R1/A/09:U13"  # the rack was seen, and each went along in its unit
    assert after["IT-085"] == "DC1/R1/A/8b:U15"
    assert after["IT-132"] == "DC1/R1/B/13:U15"
    assert after["IT-CH1"] == "DC1/R1/A/09:U20"
    assert len(after) == 26


def test_what_is_proposed_for_everything_settles_each_case_as_one(hall: Inside) -> None:
    everything = ("decide", "make", "Q", "proposed", "--place", "DC1", "--by", "mia")
    would = hall.ok(*everything, "--dry-run").out
    assert "DC1/R1/A/010 means DC1/R1/A/10: 5 findings\n  IT-101  DC1/R1/A/10:U11 -> DC1/R1/A/010\n" in would
    done = hall.ok(*everything).out
    assert "4 unrecorded codes belong to an asset from now on." in done
    assert "DC1/R1/A/010 means DC1/R1/A/10 from now on." in done
    hall.ok("decide", "approve", "Q", "--all", "--by", "bob")
    after = {line["name"]: line["after"] for line in hall.ok("changes", "show", "Q", "--json").json["lines"]}
    assert (after["IT-073"], after["IT-085"], len(after)) == ("DC1/R1/A/09:U13", "DC1/R1/A/8b:U15", 26)


def test_what_came_to_several_events_is_one_row_to_approve(hall: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "BATCH", 2)
    hall.ok("decide", "make", "Q", "proposed", "--place", "DC1", "--by", "mia")
    bundles = ScreenWorkspace(Workspace(Home(hall.home))).review("Q").bundles()
    rows = sorted((bundle.decision, len(bundle.things)) for bundle in bundles)
    moved = [("accept the move", 1), ("accept the move", 5), ("accept the move", 5)]
    assert rows == [*moved, ("correct the position", 15)]


def test_all_of_it_is_taken_back_at_once(hall: Inside) -> None:
    before = hall.ok("decide", "list", "Q", "--json").json
    hall.ok("decide", "make", "Q", "proposed", "--place", "DC1", "--by", "mia")
    assert "Taken back: that DC1/R1/A/010 means DC1/R1/A/10." in hall.ok("decide", "undo", "Q", "--by", "mia").out
    assert hall.ok("decide", "list", "Q", "--json").json == before


def test_one_thing_alone_elsewhere_keeps_no_unit(hall: Inside) -> None:
    hall.ok("decide", "make", "Q", "accept_move", "IT-071", "--why", "seen", "--by", "mia")
    hall.ok("decide", "approve", "Q", "--all", "--by", "bob")
    (line,) = hall.ok("changes", "show", "Q", "--json").json["lines"]
    assert line["after"] == "DC1/R1/A/09"
    left = {case["cause"]: case for case in hall.ok("decide", "cases", "Q", "--json").json}
    assert len(left["rack_moved"]["things"]) == 4


def test_a_dry_run_names_each_on_a_line_with_its_place_and_counts_the_rest(hall: Inside) -> None:
    lines = hall.ok("decide", "make", "Q", "recount", "--place", "DC1/R1/A/10", "--dry-run").out.splitlines()
    assert lines[0].endswith(": 5 findings")
    assert [line.startswith("  IT-10") and "DC1/R1/A/10" in line for line in lines[1:]] == [True] * 5
    wide = hall.ok("decide", "make", "Q", "recount", "--place", "DC1/R1", "--dry-run").out.splitlines()
    assert (len(wide), wide[-1].startswith("  ... and ")) == (22, True)
