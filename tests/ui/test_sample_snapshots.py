"""The pages of samples as pictures at 80x24 and 120x40, in English and in German; one run of the app for many."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.ui.pressing import Person
from tests.ui.sampled import at_samples, filled, made
from tests.ui.test_page_snapshots import SIZES, Camera, Size, still

__all__ = ["still"]


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an audit of which a part was walked."""
    return made(tmp_path_factory.mktemp("samples"))


async def _planned(person: Person, camera: Camera, language: str) -> None:
    await camera.take(f"{language}new_sample", "n")
    await filled(person, tolerable="101")
    await camera.take(f"{language}new_sample_refused")
    await person.press("shift+tab", "shift+tab")
    await person.press("space")
    await filled(person, tolerable="10", name="first", seed="2026")
    await camera.take(f"{language}new_sample_by_parts")
    await camera.take(f"{language}draw", "enter")
    await camera.take(f"{language}sample", "enter")


async def _examined(person: Person, camera: Camera, language: str) -> None:
    await person.press("o", "f")
    await person.settle()
    await camera.take(f"{language}result", "enter", "down", "down", "enter")
    await person.write("cage")
    await camera.take(f"{language}sample_told", "enter")
    await camera.take(f"{language}evaluation", "v")
    await person.press("escape")
    await person.settle()
    await camera.take(f"{language}samples", "escape")


@SIZES
@pytest.mark.parametrize("language", ["", "de"])
async def test_a_sample_from_plan_to_evaluation(
    hall: Path, tmp_path: Path, snapshot: SnapshotAssertion, size: Size, language: str
) -> None:
    shutil.copytree(hall, tmp_path / "home")
    async with at_samples(tmp_path / "home", size=size, language=language or "en") as person:
        camera = Camera(person, snapshot, size)
        await camera.take(f"{language}samples_none")
        await _planned(person, camera, language)
        await _examined(person, camera, language)
        assert camera.wrong == []


@SIZES
async def test_value_and_steps_before_they_are_drawn(
    hall: Path, tmp_path: Path, snapshot: SnapshotAssertion, size: Size
) -> None:
    shutil.copytree(hall, tmp_path / "home")
    async with at_samples(tmp_path / "home", size=size) as person:
        camera = Camera(person, snapshot, size)
        await camera.take("new_sample_value", "n", "left")
        await camera.take("new_sample_steps", "left")
        assert camera.wrong == []
