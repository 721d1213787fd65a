"""Budgets 9 and 10: frames of every binary protocol into reads, and a burst of tags into events, none lost.

Run with ``python -m tests.benchmarks.rfid [seconds] [tags a second]`` (default 60 and 10,000).
"""

from __future__ import annotations

import multiprocessing
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from assetaudit.audit.tags import Heard
from assetaudit.audit.walk import Walk
from assetaudit.identify.identifier import identifier
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.paths import Home
from assetaudit.readers.address import Address
from assetaudit.readers.many import deliveries_of_readers
from assetaudit.readers.protocols import framer_of
from assetaudit.reconcile import Reconciliation
from assetaudit.registers.importing import Wishes, import_file
from assetaudit.store.clock import SystemClock
from assetaudit.store.event_log import EventStore
from assetaudit.store.register_version import RegisterStore
from tests.readers.emulated import ALL, R200, Pn532, R200InTheOtherFraming
from tests.readers.emulation import Silent

FRAMES_GOAL = 300_000
TAGS = 400
"""Tags in front of the reader, each heard 25 times a second at 10,000 reads a second."""
SLICE = 0.02
HAND_SCANS = 0.25
"""Seconds between two scans by hand during the burst."""


def budget_9(rounds: int = 60) -> None:
    """Frames of a whole sweep into reads, one core; a frame is one tag."""
    for kind in ALL:
        if kind in (Pn532, Silent, R200InTheOtherFraming):
            continue
        device = kind()
        data = device.sweep() * 500
        framer = framer_of(Address.parse(f"tcp://h:1?protocol={device.protocol}"))
        times = []
        for _ in range(rounds):
            began = time.perf_counter()
            count = len(framer.feed(data, 0.0))
            times.append(time.perf_counter() - began)
            framer.due(0.0)
        rate = count / min(times)
        _tell(f"9  {device.protocol}: tags to reads", f"{rate:,.0f}/s", f"{FRAMES_GOAL:,}/s", kept=rate >= FRAMES_GOAL)


class Flood:
    """A reader and a hand scanner in a process of their own: so many tags a second, no more and no less."""

    def __init__(self, rate: int, seconds: float) -> None:
        self.rate, self.seconds = rate, seconds
        self.listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        self.addresses = [
            f"tcp://127.0.0.1:{listener.getsockname()[1]}?protocol={protocol}"
            for listener, protocol in zip(self.listeners, ("r200", "line"), strict=True)
        ]
        self.process = multiprocessing.get_context("fork").Process(target=self._run, daemon=True)

    @property
    def total(self) -> int:
        """Tags that it sends in all."""
        return round(self.seconds / SLICE) * round(self.rate * SLICE)

    def _run(self) -> None:
        reader, hand = (listener.accept()[0] for listener in self.listeners)
        threading.Thread(target=_scan, args=(hand,), daemon=True).start()
        self._send(reader)
        time.sleep(600)

    def _send(self, reader: socket.socket) -> None:
        device = R200()
        while not device.running:
            reader.sendall(device.hear(reader.recv(4096)))
        reports = [device.tag(f"3414257BF4{number:014X}") for number in range(TAGS)]
        each, at, began = round(self.rate * SLICE), 0, time.monotonic()
        for turn in range(round(self.seconds / SLICE)):
            reader.sendall(b"".join(reports[(at + number) % TAGS] for number in range(each)))
            at += each
            time.sleep(max(0.0, began + (turn + 1) * SLICE - time.monotonic()))


def _scan(hand: socket.socket) -> None:
    while True:
        time.sleep(HAND_SCANS)
        hand.sendall(f"T{time.monotonic_ns()}\r".encode())


@dataclass
class Seen:
    """What came of a burst."""

    tags: int = 0
    events: int = 0
    latency: list[float] = field(default_factory=list)
    """Seconds from a scan by hand to its acknowledgement."""
    took: list[float] = field(default_factory=list)
    """Seconds that a second of tags took to be committed and judged."""
    memory: list[int] = field(default_factory=list)
    """Bytes in use, after every event."""
    seconds: float = 0.0
    cpu: float = 0.0


