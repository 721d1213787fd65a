"""Every story through the real walk and the real engine; the findings must be exactly those that it expects."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetaudit.model.finding import Finding, Outcome
from tests.stories.language import Stage, read, replayed, told

FILES = sorted(Path(__file__).parent.glob("*.story"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_story(file: Path) -> None:
    scene = read(file.read_text("utf-8"))
    stage = Stage(scene)
    findings = list(stage.engine.findings())
    by_name = {(finding.outcome.value, told(finding)): finding for finding in findings}
    wanted = {(words[0], words[1]): words[2:] for words in scene.expected}
    assert sorted(by_name) == sorted(wanted)
    for name, words in wanted.items():
        _check(by_name[name], words)
    measures = stage.engine.measures()
    assert {name: "{}/{}".format(*measures[name]) for name, _ in scene.measures} == dict(scene.measures)
    if scene.verdicts:
        assert stage.heard == scene.verdicts
    assert replayed(stage) == findings


def _check(finding: Finding, words: list[str]) -> None:
    said = dict(zip(words[::2], words[1::2], strict=True))
    found = {
        "at": finding.found or "nowhere",
        "from": finding.expected or "nowhere",
        "also": ",".join(finding.also) or "nothing",
        "pair": (finding.pair or "").removeprefix("r:"),
        "maybe": ",".join(finding.maybe),
        "candidates": ",".join(key.removeprefix("r:") for key in finding.candidates),
        "basis": finding.basis or "",
        "confidence": finding.confidence or "",
        "places": ",".join(finding.places),
        "reason": (finding.reason or "").replace(" ", "_"),
    }
    assert {name: found[name] for name in said} == said, finding
    assert finding.why.endswith(".")


def test_there_is_a_story_for_every_outcome() -> None:
    told_of = {words[0] for file in FILES for words in read(file.read_text("utf-8")).expected}
    assert told_of == {outcome.value for outcome in Outcome}
