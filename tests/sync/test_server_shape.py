"""A hub's database: a table an audit, reached from every older shape, and judged as SQLite is after each segment."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

import msgspec
import psycopg
import pytest
from sqlalchemy import create_engine

from assetaudit.audit.open_audit import OpenAudit
from assetaudit.errors import StoreError
from assetaudit.reconcile import Reconciliation
from assetaudit.store import event_log
from assetaudit.store.event_tables import EVENTS, METADATA
from assetaudit.store.versions.server import STEPS, give_room, partition_of
from tests.sync.laptop import Laptop
from tests.sync.postgres import Server
from tests.sync.postgres_hub import PostgresHub
from tests.sync.two_rooms import opened, walked_by_both


def test_each_audit_has_a_table_of_its_own_and_is_looked_for_there_alone(server: Server, tmp_path: Path) -> None:
    database = server.database()
    hub, one = PostgresHub(tmp_path / "hub", database), Laptop(tmp_path / "one", "one")
    hub.trust(one)
    audits = [one.audit("Q3"), one.audit("Q4")]
    for audit in audits:
        one.scan(audit, f"IT-{audit}")
    hub.take(one.bundle())
    with psycopg.connect(database) as db:
        for audit in audits:
            lines = db.execute(f"SELECT audit, convert_from(body, 'UTF8') FROM {partition_of(audit)}").fetchall()
            assert {line[0] for line in lines} == {audit}
            assert sorted(line[1].encode() for line in lines) == sorted(one.lines(audit))
        plan = db.execute("EXPLAIN SELECT max(mark) FROM events WHERE audit = %s", (audits[0],)).fetchall()
        named = " ".join(line[0] for line in plan)
        assert (partition_of(audits[0]) in named, partition_of(audits[1]) in named) == (True, False)
        asked = hub.station.events.source(audits[0])._select.where(EVENTS.c.mark > 0)
        said = asked.compile(hub.station.events._engine, compile_kwargs={"literal_binds": True})
        db.execute("SET enable_sort = off; SET enable_seqscan = off; SET enable_bitmapscan = off")
        looked = " ".join(line[0] for line in db.execute(f"EXPLAIN {said}".encode()).fetchall())
        assert (partition_of(audits[1]) in looked, "Join" in looked, "Sort" in looked) == (False, False, False)
        shown = {
            row[0]
            for row in db.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'events'")
        }
    assert shown == {column.name for column in METADATA.tables["events"].columns} | {"audit"}


@pytest.mark.parametrize("audit", ['it\'s 100% \\ "x"; DROP TABLE events --', "☃" * 100, "", ":audit %s"])
def test_an_audit_of_any_name_gets_room(server: Server, audit: str) -> None:
    database = server.database()
    engine = create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        for step in STEPS:
            step.make(connection)
        give_room(connection, audit)
        give_room(connection, audit)
        connection.exec_driver_sql(
            "INSERT INTO events (log, seq, hash, body, audit) VALUES (1, 1, '', '', %s)", (audit,)
        )
        held = connection.exec_driver_sql(f"SELECT audit FROM {partition_of(audit)}").scalars().all()
    engine.dispose()
    assert held == [audit]


@pytest.mark.parametrize("shape", range(1, len(STEPS)))
def test_a_database_of_every_older_shape_is_brought_here_whole(server: Server, tmp_path: Path, shape: int) -> None:
    now, old = server.database(), server.database()
    hub, one = PostgresHub(tmp_path / "hub", now), Laptop(tmp_path / "one", "one")
    hub.trust(one)
    audits = [one.audit("Q3"), one.audit("Q4")]
    for audit in audits:
        one.scan(audit, "IT-1", "IT-2")
    hub.take(one.bundle())
    as_it_was(now, old, shape)
    if shape < 3:
        refused_with_a_stray_event(tmp_path, old)
    moved = PostgresHub(tmp_path / "hub3", old)
    moved.trust(one)
    for audit in audits:
        assert moved.lines(audit) == hub.lines(audit) == one.lines(audit)
        assert moved.station.events.verify(audit) == []
        seen = [list(store.events.source(audit).events()) for store in (moved.station, hub.station)]
        assert seen[0] == seen[1] != []
    one.scan(audits[0], "IT-3")
    assert moved.take(one.bundle()) == 3
    assert moved.lines(audits[0]) == one.lines(audits[0])
    PostgresHub(tmp_path / "hub4", old)


def refused_with_a_stray_event(folder: Path, old: str) -> None:
    """What has no audit has no table to go to: nothing is left out in silence."""
    with psycopg.connect(old) as db:
        db.execute("INSERT INTO events (log, seq, hash, body) VALUES (99, 1, 'x', 'x')")
    with pytest.raises(StoreError, match="1 belong to no log; it stays as it was"):
        PostgresHub(folder / "hub2", old)
    with psycopg.connect(old) as db:
        db.execute("DELETE FROM events WHERE log = 99")


def as_it_was(now: str, old: str, shape: int) -> None:
    """Fill an older database with what a present one holds."""
    engine = create_engine(old.replace("postgresql:", "postgresql+psycopg:"))
    with psycopg.connect(now) as here:
        audits = [row[0] for row in here.execute("SELECT audit FROM audits")] if shape > 2 else []
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE shape AS SELECT {shape} AS version")
        for step in STEPS[:shape]:
            step.make(connection)
        for audit in audits:
            give_room(connection, audit)
    engine.dispose()
    events = "mark, log, seq, hash, body" + (", audit" if shape > 2 else "")
    tables = {"audits": "", "logs": "", "events": events, "segments": ""}
    with psycopg.connect(now) as here, psycopg.connect(old) as there:
        for table, columns in tables.items():
            found = here.execute(f"SELECT {columns or '*'} FROM {table}")
            names = [column.name for column in found.description or () if shape > 1 or column.name != "arrived"]
            rows = [row[: len(names)] for row in found.fetchall()]
            places = ", ".join(["%s"] * len(names))
            there.cursor().executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows)
        for sequence in ("events_mark_seq", "logs_number_seq", "segments_number_seq"):
            there.execute("SELECT setval(%s, 100000)", (sequence,))


def test_a_database_without_readers_gets_them_and_shows_each_what_is_granted(server: Server, tmp_path: Path) -> None:
    """The step to readers, tried with a real login that was there before; the hub goes on seeing and writing all."""
    now, old = server.database(), server.database()
    hub, one = PostgresHub(tmp_path / "hub", now), Laptop(tmp_path / "one", "one")
    hub.trust(one)
    mine, other = one.audit("Mine"), one.audit("Other")
    for audit in (mine, other):
        one.scan(audit, "IT-1")
    hub.take(one.bundle())
    as_it_was(now, old, 3)
    with psycopg.connect(old) as db:
        db.execute("CREATE ROLE berta LOGIN")
        before = db.execute("SELECT relname FROM pg_class WHERE relrowsecurity").fetchall()
    moved = PostgresHub(tmp_path / "moved", old)
    moved.trust(one)
    assert before == []
    assert moved.station.events.readers.listed() == []
    moved.station.events.readers.grant("berta", {mine}, everything=False)
    by_berta = old.replace("//hub@", "//berta@")
    assert by_berta != old
    with psycopg.connect(by_berta) as db:
        for table in ("audits", "logs", "segments", "events"):
            assert {row[0] for row in db.execute(f"SELECT DISTINCT audit FROM {table}")} == {mine}, table
    for audit in (mine, other):
        assert moved.lines(audit) == one.lines(audit)
        assert moved.station.events.verify(audit) == []
    one.scan(other, "IT-2")
    later = one.audit("Later")
    assert moved.take(one.bundle()) > 0
    assert moved.lines(other) == one.lines(other)
    assert moved.lines(later) == one.lines(later)
    with psycopg.connect(by_berta) as db:
        assert {row[0] for row in db.execute("SELECT DISTINCT audit FROM events")} == {mine}


def test_a_name_that_no_database_takes_hinders_nothing(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_log, "_usable", str)
    hub, one = PostgresHub(tmp_path / "hub", server.database()), Laptop(tmp_path / "one", "one")
    hub.trust(one)
    audit = one.audit("Q\0 4")
    assert hub.take(one.bundle()) == len(one.lines(audit))
    assert [info.name for info in hub.station.events.audits()] == ["Q\ufffd 4"]
    assert hub.lines(audit) == one.lines(audit)


def test_a_newer_database_says_what_to_do(server: Server, tmp_path: Path) -> None:
    database = server.database()
    PostgresHub(tmp_path / "hub", database)
    with psycopg.connect(database) as db:
        db.execute("UPDATE shape SET version = version + 1")
    with pytest.raises(StoreError, match="newer assetaudit") as refused:
        PostgresHub(tmp_path / "hub2", database)
    assert "pip install --upgrade" in (refused.value.hint or "")


def digest(audit: OpenAudit[Reconciliation]) -> str:
    audit.refresh()
    told = [msgspec.to_builtins(finding, str_keys=True, enc_hook=str) for finding in audit.reconciliation.findings()]
    measures = {name: str(measure) for name, measure in audit.reconciliation.measures().items()}
    return hashlib.sha256(json.dumps([told, measures], sort_keys=True).encode()).hexdigest()


def test_both_engines_come_to_one_digest_after_each_segment(server: Server, tmp_path: Path) -> None:
    """In any order of arrival; what is kept up to date piece by piece is what is made anew from all of it."""
    one, two = Laptop(tmp_path / "one", "one"), Laptop(tmp_path / "two", "two")
    audit, pieces = walked_by_both(one, two, random.Random(7))
    hub, desk = PostgresHub(tmp_path / "hub", server.database()), Laptop(tmp_path / "desk", "desk")
    for laptop in (one, two):
        hub.trust(laptop)
        desk.trust(laptop)
    there, here = opened(hub.station.events, audit), opened(desk.events, audit)
    digests = []
    for piece in pieces:
        hub.station.take(piece)
        desk.station.take(piece)
        assert digest(there) == digest(here) == digest(opened(hub.station.events, audit))
        digests.append(digest(there))
    assert len(set(digests)) > 5
    assert there.events == here.events == len(hub.lines(audit)) == len(desk.lines(audit))
