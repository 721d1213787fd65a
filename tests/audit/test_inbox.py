"""Reads that came while no audit was open."""

from __future__ import annotations

from pathlib import Path

from assetaudit.audit.inbox import Inbox, reads_of
from assetaudit.model.read import Read
from assetaudit.paths import Home
from assetaudit.store.event_log import EventStore
from tests.store.event_sample import HandClock


def inbox(folder: Path) -> Inbox:
    store = EventStore(Home(folder).make(), HandClock())
    return Inbox(store.inbox_source(), store.inbox_writer)


def test_what_is_kept_waits_until_it_is_settled_and_survives_a_restart(tmp_path: Path) -> None:
    first = inbox(tmp_path)
    first.keep(Read("keys://", text="LOC:DC1/R2/A/07"), "ana")
    first.keep(Read("serial:///dev/x", hex="FF00"), "ana")
    first.close()
    again = inbox(tmp_path)
    waiting = again.waiting()
    assert [read.raw for read in reads_of(waiting)] == ["LOC:DC1/R2/A/07", "\xff\x00"]
    again.settle(waiting[:1], "taken into Q4", "ana")
    assert [event.d["read"]["hex"] for event in again.waiting()] == ["FF00"]
    again.close()


def test_it_is_no_audit(tmp_path: Path) -> None:
    kept = inbox(tmp_path)
    kept.keep(Read("keys://", text="x"), "ana")
    kept.close()
    assert EventStore(Home(tmp_path), HandClock()).audits() == []
