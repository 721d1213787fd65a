"""What the screen's tests get: a desk to work at, and a day without time zones."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from assetaudit.model.place import Place
from tests.cli.conftest import REGISTER
from tests.cli.inside import Inside
from tests.ui.desk import Desk
from tests.ui.desk_notes import Label
from tests.ui.reviewed import Reviewed

RACK = "".join(f"IT-004{n:02},S4{n:02},R640,Dell,Deployed,DC1/R2/A/08:U{20 + n},100,1\n" for n in range(5))
"""A rack that was moved, as a whole."""


@pytest.fixture(autouse=True)
def greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times of day are shown as UTC."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A workspace with a register and an audit over one room."""
    desk = Desk(tmp_path / "desk")
    desk.create_audit("Q4", [Place.parse("DC1/R2")], user="user-boss")
    return desk


@pytest.fixture
def reviewed(tmp_path: Path) -> Reviewed:
    """A workspace with things to decide about, and a label to print."""
    desk = Reviewed(tmp_path / "desk")
    desk.create_audit("Q4", [Place.parse("DC1/R2")], user="user-boss")
    desk.labels = [Label("IT-003002", ("IT-003002",), "DC1/R2/A/07:U37", "unreadable")]
    return desk


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a walk in which a rack was seen elsewhere."""
    folder = tmp_path_factory.mktemp("walked")
    (folder / "register.csv").write_text(REGISTER + RACK, "utf-8")
    program = Inside(folder / "home")
    program.ok("register", "import", folder / "register.csv", "--source", "cmdb")
    program.ok("audit", "new", "Q4", "--scope", "DC1/R2")
    program.scan("Q4", "LOC:DC1/R2/A/07", *(f"IT-004{n:02}" for n in range(5)), "IT-00101", "XX-1", "CMD:CLOSE")
    return folder / "home"
