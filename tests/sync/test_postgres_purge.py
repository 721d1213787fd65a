"""A hub on PostgreSQL knows since when it holds what it holds, and what was purged comes back from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from assetaudit.paths import Home
from assetaudit.store.event_log import EventStore
from assetaudit.store.event_segments import IN
from assetaudit.store.versions.server import STEPS
from assetaudit.sync.purging import fetch
from tests.store.event_sample import HandClock
from tests.sync.hub_desk import DAY, HubDesk, audited
from tests.sync.postgres import Server


def test_what_was_purged_comes_back_from_postgresql(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = HubDesk(tmp_path, monkeypatch, horizon=30)
    desk.home.begin("http://hub.invalid", server.database())
    desk.shut()
    desk.open()
    one = desk.laptop("one")
    audit = audited(one, "Q4", "IT-1")
    before = one.lines(audit)
    desk.sync(one)
    assert desk.purge(one) == 0
    desk.clock.move(31 * DAY)
    assert desk.purge(one) == 1
    assert one.lines(audit) == []
    with desk.link(one) as link:
        fetch(one.station, link, "Q4", lambda _at, _of: None)
    assert one.lines(audit) == before
    desk.shut()


def test_a_database_from_before_arrivals_were_noted_counts_them_from_now(server: Server, tmp_path: Path) -> None:
    url = server.database()
    Home.of(tmp_path).make()
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE shape AS SELECT 1 AS version"))
        STEPS[0].make(connection)
        connection.execute(
            text(
                "INSERT INTO segments (number, sha, log, audit, device, signer, first, last, tip, state, why, data)"
                " VALUES (1, 'abc', 'l', 'a', 'd', 's', 1, 1, 't', :state, '', 'x')"
            ),
            {"state": IN},
        )
    engine.dispose()
    for _time in range(2):
        events = EventStore(Home.of(tmp_path), HandClock(), database=url)
        (since,) = events.segments.arrivals([b"abc"]).values()
        assert since > 1_700_000_000_000
        assert events.purges.listed() == []
        events.close()
