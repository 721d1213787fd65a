"""The list of audits: what it says is kept from call to call, and is never older than the last event."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assetaudit import plugins
from assetaudit.reconcile.rules import found
from assetaudit.wiring.workspace import Workspace
from tests.cli.inside import Inside
from tests.cli.opened import opened

RULE = found.RULE
"""A rule that comes from elsewhere, and judges as ours does."""


@pytest.fixture
def here(tmp_path: Path) -> Inside:
    """A workspace with one audit that was walked a little."""
    program = opened(tmp_path)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101")
    return program


@pytest.fixture
def replays(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The audits that were replayed, as they are."""
    done: list[str] = []
    open_audit = Workspace.open_audit

    def counted(space: Workspace, name: str) -> object:
        done.append(name)
        return open_audit(space, name)

    monkeypatch.setattr(Workspace, "open_audit", counted)
    return done


def listed(here: Inside) -> list[dict[str, object]]:
    """What the command prints."""
    found: list[dict[str, object]] = here.ok("audit", "list", "--json").json
    return found


def test_only_what_has_changed_is_replayed(here: Inside, replays: list[str]) -> None:
    here.ok("audit", "new", "Q5", "--scope", "DC1/R2")
    first = listed(here)
    assert len(replays) == 2
    assert listed(here) == first
    assert len(replays) == 2
    here.scan("Q4", "LOC:DC1/R2/A/07", "NOBODY-KNOWS-IT")
    replays.clear()
    again = {row["name"]: row for row in listed(here)}
    assert (again["Q4"]["open"], len(replays)) == (int(str(first[0]["open"])) + 1, 1)
    assert again["Q5"] == first[1]


def test_what_is_kept_says_what_a_replay_says(here: Inside) -> None:
    listed(here)
    for codes in (["LOC:DC1/R2/A/08", "IT-00201"], ["CMD:UNDO"], ["LOC:DC1/R2/A/07", "CMD:CLOSE", "CMD:CLOSE"]):
        here.scan("Q4", *codes)
        told = listed(here)
        assert listed(here) == told
        shutil.rmtree(here.home / "cache")
        assert listed(here) == told
    here.ok("audit", "close", "Q4", "--reason", "enough", "--by", "ana")
    assert listed(here)[0]["closed"] is not None


@pytest.mark.parametrize("data", ["", "{", "[]", '{"stand": 1}'])
def test_a_damaged_file_of_the_cache_is_made_anew(here: Inside, data: str) -> None:
    told = listed(here)
    (file,) = (here.home / "cache" / "summaries").iterdir()
    file.write_text(data, "utf-8")
    assert listed(here) == told
    assert json.loads(file.read_text("utf-8"))["summary"] == told[0]


def test_where_others_rules_judge_nothing_is_kept(
    here: Inside, replays: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(here)
    names = plugins.names
    theirs = {"found": f"{__name__}:RULE"}
    monkeypatch.setattr(plugins, "names", lambda group: names(group) | (theirs if group == "rules" else {}))
    replays.clear()
    listed(here)
    assert len(replays) == 1
