"""What every test gets: a workspace of its own, so that nobody's own data leaks in."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace folder that only this test uses."""
    home = tmp_path / "home"
    monkeypatch.setenv("ASSETAUDIT_HOME", str(home))
    return home
