"""What the screen's tests get: a desk to work at, and a day without time zones."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from assetaudit.model.place import Place
from tests.ui.desk import Desk


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
