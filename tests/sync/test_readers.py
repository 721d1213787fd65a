"""Readers of a hub's database see the audits granted to them, whatever they try; tried with real logins."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from assetaudit.errors import StoreError
from assetaudit.paths import Home
from assetaudit.store.event_log import EventStore
from assetaudit.store.versions.server import partition_of
from assetaudit.sync.hub_home import HubHome
from tests.store.event_sample import HandClock, scan, store
from tests.sync.laptop import Laptop
from tests.sync.postgres import Server
from tests.sync.postgres_hub import PostgresHub
from tests.sync.running_hub import command

TABLES = ("audits", "logs", "segments", "purged", "events")


@dataclass(frozen=True)
class Read:
    """A hub with two audits, one of which anna sees; the boss sees both."""

    database: str
    hub: PostgresHub
    mine: str
    other: str
    laptop: Laptop

    def by(self, login: str) -> str:
        return self.database.replace("hub@", f"{login}@", 1)

    def ask(self, login: str, *statements: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.by(login)) as db:
            for statement in statements[:-1]:
                db.execute(statement.encode())
            return db.execute(statements[-1].encode()).fetchall()


@pytest.fixture(scope="module")
def read(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder = tmp_path_factory.mktemp("read")
    database = server.database()
    hub, one = PostgresHub(folder / "hub", database), Laptop(folder / "one", "one")
    hub.trust(one)
    mine, other = one.audit("Mine"), one.audit("Other")
    one.scan(mine, "IT-1")
    one.scan(other, "SECRET-2", "SECRET-3")
    hub.take(one.bundle())
    for login, words in (("anna", ["--audit", "mine"]), ("boss", ["--all"])):
        said = command("hub", "reader", login, *words, home=hub.home.root)
        assert f"'{login}' sees" in said
    return Read(database, hub, mine, other, one)


def test_each_sees_what_is_granted(read: Read) -> None:
    for table in TABLES[:3] + TABLES[4:]:
        (anna,) = zip(*read.ask("anna", f"SELECT DISTINCT audit FROM {table}"), strict=True)
        (boss,) = zip(*read.ask("boss", f"SELECT DISTINCT audit FROM {table}"), strict=True)
        assert (set(anna), set(boss)) == ({read.mine}, {read.mine, read.other}), table
    assert read.ask("anna", "SELECT login FROM readers UNION ALL SELECT login FROM supervisors") == [("anna",)]
    said = command("hub", "readers", home=read.hub.home.root)
    assert said == "anna  'Mine'\nboss  all audits\n"


ROUND = [
    "SET ROLE hub",
    "SET ROLE boss",
    "SET SESSION AUTHORIZATION hub",
    "SET row_security = off; SELECT 1 FROM events",
    "ALTER TABLE events DISABLE ROW LEVEL SECURITY",
    "DROP POLICY granted ON events",
    "ALTER ROLE anna BYPASSRLS",
    "CREATE POLICY mine ON events USING (true)",
    "GRANT hub TO anna",
    "SELECT * FROM {partition}",
    "COPY {partition} TO STDOUT",
    "COPY events FROM PROGRAM 'true'",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/x'",
    "INSERT INTO readers VALUES ('anna', '{other}')",
    "INSERT INTO supervisors VALUES ('anna')",
    "UPDATE readers SET audit = '{other}'",
    "DELETE FROM events",
    "TRUNCATE events",
    "INSERT INTO events (log, seq, hash, body, audit) VALUES (1, 1, '', '', '{mine}')",
    "CREATE TABLE mine (x int)",
    "CREATE FUNCTION look() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "CREATE VIEW look AS SELECT * FROM events",
    "LOCK TABLE shape IN EXCLUSIVE MODE",
    "LOCK TABLE events IN ACCESS EXCLUSIVE MODE",
    "SELECT nextval('events_mark_seq')",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT * FROM pg_authid",
]


@pytest.mark.parametrize("statement", ROUND)
def test_no_way_round_it(read: Read, statement: str) -> None:
    partition = partition_of(read.other)
    with pytest.raises(psycopg.Error) as refused:
        read.ask("anna", statement.format(partition=partition, other=read.other, mine=read.mine))
    assert refused.value.sqlstate in ("42501", "0A000"), refused.value


def test_what_is_seen_by_the_way_is_no_more(read: Read) -> None:
    """Functions of a reader's own, copies, counts, plans and statistics."""
    leak = (
        "CREATE FUNCTION pg_temp.leak(b bytea) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS "
        "$$ BEGIN IF position('SECRET' IN convert_from(b, 'UTF8')) > 0 THEN RAISE EXCEPTION 'leaked'; END IF; "
        "RETURN true; END $$"
    )
    mine = [(len(read.laptop.lines(read.mine)),)]
    assert read.ask("anna", leak, "SELECT count(*) FROM events WHERE pg_temp.leak(body)") == mine
    with pytest.raises(psycopg.errors.RaiseException, match="leaked"):
        read.ask("boss", leak, "SELECT count(*) FROM events WHERE pg_temp.leak(body)")
    with psycopg.connect(read.by("anna")) as db:
        with db.cursor().copy("COPY (SELECT audit FROM events) TO STDOUT") as copy:
            assert {row[0] for row in copy.rows()} == {read.mine}
        with db.cursor().copy("COPY segments TO STDOUT") as copy:
            assert read.other not in b"".join(bytes(part) for part in copy).decode()
    read.hub.station.events._engine.connect().exec_driver_sql("COMMIT")
    with psycopg.connect(read.database, autocommit=True) as db:
        db.execute("ANALYZE")
    assert read.ask("anna", "SELECT tablename FROM pg_stats WHERE schemaname = 'public' AND tablename <> 'shape'") == []
    assert read.ask("anna", f"SELECT count(*) FROM events WHERE audit = '{read.other}'") == [(0,)]
    assert read.ask("anna", "SELECT count(*) FROM events e JOIN logs l ON l.number = e.log") == mine


