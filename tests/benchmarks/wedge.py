"""Budget 3: a thousand scans typed by a wedge into the real screen, exact and in order, and through a stall.

Run with ``python -m tests.benchmarks.wedge [scans]`` (default 1,000). The limit is the input itself: what was typed
must be what the log holds; the speed shown is that of typing and saving together.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from assetaudit.model.place import Place
from tests.ui.desk import Desk
from tests.ui.terminal_session import TerminalSession

PACES = (0, 1, 4, 8)
"""Milliseconds a character."""
IN_ONE_WRITE = 40
"""Scans written at once at pace 0, within what a terminal's buffer holds."""


def run(scans: int, pace: int, *, stall: bool = False) -> tuple[int, float]:
    """How many of the scans the log holds exactly and in order, and the seconds it took."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "desk")
        desk.create_audit("Q4", [Place.parse("DC1/R2")], user="bench")
        session = TerminalSession("tests.ui.run_desk", str(desk.home), "Q4")
        try:
            session.wait_for_text("Scan the label")
            session.type(b"LOC:DC1/R2/A/07\r")
            session.wait_for_text("A / 07")
            return _typed(session, desk, [f"IT-{number:06}" for number in range(scans)], pace, stall=stall)
        finally:
            session.close()


def _typed(session: TerminalSession, desk: Desk, codes: list[str], pace: int, *, stall: bool) -> tuple[int, float]:
    begun = time.perf_counter()
    for first in range(0, len(codes), IN_ONE_WRITE):
        if stall and first == IN_ONE_WRITE:
            os.kill(session.process.pid, signal.SIGUSR1)
        session.type("".join(f"{code}\r" for code in codes[first : first + IN_ONE_WRITE]).encode(), pace / 1000)
    session.wait_for(lambda: len(desk.events("Q4")) >= len(codes), 120)
    taken = time.perf_counter() - begun
    time.sleep(0.5)
    return in_order(codes, desk.events("Q4")), taken


def in_order(codes: list[str], held: list[str]) -> int:
    """How many codes the log holds exactly, in their order, less what it holds besides."""
    kept = iter(held)
    exact = sum(any(code == one for one in kept) for code in codes)
    return exact - max(0, len(held) - len(codes))


def main() -> None:
    """Print one line a pace."""
    scans = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"{'pace':>10} {'exact':>12} {'ratio':>6} {'scans/s':>8}")
    for pace, stall in [*((pace, False) for pace in PACES), (4, True)]:
        exact, taken = run(scans, pace, stall=stall)
        name = f"{pace} ms" + (" stall" if stall else "")
        print(f"{name:>10} {exact:>6} of {scans} {exact / scans:>5.3f} {scans / taken:>8.0f}", flush=True)


if __name__ == "__main__":
    main()
