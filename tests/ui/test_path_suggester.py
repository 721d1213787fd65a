"""A path that is typed is completed: folders, and files of the kinds that are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetaudit.ui.widgets.path_suggester import PathSuggester


@pytest.fixture
def suggester(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PathSuggester:
    for name in ("register.csv", "readme.md", "Reports"):
        (tmp_path / name).touch() if "." in name else (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return PathSuggester({".csv"})


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("~/re", "~/register.csv"),
        ("re", "register.csv"),
        ("Rep", "Reports/"),
        ("~/", None),
        ("~/x", None),
        ("none/re", None),
        ("/", None),
        ("", None),
    ],
)
async def test_what_begins_so_is_suggested(suggester: PathSuggester, typed: str, suggested: str | None) -> None:
    assert await suggester.get_suggestion(typed) == suggested


async def test_whole_paths_are_completed(suggester: PathSuggester, tmp_path: Path) -> None:
    assert await suggester.get_suggestion(f"{tmp_path}/reg") == f"{tmp_path}/register.csv"
    assert await suggester.get_suggestion("~nobody-of-that-name/x") is None
