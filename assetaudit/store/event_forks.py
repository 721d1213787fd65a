"""Logs that go on in two ways, since a laptop was copied or restored: all of their ends."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Engine, select

from assetaudit.paths import Home
from assetaudit.store.event_check import parts_of
from assetaudit.store.event_database import reading, told
from assetaudit.store.event_tables import EVENTS


def forks(engine: Engine, home: Home, audit: str) -> dict[str, set[str]]:
    """Log to the hashes of its ends, of the logs of an audit that have several."""
    ends: dict[str, set[str]] = defaultdict(set)
    followed: set[str] = set()
    with told(home.events), reading(engine) as connection:
        for part in parts_of(connection, audit):
            followed.add(part.prev.hex())
            last = select(EVENTS.c.hash).where(EVENTS.c.log == part.number).order_by(EVENTS.c.seq.desc()).limit(1)
            if (digest := connection.execute(last).scalar()) is not None:
                ends[part.log].add(digest.hex())
    open_ends = {log: hashes - followed for log, hashes in ends.items()}
    return {log: hashes for log, hashes in sorted(open_ends.items()) if len(hashes) > 1}
