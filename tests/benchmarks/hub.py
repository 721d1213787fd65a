"""A hub on PostgreSQL at scale: ingest, resend and projection rates, then what a supervisor and a report wait for.

Run: ``python -m tests.benchmarks.hub [EVENTS [ASSETS]]`` (1,000,000 by default, over a tenth as many assets, in one
audit). Fifty laptops' segments come in turns; each million is told apart, so that a rate that falls shows.
``... 5000000 500000`` is a tenth of the largest audit that a hub is made for.
"""

from __future__ import annotations

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
from assetaudit.store.projection.lens import Terms
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
REPLAYED = 1_000_000
"""Events up to which an engine that holds all of them is measured beside."""


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
    began, began_cpu, spent = time.perf_counter(), time.process_time(), _SERVER[0].spent()
    found = work()
    cpu, there = time.process_time() - began_cpu, _SERVER[0].spent() - spent
    print(f"{what}: {time.perf_counter() - began:.2f} s, CPU {cpu:.2f} s and of the database {there:.2f} s", flush=True)
    return found


def command(home: Path, *words: str) -> None:
    """One of the program's own commands over the hub's data, with its time and its memory."""
    began, most = time.perf_counter(), 0
    process = subprocess.Popen(
        [sys.executable, "-m", "assetaudit", "--home", str(home), *words], stdout=subprocess.DEVNULL
    )
    spent = _SERVER[0].spent()
    while process.poll() is None:  # what the system tells at the end holds what this very process used before it began
        most = max(most, _held(process.pid))
        time.sleep(0.02)
    took, used = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime - _CPU_BEFORE.pop()
    _CPU_BEFORE.append(used.ru_utime + used.ru_stime)
    there = _SERVER[0].spent() - spent
    told = f"{took:.1f} s, CPU {cpu:.1f} s and of the database {there:.1f} s, {most:,} MiB"
    print(f"{' '.join(words)[:48]}: {told}, exit {process.returncode}", flush=True)


_CPU_BEFORE = [0.0]
_SERVER: list[Server] = []


def _held(pid: int) -> int:
    """The most memory that a process held so far, in MiB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return 0
    return max((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), default=0)


def _size(station: Station) -> int:
    with station.events._engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def measure(folder: Path, database: str, count: int, assets: int) -> None:
    """Print the table."""
    place = hall(folder / "hub", assets)
    home = Home.of(place.folder)
    HubHome(home.root).begin("http://hub.test", database)
    station, made = Station(home, HandClock()), devices(place)
    for device in made:
        station.trust.set(Peer(device.key.public, TRUSTED))
    datas = ingest(station, segments(place, made, count), "ingest")
    print(f"packed: {sum(map(len, datas)) / count:.1f} bytes an event", flush=True)
    ingest(station, iter(datas), "resend")
    print(f"database: {_size(station) / count:.0f} bytes an event", flush=True)
    project(station, place, made)
    print(f"database: {_size(station) / count:.0f} bytes an event with what is kept worked out", flush=True)
    command(place.folder, "audit", "show", "bench")
    command(place.folder, "audit", "list")
    command(place.folder, "findings", "bench", "--json")
    for ending in ("csv", "json", "xlsx", "html", "pdf"):
        command(place.folder, "report", "bench", "-o", str(folder / f"bench.{ending}"))
    if count <= REPLAYED:
        replay(station, place)


def project(station: Station, place: Hall, made: list[Device]) -> None:
    """What is kept worked out: made from all events, and brought up to date after one segment more, and ten."""
    timed("list of audits", station.events.audits)
    info = station.events.find_audit("bench")
    timed("activity", lambda: station.events.activity(info.id))
    before, steps = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, Steps()
    audit = station.events.projection(info.id, Terms(place.frame, place.register, place.identify))
    timed("projection of all", lambda: audit.refresh(steps.hear))
    steps.tell()
    print(f"memory: {before // 1024:,} MiB before, {_peak():,} MiB at its peak", flush=True)
    for count in (1, 10):
        for data in segments(place, made, 5_000 * count):
            station.take(unseal(data))
        timed(f"projection after {count} more of 5,000 events", audit.refresh)
    timed("nothing new", audit.refresh)
    reading = audit.read()
    timed("totals", lambda: (reading.counts(), reading.measures(), reading.troubles()))
    timed("every finding", lambda: sum(1 for _finding in reading.findings()))
    reading.close()


class Steps:
    """How long each part of the work took, and how quick it was."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._ended: dict[str, tuple[float, int]] = {}

    def hear(self, what: str, done: int, of: int) -> None:
        """A step is done."""
        self._ended[what] = (time.perf_counter(), done)
        if of > 1_000_000 and done % TOLD_EVERY < 20_000:
            print(f"  {what}: {done:,} of {of:,}, {time.perf_counter() - self._began:.0f} s", flush=True)

    def tell(self) -> None:
        """Each part, in turn."""
        began = self._began
        for what, (ended, count) in self._ended.items():
            print(f"  {what}: {ended - began:.1f} s, {count / max(ended - began, 1e-9):,.0f}/s", flush=True)
            began = ended


def replay(station: Station, place: Hall) -> None:
    """The way without a projection: an engine that takes in all events and holds them."""
    info = station.events.find_audit("bench")
    audit = OpenAudit("bench", place.cold(), station.events.source(info.id), place.register)
    timed("an engine over all events", audit.refresh)
    timed("its counts", audit.reconciliation.counts)
    print(f"peak memory: {_peak():,} MiB", flush=True)


def _peak() -> int:
    """Of this process, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Start a server of its own and measure."""
    programs = binaries()
    if programs is None:
        print("PostgreSQL is not installed here.")
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    server = Server(programs, "512MB")
    _SERVER.append(server)
    try:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), server.database(), count, int(sys.argv[2]) if len(sys.argv) > 2 else count // 10)
    finally:
        server.end()


if __name__ == "__main__":
    main()
