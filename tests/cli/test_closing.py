"""An audit that is not complete is closed with a reason or not at all, and what it lacks is told."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_labels import Inside

REGISTER = "id,tag,serial,place\n1,IT-1,SN-1,DC1/R1/A/01:U10\n2,IT-2,SN-2,DC1/R1/A/02:U12\n"


def test_an_incomplete_audit_needs_a_reason(tmp_path: Path) -> None:
    program = Inside(tmp_path / "home")
    (tmp_path / "r.csv").write_text(REGISTER, "utf-8")
    program.ok("register", "import", tmp_path / "r.csv")
    program.ok("audit", "new", "Q4", "--scope", "DC1/R1")
    program.ok("scan", "Q4", "-", feed="LOC:DC1/R1/A/01\nIT-1\nCMD:CLOSE\n")
    refused = program.run("audit", "close", "Q4")
    assert refused.code == 1
    assert "'Q4' is not complete: Not closed yet: DC1/R1/A/02." in refused.err
    assert "--reason" in refused.err
    assert program.run("audit", "close", "Q4", "--reason", "  ").code == 1
    told = program.ok("audit", "close", "Q4", "--reason", "locked")
    assert "DC1/R1/A/02" in told.out
    again = program.run("audit", "close", "Q4")
    assert "closed already" in again.err


def test_a_complete_audit_needs_none(tmp_path: Path) -> None:
    program = Inside(tmp_path / "home")
    (tmp_path / "r.csv").write_text(REGISTER, "utf-8")
    program.ok("register", "import", tmp_path / "r.csv")
    program.ok("audit", "new", "Q4", "--scope", "DC1/R1")
    program.ok("scan", "Q4", "-", feed="LOC:DC1/R1/A/01\nIT-1\nCMD:CLOSE\nLOC:DC1/R1/A/02\nIT-2\nCMD:CLOSE\n")
    assert program.ok("audit", "close", "Q4").out == ""
