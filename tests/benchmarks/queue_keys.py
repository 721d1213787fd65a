"""What each key of the queue costs with many findings, beside the same key with few of them.

Run with ``python -m tests.benchmarks.queue_keys [findings ...]`` (default 1,000 and 10,000). Told is the CPU time from
the key to the picture after it, work in threads included: what a person waits for on a machine that does nothing else.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
import time
from pathlib import Path

from assetaudit.ui.app import AuditApp
from assetaudit.ui.screens.cases import CasesScreen
from assetaudit.wiring import Workspace
from assetaudit.wiring.screen import ScreenWorkspace
from tests.benchmarks.review import workspace
from tests.ui.pressing import Person

SIZES = (1_000, 10_000)
MOST_MS = 150.0
"""What a key may cost with 10,000 findings, in CPU milliseconds."""
STEPS = (
    ("down", "down"),
    ("the last row", "end"),
    ("a page up", "pageup"),
    ("a row up", "up"),
    ("mark a row", "space"),
    ("take the mark away", "up", "space"),
    ("take what is proposed", "enter"),
    ("undo", "u"),
    ("begin to filter", "slash"),
    ("a letter of the filter", "d"),
    ("another letter", "c"),
    ("keep the filter", "enter"),
    ("mark all that is shown", "m"),
    ("take all marks away", "m"),
    ("the next state", "f"),
)


async def measured(findings: int) -> dict[str, float]:
    """Step to its CPU milliseconds."""
    told: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="assetaudit-keys-") as folder:
        space = workspace(Path(folder), findings)
        space.home.settings.write_text('person = "mia"\nsound = "off"\n', "utf-8")
        app = AuditApp(ScreenWorkspace(Workspace(space.home)))
        async with app.run_test(size=(120, 40)) as pilot:
            person = Person(app, pilot)
            await person.settle()
            await person.press("r")
            await person.until(lambda: isinstance(app.screen, CasesScreen) and app.screen.all, 300)
            await person.settle()
            for name, *keys in STEPS:
                gc.collect()  # what was thrown away before is not this key's
                start = time.process_time()
                for key in keys:
                    await pilot.press(key)
                await pilot.pause()
                await person.settle()
                told[name] = 1000 * (time.process_time() - start)
                if not isinstance(app.screen, CasesScreen):
                    await person.press("escape")
    return told


def main(sizes: tuple[int, ...]) -> int:
    """Print a table; 1 where a key costs more than it may."""
    found = {size: asyncio.run(measured(size)) for size in sizes}
    first = found[sizes[0]]
    for size, told in found.items():
        print(f"{size:,} findings that wait")
        for name, cost in told.items():
            ratio = cost / first[name] if first[name] else 0
            print(f"  {name:<24} {cost:7.1f} ms CPU, x{ratio:.1f} {'SLOW' if cost > MOST_MS else ''}".rstrip())
    return int(any(cost > MOST_MS for told in found.values() for cost in told.values()))


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
