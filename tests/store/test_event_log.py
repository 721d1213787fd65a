"""Audits, writers and readers of one event file."""

from __future__ import annotations

import hashlib
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assetaudit.errors import AuditError, StoreError
from assetaudit.model.event import Draft
from assetaudit.store.event_reading import BATCH
from tests.store.event_sample import HandClock, frame, scan, store


def test_an_audit_begins_with_its_frame(tmp_path: Path) -> None:
    events = store(tmp_path)
    audit = events.create_audit(frame(), "u1")
    opened, opening = events.source(audit).events()
    assert (opened.k, opened.seq, opening.k, opening.seq) == ("log.open", 1, "audit.open", 2)
    assert opening.d["frame"] == frame().to_dict()
    assert opening.user == "u1"
    (info,) = events.audits()
    assert (info.id, info.name, info.closed, info.frame) == (audit, "Hall one", None, frame())


def test_names_are_compared_without_case_and_blanks(tmp_path: Path) -> None:
    events = store(tmp_path)
    audit = events.create_audit(frame("Halle  Süd"), "u")
    assert events.find_audit(" halle SÜD ").id == audit
    assert events.find_audit(audit.upper()).id == audit
    with pytest.raises(AuditError, match="There is an audit 'Halle Süd' already"):
        events.create_audit(frame("HALLE SÜD"), "u")
    with pytest.raises(AuditError, match=r"no audit 'x'.*'Halle Süd'"):
        events.find_audit("x")
    for name in ("", "  ", "a\x1b[2J"):
        with pytest.raises(AuditError, match="printable"):
            events.create_audit(frame(name), "u")


def test_one_name_is_given_once_among_many_at_once(tmp_path: Path) -> None:
    stores = [store(tmp_path) for _ in range(4)]

    def create(number: int) -> bool:
        try:
            stores[number].create_audit(frame("same"), "u")
        except AuditError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(create, range(4))) == [False, False, False, True]


def test_an_event_follows_from_the_one_before(tmp_path: Path) -> None:
    clock = HandClock()
    events = store(tmp_path, clock)
    audit = events.create_audit(frame(), "u")
    writer = events.writer(audit)
    clock.move(1.5)
    first = writer.append(scan("A"), user="ana")
    second = writer.append(Draft("void", {"reason": "slip"}, (first.hash,)), user="ana")
    assert second.seq == first.seq + 1
    assert first.wall - events.audits()[0].opened == 1500
    bodies = list(events.export(audit))
    digest = bytes(32)
    for body, event in zip(bodies, events.source(audit).events(), strict=True):
        digest = hashlib.sha256(digest + body).digest()
        assert event.hash == digest.hex()
    assert json.loads(bodies[-1])["sup"] == [first.hash]
    assert list(events.source(audit).events())[-2:] == [first, second]


def test_several_events_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    events = store(tmp_path)
    audit = events.create_audit(frame(), "u")
    writer = events.writer(audit)
    written = writer.append_many([scan("A"), scan("B")], user="u")
    assert [event.seq for event in written] == [3, 4]
    with pytest.raises(StoreError):
        writer.append_many([scan("C"), Draft("scan", {"read": 0.5})], user="u")
    assert writer.append(scan("D"), user="u").seq == 5
    assert events.verify(audit) == []


def test_writers_never_share_a_log(tmp_path: Path) -> None:
    events = store(tmp_path)
    audit = events.create_audit(frame(), "u")
    writers = [events.writer(audit), events.writer(audit), store(tmp_path).writer(audit)]
    assert len({writer.log for writer in writers}) == 3
    for number in range(9):
        writers[number % 3].append(scan(str(number)), user="u")
    assert events.verify(audit) == []


