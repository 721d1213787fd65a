"""A hub on PostgreSQL at scale: ingest, resend and projection rates, then what a supervisor and a report wait for.

Run: ``python -m tests.benchmarks.hub [EVENTS]`` (1,000,000 by default, over a tenth as many assets, in one audit beside
a small one). Fifty laptops' segments come in turns; each million is told apart, so that a rate that falls shows.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from assetaudit.audit.open_audit import OpenAudit
from assetaudit.model.event import Draft
from assetaudit.paths import Home
from assetaudit.store.clock import SystemClock
from assetaudit.store.event_bytes import CHAIN_START
from assetaudit.store.event_chain import Chain
from assetaudit.store.event_ids import IdMaker
from assetaudit.store.event_stretch import Stretch
from assetaudit.sync import segment
from assetaudit.sync.hub_home import HubHome
from assetaudit.sync.keys import SigningKey, new_key
from assetaudit.sync.piece import unseal
from assetaudit.sync.station import Station
from assetaudit.sync.trust import TRUSTED, Peer
from tests.benchmarks.scan import IN_RACK, Hall, _place, hall
from tests.store.event_sample import HandClock
from tests.sync.postgres import Server, binaries

LAPTOPS = 50
TOLD_EVERY = 1_000_000


@dataclass(slots=True)
class Device:
    """A laptop that only writes: racks, and what stands in them."""

    chain: Chain
    key: SigningKey
    clock: HandClock
    turn: int
    """Which rack of the hall comes next."""
    events: list[tuple[bytes, bytes]]
    first: int = 1
    prev: bytes = CHAIN_START

    def write(self, draft: Draft) -> str:
        """One more event; returns its hash."""
        self.chain, event, row = self.chain.link(draft, user="u1", clock=self.clock)
        self.events.append((row.hash, row.body))
        return event.hash

    def walk(self, place: Hall) -> None:
        """A rack, from its label to its closing."""
        rack = place.rack(self.turn)
        self.turn += LAPTOPS
        self.clock.move(60)
        here = self.write(Draft("place", {"place": _place(rack), "by": "scan"}))
        for slot in range(IN_RACK):
            code = place.code(rack, (slot + self.turn) % IN_RACK if slot else 0)
            self.write(Draft("scan", {"at": here, "read": {"kind": "code", "reader": "keys://", "text": code}}))
        self.write(Draft("sweep", {"covers": [{"place": _place(rack)}], "state": "closed"}))

    def sealed(self) -> bytes:
        """A full segment of what was written."""
        some, self.events = self.events[: segment.MOST_EVENTS], self.events[segment.MOST_EVENTS :]
        chain = self.chain
        stretch = Stretch(chain.log, chain.audit, self.key.public[:32], "m", self.first, self.prev, some)
        self.first, self.prev = self.first + len(some), stretch.tip
        return segment.sealed(stretch, 0, self.key)


def devices(place: Hall) -> list[Device]:
    """Fifty of them in one audit, which the first opened."""
    ids = IdMaker(SystemClock())
    audit = ids.new()
    made = [Device(Chain(1, ids.new(), audit), new_key()[0], HandClock(), turn, []) for turn in range(LAPTOPS)]
    for device in made:
        device.write(Draft("log.open", {"app": "bench", "device": device.key.public[:32], "machine": "m"}))
    made[0].write(Draft("audit.open", {"frame": place.frame.to_dict(), "name": "bench"}))
    return made


def segments(place: Hall, made: list[Device], count: int) -> Iterator[bytes]:
    """So many events, a segment of each laptop in turn."""
    for number in range(count // segment.MOST_EVENTS):
        device = made[number % LAPTOPS]
        while len(device.events) < segment.MOST_EVENTS:
            device.walk(place)
        yield device.sealed()


def ingest(station: Station, datas: Iterator[bytes], what: str) -> list[bytes]:
    """Take each; the time of making them is left out."""
    kept, wall, cpu, done, new = [], 0.0, 0.0, 0, 0
    for data in datas:
        kept.append(data)
        began, began_cpu = time.perf_counter(), time.process_time()
        new += station.take(unseal(data)).new
        wall, cpu, done = wall + time.perf_counter() - began, cpu + time.process_time() - began_cpu, done + 5_000
        if done % TOLD_EVERY == 0:
            print(f"{what}: {done:>10,} events, {done / wall:9,.0f}/s, CPU of the hub {done / cpu:9,.0f}/s", flush=True)
    print(f"{what}: {done:,} events, {new:,} new, {done / max(wall, 1e-9):,.0f}/s over all", flush=True)
    return kept


def timed(what: str, work: Callable[[], object]) -> object:
    """Do it, and tell how long it took."""
    began, began_cpu = time.perf_counter(), time.process_time()
    found = work()
    print(f"{what}: {time.perf_counter() - began:.2f} s, CPU {time.process_time() - began_cpu:.2f} s", flush=True)
    return found


def command(home: Path, *words: str) -> None:
    """One of the program's own commands over the hub's data, with its time and its memory."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "assetaudit", "--home", str(home), *words], stdout=subprocess.DEVNULL
    )
    _pid, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    print(f"{' '.join(words[:2])}: {took:.1f} s, {used.ru_maxrss // 1024:,} MiB, exit {status >> 8}", flush=True)


def measure(folder: Path, database: str, count: int) -> None:
    """Print the table."""
    place = hall(folder / "hub", count // 10)
    home = Home.of(place.folder)
    HubHome(home.root).begin("http://hub.test", database)
    station, made = Station(home, HandClock()), devices(place)
    for device in made:
        station.trust.set(Peer(device.key.public, TRUSTED))
    datas = ingest(station, segments(place, made, count), "ingest")
    print(f"packed: {sum(map(len, datas)) / count:.1f} bytes an event", flush=True)
    ingest(station, iter(datas), "resend")
    with station.events._engine.connect() as connection:
        size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    print(f"database: {size / count:.0f} bytes an event", flush=True)
    project(station, place, made)
    command(place.folder, "audit", "show", "bench")
    command(place.folder, "report", "bench", "-o", str(folder / "bench.csv"))
    command(place.folder, "findings", "bench", "--json")


def project(station: Station, place: Hall, made: list[Device]) -> None:
    """The findings, made anew and kept up to date after one more segment."""
    timed("list of audits", station.events.audits)
    info = station.events.find_audit("bench")
    timed("activity", lambda: station.events.activity(info.id))
    audit = OpenAudit("bench", place.cold(), station.events.source(info.id), place.register)
    began = time.perf_counter()
    timed("projection of all", audit.refresh)
    print(f"projection: {audit.events / (time.perf_counter() - began):,.0f} events/s", flush=True)
    timed("counts", audit.reconciliation.counts)
    (one,) = segments(place, made[:1], 5_000)
    station.take(unseal(one))
    timed("projection of one segment more, with counts", lambda: (audit.refresh(), audit.reconciliation.counts()))
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MiB", flush=True)


def main() -> None:
    """Start a server of its own and measure."""
    programs = binaries()
    if programs is None:
        print("PostgreSQL is not installed here.")
        return
    server = Server(programs, "512MB")
    try:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), server.database(), int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    finally:
        server.end()


if __name__ == "__main__":
    main()
