"""The sample audit from its findings to a corrected register and back again, by the command line alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assetaudit.bundled import bundled
from tests.cli.inside import Inside

AUDIT = "spring-count"


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample data centre after its walk."""
    home = tmp_path_factory.mktemp("sample") / "home"
    Inside(home).ok("demo", "--headless")
    return home


@pytest.fixture
def program(walked: Path, tmp_path: Path) -> Inside:
    """A copy of it."""
    shutil.copytree(walked, tmp_path / "home")
    return Inside(tmp_path / "home")


def states(program: Inside) -> dict[str, str]:
    """Thing to how far its decision is, of everything that was decided."""
    rows = program.ok("decide", "list", AUDIT, "--json").json
    return {row["name"]: row["state"] for row in rows if row["decision"]}


def test_from_findings_to_a_corrected_register_and_back(program: Inside, tmp_path: Path) -> None:
    before, after, again = tmp_path / "before.csv", tmp_path / "after.csv", tmp_path / "again.csv"
    shutil.copyfile(bundled("sample_data") / "register.csv", before)
    (case, *_) = program.ok("decide", "cases", AUDIT, "--json").json
    program.ok("decide", "make", AUDIT, "proposed", "--case", case["id"], "--why", "it stands there", "--by", "mia")
    for outcome in ("misplaced", "wrong_position"):
        program.ok("decide", "make", AUDIT, "proposed", "--outcome", outcome, "--why", "seen", "--by", "mia")
    assert "nobody approves their own decision" in program.run("decide", "approve", AUDIT, "--all", "--by", "mia").err
    assert "drawn to be looked at" in program.ok("decide", "approve", AUDIT, "--all", "--by", "bob").out
    plan = program.ok("changes", "show", AUDIT, "--json").json
    ready = [line for line in plan["lines"] if line["state"] == "ready"]
    assert len(ready) == len(plan["lines"]) >= 7
    program.ok("changes", "export", AUDIT, "-o", tmp_path / "export")
    assert {file.name for file in (tmp_path / "export").iterdir()} >= {"change-set.json", "register-move.csv"}

    source = ("--source", "register")
    done = program.ok("changes", "apply", AUDIT, "--file", before, "-o", after, *source, "--by", "bob").out
    assert done.count("written   ") == len(ready)
    moved = {line["name"] for line in ready}
    assert {name for name, state in states(program).items() if state == "applied"} == moved
    assert "Nothing is verified" in program.ok("changes", "verify", AUDIT, "--by", "bob").out
    program.ok("register", "import", after, *source)
    assert f"{len(moved)} findings verified" in program.ok("changes", "verify", AUDIT, "--by", "bob").out
    assert {name for name, state in states(program).items() if state == "verified"} == moved

    applied = next(row for row in program.ok("changes", "list", AUDIT, "--json").json if row["did"] == "applied")
    program.ok("changes", "reverse", AUDIT, applied["set"], "--file", after, "-o", again, *source, "--by", "bob")
    assert again.read_bytes() == before.read_bytes()
    assert {states(program)[name] for name in moved} == {"approved"}


def test_it_is_closed_and_shown_to_anybody(program: Inside, tmp_path: Path) -> None:
    program.ok("decide", "make", AUDIT, "proposed", "--outcome", "misplaced", "--why", "seen", "--by", "mia")
    program.ok("decide", "approve", AUDIT, "--all", "--by", "bob")
    assert "not complete" in program.run("audit", "close", AUDIT, "--by", "boss").err
    program.ok("audit", "close", AUDIT, "--by", "boss", "--reason", "the rest in summer")
    file = tmp_path / "evidence.zip"
    program.ok("evidence", "export", AUDIT, "-o", file, "--format", "csv", "--by", "boss")
    elsewhere = Inside(tmp_path / "elsewhere").ok("evidence", "verify", file).out
    assert "nothing was altered" in elsewhere
    for suffix in ("pdf", "xlsx", "html", "csv", "json"):
        program.ok("report", AUDIT, "-o", tmp_path / f"report.{suffix}")
        assert (tmp_path / f"report.{suffix}").stat().st_size > 5_000
