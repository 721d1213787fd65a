"""What a hub says of an audit: the same as a workspace that reads all events, be the audit open or closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assetaudit.model.event import Event
from assetaudit.store.event_reading import StoredEvents
from assetaudit.sync.hub_home import HubHome
from tests.cli.inside import Inside
from tests.cli.opened import opened

_ASKED = (("audit", "show", "Q4", "--json"), ("audit", "show", "Q4"), ("findings", "Q4", "--json"))


def told(program: Inside) -> list[str]:
    """What the commands print of it."""
    return [program.ok(*words).out for words in _ASKED]


def as_hub(program: Inside) -> list[str]:
    """The same, said from what a hub keeps."""
    hub = HubHome(program.home)
    hub.begin("http://hub.test")
    try:
        return told(program)
    finally:
        (program.home / "hub.json").unlink()


def test_open_and_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = opened(tmp_path)
    program.ok("scan", "Q4", feed="LOC:DC1/R2/A/07\nIT-00101\nIT-00900\nX-1\nCMD:CLOSE\n")
    assert as_hub(program) == told(program)
    program.ok("audit", "close", "Q4", "--reason", "enough")
    closed = told(program)
    assert "cites the ends of" in closed[1]
    assert as_hub(program) == closed

    def unread(_self: StoredEvents) -> Iterator[Event]:
        raise AssertionError("all events were read again")

    with monkeypatch.context() as patch:
        patch.setattr(StoredEvents, "events", unread)
        assert as_hub(program) == closed


def test_a_hub_says_what_it_does_while_it_takes_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, heard = opened(tmp_path), list[str]()

    def progress(what: str) -> Any:
        return lambda done, of: heard.append(f"{what} {done}/{of}")

    monkeypatch.setattr("assetaudit.cli.arguments.progress", progress)
    as_hub(program)
    assert "events are read 2/2" in heard
    assert "places are planned 1/1" in heard
