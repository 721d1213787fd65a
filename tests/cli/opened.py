"""Workspaces as most stories of the command line begin: the small register imported, an audit of one room opened."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import REGISTER
from tests.cli.inside import Inside


def registered(folder: Path) -> Inside:
    """A workspace in a folder, the register's file beside it."""
    file = folder / "register.csv"
    file.write_text(REGISTER, "utf-8")
    program = Inside(folder / "home")
    program.ok("register", "import", file, "--source", "cmdb")
    return program


def opened(folder: Path) -> Inside:
    """The same with the audit Q4 open over the room R2."""
    program = registered(folder)
    program.ok("audit", "new", "Q4", "--scope", "DC1/R2")
    return program
