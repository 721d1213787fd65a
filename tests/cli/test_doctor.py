"""The doctor speaks of every extra that the package has, and says how a missing one is got."""

from __future__ import annotations

import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest

from assetaudit.cli import doctor
from tests.cli.inside import Inside

_OF_DEVELOPERS = {"all", "bench", "dev"}


def extras() -> set[str]:
    told = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    return set(told["project"]["optional-dependencies"]) - _OF_DEVELOPERS


def test_every_extra_is_spoken_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda _name: None)
    done = Inside(tmp_path).run("doctor", "--json")
    hints = " ".join(row["hint"] for row in done.json)
    assert [name for name in extras() if f"pip install 'assetaudit[{name}]'" not in hints] == []


def test_what_an_extra_needs_is_what_the_package_asks_for() -> None:
    assert extras() <= set(metadata("assetaudit").get_all("Provides-Extra") or [])
    done = {extra.name: extra.modules for extra in doctor._EXTRAS}
    assert set(done) == extras()
    assert all(done.values())
