"""Budgets 1 and 8: what a scan costs beside a bare SQLite commit, and what scan and close cost when all is larger.

Run with ``python -m tests.benchmarks.scan [assets] [events]`` (default 1,000,000 and 200,000).
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from statistics import median

from assetaudit.audit.walk import Walk
from assetaudit.identify.identifier import identifier
from assetaudit.model.event import Draft, Event
from assetaudit.model.frame import Frame
from assetaudit.model.needs import Identify, Register
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.model.verdict import Tone
from assetaudit.paths import Home
from assetaudit.reconcile import Reconciliation
from assetaudit.registers.importing import Wishes, import_file
from assetaudit.store.clock import SystemClock
from assetaudit.store.event_chain import Chain
from assetaudit.store.event_log import EventStore
from assetaudit.store.register_version import RegisterStore

IN_RACK = 20
SCANS = 4_000
FIRSTS = 5
"""Walks begun, each with findings of no events yet."""
RACK_STEP = 997
"""Racks are walked this far apart, so that no page of the register is still warm from the rack before."""


@dataclass(frozen=True, slots=True)
class Hall:
    """A register of some size with all that a walk needs."""

    folder: Path
    register: Register
    frame: Frame
    identify: Identify
    size: int

    def rack(self, number: int) -> int:
        """The rack that is walked at a turn."""
        return number * RACK_STEP % (self.size // IN_RACK)

    def code(self, rack: int, slot: int) -> str:
        """The asset tag that stands in a slot of a rack."""
        return f"IT-{rack * IN_RACK + slot:07}"

    def engine(self) -> Reconciliation:
        """Findings of no events yet."""
        return Reconciliation(self.frame, self.register, self.identify)

    def cold(self) -> Reconciliation:
        """The same, over a register of which nothing has been asked yet."""
        register = RegisterStore(Home.of(self.folder)).open(self.register.version)
        return Reconciliation(self.frame, register, identifier(self.frame.patterns))


def hall(folder: Path, size: int) -> Hall:
    """Import a register of racks with 20 assets each."""
    folder.mkdir()
    file = folder / "register.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("Asset Tag,Serial,Model,Status,Location,Cost,Height\n")
        out.writelines(_lines(size))
    clock, store = SystemClock(), RegisterStore(Home.of(folder).make())
    began = time.perf_counter()
    import_file(store, file, Wishes("cmdb"))
    register = store.current()
    assert register is not None
    print(f"  register of {size:,} assets imported in {time.perf_counter() - began:.0f} s")
    frame = Frame("bench", (Place.parse("DC1"),), register.version, created=clock.now().isoformat())
    return Hall(folder, register, frame, identifier(frame.patterns), size)


def _lines(size: int) -> Iterator[str]:
    for number in range(size):
        rack, slot = divmod(number, IN_RACK)
        place = f"{_place(rack)}:U{slot * 2 + 1}"
        yield f"IT-{number:07},SN{number:08X}Q,PowerEdge R740,Deployed,{place},5200.00,2\n"


def _place(rack: int) -> str:
    return f"DC1/R{rack // 400}/{rack // 20 % 20:02}/{rack % 20:02}"


class Bare:
    """The floor: one insert of as many bytes and one commit, with the driver alone."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, body BLOB)")
        self._body = b"x" * 420

    def commit(self) -> None:
        """One durable row."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("INSERT INTO events (body) VALUES (?)", (self._body,))
        self._db.execute("COMMIT")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of single doings, by the wall and of CPU: where others load the machine, the second says more."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def on(self, work: Callable[[], object]) -> None:
        """Do something once."""
        wall, cpu = time.perf_counter(), time.thread_time()
        work()
        self.cpu.append(time.thread_time() - cpu)
        self.wall.append(time.perf_counter() - wall)


def budget_1(place: Hall) -> None:
    """A whole scan, identified, durable and judged, in turns with a bare commit."""
    walk = _walk(place, place.engine())
    bare, floor, ours = Bare(place.folder), Spent(), Spent()
    for turn in range(SCANS // IN_RACK):
        rack = place.rack(turn)
        walk.take(Read(reader="keys://", text=f"LOC:{_place(rack)}"))
        for _ in range(IN_RACK):
            floor.on(bare.commit)
        for slot in range(IN_RACK):
            read = Read(reader="keys://", text=place.code(rack, slot))
            ours.on(partial(walk.take, read))
    for name, share, goal in (("p50", 0.5, 2.0), ("p99", 0.99, 3.0)):
        _tell(f"1  scan, {name}", _at(ours.wall, share), _at(floor.wall, share), goal, "bare sqlite3 insert + commit")
    cpu = _at(ours.cpu, 0.5), _at(floor.cpu, 0.5)
    print(f"   of CPU alone, p50 {cpu[0] * 1e6:16.0f} us   {cpu[1] * 1e6:38.0f} us   x{cpu[0] / cpu[1]:.2f}")


def _walk(place: Hall, engine: Reconciliation) -> Walk:
    """A walk of an audit of its own, with nothing scanned yet."""
    clock = SystemClock()
    events = EventStore(Home.of(place.folder), clock)
    frame = replace(place.frame, name=f"bench {clock.now().isoformat()}")
    writer = events.writer(events.create_audit(frame, "u"))
    return Walk(engine, writer, place.register, place.identify, clock, "u")


def budget_8(small: Hall, large: Hall, events: int) -> None:
    """The finding after one more scan, and the counts after it: small register and log, large register, large log."""
    for what, measure in (("finding", _finding), ("counts", _counts)):
        least = _incremental(small, 1_000, measure)
        beside = f"{small.size:,} assets, 1,000 events"
        _tell(f"8  {what}, large register", _incremental(large, 1_000, measure), least, 1.5, beside)
        _tell(f"8  {what}, large log too", _incremental(large, events, measure), least, 1.5, beside)


def budget_8_of_closing(small: Hall, large: Hall) -> None:
    """Closing a rack, the first one of a walk and every further one, in a small and a large register."""
    (first, others), (least_first, least) = _closings(large), _closings(small)
    beside = f"{small.size:,} assets"
    _tell("8  first close of a walk", first, least_first, 1.5, beside)
    _tell("8  close, large register", others, least, 1.5, beside)


def _closings(place: Hall) -> tuple[float, float]:
    """Seconds of CPU for closing a rack, medians: first of all in a process, and later; a quarter is left unseen."""
    firsts, others = [], []
    for _ in range(FIRSTS):
        walk = _walk(place, place.cold())
        times = [_closing(place, walk, place.rack(turn)) for turn in range(IN_RACK)]
        firsts.append(times[0])
        others += times[1:]
    return median(firsts), median(others)


def _closing(place: Hall, walk: Walk, rack: int) -> float:
    walk.take(Read(reader="keys://", text=f"LOC:{_place(rack)}"))
    for slot in range(IN_RACK * 3 // 4):
        walk.take(Read(reader="keys://", text=place.code(rack, slot)))
    began = time.thread_time()
    verdict = walk.take(Read(reader="keys://", text="CMD:CLOSE"))
    spent = time.thread_time() - began
    assert verdict.tone is Tone.ATTENTION, verdict.sentence
    return spent


def _finding(engine: Reconciliation, event: Event) -> object:
    return engine.add_all((event,)), engine.about(event.hash)


def _counts(engine: Reconciliation, event: Event) -> object:
    return engine.add_all((event,)), engine.counts(), engine.measures()


def _incremental(place: Hall, before: int, measure: Callable[[Reconciliation, Event], object]) -> float:
    engine, times = place.cold(), []
    engine.counts()
    for number, event in enumerate(walked(place, before + SCANS)):
        if number < before or event.k == "place":
            engine.add_all((event,))
        else:
            times.append(_timed(lambda event=event: measure(engine, event)))
    return median(times)


def walked(place: Hall, count: int) -> Iterator[Event]:
    """Rack after rack entered and scanned; after one round assets are seen again."""
    chain, clock, at = Chain(1, "log", "audit"), SystemClock(), ""
    for number in range(count):
        turn, slot = divmod(number, IN_RACK + 1)
        rack = place.rack(turn)
        if slot == 0:
            draft = Draft("place", {"by": "label", "place": _place(rack)})
        else:
            read = {"kind": "code", "reader": "keys://", "text": place.code(rack, slot - 1)}
            draft = Draft("scan", {"at": at, "read": read})
        chain, event, _row = chain.link(draft, user="u", clock=clock)
        at = event.hash if slot == 0 else at
        yield event


def _timed(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


def _at(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


def _tell(what: str, ours: float, other: float, goal: float, beside: str) -> None:
    ratio = ours / other
    verdict = "kept" if ratio <= goal else "MISSED"
    print(
        f"{what:28} {ours * 1e6:8.0f} us   {beside}: {other * 1e6:6.0f} us   x{ratio:.2f}, goal x{goal:.1f}: {verdict}"
    )


def main() -> int:
    """Print every figure beside its floor."""
    size, events = ([int(text) for text in sys.argv[1:]] + [1_000_000, 200_000][len(sys.argv) - 1 :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        small, large = hall(Path(folder) / "small", 1_000), hall(Path(folder) / "large", size)
        budget_1(large)
        budget_8_of_closing(small, large)
        budget_8(small, large, events)
    return 0


if __name__ == "__main__":
    sys.exit(main())
