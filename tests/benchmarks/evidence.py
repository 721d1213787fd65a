"""An evidence file of many events: how long its export and its check take, and how much memory each needs.

Run with ``python -m tests.benchmarks.evidence [events]`` (default 500,000). Each step runs in a process of its own,
beside one that only opens the same audit (the engine has to know every asset that was seen).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assetaudit.paths import Home
from assetaudit.wiring import Workspace
from tests.benchmarks.review import workspace

EVENTS = 500_000


def open_audit(folder: Path) -> None:
    """What every command has to do that tells of the findings."""
    Workspace(Home(folder)).open_audit("Q4")


def export(folder: Path) -> None:
    """Write the evidence file, with the findings as CSV."""
    from assetaudit.wiring.evidence import export as write
    from assetaudit.wiring.review import Review

    write(Review.open(Workspace(Home(folder)), "Q4"), folder / "evidence.zip", formats=("csv",))


def verify(folder: Path) -> None:
    """Check it, as on a machine that has nothing else."""
    from assetaudit.wiring.evidence import verify as check

    checked = check(folder / "evidence.zip")
    assert checked.good, checked.problems


def close(folder: Path) -> None:
    """Close the audit, so that the check has to follow the closing too."""
    space = Workspace(Home(folder))
    space.close_audit("Q4", user=space.user("mia"), reason="enough")


STEPS = {step.__name__: step for step in (open_audit, export, verify, close)}


def measured(name: str, folder: Path) -> tuple[float, float]:
    """CPU seconds and peak MiB of one step in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.evidence", "--one", name, str(folder)]
    seconds, peak = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return seconds, peak


def run(name: str, folder: Path) -> tuple[float, float]:
    """The same in this process."""
    start = time.process_time()
    STEPS[name](folder)
    return time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure, or run one step where asked to."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(run(sys.argv[2], Path(sys.argv[3]))))
        return
    number = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        workspace(folder, int(number / 1.6))
        for name in ("open_audit", "export", "verify", "close", "export", "verify"):
            seconds, peak = measured(name, folder)
            size = file.stat().st_size >> 20 if (file := folder / "evidence.zip").exists() else 0
            print(f"{name:12} CPU {seconds:7.1f} s, peak {peak:7.0f} MiB, file {size} MiB", flush=True)


if __name__ == "__main__":
    main()
