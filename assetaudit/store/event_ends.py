"""How the logs of an audit end: what may still be on a laptop somewhere, and what a reader should know of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection, Engine, Row, func, select, true

from assetaudit.audit.closing import cited_ends
from assetaudit.model.amount import counted
from assetaudit.paths import Home
from assetaudit.store.event_bytes import event_of
from assetaudit.store.event_check import has_tip
from assetaudit.store.event_database import reading, told
from assetaudit.store.event_device import Device
from assetaudit.store.event_segments import HELD, NEWER
from assetaudit.store.event_tables import EVENTS, LOGS, SEGMENTS, holds, of_audit
from assetaudit.store.event_whose import Whose

BACKWARDS_MS = 60_000
"""A clock that goes back further than this within one log is told."""
_ENDS = 3
"""Events at either end of a log whose writers name it: programs open and close it, people write what lies between."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What is to be said of the logs of an audit, a sentence each."""

    lacking: tuple[str, ...]
    """Something is not here, or may not be: the audit is not complete."""
    remarks: tuple[str, ...]
    """Nothing is lacking, but a reader should know."""


def ends(engine: Engine, home: Home, device: Device, audit: str, whose: Whose) -> Ends:
    """Look at the logs of an audit."""
    lacking, remarks = [], []
    with told(home.events), reading(engine) as connection:
        for look in _logs(connection, audit, whose):
            lacking += look.lacking(device)
            remarks += look.remarks(device)
        remarks += _copied(connection, audit, whose)
        lacking += [*_cited(connection, audit, whose), *_kept_apart(connection, audit)]
    return Ends(tuple(lacking), tuple(remarks))


def lacking(engine: Engine, home: Home, device: Device, audit: str, whose: Whose) -> tuple[str, ...]:
    """What is not here, or may not be, a sentence each: far quicker than all that is to be said of the logs."""
    with told(home.events), reading(engine) as connection:
        found = [sentence for look in _logs(connection, audit, whose) for sentence in look.lacking(device)]
        return (*found, *_cited(connection, audit, whose), *_kept_apart(connection, audit))


def log_names(engine: Engine, home: Home, audit: str, whose: Whose) -> dict[str, str]:
    """Every log of an audit, and whose it is in words."""
    with told(home.events), reading(engine) as connection:
        return {look.id: look.name for look in _logs(connection, audit, whose)}


def _logs(connection: Connection, audit: str, whose: Whose, log: str = "") -> Iterator[_Log]:
    query = _PARTS.where(LOGS.c.audit == audit, LOGS.c.log == log if log else true())
    parts = connection.execute(query.order_by(LOGS.c.log, LOGS.c.first)).all()
    return (_Log(connection, list(some), whose) for _log, some in groupby(parts, attrgetter("log")))


def _copied(connection: Connection, audit: str, whose: Whose) -> Iterator[str]:
    """Devices that wrote on several machines."""
    several = select(LOGS.c.device, func.count(LOGS.c.machine.distinct())).where(LOGS.c.audit == audit)
    for device, machines in connection.execute(several.group_by(LOGS.c.device).order_by(LOGS.c.device)):
        if machines > 1:
            name = whose.laptop(device)
            yield f"{name} wrote on {machines} machines: its workspace was copied. All of it counts."


def _cited(connection: Connection, audit: str, whose: Whose) -> Iterator[str]:
    """What closings of the audit knew of, and is not here."""
    ours = of_audit(EVENTS.c.log, audit)
    rows = connection.execute(select(EVENTS.c.hash, EVENTS.c.body).where(ours & holds(EVENTS.c.body, _CLOSING))).all()
    cited = {tip for row in rows for tip in cited_ends(event_of(row.body, row.hash))}
    for log, tip in sorted(cited):
        if not has_tip(connection, log, tip):
            name = next((look.name for look in _logs(connection, audit, whose, log)), f"the log {log[-12:]}")
            yield f"The closing of the audit cites an end of {name} that has not arrived here."


def _kept_apart(connection: Connection, audit: str) -> Iterator[str]:
    """What is here and does not count."""
    count = select(func.count()).select_from(SEGMENTS)
    held = connection.execute(count.where(SEGMENTS.c.audit == audit, SEGMENTS.c.state == HELD)).scalar() or 0
    if held:
        yield (
            f"Held back of this audit: {counted(held, 'segment', 'segments')}, because nobody vouched for the device; "
            "see who with: assetaudit sync status"
        )
    if newer := connection.execute(count.where(SEGMENTS.c.state == NEWER)).scalar():
        yield (
            f"A newer assetaudit made {counted(newer, 'piece', 'pieces')} that may belong to this audit and cannot be "
            "read yet: upgrade."
        )


