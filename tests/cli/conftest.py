"""A program over a workspace with a small register and an audit of one room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import Program

REGISTER = """\
Asset Tag,Serial,Model,Manufacturer,Status,Location,Cost,Height
IT-00101,7LDDH2J,PowerEdge R740,Dell,Deployed,DC1/R2/A/07:U12,5200.00,2
IT-00102,8MDDH3K,PowerEdge R740,Dell,Deployed,DC1/R2/A/07:U14,5200.00,2
IT-00103,FCW2210L0AB,Catalyst 9300,Cisco,Deployed,DC1/R2/A/07:U40,3100.50,1
IT-00201,9NDDH4L,PowerEdge R640,Dell,Deployed,DC1/R2/A/08:U10,4100.00,1
IT-00300,5KDDH9Z,PowerEdge R640,Dell,In transit,DC1/R2/A/08:U11,4100.00,1
IT-00900,1ABCD2E,PowerEdge R610,Dell,Retired,DC1/R2/A/07:U30,0,1
IT-00777,3ABCD4F,PowerEdge R750,Dell,Deployed,DC1/R9/B/01:U01,6000,2
IT-00888,4ABCD5G,PowerEdge R750,Dell,Deployed,,6000,2
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program over an empty workspace."""
    return Program(tmp_path / "home")


@pytest.fixture
def hall(program: Program, tmp_path: Path) -> Program:
    """The program with a register and the audit ``Q4`` over DC1/R2."""
    file = tmp_path / "register.csv"
    file.write_text(REGISTER, "utf-8")
    program.ok("register", "import", file, "--source", "cmdb")
    program.ok("audit", "new", "Q4", "--scope", "DC1/R2")
    return program
