"""Samples by the command line: planned, drawn by a recorded seed, examined, evaluated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assetaudit.wiring.review_report import THEMES
from tests.cli.inside import Inside
from tests.cli.opened import opened


@pytest.fixture
def audit(tmp_path: Path) -> Inside:
    """An audit with a walk."""
    program = opened(tmp_path)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "CMD:CLOSE")
    return program


def test_plans_and_limits_of_figures_need_no_audit(tmp_path: Path) -> None:
    program = Inside(tmp_path / "home")
    assert program.ok("sample", "plan", "--tolerable", "5", "--json").json["n"] == 59
    assert program.ok("sample", "plan", "--tolerable", "5", "--population", "100", "--json").json["n"] == 45
    assert program.ok("sample", "plan", "--value", "100000", "--tolerable-value", "5000", "--json").json["n"] == 60
    assert len(program.ok("sample", "plan", "--steps", "3", "--json").json["steps"]) == 3
    told = program.ok("sample", "evaluate", "--size", "60", "--deviations", "1", "--tolerable", "5").out
    assert "no more than 7.67 %" in told


def test_records_are_drawn_judged_by_the_findings_and_evaluated(audit: Inside) -> None:
    drawn = audit.ok("sample", "draw", "Q4", "first", "--size", "3", "--seed", "s", "--by", "max", "--json").json
    again = audit.ok("sample", "show", "Q4", "first", "--json").json
    assert [one["item"] for one in again["items"]] == [one["item"] for one in drawn["items"]]
    assert again["plan"]["seed"] == "s"
    results = {one["name"]: one["result"] for one in again["items"]}
    known = {"IT-00101": "ok", "IT-00102": "deviation", "IT-00103": "deviation", "IT-00201": "waiting"}
    assert results == {name: known[name] for name in results}
    for name in results:
        audit.ok("sample", "result", "Q4", "first", name, "ok", "--by", "max")
    assert "0 of 3 deviate" in audit.ok("sample", "evaluate", "Q4", "first").out


def test_positions_are_drawn_for_the_other_direction(audit: Inside) -> None:
    told = audit.ok(
        "sample", "draw", "Q4", "floor", "--direction", "floor_to_book", "--size", "1", "--by", "max", "--json"
    )
    assert told.json["items"][0]["item"].startswith("DC1/R2/A/0")
    assert told.json["waiting"] == 1


def test_value_weighted(audit: Inside) -> None:
    told = audit.ok(
        "sample", "draw", "Q4", "value", "--method", "weighted", "--size", "4", "--by", "max", "--json"
    ).json
    assert sum(one["hits"] for one in told["items"]) in (3, 4, 5)
    assert told["value_limit"] > 0


def test_two_counts(audit: Inside) -> None:
    assert "Only one person" in audit.ok("sample", "second", "Q4").out
    audit.ok("scan", "Q4", "--by", "ben", "-", feed="LOC:DC1/R2/A/07\nIT-00101\nIT-00102\n")
    assert "by both" in audit.ok("sample", "second", "Q4").out


def test_a_sample_in_steps_says_after_each_how_it_goes_on(audit: Inside) -> None:
    told = audit.ok("sample", "plan", "--tolerable", "5", "--steps", "3", "--population", "200").out.splitlines()
    assert (len(told), told[2].endswith("else it is not shown.")) == (3, True)
    arguments = ("--steps", "2", "--tolerable", "50", "--confidence", "60", "--seed", "s", "--by", "max")
    first = audit.ok("sample", "draw", "Q4", "go", *arguments, "--json").json
    assert first["step"]["number"] == 1
    assert len(first["items"]) == first["step"]["n"]
    for one in first["items"]:
        audit.ok("sample", "result", "Q4", "go", one["name"], "deviation", "--note", "not there", "--by", "max")
    after = audit.ok("sample", "evaluate", "Q4", "go").out
    assert "Step" in after
    assert audit.ok("sample", "list", "Q4").out.startswith("go: book_to_floor, Step")


def test_a_recount_shows_nothing_of_the_first_count_and_refuses_who_made_it(audit: Inside) -> None:
    shown = audit.ok("sample", "draw", "Q4", "again", "--recount", "--size", "4", "--by", "max").out
    assert (shown.count("waiting"), "deviation" in shown) == (4, False)
    done = audit.run("sample", "result", "Q4", "again", "IT-00101", "ok", "--by", "ana")
    assert (done.code, "who counted an item does not recount it" in done.err) == (1, True)
    audit.ok("sample", "result", "Q4", "again", "IT-00101", "ok", "--by", "cid")
    audit.ok("sample", "result", "Q4", "again", "IT-00102", "ok", "--note", "behind the door", "--by", "cid")
    told = audit.ok("sample", "evaluate", "Q4", "again").out
    assert "says the same of 1 of 2" in told
    assert "IT-00102: deviation first, ok again behind the door" in told


def test_void_needs_its_reason_and_strata_may_be_values(audit: Inside) -> None:
    audit.ok("sample", "draw", "Q4", "v", "--method", "stratified", "--strata", "value", "--size", "2", "--by", "max")
    name = audit.ok("sample", "show", "Q4", "v", "--json").json["items"][0]["name"]
    done = audit.run("sample", "result", "Q4", "v", name, "void", "--by", "max")
    assert (done.code, "void without a reason" in done.err) == (2, True)
    audit.ok("sample", "result", "Q4", "v", name, "void", "--note", "entered twice", "--by", "max")
    assert f"{name} was void" in audit.ok("sample", "show", "Q4", "v", "--walk").out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["sample", "show", "Q4", "none"], 1, "none"),
        (["sample", "plan", "--tolerable", "lots"], 2, "lots"),
        (["sample", "plan", "--tolerable", "100"], 2, "between 0 and 100"),
        (["sample", "evaluate"], 2, "--size"),
        (["sample", "evaluate", "Q4"], 2, "Name the sample"),
        (["sample", "plan", "--steps", "99"], 2, "1 to 10"),
        (["sample", "draw", "Q4", "x", "--size", "0", "--by", "max"], 2, "no part of a population"),
        (["sample", "draw", "Q4", "x", "--size", "-3", "--by", "max"], 2, "no part of a population"),
        (["sample", "draw", "Q4", "x", "--size", "5000", "--by", "max"], 2, "no part of a population"),
        (["sample", "draw", "Q4", "x", "--steps", "2", "--size", "2", "--by", "max"], 2, "leave out the size"),
        (["sample", "draw", "Q4", "x", "--where", "category = cat", "--by", "max"], 2, "nothing to draw"),
        (["sample", "draw", "Q4", "x", "--size", "2"], 1, "name of the person"),
    ],
)
def test_errors_are_one_sentence(audit: Inside, arguments: list[str], code: int, said: str) -> None:
    done = audit.run(*arguments)
    assert (done.code, said in done.err) == (code, True), done


def test_the_report_lists_parts_deviations_replacements_and_what_was_taken_back(audit: Inside, tmp_path: Path) -> None:
    audit.ok("sample", "draw", "Q4", "first", "--size", "3", "--seed", "s", "--by", "max")
    names = [one["name"] for one in audit.ok("sample", "show", "Q4", "first", "--json").json["items"]]
    audit.ok("sample", "result", "Q4", "first", names[0], "void", "--note", "entered twice", "--by", "max")
    audit.ok("sample", "result", "Q4", "first", names[1], "unexamined", "--note", "locked cage", "--by", "max")
    told = audit.ok("report", "Q4", "-o", tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text("utf-8")
    assert told.code == 0
    for text in ("Samples in detail", "left unexamined", "locked cage · max", "replaced by", "entered twice"):
        assert text in page


def test_what_the_same_person_says_later_replaces_what_they_said(audit: Inside) -> None:
    audit.ok("sample", "draw", "Q4", "first", "--size", "3", "--seed", "s", "--by", "max")
    name = audit.ok("sample", "show", "Q4", "first", "--json").json["items"][0]["name"]
    for result, note in (("deviation", "gone"), ("ok", "behind the door")):
        audit.ok("sample", "result", "Q4", "first", name, result, "--note", note, "--by", "max")
    items = audit.ok("sample", "show", "Q4", "first", "--json").json["items"]
    assert next(one for one in items if one["name"] == name)["result"] == "ok"
    done = audit.run("sample", "result", "Q4", "first", name, "deviation", "--by", "max")
    assert (done.code, "cannot be a deviation without a reason" in done.err) == (2, True)


def test_places_narrow_a_sample_and_unknown_ones_are_told(audit: Inside) -> None:
    told = audit.ok("sample", "draw", "Q4", "s", "--scope", "DC1/R2/A/08", "--size", "1", "--by", "max", "--json").json
    assert (told["plan"]["scope"], told["plan"]["population"]) == (["DC1/R2/A/08"], 1)
    done = audit.run("sample", "draw", "Q4", "t", "--scope", "DC9", "--by", "max")
    assert (done.code, "The register has no place DC9" in done.err) == (2, True)


def test_figures_that_nobody_writes_follow_from_the_terms(tmp_path: Path) -> None:
    program = opened(tmp_path)
    program.ok("audit", "new", "Q5", "--scope", "DC1/R2", "--term", "confidence=90", "--term", "tolerable=existence:20")
    plan = program.ok("sample", "draw", "Q5", "s", "--by", "max", "--json").json["plan"]
    assert (plan["confidence"], plan["tolerable"]) == (9000, 2000)
    plan = program.ok("sample", "draw", "Q5", "t", "--by", "max", "--tolerable", "30", "--json").json["plan"]
    assert (plan["confidence"], plan["tolerable"]) == (9000, 3000)
    floor = ("--direction", "floor_to_book", "--by", "max", "--json")
    assert program.ok("sample", "draw", "Q5", "f", *floor).json["plan"]["tolerable"] == 500


def test_chapters_are_named_by_words_that_a_pdf_can_hold() -> None:
    assert [theme.name for theme in THEMES if not re.fullmatch("[a-z-]+", theme.name)] == []


def test_a_sample_that_shows_too_little_is_extended_with_a_reason(audit: Inside) -> None:
    audit.ok("sample", "draw", "Q4", "x", "--size", "1", "--seed", "2", "--tolerable", "60", "--by", "max")
    (first,) = audit.ok("sample", "show", "Q4", "x", "--json").json["items"]
    audit.ok("sample", "result", "Q4", "x", first["name"], "deviation", "--note", "gone", "--by", "max")
    told = audit.ok("sample", "extend", "Q4", "x", "2", "--dry-run").out
    assert "with 90 % confidence then, and with 95 % now." in told
    assert "needs its reason" in audit.run("sample", "extend", "Q4", "x", "2", "--by", "max").err
    assert audit.ok("sample", "extend", "Q4", "x", "2", "--why", "too few", "--by", "max").out == told
    shown = audit.ok("sample", "show", "Q4", "x", "--json").json
    assert shown["items"][0]["item"] == first["item"]
    assert len(shown["items"]) == 3
    assert shown["extended"] == [{"more": 2, "why": "too few"}]
    assert "of 95 % confidence 90 % are left" in audit.ok("sample", "evaluate", "Q4", "x").out
    audit.ok("decide", "undo", "Q4", "--by", "max")
    assert len(audit.ok("sample", "show", "Q4", "x", "--json").json["items"]) == 1
