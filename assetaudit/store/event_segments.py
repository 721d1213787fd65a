"""Sealed segments in the event file: what has been sealed here, what came from elsewhere, and what is held back.

An event is known by log, number and hash together. Two events with one number are both kept: a copied laptop, or one
that was restored from a backup, must never lose a scan to its double.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from assetaudit.model.needs import Clock
from assetaudit.paths import Home
from assetaudit.store.event_admission import admit_events
from assetaudit.store.event_database import reading, told, writing
from assetaudit.store.event_device import Device
from assetaudit.store.event_ids import wall_ms
from assetaudit.store.event_stretch import Admitted, Sealed, Stretch
from assetaudit.store.event_tables import EVENTS, LOGS, SEGMENTS

IN = "admitted"
"""State of a segment whose events stand in the log."""
HELD = "quarantined"
"""State of a segment whose signer is not trusted: kept whole, its events not among those that count."""
NEWER = "newer"
"""State of a piece that a newer program made: kept as it is until this one understands it."""
PURGED = "purged"
"""State of a segment that lies at the hub alone: known here, without its bytes and its events."""
_NAMES = (
    SEGMENTS.c.sha,
    SEGMENTS.c.log,
    SEGMENTS.c.audit,
    SEGMENTS.c.device,
    SEGMENTS.c.signer,
    SEGMENTS.c.first,
    SEGMENTS.c.last,
    SEGMENTS.c.state,
    SEGMENTS.c.why,
    func.length(SEGMENTS.c.data).label("size"),
)
_FEW = 500
"""Hashes asked for at a time."""


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """One segment, without its bytes."""

    sha: bytes
    log: str
    audit: str
    device: str
    signer: str
    first: int
    last: int
    state: str
    why: str
    size: int


class SegmentStore:
    """The segments of one workspace."""

    def __init__(self, engine: Engine, home: Home, device: Device, clock: Clock) -> None:
        self._engine = engine
        self._path = home.events
        self._clock = clock
        self.device = device
        """Who writes here."""

    def unsealed(self, most: int, skip: str = "") -> Iterator[Stretch]:
        """Stretches of our own logs that no segment holds yet, up to ``most`` events each; seal one before the next."""
        with told(self._path), reading(self._engine) as connection:
            ours = LOGS.c.device == self.device.id
            parts = connection.execute(select(LOGS).where(ours, LOGS.c.audit != skip).order_by(LOGS.c.number)).all()
        for part in parts:
            while (stretch := self._unsealed_of(part, most)) is not None:
                yield stretch

    def seal(self, stretch: Stretch, sealed: Sealed) -> None:
        """Keep the segment of a stretch of ours."""
        with told(self._path), writing(self._engine) as connection:
            self._keep(connection, stretch, sealed, IN)

    def admit(self, stretch: Stretch, sealed: Sealed) -> Admitted:
        """Take a stretch into the log, all of it or nothing; a second time nothing changes."""
        with told(self._path), writing(self._engine) as connection:
            admitted = admit_events(connection, stretch, self.device)
            self._keep(connection, stretch, sealed, IN)
        return admitted

    def hold(self, stretch: Stretch | None, sealed: Sealed, state: str, why: str) -> None:
        """Keep a segment whose events may not count yet; one that is in already stays so."""
        with told(self._path), writing(self._engine) as connection:
            self._keep(connection, stretch, sealed, state, why)

    def forget_newer(self, sha: bytes) -> None:
        """Let go of a piece that was kept as it is, and has its place elsewhere by now."""
        with told(self._path), writing(self._engine) as connection:
            connection.execute(delete(SEGMENTS).where(SEGMENTS.c.sha == sha, SEGMENTS.c.state == NEWER))

    def known(self, shas: Iterable[bytes]) -> set[bytes]:
        """Those of some segments that are here, whatever their state."""
        wanted, found = list(shas), set[bytes]()
        with told(self._path), reading(self._engine) as connection:
            for start in range(0, len(wanted), _FEW):
                some = SEGMENTS.c.sha.in_(wanted[start : start + _FEW])
                found.update(connection.execute(select(SEGMENTS.c.sha).where(some)).scalars())
        return found

    def listed(self, *states: str) -> list[SegmentInfo]:
        """Segments in the order in which they came, of some states or of all."""
        query = select(*_NAMES).order_by(SEGMENTS.c.number)
        with told(self._path), reading(self._engine) as connection:
            rows = connection.execute(query.where(SEGMENTS.c.state.in_(states)) if states else query)
            return [SegmentInfo(**row) for row in rows.mappings()]

    def state(self, sha: bytes) -> str | None:
        """The state of a segment; None where it is not known here."""
        with told(self._path), reading(self._engine) as connection:
            return connection.execute(select(SEGMENTS.c.state).where(SEGMENTS.c.sha == sha)).scalar()

    def arrivals(self, shas: Iterable[bytes], *, look: bool = False) -> dict[bytes, int]:
        """When those of some segments arrived here (ms since 1970) whose events count; ``look`` reads their bytes."""
        wanted, found = list(shas), dict[bytes, int]()
        with told(self._path), reading(self._engine) as connection:
            for start in range(0, len(wanted), _FEW):
                some = SEGMENTS.c.sha.in_(wanted[start : start + _FEW]) & (SEGMENTS.c.state == IN)
                rows = connection.execute(select(SEGMENTS.c.sha, SEGMENTS.c.arrived).where(some))
                found |= {row.sha: row.arrived for row in rows}
        return {sha: at for sha, at in found.items() if not look or self._is_whole(sha)}

    def _is_whole(self, sha: bytes) -> bool:
        return hashlib.sha256(self.data(sha) or b"").digest() == sha

    def data(self, sha: bytes) -> bytes | None:
        """The bytes of a segment; None where it is not here, or was purged."""
        with told(self._path), reading(self._engine) as connection:
            return connection.execute(select(SEGMENTS.c.data).where(SEGMENTS.c.sha == sha)).scalar() or None

    def _unsealed_of(self, part: Row[Any], most: int) -> Stretch | None:
        sealed = (
            select(func.max(SEGMENTS.c.last))
            .join_from(SEGMENTS, EVENTS, (EVENTS.c.seq == SEGMENTS.c.last) & (EVENTS.c.hash == SEGMENTS.c.tip))
            .where(SEGMENTS.c.log == part.log, SEGMENTS.c.state == IN, EVENTS.c.log == part.number)
        )
        rows = select(EVENTS.c.seq, EVENTS.c.hash, EVENTS.c.body).where(EVENTS.c.log == part.number)
        with told(self._path), reading(self._engine) as connection:
            last = connection.execute(sealed).scalar() or part.first - 1
            prev = connection.execute(rows.where(EVENTS.c.seq == last)).first()
            found = connection.execute(rows.where(EVENTS.c.seq > last).order_by(EVENTS.c.seq).limit(most)).all()
        if not found:
            return None
        before = part.prev if prev is None else prev.hash
        events = [(row.hash, row.body) for row in found]
        return Stretch(part.log, part.audit, part.device, part.machine, last + 1, before, events)

    def _keep(self, connection: Connection, stretch: Stretch | None, sealed: Sealed, state: str, why: str = "") -> None:
        here = select(SEGMENTS.c.number, SEGMENTS.c.state).where(SEGMENTS.c.sha == sealed.sha)
        there = connection.execute(here).first()
        line = _line(stretch, sealed) | {"state": state, "why": why, "arrived": wall_ms(self._clock)}
        if there is None:
            connection.execute(insert(SEGMENTS).values(line))
        elif there.state != IN:
            connection.execute(update(SEGMENTS).where(SEGMENTS.c.number == there.number).values(line))


def _line(stretch: Stretch | None, sealed: Sealed) -> dict[str, object]:
    values: dict[str, object] = {"sha": sealed.sha, "data": sealed.data, "signer": sealed.signer}
    if stretch is None:
        return values | {"log": "", "audit": "", "device": "", "first": 0, "last": 0, "tip": b""}
    names = {"log": stretch.log, "audit": stretch.audit, "device": stretch.device}
    return values | names | {"first": stretch.first, "last": stretch.last, "tip": stretch.tip}
