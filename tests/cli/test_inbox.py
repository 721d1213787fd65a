"""Scans that came while no audit was open: looked at, taken into an audit, or dropped, without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetaudit.model.read import Read
from assetaudit.paths import Home
from assetaudit.wiring.screen import ScreenWorkspace
from assetaudit.wiring.workspace import Workspace
from tests.cli.inside import Inside


@pytest.fixture
def program(tmp_path: Path) -> Inside:
    """Three scans wait in a workspace with one audit."""
    home = tmp_path / "home"
    program = Inside(home)
    file = tmp_path / "list.csv"
    file.write_text("Asset tag,Place\nIT-1,DC1/R1/A/01\nIT-2,DC1/R1/A/01\n", "utf-8")
    program.ok("register", "import", str(file))
    program.ok("audit", "new", "Q1", "--scope", "DC1")
    screen = ScreenWorkspace(Workspace(Home.of(home)))
    for text in ("LOC:DC1/R1/A/01", "IT-1", "CMD:CLOSE"):
        screen.keep_read(Read("keys://", text=text))
    return program


def test_they_are_listed_and_taken_along_without_their_control_codes(program: Inside) -> None:
    listed = program.ok("audit", "inbox", "--json").json
    assert [read["text"] for read in listed] == ["LOC:DC1/R1/A/01", "IT-1", "CMD:CLOSE"]
    assert "3 scans waiting" in program.ok("audit", "inbox").out
    assert "3 scans taken into Q1." in program.ok("audit", "inbox", "--into", "Q1").out
    counts = program.ok("findings", "Q1", "--json").json["counts"]
    assert (counts["found"], counts["not_swept"], counts["missing"]) == (1, 1, 0)
    assert "No scan waits." in program.ok("audit", "inbox").out


def test_they_are_dropped_only_when_somebody_says_so(program: Inside) -> None:
    assert program.run("audit", "inbox", "--into", "Nope").code == 1
    assert "3 scans dropped." in program.ok("audit", "inbox", "--drop").out
    assert "No scan waits." in program.ok("audit", "inbox").out
    assert program.ok("findings", "Q1", "--json").json["counts"]["found"] == 0
    assert program.run("audit", "inbox", "--drop", "--into", "Q1").code == 2
