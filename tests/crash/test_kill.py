"""A scanner that is killed at any moment loses nothing that it acknowledged, and the next one goes on with its log.

``ASSETAUDIT_KILLS=100`` makes it the long run.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from assetaudit.store.event_log import EventStore
from tests.store.event_sample import frame, store

KILLS = int(os.environ.get("ASSETAUDIT_KILLS", "12"))


def start(home: Path, audit: str) -> subprocess.Popen[bytes]:
    """A scanner in a process of its own."""
    command = [sys.executable, "-m", "tests.crash.scanner", str(home), audit]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])


def feed(pipe: IO[bytes], run: int) -> None:
    """Codes without end, until nobody reads them."""
    try:
        pipe.write(b"LOC:DC1/R2/A/07\n")
        for number in range(1_000_000):
            pipe.write(f"IT-{run:03}-{number:06}\n".encode())
            pipe.flush()
    except (BrokenPipeError, ValueError):
        return


def scan_and_kill(home: Path, audit: str, run: int, after: float) -> list[str]:
    """Hashes that were acknowledged before the process was killed."""
    scanner = start(home, audit)
    assert scanner.stdin is not None
    assert scanner.stdout is not None
    feeder = threading.Thread(target=feed, args=(scanner.stdin, run))
    feeder.start()
    acknowledged = [scanner.stdout.readline()]
    killer = threading.Thread(target=kill_later, args=(scanner, after))
    killer.start()
    acknowledged += scanner.stdout.readlines()
    for thread in (killer, feeder):
        thread.join()
    assert scanner.wait(10) == -signal.SIGKILL
    scanner.stdout.close()
    with suppress(BrokenPipeError):
        scanner.stdin.close()
    return [line.decode().strip() for line in acknowledged if line.endswith(b"\n")]


def kill_later(scanner: subprocess.Popen[bytes], after: float) -> None:
    time.sleep(after)
    scanner.kill()


def stored(events: EventStore, audit: str) -> list[str]:
    """Hashes of everything that is on disk but the two opening events."""
    return [event.hash for event in events.source(audit).events()][2:]


def test_what_was_acknowledged_outlives_kill_9(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}, {KILLS} kills")
    moments = random.Random(seed)
    events = store(tmp_path)
    audit = events.create_audit(frame(), "boss")
    acknowledged: list[str] = []
    for run in range(KILLS):
        acknowledged += scan_and_kill(tmp_path, audit, run, moments.uniform(0, 0.08))
        assert events.verify(audit) == []
    found = stored(events, audit)
    assert len(acknowledged) > KILLS
    assert not set(acknowledged) - set(found)
    assert len(found) - len(acknowledged) <= KILLS, "at most the one scan that was under way at each kill"
    assert len({event.log for event in events.source(audit).events()}) == 1, (
        "each walk goes on with the log left behind"
    )
    print(f"{len(acknowledged)} scans acknowledged, {len(found)} stored")
