"""Audits in memory, as the workspace hands them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetaudit.audit.attendance import Attendance
    from assetaudit.audit.open_audit import OpenAudit
    from assetaudit.model.frame import Frame
    from assetaudit.model.needs import Identify, Register
    from assetaudit.reconcile import Reconciliation


@dataclass(frozen=True, slots=True)
class LoadedAudit:
    """An audit in memory, with what its walks need."""

    id: str
    audit: OpenAudit[Reconciliation]
    identify: Identify

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
