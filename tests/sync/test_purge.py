"""What leaves a laptop is at the hub, and in every backup that the hub may be restored from; the rest stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assetaudit.errors import AuditError, SyncError
from assetaudit.store.event_purge import Purges
from assetaudit.sync.exchange import exchange
from assetaudit.sync.holding import keep_holding, kept_holding
from assetaudit.sync.purging import ask_hub, fetch, last_word, look, purge
from tests.store.event_sample import scan
from tests.sync.hub_desk import DAY, HubDesk, audited
from tests.sync.laptop import Laptop


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubDesk]:
    desk = HubDesk(tmp_path, monkeypatch, horizon=30)
    yield desk
    desk.shut()


def refusals(desk: HubDesk, laptop: Laptop) -> list[str]:
    return [audit.refusal for audit in look(laptop.station, desk.holding(laptop)) if audit.refusal]


def test_an_audit_leaves_when_every_backup_has_it_and_comes_back(desk: HubDesk) -> None:
    one, two = desk.laptop("one"), desk.laptop("two")
    audit = audited(one, "Q4", "IT-1", "IT-2")
    desk.sync(one)
    desk.sync(two)
    before = one.lines(audit)
    desk.clock.move(31 * DAY)
    assert desk.purge(one) == 1
    assert one.lines(audit) == []
    assert one.events.audits() == []
    assert [gone.events for gone in one.events.purges.listed()] == [len(before)]
    with pytest.raises(AuditError, match=r"was purged here on 2026-04-01.* sync fetch 'Q4'"):
        one.events.find_audit("q4")
    with pytest.raises(AuditError, match="There is an audit 'Q4' already"):
        one.audit("Q4")
    again = desk.sync(one)
    assert (again.sent, again.received, again.texts) == (0, 0, [])
    assert one.take(two.bundle())
    assert one.lines(audit) == []
    with desk.link(one) as link:
        assert fetch(one.station, link, "Q4", lambda _at, _of: None) == len(before)
        with pytest.raises(SyncError, match="not purged here"):
            fetch(one.station, link, "Q4", lambda _at, _of: None)
    assert one.lines(audit) == before
    assert one.events.verify(audit) == []
    assert one.events.purges.listed() == []
    assert desk.sync(one).sent == 0
    one.scan(audit, "IT-3")
    desk.sync(one)
    desk.sync(two)
    assert two.lines(audit) == one.lines(audit)


def test_what_is_young_open_unsent_or_being_written_stays(desk: HubDesk) -> None:
    one = desk.laptop("one")
    audit = audited(one, "Q4", "IT-1")
    assert refusals(desk, one) == ["The hub lacks 1 segment of 'Q4'. Next: assetaudit sync"]
    desk.sync(one)
    (said,) = refusals(desk, one)
    assert said.startswith("'Q4' stays until 2026-03-31: 1 segment")
    desk.clock.move(31 * DAY)
    assert refusals(desk, one) == []
    one.scan(audit, "IT-2")
    (said,) = refusals(desk, one)
    assert said == "The hub lacks 1 segment of 'Q4'. Next: assetaudit sync"
    other = one.audit("Running")
    one.scan(other, "IT-3")
    assert "still open" in refusals(desk, one)[1]
    desk.sync(one)
    desk.clock.move(31 * DAY)
    writer = one.events.writer(audit)
    desk.sync(one)
    desk.clock.move(31 * DAY)
    (ready,) = [plan for plan in look(one.station, desk.holding(one)) if not plan.refusal]
    holding = desk.holding(one)
    with pytest.raises(AuditError, match="walking this audit"):
        purge(one.station, holding, ready)
    writer.append(scan("IT-4"), user="u1")
    writer.close()
    with pytest.raises(AuditError, match="nothing was removed"):
        purge(one.station, holding, ready)
    assert len([line for line in one.lines(audit) if b"IT-4" in line]) == 1


def test_without_a_horizon_nothing_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = HubDesk(tmp_path, monkeypatch)
    one = desk.laptop("one")
    audited(one, "Q4", "IT-1")
    desk.sync(one)
    desk.clock.move(999 * DAY)
    assert refusals(desk, one) == [
        "The hub does not say how old its backups may be. At the hub: assetaudit hub horizon DAYS"
    ]
    desk.shut()


def test_a_hub_that_was_restored_starts_the_count_anew(desk: HubDesk, tmp_path: Path) -> None:
    one = desk.laptop("one")
    desk.back_up(tmp_path / "backup")
    audited(one, "Q4", "IT-1")
    desk.sync(one)
    desk.clock.move(29 * DAY)
    desk.restore(tmp_path / "backup")
    assert "The hub lacks 1 segment" in refusals(desk, one)[0]
    desk.sync(one)
    desk.clock.move(2 * DAY)
    assert "stays until" in refusals(desk, one)[0]
    desk.clock.move(29 * DAY)
    assert desk.purge(one) == 1


def test_a_hub_whose_disk_rots_has_nothing_to_say(desk: HubDesk) -> None:
    from sqlalchemy import update

    from assetaudit.store.event_database import writing
    from assetaudit.store.event_tables import SEGMENTS

    one = desk.laptop("one")
    audited(one, "Q4", "IT-1")
    desk.sync(one)
    desk.clock.move(31 * DAY)
    with writing(desk.station.events._engine) as connection:
        connection.execute(update(SEGMENTS).values(data=b"rot"))
    assert "The hub lacks 1 segment" in refusals(desk, one)[0]


def test_a_hub_that_lost_what_was_purged_is_told(desk: HubDesk, tmp_path: Path) -> None:
    one = desk.laptop("one")
    desk.back_up(tmp_path / "too_old")
    audited(one, "Q4", "IT-1")
    desk.sync(one)
    desk.clock.move(31 * DAY)
    desk.purge(one)
    desk.restore(tmp_path / "too_old")
    (said,) = desk.sync(one).texts
    assert "lacks segments that were purged here (1)" in said


def test_receipts_are_believed_as_signed_only(desk: HubDesk) -> None:
    one = desk.laptop("one")
    assert kept_holding(one.station.holding_file) is None
    audited(one, "Q4", "IT-1")
    desk.sync(one)
    kept = kept_holding(one.station.holding_file)
    assert kept is not None
    assert len(kept.held) == 1
    status = one.station.status()
    assert status.to_dict()["hub"] == {"at": "2026-03-01", "held": 1, "of": 1, "horizon_days": 30}
    assert "At the hub, by its word of 2026-03-01: 1 of 1 segment; its backups are up to 30 days old." in str(status)
    keep_holding(one.station.holding_file, replace(kept, horizon=1))
    with pytest.raises(SyncError, match="not as the hub signed them"):
        kept_holding(one.station.holding_file)
    one.station.holding_file.write_bytes(b"{")
    with pytest.raises(SyncError, match="cannot be read"):
        kept_holding(one.station.holding_file)


def test_who_reads_along_misses_nothing_after_a_purge(desk: HubDesk) -> None:
    one = desk.laptop("one")
    running = one.audit("Running")
    audited(one, "Q4", "IT-1", "IT-2", "IT-3")
    desk.sync(one)
    desk.clock.move(31 * DAY)
    source = one.events.source(running)
    mark, _events = source.events_after(0)
    assert desk.purge(one) == 1
    one.events.purges.shrink()
    (hash_,) = one.scan(running, "IT-9", close=False)
    _mark, events = source.events_after(mark)
    assert hash_ in {event.hash for event in events}


def test_a_purge_that_is_cut_removes_nothing(desk: HubDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    from assetaudit.store import event_purge

    one = desk.laptop("one")
    audit = audited(one, "Q4", "IT-1")
    desk.sync(one)
    desk.clock.move(31 * DAY)
    before = one.lines(audit)

    def die(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(event_purge, "_set_stone", die)
    with pytest.raises(KeyboardInterrupt):
        desk.purge(one)
    assert one.lines(audit) == before
    assert one.events.find_audit("Q4").id == audit
    assert isinstance(one.events.purges, Purges)


def test_a_clock_that_is_wrong_is_told_and_nothing_leaves_by_it(desk: HubDesk) -> None:
    one = desk.laptop("one")
    audited(one, "Q4", "IT-1")
    desk.sync(one)
    one.clock.move(600)
    with desk.link(one) as link:
        (said,) = exchange(one.station, link, lambda _way, _at, _of: None).texts
    assert said == "This laptop's clock is 10 minutes ahead of the hub's; no finding depends on it."
    one.clock.move(-1_200)
    with desk.link(one) as link:
        assert "behind" in exchange(one.station, link, lambda _way, _at, _of: None).texts[0]
    desk.clock.move(90 * DAY)
    with desk.link(one) as link, pytest.raises(SyncError, match="one of the clocks is wrong"):
        ask_hub(one.station, link, look=True)


def test_a_hub_purges_nothing(desk: HubDesk) -> None:
    holding = desk.holding(desk.laptop("one"))
    with pytest.raises(SyncError, match="keeps everything"):
        look(desk.station, holding)
    with pytest.raises(SyncError, match="keeps everything"):
        last_word(desk.station)
    with pytest.raises(SyncError, match="has not said yet"):
        last_word(desk.laptop("two").station)
