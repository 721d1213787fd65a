"""A scanner at work in a process of its own: a code a line in, the hash of its event out once it is on disk.

Run as ``python -m tests.crash.scanner HOME AUDIT``.
"""

from __future__ import annotations

import sys

from assetaudit.audit.walk import Walk
from assetaudit.identify.identifier import identifier
from assetaudit.model.read import Read
from assetaudit.model.register import MemoryRegister
from assetaudit.paths import Home
from assetaudit.reconcile import Reconciliation
from assetaudit.store.clock import SystemClock
from assetaudit.store.event_log import EventStore
from tests.audit.hall import ASSETS, PLACES


def main(home: str, audit: str) -> None:
    """Scan until standard input ends."""
    clock = SystemClock()
    store = EventStore(Home.of(home), clock)
    frame, register = store.find_audit(audit).frame, MemoryRegister(ASSETS, PLACES)
    identify = identifier(frame.patterns)
    writer = store.writer(audit)
    walk = Walk(Reconciliation(frame, register, identify), writer, register, identify, clock, "ana")
    for line in sys.stdin.buffer:
        verdict = walk.take(Read.of_bytes(line.rstrip(b"\n"), "keys://"))
        sys.stdout.write(f"{verdict.hash}\n")
        sys.stdout.flush()
    writer.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