def test_a_log_that_a_crash_left_is_continued_here_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = store(tmp_path)
    audit = events.create_audit(frame(), "u")
    writer = events.writer(audit)
    writer.append(scan("A"), user="u")
    writer.abandon()
    monkeypatch.setattr("assetaudit.store.event_device.machine_print", lambda: "another machine")
    copied = store(tmp_path).writer(audit)
    assert copied.log != writer.log
    again = events.writer(audit)
    assert again.log == writer.log
    assert again.append(scan("B"), user="u").seq == 4
    assert events.verify(audit) == []


def test_a_closed_log_is_left_alone(tmp_path: Path) -> None:
    events = store(tmp_path)
    audit = events.create_audit(frame(), "u")
    writer = events.writer(audit)
    writer.close()
    writer.close()
    with pytest.raises(StoreError, match="has been closed"):
        writer.append(scan("A"), user="u")
    assert events.writer(audit).log != writer.log
    last = [event for event in events.source(audit).events() if event.log == writer.log][-1]
    assert (last.k, last.d) == ("log.close", {"count": 2})
    assert not (tmp_path / "locks" / f"{writer.log}.lock").exists()


def test_others_see_what_arrived_since_they_last_looked(tmp_path: Path) -> None:
    mine, other = store(tmp_path), store(tmp_path)
    audit = mine.create_audit(frame(), "u")
    source = mine.source(audit)
    mark, seen = source.events_after(0)
    assert len(seen) == 2
    assert source.events_after(mark) == (mark, ())
    written = other.writer(audit).append(scan("A"), user="u")
    elsewhere = mine.create_audit(frame("Hall two"), "u")
    mark, seen = source.events_after(mark)
    assert written in seen
    assert all(event.audit == audit for event in seen)
    assert elsewhere != audit
    assert source.events_after(mark) == (mark, ())


def test_a_long_log_comes_in_batches(tmp_path: Path) -> None:
    events = store(tmp_path)
    audit = events.create_audit(frame(), "u")
    writer = events.writer(audit)
    writer.append_many([scan(str(number)) for number in range(BATCH + 5)], user="u")
    source = events.source(audit)
    mark, first = source.events_after(0)
    mark, rest = source.events_after(mark)
    assert (len(first), len(rest)) == (BATCH, 7)
    assert sum(1 for _ in source.events()) == BATCH + 7
    assert len(list(events.export(audit))) == BATCH + 7
    assert events.activity(audit).events == BATCH + 7


def test_closing_and_reopening_an_audit_shows_in_the_list(tmp_path: Path) -> None:
    clock = HandClock()
    events = store(tmp_path, clock)
    audit = events.create_audit(frame(), "u")
    clock.move(60)
    writer = events.writer(audit)
    closing = writer.append(Draft("audit.close", {"reason": "done", "tips": {}}), user="u")
    assert events.audits()[0].closed == closing.wall
    writer.append(Draft("void", {}, (closing.hash,)), user="u")
    assert events.audits()[0].closed is None


def test_activity_tells_what_was_last(tmp_path: Path) -> None:
    events = store(tmp_path)
    audit = events.create_audit(frame(), "u")
    assert events.activity(audit).last_place is None
    writer = events.writer(audit)
    place = writer.append(Draft("place", {"place": "DC1/R1/A/01", "by": "label"}), user="u")
    last = writer.append(scan('"k":"place"'), user="u")
    activity = events.activity(audit)
    assert (activity.events, activity.last, activity.last_place) == (4, last, place)


def test_the_device_keeps_one_secret_id(tmp_path: Path) -> None:
    audit = store(tmp_path).create_audit(frame(), "u")
    device = (tmp_path / "device").read_text().strip()
    assert stat.S_IMODE((tmp_path / "device").stat().st_mode) == 0o600
    again = store(tmp_path)
    assert {event.d["device"] for event in again.source(audit).events() if event.k == "log.open"} == {device}
    assert (tmp_path / "device").read_text().strip() == device


def test_an_unknown_audit_has_no_writer(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="no audit"):
        store(tmp_path).writer("0" * 36)
