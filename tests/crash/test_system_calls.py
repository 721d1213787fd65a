"""The system calls of a walk: what was written to the log is synced before the acknowledgement goes out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.event_sample import frame, store

CODES = ("LOC:DC1/R2/A/07", "IT-00101", "XX-1", "IT-00101", "CMD:CLOSE", "CMD:UNDO", "CMD:UNDO", "nothing")
CALL = re.compile(r"(?P<name>\w+)\((?P<number>\d+)(?:<(?P<file>[^>]*)>)?(?P<rest>.*)")


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace, which shows system calls on Linux")
def test_every_acknowledgement_follows_a_sync(tmp_path: Path) -> None:
    audit = store(tmp_path).create_audit(frame(), "boss")
    trace = tmp_path / "trace"
    watched = ["strace", "-f", "-y", "-s", "80", "-e", "trace=write,pwrite64,fsync,fdatasync", "-o", str(trace)]
    done = subprocess.run(
        [*watched, sys.executable, "-m", "tests.crash.scanner", str(tmp_path), audit],
        input="".join(f"{code}\n" for code in CODES).encode(),
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    hashes = done.stdout.decode().split()
    assert len(hashes) == len(CODES)
    acknowledged = between_acknowledgements(trace.read_text("utf-8", "replace"), hashes)
    assert len(acknowledged) == len(CODES)
    for steps in acknowledged:
        assert "write" in steps, "nothing was written to the log for this scan"
        assert steps[-1] == "sync", f"the acknowledgement went out before the log was synced: {steps}"


def between_acknowledgements(trace: str, hashes: list[str]) -> list[list[str]]:
    """What was done to the log before each acknowledgement, since the one before it."""
    found: list[list[str]] = []
    steps: list[str] = []
    for line in trace.splitlines():
        match = CALL.search(line)
        if match is None:
            continue
        file, name = match["file"] or "", match["name"]
        if name == "write" and match["number"] == "1" and hashes[len(found)] in match["rest"]:
            found.append(steps)
            steps = []
            if len(found) == len(hashes):
                break
        elif file.endswith("events.sqlite-wal"):
            steps.append("sync" if name in ("fsync", "fdatasync") else "write")
    return found
