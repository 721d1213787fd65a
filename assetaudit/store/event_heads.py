"""Where every log of every audit ends: as all events hang together, one hash stands for all of an audit's events."""

from __future__ import annotations

import hashlib
from collections import defaultdict

from sqlalchemy import Engine, select

from assetaudit.paths import Home
from assetaudit.store.event_database import reading, told
from assetaudit.store.event_tables import EVENTS, LOGS


def heads(engine: Engine, home: Home) -> dict[str, str]:
    """Audit to a SHA-256 over where its logs begin and end; another one as soon as an event more is here."""
    last = (
        select(EVENTS.c.hash).where(EVENTS.c.log == LOGS.c.number).order_by(EVENTS.c.seq.desc()).limit(1)
    ).scalar_subquery()
    query = select(LOGS.c.audit, LOGS.c.log, LOGS.c.first, LOGS.c.prev, last.label("last"))
    found: dict[str, list[str]] = defaultdict(list)
    with told(home.events), reading(engine) as connection:
        for audit, log, first, prev, digest in connection.execute(query):
            found[audit].append(f"{log} {first} {prev.hex()} {(digest or b'').hex()}")
    return {audit: hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest() for audit, parts in found.items()}
