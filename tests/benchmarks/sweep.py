"""Budget 10: an RFID reader at full speed while the screen runs: nothing lost, and a hand scan is as quick as without.

Run with ``python -m tests.benchmarks.sweep [seconds] [reads a second]`` (default 60 and 10,000). The limit is the same
screen in the same run without a reader; memory is looked at in the middle and at the end.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from textual.pilot import Pilot

from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.model.register import MemoryRegister
from assetaudit.ui.app import AuditApp
from assetaudit.ui.widgets.verdict import VerdictPanel
from tests.ui.desk import Desk
from tests.ui.hall import asset

RACK = "DC1/R2/A/07"
TAGS = 300
"""Different tags in range: an aisle."""


def epc(number: int) -> str:
    """A tag of the aisle."""
    return f"3034257BF7194E40{number:08X}"


def rack(number: int) -> str:
    """A rack of the hall; the first one is where the person stands."""
    return RACK if number == 0 else f"DC1/R2/B/{number:02}"


def desk_of(home: Path) -> Desk:
    """Racks of 42 devices; the tags of the first eight are heard, labels of the others are scanned by hand."""
    assets = [asset(f"IT-{n:06}", f"{rack(n // 42)}:U{n % 42 + 1}", epc=epc(n)) for n in range(TAGS)]
    assets += [asset(f"HAND-{n:05}", f"{rack(20 + n // 42)}:U{n % 42 + 1}") for n in range(2000)]
    desk = Desk(home, holding=MemoryRegister(assets))
    desk.create_audit("Q4", [Place.parse("DC1/R2")])
    return desk


class Reader(threading.Thread):
    """Delivers tags at an even pace, as a driver's thread does."""

    def __init__(self, app: AuditApp, rate: int) -> None:
        super().__init__(daemon=True)
        self.app, self.rate = app, rate
        self.delivered = 0
        self.done = threading.Event()

    def run(self) -> None:
        """Ten times a second as many reads as are due."""
        begun = time.monotonic()
        reads = [
            Read("llrp://r", "tag", epc=epc(n), rssi=-50.0 - n % 20, rssi_unit="dBm", antenna=1) for n in range(TAGS)
        ]
        while not self.done.wait(0.02):
            due = int((time.monotonic() - begun) * self.rate)
            for number in range(self.delivered, due):
                self.app.take(reads[number % TAGS])
            self.delivered = max(self.delivered, due)


async def hand_scans(app: AuditApp, codes: Iterator[str], seconds: float) -> list[float]:
    """Milliseconds from a hand scan to the changed screen, four times a second."""
    found, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        code, begun = next(codes), time.perf_counter()
        app.take(Read("keys://", text=code))
        while (shown := app.screen.query_one(VerdictPanel).verdict) is None or shown.text != code:
            await asyncio.sleep(0.001)
        found.append(1000 * (time.perf_counter() - begun))
        await asyncio.sleep(0.25)
    return found


async def measure(seconds: float, rate: int) -> None:
    """Without a reader, then with one."""
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_of(Path(folder) / "desk")
        app = AuditApp(desk, audit="Q4")
        async with app.run_test(size=(120, 40)) as pilot:
            await opened(app, pilot)
            codes = (f"HAND-{n:05}" for n in range(2000))
            quiet = await hand_scans(app, codes, min(20.0, seconds))
            reader = Reader(app, rate)
            reader.start()
            first = await hand_scans(app, codes, seconds / 2)
            middle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            busy = first + await hand_scans(app, codes, seconds / 2)
            end = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            reader.done.set()
            reader.join()
            while app.feed is not None and not app.feed.idle:
                await asyncio.sleep(0.05)
        report(desk, reader, quiet, busy, (middle, end))


async def opened(app: AuditApp, pilot: Pilot[str]) -> None:
    """Stand in the rack."""
    while app.feed is None or not app.feed.opened:
        await pilot.pause(0.05)
    app.take(Read("keys://", text=f"LOC:{RACK}"))
    await pilot.pause(0.5)


def report(desk: Desk, reader: Reader, quiet: list[float], busy: list[float], memory: tuple[int, int]) -> None:
    """Print what was kept and how quick it was."""
    events = list(desk.store.source(desk.store.find_audit("Q4").id).events())
    kept = sum(entry["n"] for event in events if event.k == "bulk" for entry in event.d["tags"])
    bulk = sum(1 for event in events if event.k == "bulk")
    print(f"reads delivered {reader.delivered:,}, kept {kept:,} in {bulk} events; lost {reader.delivered - kept}")
    for name, times in (("without a reader", quiet), ("with the reader", busy)):
        print(f"hand scan to screen, {name}: p50 {p(times, 50):.1f} ms, p99 {p(times, 99):.1f} ms, n {len(times)}")
    print(f"ratio: p50 {p(busy, 50) / p(quiet, 50):.2f}, p99 {p(busy, 99) / p(quiet, 99):.2f}")
    print(f"memory: {memory[0] // 1024} MiB in the middle, {memory[1] // 1024} MiB at the end")


def p(times: list[float], percent: int) -> float:
    """A percentile."""
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def main() -> None:
    """Measure, and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    rate = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    asyncio.run(measure(seconds, rate))


if __name__ == "__main__":
    main()