_CLOSING = b'"k":"audit.close"'
_PARTS = select(LOGS.c.number, LOGS.c.log, LOGS.c.device, LOGS.c.first, LOGS.c.prev)


class _Log:
    """One log, in the parts in which it is here."""

    def __init__(self, connection: Connection, parts: Sequence[Row[int, str, str, int, bytes]], whose: Whose) -> None:
        self._connection = connection
        self._parts = parts
        self._whose = whose
        self._numbers = [part.number for part in parts]
        self.id: str = parts[0].log

    @cached_property
    def name(self) -> str:
        """Whose it is: of the people who began it, and who wrote in it last."""
        ends = [row for part in self._parts for last in (False, True) for row in self._ends_of(part.number, last=last)]
        users = [event_of(row.body, row.hash).user for row in ends]
        return self._whose.log(self.id, self._parts[0].device, users)

    def lacking(self, device: Device) -> list[str]:
        """What is not here of it, as far as that can be known here."""
        found = []
        if gaps := [part.first for part in self._parts if part.first > 1 and not self._has(part.first - 1, part.prev)]:
            found.append(f"Events before number {gaps[0]} of {self.name} have not arrived here.")
        elif self._parts[0].device != device.id and self._last_kinds() != {"log.close"}:
            found.append(f"{self.name} was not closed: later scans of it may not have arrived here.")
        return found

    def remarks(self, device: Device) -> list[str]:
        """What happened to it."""
        found = []
        if self._parts[0].device == device.id and self._last_kinds() - {"log.close", "audit.open"}:
            found.append(
                f"{self.name}, which is this device, is open: a walk still goes on, or was cut short. "
                "All of it is here."
            )
        if doubles := self._doubles():
            found.append(
                f"{self.name} was gone on with twice, because that laptop was copied or restored "
                f"(numbers used twice: {doubles:,}). "
                "All of them count."
            )
        if back := self._backwards():
            minutes = counted(back // 60_000, "minute", "minutes")
            found.append(f"The clock of {self.name} was set back by {minutes}; no finding depends on it.")
        return found

    def _has(self, seq: int, digest: bytes) -> bool:
        query = select(EVENTS.c.mark).where(
            EVENTS.c.log.in_(self._numbers), EVENTS.c.seq == seq, EVENTS.c.hash == digest
        )
        return self._connection.execute(query.limit(1)).first() is not None

    def _last_kinds(self) -> set[str]:
        """Kinds of the events that nothing follows: several where a copy of the laptop went its own way."""
        goes_on = {(part.first - 1, part.prev) for part in self._parts}
        last = [row for part in self._parts for row in self._ends_of(part.number, last=True, most=1)]
        return {event_of(row.body, row.hash).k for row in last if (row.seq, row.hash) not in goes_on}

    def _ends_of(self, number: int, *, last: bool, most: int = _ENDS) -> Sequence[Row[int, bytes, bytes]]:
        query = select(EVENTS.c.seq, EVENTS.c.hash, EVENTS.c.body).where(EVENTS.c.log == number)
        order = EVENTS.c.seq.desc() if last else EVENTS.c.seq
        return self._connection.execute(query.order_by(order).limit(most)).all()

    def _doubles(self) -> int:
        if len(self._parts) == 1:
            return 0
        several = select(EVENTS.c.seq).where(EVENTS.c.log.in_(self._numbers)).group_by(EVENTS.c.seq)
        return len(self._connection.execute(several.having(func.count(EVENTS.c.hash.distinct()) > 1)).all())

    def _backwards(self) -> int:
        """By how many ms the clock went back at most; 0 for less than a minute."""
        latest = worst = 0
        rows = select(EVENTS.c.hash, EVENTS.c.body).where(EVENTS.c.log.in_(self._numbers)).order_by(EVENTS.c.seq)
        for row in self._connection.execute(rows):
            wall = event_of(row.body, row.hash).wall
            worst = max(worst, latest - wall)
            latest = max(latest, wall)
        return worst if worst > BACKWARDS_MS else 0