def test_a_reader_works_with_the_program_and_writes_nothing(read: Read, tmp_path: Path) -> None:
    said = command("hub", "view", "--db", read.by("anna"), home=tmp_path)
    assert said.startswith("Seen here: 1 audit.")
    events = EventStore(Home.of(tmp_path), HandClock(), database=read.by("anna"))
    assert [info.name for info in events.audits()] == ["Mine"]
    assert list(events.export(read.mine)) == read.laptop.lines(read.mine)
    assert list(events.export(read.other)) == []
    assert events.verify(read.mine) == []
    assert events.source(read.mine).events_after(0)[1]
    assert command("log", "export", "Mine", home=tmp_path).encode().splitlines() == read.laptop.lines(read.mine)
    with pytest.raises(StoreError, match="read what is granted to it, and no more"):
        events.segments.forget_newer(b"x")
    with pytest.raises(StoreError, match="writes nothing itself"):
        events.writer(read.mine)
    assert (tmp_path / "views.txt").stat().st_mode & 0o077 == 0


def test_ingest_goes_on_while_a_reader_reads_and_holds_on(read: Read) -> None:
    with psycopg.connect(read.by("anna")) as db:
        before = db.execute("SELECT count(*) FROM events").fetchone()
        read.laptop.write(read.mine, scan("IT-9"))
        third = read.laptop.audit(f"Third {secrets.token_hex(2)}")
        assert read.hub.take(read.laptop.bundle()) > 0
        after = db.execute("SELECT count(*) FROM events").fetchone()
    assert before is not None
    assert after is not None
    assert after > before
    assert third not in {row[0] for row in read.ask("anna", "SELECT audit FROM audits")}


def test_what_is_withdrawn_is_seen_no_more(read: Read) -> None:
    readers = read.hub.station.events.readers
    readers.grant('o"neil; --', {read.mine})
    readers.grant("ben", {read.mine, read.other})
    readers.grant("ben", {read.other})
    with psycopg.connect(read.by("ben"), autocommit=True) as db:
        assert db.execute("SELECT audit FROM audits").fetchall() == [(read.other,)]
        assert "nothing here any more" in command("hub", "reader", "ben", "--none", home=read.hub.home.root)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("SELECT audit FROM audits")
    assert [reader.login for reader in readers.listed()] == ["anna", "boss", 'o"neil; --']
    with pytest.raises(StoreError, match="is no reader here"):
        readers.withdraw("ben")


def test_who_sees_all_anyway_is_no_reader(read: Read, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="sees everything anyway"):
        read.hub.station.events.readers.grant("hub", {read.mine})
    with pytest.raises(StoreError, match="who can read the file"):
        _ = store(tmp_path).readers


def test_a_hub_that_may_make_no_logins_says_what_to_run(server: Server, tmp_path: Path) -> None:
    database = server.database()
    with psycopg.connect(database, autocommit=True) as db:
        db.execute("CREATE ROLE plain LOGIN")
        db.execute("GRANT CREATE ON SCHEMA public TO plain")
    home = Home.of(tmp_path).make()
    HubHome(home.root).begin("http://hub.test", database.replace("hub@", "plain@", 1))
    events = EventStore(home, HandClock(), database=HubHome(home.root).database())
    with pytest.raises(StoreError, match="may not make one") as refused:
        events.readers.grant("carla", set(), everything=True)
    assert 'CREATE ROLE "carla" LOGIN' in (refused.value.hint or "")
