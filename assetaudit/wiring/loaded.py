"""Audits in memory, as the workspace hands them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assetaudit.audit.attendance import Attendance
    from assetaudit.audit.chronicle import Person
    from assetaudit.audit.open_audit import OpenAudit
    from assetaudit.model.event import Event
    from assetaudit.model.frame import Frame
    from assetaudit.model.needs import EventSource, Identify, Register
    from assetaudit.reconcile import Reconciliation
    from assetaudit.reconcile.answering import Answering


class Facts(Protocol):
    """What is known of an audit beside its findings."""

    @property
    def frame(self) -> Frame:
        """The terms that count now."""

    @property
    def frame_hash(self) -> str:
        """What a report names."""

    @property
    def opened(self) -> int | None:
        """Milliseconds since 1970 UTC."""

    @property
    def closing(self) -> Event | None:
        """The event that closed the audit and still counts."""

    @property
    def closed(self) -> int | None:
        """When it was closed, in milliseconds since 1970 UTC; None while it is open."""

    @property
    def tips(self) -> dict[str, str]:
        """Hash of the last event of every log, by log."""

    def tip(self, log: str) -> tuple[int, str]:
        """Number and hash of the last event of a log."""

    @property
    def people(self) -> tuple[Person, ...]:
        """Who took part, by id."""


class Looked(Protocol):
    """An audit as it is looked at: in memory, or as a hub keeps it worked out."""

    @property
    def id(self) -> str:
        """The audit's id."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def audit(self) -> Facts:
        """What is known of it beside its findings."""

    @property
    def frame(self) -> Frame:
        """The terms that count now."""

    @property
    def register(self) -> Register:
        """The register version that the terms name."""

    @property
    def reconciliation(self) -> Answering:
        """Its findings."""

    def refresh(self) -> bool:
        """Take in what other processes wrote; whether any finding may have changed."""

    def reviewed(self, mark: int) -> tuple[int, Sequence[Event]]:
        """Some events more for the review, from after a mark, and the mark to go on from; ask until none come."""

    def pictured(self) -> Iterable[Event]:
        """The events that name photographs, among others."""

    def author(self, event_hash: str) -> str:
        """Who wrote an event that the review was not given; empty where that is nobody."""

    def counting(self) -> Mapping[str, Iterator[str]] | None:
        """By user, hashes of the events by which they counted; None where the review was given all of them."""


@dataclass(frozen=True, slots=True)
class LoadedAudit:
    """An audit in memory, with what its walks need."""

    id: str
    audit: OpenAudit[Reconciliation]
    identify: Identify
    source: EventSource
    """All its events."""

    @property
    def name(self) -> str:
        """The audit's name."""
        return self.audit.name

    @property
    def frame(self) -> Frame:
        """The terms that count now."""
        return self.audit.frame

    @property
    def register(self) -> Register:
        """The register version that the terms name."""
        return self.audit.reconciliation.register

    @property
    def reconciliation(self) -> Reconciliation:
        """Findings of the events known here."""
        return self.audit.reconciliation

    @property
    def attendance(self) -> Attendance:
        """Who walks where."""
        return self.audit.attendance

    @property
    def events(self) -> int:
        """How many events are known."""
        return self.audit.events

    def tip(self, log: str) -> tuple[int, str]:
        """Number and hash of the last event of a log."""
        return self.audit.tip(log)

    def refresh(self) -> bool:
        """Take in what other processes wrote; whether there was anything."""
        return self.audit.refresh()

    def reviewed(self, mark: int) -> tuple[int, Sequence[Event]]:
        """Some events more, from after a mark, and the mark to go on from; ask until none come."""
        return self.source.events_after(mark)

    def pictured(self) -> Iterable[Event]:
        """Every event."""
        return self.source.events()

    def author(self, _event_hash: str) -> str:
        """Nobody: the review was given every event."""
        return ""

    def counting(self) -> None:
        """The review was given every event."""


@dataclass(frozen=True, slots=True)
class NewAudit:
    """An audit that was just opened."""

    id: str
    frame: Frame
    frame_hash: str

    @property
    def name(self) -> str:
        """The audit's name."""
        return self.frame.name
