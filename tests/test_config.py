"""Settings survive a round trip, and a wrong one is named with its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetaudit import config
from assetaudit.errors import ConfigError


def test_defaults_without_a_file(tmp_path: Path) -> None:
    assert config.load(tmp_path / "settings.toml") == config.Settings()


def test_round_trip(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    settings = config.Settings(
        person="Ana",
        sound="off",
        theme="light",
        asset_tag_patterns=(r"IT-\d{6}",),
        foreign_patterns=((r"ACME-.*", "Acme"),),
    )
    config.save(file, settings)
    assert config.load(file) == settings
    assert [found.name for found in tmp_path.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sound = 'loud'", "sound 'loud' does not exist"),
        ("theme = 3", "'theme' must be a text"),
        ("colour = 1", "setting 'colour' that does not exist"),
        ("asset_tag_patterns = ['(']", "no regular expression"),
        ("foreign_patterns = ['x']", "must be a list of pairs"),
        ("person = ", "cannot be read"),
    ],
)
def test_wrong_setting_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=said.replace("(", r"\(")) as caught:
        config.load(file)
    assert str(file) in str(caught.value)
