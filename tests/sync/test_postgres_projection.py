"""A hub on PostgreSQL keeps findings worked out: what SQLite keeps, what an engine says, after each segment."""

from __future__ import annotations

import random
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, create_engine

from assetaudit.identify.identifier import identifier
from assetaudit.model.frame import Patterns
from assetaudit.paths import Home
from assetaudit.store.event_log import EventStore
from assetaudit.store.projection.lens import Terms
from assetaudit.store.projection.projection import Projection
from assetaudit.store.versions.server import STEPS
from tests.reconcile.worlds import World, worlds
from tests.store.event_sample import HandClock
from tests.store.projection.desk import Desk, said, said_by
from tests.store.projection.six_racks import walked
from tests.sync.laptop import Laptop
from tests.sync.postgres import Server
from tests.sync.postgres_hub import PostgresHub
from tests.sync.two_rooms import REGISTER, TERMS, opened, walk, walked_by_both


def kept(events: EventStore, audit: str) -> Projection:
    """The projection of an audit, brought up to date."""
    projection = events.projection(audit, Terms(TERMS, REGISTER, identifier(Patterns())))
    projection.refresh()
    return projection


def test_both_databases_keep_what_an_engine_says_after_each_segment(server: Server, tmp_path: Path) -> None:
    one, two = Laptop(tmp_path / "one", "one"), Laptop(tmp_path / "two", "two")
    audit, pieces = walked_by_both(one, two, random.Random(11))
    hub, desk = PostgresHub(tmp_path / "hub", server.database()), Laptop(tmp_path / "desk", "desk")
    hub.trust(one, two)
    desk.trust(one)
    desk.trust(two)
    states = []
    for piece in pieces:
        hub.station.take(piece)
        desk.station.take(piece)
        engine = opened(hub.station.events, audit)
        engine.refresh()
        expected = said_by(engine.reconciliation)
        assert said(kept(hub.station.events, audit)) == said(kept(desk.events, audit)) == expected
        states.append(repr(expected))
    assert len(set(states)) > 5


def shaped(database: str) -> Engine:
    """A hub's tables in an empty database."""
    engine = create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        for step in STEPS:
            step.make(connection)
    return engine


def test_any_log_in_any_order_on_postgresql(server: Server) -> None:
    engine = shaped(server.database())

    @settings(max_examples=6, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(worlds())
    def examine(world: World) -> None:
        desk = Desk(world, engine)
        half = len(world.events) // 2
        desk.take(*world.events[half:])
        desk.take(*world.events[:half])
        assert desk.told() == desk.expected()

    examine()
    engine.dispose()


def test_readers_see_what_is_granted_to_them(server: Server, tmp_path: Path) -> None:
    database = server.database()
    hub, one = PostgresHub(tmp_path / "hub", database), Laptop(tmp_path / "one", "one")
    hub.trust(one)
    audits = [one.audit("Q3"), one.audit("Q4")]
    for audit in audits:
        walk(one, audit, "DC1/R1", ["IT-1", "IT-3"], close=True)
    hub.take(one.bundle())
    events = hub.station.events
    whole = [len(list(kept(events, audit).read().findings())) for audit in audits]
    events.readers.grant("eve", audits[:1])
    events.readers.grant("ned", (), everything=True)
    seen = {login: findings_seen(database, login) for login in ("hub", "ned", "eve")}
    assert seen == {"hub": sum(whole), "ned": sum(whole), "eve": whole[0]}
    reader = EventStore(Home.of(tmp_path / "view").make(), HandClock(), database=database.replace("//hub@", "//eve@"))
    view = reader.projection(audits[0], Terms(TERMS, REGISTER, identifier(Patterns())))
    assert view.is_current()
    assert said(view) == said(kept(events, audits[0]))
    one.scan(audits[0], "IT-5")
    hub.take(one.bundle())
    assert not view.is_current()
    events.readers.withdraw("ned")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        findings_seen(database, "ned")


def test_a_report_that_is_being_written_holds_nobody_up(server: Server) -> None:
    """Not the next audit's projection, nor the same one made anew; and it goes on seeing what it saw."""
    engine = shaped(server.database())
    desk = Desk(walked(), engine)
    desk.take(*desk.world.events)
    before, reading = said(desk.projection_now()), desk.projection_now().read()
    other = Desk(walked(), engine, "other")
    other.take(*other.world.events)
    desk.log.found[:] = desk.world.events[:9]
    desk.projection().refresh()
    assert desk.told() == desk.expected() != before
    assert (list(reading.findings()), reading.counts()) == before[:2]
    reading.close()
    engine.dispose()


def findings_seen(database: str, login: str) -> int:
    with psycopg.connect(database.replace("//hub@", f"//{login}@")) as db:
        (seen,) = db.execute("SELECT count(*) FROM projected_findings").fetchone() or (0,)
    return int(seen)
