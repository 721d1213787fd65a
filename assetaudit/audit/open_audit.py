"""One audit with its findings kept up to date, whoever writes its events."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any, Generic, TypeVar

from assetaudit.audit.attendance import Attendance
from assetaudit.audit.chronicle import Chronicle, Person
from assetaudit.audit.closing import closing_of
from assetaudit.audit.engine import Engine
from assetaudit.errors import AuditError
from assetaudit.model.event import Draft, Event
from assetaudit.model.frame import Frame
from assetaudit.model.needs import EventSource, EventWriter, Register
from assetaudit.model.place import Place, PlaceError
from assetaudit.reconcile.batches import uncollected

AnyEngine = TypeVar("AnyEngine", bound=Engine)
Forks = Mapping[str, Collection[str]]
"""Log to the hashes of its ends, where a copied laptop has several."""


class OpenAudit(Generic[AnyEngine]):
    """The audit's terms, its findings, and what the closing and the report need to know of its logs and people."""

    def __init__(self, name: str, reconciliation: AnyEngine, source: EventSource, register: Register) -> None:
        self.name = name
        self.reconciliation = reconciliation
        self.register = register
        self._source = source
        self._mark = 0
        self._chronicle = Chronicle()
        self._closings: list[Event] = []
        self.attendance = Attendance()
        """Who walks where."""

    @property
    def frame(self) -> Frame:
        """The terms that count now."""
        return self.reconciliation.frame

    @property
    def frame_hash(self) -> str:
        """SHA-256 over the frame in canonical form, in hex: what a report names."""
        return frame_hash(self.frame)

    @property
    def opened(self) -> int | None:
        """Milliseconds since 1970 UTC; None until its opening was read."""
        return self._chronicle.opened

    @property
    def events(self) -> int:
        """How many events are known."""
        return self._chronicle.events

    @property
    def mark(self) -> int:
        """How far events are known, in the order in which they arrived in this workspace."""
        return self._mark

    @property
    def closing(self) -> Event | None:
        """The event that closed the audit and still counts; of several, one and the same on every machine."""
        return closing_of(self._closings, self.reconciliation.live)

    @property
    def closed(self) -> int | None:
        """When it was closed, in milliseconds since 1970 UTC; None while it is open."""
        closing = self.closing
        return None if closing is None else closing.wall

    @property
    def tips(self) -> dict[str, str]:
        """Hash of the last event of every log, by log."""
        return self._chronicle.tips

    def tip(self, log: str) -> tuple[int, str]:
        """Number and hash of the last event of a log."""
        return self._chronicle.tip(log)

    @property
    def people(self) -> tuple[Person, ...]:
        """Who took part, by id."""
        return self._chronicle.people

    def last_place(self, user: str) -> Place | None:
        """Where a person stood last, as far as is known here."""
        person = self._chronicle.person(user)
        try:
            return None if person is None or person.place is None else Place.parse(person.place)
        except PlaceError:
            return None

    def refresh(self) -> bool:
        """Take in what was written since, here or by other processes; whether any finding may have changed."""
        with uncollected():
            return self._refresh()

    def _refresh(self) -> bool:
        changed = False
        mark, events = self._source.events_after(self._mark)
        while events:
            changed |= self.reconciliation.add_all(events)
            for event in events:
                self._learn(event)
            self._mark = mark
            mark, events = self._source.events_after(mark)
        self._mark = mark
        return changed

    def close(
        self, writer: EventWriter, reason: str, *, user: str, forks: Forks | None = None, register: str = ""
    ) -> Event:
        """Close the audit, citing every log's tip, so that what is cut off later shows; AuditError if it is closed.

        ``forks`` are all ends of logs that go on in two ways, ``register`` the version that is current now.
        """
        self.refresh()
        if self.closing is not None:
            msg = f"The audit '{self.name}' is closed already."
            raise AuditError(msg, hint="Nothing was changed.")
        data: dict[str, Any] = {"reason": reason, "tips": self.tips}
        if forks:
            data["forks"] = {log: sorted(ends) for log, ends in sorted(forks.items())}
        if register:
            data["register"] = register
        event = writer.append(Draft("audit.close", data), user=user)
        self.refresh()
        return event

    def _learn(self, event: Event) -> None:
        self._chronicle.learn(event)
        self.attendance.learn(event)
        if event.k == "audit.close":
            self._closings.append(event)


def frame_hash(frame: Frame) -> str:
    """SHA-256 over a frame's canonical form (sorted keys, no blanks), in hex."""
    text = json.dumps(frame.to_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
