"""Makes ``events_vN.sqlite`` and ``events_vN.jsonl`` of the present version; run once per version, then never again."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from assetaudit.model.event import Draft
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.paths import Home
from assetaudit.store.clock import SystemClock
from assetaudit.store.event_log import EventStore
from assetaudit.store.versions.events import STEPS

HERE = Path(__file__).parent
CODES = ("IT-00101", "Zürich ✓", "\x1d01\x00", "LOC:?")


def main() -> int:
    """Write the pair of files, unless they are there."""
    target = HERE / f"events_v{STEPS[-1].number}.sqlite"
    if target.exists():
        print(f"{target} is there already; a released version is never made again.")
        return 1
    with TemporaryDirectory() as folder:
        events = EventStore(Home.of(folder), SystemClock())
        audit = events.create_audit(Frame("Hall one", (Place.parse("DC1/R1"),), "ab" * 32), "u1")
        left, closed = events.writer(audit), events.writer(audit)
        for writer in (left, closed):
            place = writer.append(Draft("place", {"by": "label", "place": "DC1/R1/A/01"}), user="u1")
            for code in CODES:
                read = {"kind": "code", "reader": "keys://", "text": code}
                writer.append(Draft("scan", {"at": place.hash, "read": read}), user="u1")
        closed.close()
        left.abandon()
        target.with_suffix(".jsonl").write_bytes(b"".join(line + b"\n" for line in events.export(audit)))
        events.close()
        source = Path(folder) / "events.sqlite"
        with closing(sqlite3.connect(source)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(source, target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