def burst(walk: Walk, flood: Flood) -> Seen:
    """Take everything that comes until all tags are there; AssertionError if they do not come."""
    seen = Seen()
    flood.process.start()
    deliveries = deliveries_of_readers(flood.addresses, notice=lambda _: None, stood=lambda: walk.sweep.stood)
    began, cpu = time.monotonic(), time.process_time()
    for heard in deliveries:
        _take(walk, heard, seen)
        if seen.tags >= flood.total:
            break
        assert time.monotonic() - began < flood.seconds * 3 + 20, f"only {seen.tags:,} of {flood.total:,} tags came"
    seen.seconds, seen.cpu = time.monotonic() - began, time.process_time() - cpu
    deliveries.close()  # type: ignore[attr-defined]
    flood.process.kill()
    return seen


def _take(walk: Walk, heard: Read | Heard, seen: Seen) -> None:
    began = time.monotonic()
    if isinstance(heard, Read):
        walk.take(heard)
        seen.latency.append(time.monotonic() - int((heard.text or "T0")[1:]) / 1e9)
        return
    walk.take_heard(heard)
    seen.took.append(time.monotonic() - began)
    seen.tags += heard.count
    seen.events += 1
    seen.memory.append(resident())


def resident() -> int:
    """Bytes of memory in use."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def counted(events: Iterator[Any]) -> int:
    """Reads that bulk events account for."""
    return sum(tag["n"] for event in events if event.k == "bulk" for tag in event.d["tags"])


def walk_in(folder: Path) -> tuple[Walk, Iterator[Any]]:
    """A walk in a rack of tagged assets, and the events as they are on disk."""
    home, file, clock = Home.of(folder).make(), folder / "register.csv", SystemClock()
    rows = [f"IT-{n:05},DC1/R1/{n % 20:02},3414257BF4{n:014X},Deployed\n" for n in range(TAGS)]
    file.write_text("Asset Tag,Location,EPC,Status\n" + "".join(rows), "utf-8")
    store = RegisterStore(home)
    import_file(store, file, Wishes("cmdb"))
    register = store.current()
    assert register is not None
    frame = Frame("burst", (Place.parse("DC1"),), register.version, created=clock.now().isoformat())
    events, identify = EventStore(home, clock), identifier(frame.patterns)
    audit = events.create_audit(frame, "u")
    walk = Walk(Reconciliation(frame, register, identify), events.writer(audit), register, identify, clock, "u")
    walk.go(Place.parse("DC1/R1/00"))
    return walk, (event for event in events.source(audit).events())


def budget_10(seconds: float, rate: int) -> None:
    """The burst, with its losses, its memory and the scans by hand in between."""
    with tempfile.TemporaryDirectory() as folder:
        walk, events = walk_in(Path(folder))
        flood = Flood(rate, seconds)
        seen = burst(walk, flood)
        walk.end()
        lost = flood.total - counted(events)
    third = max(1, len(seen.memory) // 3)
    grown = (median(seen.memory[-third:]) - median(seen.memory[:third])) / max(1, seen.events - third)
    print(
        f"   {seen.tags:,} tags in {seen.seconds:.1f} s, {seen.events} events, {seen.cpu / seen.seconds:.0%} of a core"
    )
    _tell("10 tags lost", f"{lost:,}", "0", kept=lost == 0)
    _tell("10 scan by hand, p50", f"{median(seen.latency) * 1e3:.0f} ms", "-", kept=True)
    _tell("10 scan by hand, worst", f"{max(seen.latency) * 1e3:.0f} ms", "1,000 ms", kept=max(seen.latency) < 1)
    _tell("10 a second of tags, p50", f"{median(seen.took) * 1e3:.0f} ms", "500 ms", kept=median(seen.took) < 0.5)
    _tell("10 memory an event", f"{grown / 1024:,.0f} KiB", "-", kept=True)


def _tell(what: str, ours: str, goal: str, *, kept: bool) -> None:
    print(f"{what:34} {ours:>14}   goal {goal:>10}: {'kept' if kept else 'MISSED'}")


def main() -> int:
    """Print every figure beside its goal."""
    seconds, rate = (float(sys.argv[1]) if len(sys.argv) > 1 else 60.0), int((sys.argv[2:] or ["10000"])[0])
    budget_9()
    budget_10(seconds, rate)
    return 0


if __name__ == "__main__":
    sys.exit(main())
