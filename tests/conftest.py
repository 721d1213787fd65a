"""What every test gets: a workspace of its own, so that nobody's own data leaks in, and the same examples each time.

A normal run answers "does this change break anything", so it must not depend on luck; the long run looks for what
nobody thought of, with new examples each time.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

LONG = bool(os.environ.get("ASSETAUDIT_LONG_TESTS"))
settings.register_profile("same", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("new", deadline=None, print_blob=True)
settings.load_profile("new" if LONG else "same")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace folder that only this test uses."""
    home = tmp_path / "home"
    monkeypatch.setenv("ASSETAUDIT_HOME", str(home))
    return home
