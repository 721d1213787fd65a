"""Reports over a hub's data: from what it keeps worked out, so that millions of events are not read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assetaudit.errors import RegisterError
from assetaudit.wiring.closed import parts_of
from assetaudit.wiring.report import closing_text, report_of
from assetaudit.wiring.stored_audit import stored_audit

if TYPE_CHECKING:
    from assetaudit.reports.report import AuditReport
    from assetaudit.store.event_log import AuditInfo
    from assetaudit.store.projection.projection import Projection
    from assetaudit.wiring.stored_audit import StoredAudit
    from assetaudit.wiring.workspace import Workspace


def stored_report(space: Workspace, info: AuditInfo) -> AuditReport | None:
    """What reports say of an audit, from a hub's projection; None where there is none that can be used."""
    looked = stored_audit(space, info)
    if looked is None:
        return None
    return report_of(space, looked, space.events.lacking(info.id), *_closed(space, info, looked))


class Keeper:
    """Keeps the projections of a hub up to date, one audit after the other."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._kept: dict[str, Projection] = {}

    def keep_up(self, step: Callable[[], None]) -> None:
        """Bring every audit up to date; ``step`` is called at every step, and may end it there by raising."""
        from assetaudit.store.event_database import told

        with told(self._space.home.events):
            for info in self._space.events.audits():
                step()
                if (projection := self._projection(info)) is not None:
                    projection.refresh(lambda *_: step())

    def _projection(self, info: AuditInfo) -> Projection | None:
        """The one at hand; None where the audit's register has not arrived here yet."""
        if info.id not in self._kept:
            try:
                self._kept[info.id] = self._space.projection(info)
            except RegisterError:
                return None
        return self._kept[info.id]


def _closed(space: Workspace, info: AuditInfo, looked: StoredAudit) -> tuple[str, int]:
    """How the audit was closed and signed, in a sentence, and how many events came after; nothing while it is open."""
    from assetaudit.audit.closing import Closed

    reading = looked.reconciliation.reading
    if reading.closing is None:
        return "", 0
    if (later := reading.totals.later) >= 0:
        return closing_text(space, Closed(reading.closing, {}, {}, (), reading.signatures(), (), ())), later
    parts = parts_of(space, info.id, reading.closing)
    if looked.follows:
        looked.projection.remember(len(parts.later), [event.hash for event in parts.signatures])
    return closing_text(space, parts), len(parts.later)
