"""A hub on PostgreSQL holds exactly what laptops hold, forks included, and judges it alike."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from assetaudit.errors import StoreError
from assetaudit.paths import Home
from assetaudit.store.event_log import EventStore
from assetaudit.sync.bundle import Damage, pieces_in
from assetaudit.sync.hub_home import HubHome
from assetaudit.sync.station import Station
from tests.store.event_sample import HandClock
from tests.sync.laptop import Laptop
from tests.sync.postgres import Server
from tests.sync.postgres_hub import PostgresHub

ROOT = Path(__file__).parents[2]


def test_laptops_forks_and_repeats(server: Server, tmp_path: Path) -> None:
    hub = PostgresHub(tmp_path / "hub", server.database())
    one = Laptop(tmp_path / "one", "one")
    hub.trust(one)
    audit = one.audit()
    one.scan(audit, "IT-1", "Zürich ✓", close=False)
    clone = one.copy(tmp_path / "clone", "one")
    one.scan(audit, "IT-2")
    clone.scan(audit, "IT-3", "IT-4")
    assert hub.take(one.bundle()) == len(one.lines(audit))
    assert hub.take(clone.bundle()) == 3
    assert hub.take(one.bundle() + clone.bundle()) == 0
    one.trust(clone)
    one.take(clone.bundle())
    assert hub.lines(audit) == one.lines(audit)
    assert hub.station.events.verify(audit) == []
    assert [info.name for info in hub.station.events.audits()] == ["Q4"]
    assert hub.station.events.ends(audit).remarks == one.events.ends(audit).remarks != ()
    assert hub.station.events.activity(audit).events == len(one.lines(audit))


def team(folder: Path) -> tuple[list[Laptop], str]:
    """Four laptops that scanned in one audit, each sealed in several pieces."""
    laptops = [Laptop(folder / f"l{number}", f"l{number}") for number in range(4)]
    audit = laptops[0].audit()
    start = laptops[0].bundle()
    for laptop in laptops[1:]:
        laptop.trust(laptops[0])
        laptop.take(start)
    for laptop in laptops:
        for number in range(6):
            laptop.scan(audit, *(f"{laptop.name}-{number}-{n}" for n in range(5)))
            laptop.station.seal()
    return laptops, audit


class Follower(threading.Thread):
    """Asks again and again for what is new, as a screen does."""

    def __init__(self, events: EventStore, audit: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.no_more = threading.Event()
        self._source = events.source(audit)

    def run(self) -> None:
        mark, last = 0, False
        while True:
            mark, some = self._source.events_after(mark)
            self.seen += [event.hash for event in some]
            if last and not some:
                return
            last = self.no_more.is_set()


def bring(station: Station, bundle: bytes) -> None:
    for piece in pieces_in(bundle):
        assert not isinstance(piece, Damage)
        station.take(piece)


def test_what_came_is_seen_by_who_asks_for_what_is_new(server: Server, tmp_path: Path) -> None:
    hub = PostgresHub(tmp_path / "hub", server.database())
    laptops, audit = team(tmp_path)
    hub.trust(*laptops)
    database = HubHome(hub.home.root).database()
    follower = Follower(hub.station.events, audit)
    follower.start()
    carriers = []
    for laptop in laptops:
        station = Station(hub.home, HandClock(), EventStore(hub.home, HandClock(), database=database))
        carriers.append(threading.Thread(target=bring, args=(station, laptop.bundle())))
        carriers[-1].start()
    for carrier in carriers:
        carrier.join()
    follower.no_more.set()
    follower.join()
    everything = {line for laptop in laptops for line in laptop.lines(audit)}
    assert set(hub.lines(audit)) == everything
    assert len(follower.seen) == len(set(follower.seen)) == len(everything)


def test_a_look_sees_one_moment(server: Server, tmp_path: Path) -> None:
    """What arrives between two questions of one look is seen by the next look, once."""
    hub = PostgresHub(tmp_path / "hub", server.database())
    one = Laptop(tmp_path / "one", "one")
    hub.trust(one)
    audit = one.audit()
    hub.take(one.bundle())
    one.scan(audit, "IT-1")
    late = [one.bundle()]
    database = HubHome(hub.home.root).database()
    other = Station(hub.home, HandClock(), EventStore(hub.home, HandClock(), database=database))

    def meanwhile(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "max(" in statement and late:
            bring(other, late.pop())

    event.listen(hub.station.events._engine, "after_cursor_execute", meanwhile)
    source, seen, mark = hub.station.events.source(audit), list[str](), 0
    for _look in range(4):
        mark, some = source.events_after(mark)
        seen += [each.hash for each in some]
    assert not late
    assert len(seen) == len(set(seen)) == len(one.lines(audit))


def test_a_crash_of_the_server_loses_nothing_that_was_receipted(server: Server, tmp_path: Path) -> None:
    hub = PostgresHub(tmp_path / "hub", server.database())
    one = Laptop(tmp_path / "one", "one")
    hub.trust(one)
    audit = one.audit()
    one.scan(audit, "IT-1")
    assert hub.take(one.bundle()) == len(one.lines(audit))
    server.crash()
    one.scan(audit, "IT-2")
    with pytest.raises(StoreError, match="database cannot be used"):
        hub.take(one.bundle())
    server.start()
    assert hub.take(one.bundle()) == 3
    assert hub.lines(audit) == one.lines(audit)


def test_a_hub_judges_as_a_workspace_does(server: Server, tmp_path: Path) -> None:
    laptop, hub = tmp_path / "demo", tmp_path / "hub"
    database = server.database()
    command("--home", laptop, "demo", "--headless")
    command("--home", laptop, "sync", "bundle", tmp_path / "all.aab")
    command("--home", hub, "hub", "init", "--url", "http://hub.test", "--db", database)
    key = json.loads(command("--home", laptop, "sync", "status", "--json"))["key"]
    subprocess.run(
        [sys.executable, "-m", "assetaudit", "--home", str(hub), "sync", "take", str(tmp_path / "all.aab")],
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    command("--home", hub, "sync", "trust", key)
    command("--home", hub, "sync", "take", tmp_path / "all.aab")
    (audit,) = json.loads(command("--home", laptop, "audit", "list", "--json"))
    here, there = (command("--home", home, "findings", audit["name"], "--json") for home in (laptop, hub))
    assert json.loads(here)["findings"] == json.loads(there)["findings"]
    assert json.loads(here)["measures"] == json.loads(there)["measures"]
    here, there = (command("--home", home, "audit", "show", audit["name"], "--json") for home in (laptop, hub))
    assert json.loads(here) == json.loads(there)
    for home in (laptop, hub):
        command("--home", home, "report", audit["name"], "-o", home / "list.csv")
    assert (laptop / "list.csv").read_bytes() == (hub / "list.csv").read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "assetaudit", "--home", str(hub), "scan", audit["name"], "-"],
        cwd=ROOT,
        input=b"IT-1\n",
        check=False,
        capture_output=True,
    )
    assert (done.returncode, b"writes nothing itself" in done.stderr) == (1, True)


def test_a_database_that_is_none_is_told(tmp_path: Path) -> None:
    home = Home.of(tmp_path).make()
    for database, said in (
        ("mysql://x/y", "no database for a hub"),
        ("nonsense", "no address"),
        (f"postgresql://hub@/x?host={tmp_path}", "database cannot be used"),
    ):
        with pytest.raises(StoreError, match=said):
            EventStore(home, HandClock(), database=database)


def command(*words: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "assetaudit", *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
