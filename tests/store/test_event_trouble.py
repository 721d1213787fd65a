"""When the disk fails, the scan is refused in plain words and the log stays whole."""

from __future__ import annotations

import resource
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from assetaudit.errors import StoreError
from assetaudit.model.event import Event
from assetaudit.store import event_database
from tests.store.event_sample import frame, scan, store


def test_a_full_disk_refuses_the_scan_and_keeps_the_rest(tmp_path: Path) -> None:
    events = store(tmp_path)
    audit = events.create_audit(frame(), "u")
    writer = events.writer(audit)
    limit = writer._pooled.driver_connection
    assert limit is not None
    limit.execute("PRAGMA max_page_count=20")
    kept: list[Event] = []
    with pytest.raises(StoreError, match=r"The disk is full\. Free some space, then scan the last code again") as told:
        kept.extend(writer.append(scan(f"IT-{number:05}"), user="u") for number in range(10_000))
    assert str(tmp_path / "events.sqlite") in told.value.message
    assert kept
    again = writer.append(scan("after"), user="u")
    assert again.seq == kept[-1].seq + 1
    assert list(events.source(audit).events())[2:] == [*kept, again]
    assert events.verify(audit) == []


def test_a_disk_that_refuses_to_write_leaves_the_log_whole(tmp_path: Path) -> None:
    """The system itself refuses to let the file grow, at every length in turn."""
    events = store(tmp_path)
    audit = events.create_audit(frame(), "u")
    writer = events.writer(audit)
    other = events.writer(audit)
    kept, told = [writer.append(scan("before"), user="u"), other.append(scan("beside"), user="u")], []
    wal = tmp_path / "events.sqlite-wal"
    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for step in range(0, 12_000, 997):
        resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size + step, hard))
        try:
            kept.append(writer.append(scan(f"IT-{step}"), user="u"))
        except StoreError as error:
            told.append(error.message)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))
    assert len(told) > 2
    assert all("disk" in message for message in told)
    kept.append(writer.append(scan("after"), user="u"))
    seen = {event.hash: event for event in events.source(audit).events()}
    assert all(seen[event.hash] == event for event in kept)
    assert events.verify(audit) == []


def test_a_scan_waits_for_a_long_transaction_and_is_not_refused(tmp_path: Path) -> None:
    events = store(tmp_path)
    audit = events.create_audit(frame(), "u")
    writer = events.writer(audit)
    with closing(sqlite3.connect(tmp_path / "events.sqlite", isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(1.0, other.execute, ("COMMIT",))
        release.start()
        began = time.monotonic()
        event = writer.append(scan("A"), user="u")
        assert time.monotonic() - began > 0.5
        release.join()
    assert event.seq == 3


def test_a_file_that_somebody_keeps_for_good_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_database, "WAIT_SECONDS", 0.2)
    events = store(tmp_path)
    audit = events.create_audit(frame(), "u")
    writer = events.writer(audit)
    with closing(sqlite3.connect(tmp_path / "events.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Another program has kept the file"):
            writer.append(scan("A"), user="u")
    assert writer.append(scan("A"), user="u").seq == 3


def test_a_file_that_is_something_else_is_told(tmp_path: Path) -> None:
    (tmp_path / "events.sqlite").write_bytes(b"a photograph" * 1000)
    with pytest.raises(StoreError, match="something else than a log"):
        store(tmp_path)


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "events.sqlite")) as db:
        db.execute("PRAGMA user_version=99")
    with pytest.raises(StoreError, match=r"newer assetaudit.*pip install --upgrade"):
        store(tmp_path)


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "events.sqlite").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        store(tmp_path)
