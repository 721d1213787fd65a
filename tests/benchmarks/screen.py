"""Budgets 2, 4 and 11: scan to picture, start, and lists, each beside a trivial app or a small one in the same run.

Run with ``python -m tests.benchmarks.screen [assets] [scans] [assets at the start]`` (100,000, 200 and 1,000,000).
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from textual.app import App, ComposeResult

from assetaudit.model.place import Place
from assetaudit.paths import Home
from assetaudit.registers.importing import import_file
from assetaudit.store.register_version import RegisterStore
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Part
from tests.benchmarks.import_register import write_sample
from tests.benchmarks.large_desk import desk
from tests.ui.terminal_session import TerminalSession


def until_output(session: TerminalSession, data: bytes) -> float:
    """Milliseconds from a write to the first byte that the program writes because of it."""
    session.settle(0.06)
    before, begun = len(session.output), time.perf_counter()
    session.type(data)
    while len(session.output) == before and time.perf_counter() - begun < 2:
        time.sleep(0.0002)
    return (time.perf_counter() - begun) * 1000


def latencies(session: TerminalSession, scans: int, code: Callable[[int], str]) -> list[float]:
    """Of so many scans, each typed in one piece."""
    return sorted(until_output(session, f"{code(number)}\r".encode()) for number in range(scans))


def scan_to_picture(size: int, scans: int) -> None:
    """Budget 2."""
    trivial = TerminalSession("tests.benchmarks.trivial_app")
    trivial.wait_for_text("waiting")
    with tempfile.TemporaryDirectory() as folder:
        desk(folder, size).create_audit("Q4", [Place.parse("DC1")])
        ours = TerminalSession("tests.benchmarks.large_desk", folder, str(size))
        try:
            ours.wait_for_text("Scan the label", 120)
            ours.type(b"LOC:DC1/R0/A/00\r")
            ours.wait_for_text("A / 00")
            rounds = 4
            peer: list[float] = []
            own: list[float] = []
            for turn in range(rounds):
                peer += latencies(trivial, scans // rounds, lambda n: f"IT-{n:07}")
                own += latencies(ours, scans // rounds, lambda n, turn=turn: f"IT-{turn * 1000 + n:07}")  # type: ignore[misc]
        finally:
            ours.close()
            trivial.close()
    told(f"scan to picture, {size:,} assets, p50 ms", median(own), median(peer), 3)
    told("the same, p99 ms", sorted(own)[len(own) * 99 // 100], sorted(peer)[len(peer) * 99 // 100], 3)


def start(size: int) -> None:
    """Budget 4: process to first picture, over a workspace with a register of so many assets."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home.of(str(Path(folder, "home"))).make()
        csv = Path(folder, "register.csv")
        write_sample(csv, size)
        import_file(RegisterStore(home), csv)
        peer, own = [], []
        for _turn in range(9):
            peer.append(started("tests.benchmarks.trivial_app", text="waiting"))
            own.append(started("assetaudit", "--home", str(home.root), text="assetaudit"))
    for figure, name in enumerate(("ms", "CPU ms")):
        ours, theirs = (median(each[figure] for each in figures) for figures in (own, peer))
        told(f"start to first picture, {size:,} assets, {name}", ours, theirs, 1.35)


def started(*arguments: str, text: str) -> tuple[float, float]:
    """Milliseconds until a text is on the screen, and milliseconds of CPU until then."""
    begun = time.perf_counter()
    session = TerminalSession(*arguments)
    while text.encode() not in session.output and time.perf_counter() - begun < 30:
        time.sleep(0.001)
    taken = (time.perf_counter() - begun) * 1000
    tasks = Path(f"/proc/{session.process.pid}/task").glob("*/schedstat")
    cpu = sum(int(task.read_text().split()[0]) for task in tasks) / 1e6
    session.close()
    return taken, cpu


async def lists() -> None:
    """Budget 11: drawing the findings' list after a change, at a thousand rows and at a million."""
    app = ListApp()
    async with app.run_test(size=(80, 24)) as pilot:
        drawn = {}
        for rows in (1_000, 1_000_000):
            app.list.show(range(rows), mark=rows // 2)
            await pilot.pause()
            times = []
            for turn in range(60):
                begun = time.perf_counter()
                app.list.show(range(rows + turn), mark=rows // 2 + turn)
                for row in range(24):
                    app.list.render_line(row)
                times.append((time.perf_counter() - begun) * 1000)
            drawn[rows] = median(times)
    told("list of 1,000,000 rows changed and drawn, ms", drawn[1_000_000], drawn[1_000], 2)


class ListApp(App[None]):
    """One list."""

    def __init__(self) -> None:
        super().__init__()
        self.list: Choice[int] = Choice(lambda item, width: [Part(f"{item:>12} PowerEdge R740", "bold")])

    def compose(self) -> ComposeResult:
        """The list."""
        yield self.list


def told(name: str, ours: float, peer: float, goal: float) -> None:
    """One line: our figure, the peer's, the ratio and the goal."""
    print(f"{name:<48} {ours:>8.2f} {peer:>8.2f} {ours / peer:>6.2f}x  (goal at most {goal}x)", flush=True)


def main() -> None:
    """Print all."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    scans = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    starting = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    print(f"{'':<48} {'ours':>8} {'peer':>8} {'ratio':>7}")
    asyncio.run(lists())
    start(starting)
    scan_to_picture(size, scans)


if __name__ == "__main__":
    main()
