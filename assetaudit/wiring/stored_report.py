"""Reports over a hub's data: from what it keeps worked out, so that millions of events are not read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from assetaudit import __version__
from assetaudit.errors import RegisterError
from assetaudit.language import spoken
from assetaudit.model.log_tip import LogTip
from assetaudit.reports.report import AuditReport, Coverage
from assetaudit.wiring.closed import parts_of
from assetaudit.wiring.erasing import keeping
from assetaudit.wiring.report import closing_text, people_of, rooms_of, time_of
from assetaudit.wiring.retention import retention_text

if TYPE_CHECKING:
    from assetaudit.audit.closing import Closed
    from assetaudit.store.event_log import AuditInfo
    from assetaudit.store.projection.judging import PlaceState
    from assetaudit.store.projection.projection import Projection
    from assetaudit.store.projection.reading import Reading
    from assetaudit.wiring.workspace import Workspace


def stored_report(space: Workspace, info: AuditInfo) -> AuditReport | None:
    """What reports say of an audit, from a hub's projection; None where there is none that can be used."""
    projection = _current(space, info)
    if projection is None:
        return None
    reading = projection.read()
    return _report(space, info, reading, _closed(space, info, projection, reading))


def keeps_projections(space: Workspace) -> bool:
    """Whether this workspace is a hub: others bring their logs here, and what comes is worked out once."""
    from assetaudit.sync.hub_home import HubHome

    return HubHome(space.home.root).is_hub


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


def _current(space: Workspace, info: AuditInfo) -> Projection | None:
    """An audit's projection, which knows every event."""
    from assetaudit.store.event_database import told
    from assetaudit.sync.opening import is_view

    if not keeps_projections(space) and not is_view(space.home):
        return None
    with told(space.home.events):
        projection = space.projection(info)
        if keeps_projections(space):
            projection.refresh(space.told)
        elif not projection.is_current():
            return None
        return projection


def _closed(space: Workspace, info: AuditInfo, projection: Projection, reading: Reading) -> tuple[Closed, int] | None:
    """How the audit was closed and signed, and how many events came after; None while it is open."""
    from assetaudit.audit.closing import Closed

    if reading.closing is None:
        return None
    if (later := reading.totals.later) >= 0:
        return Closed(reading.closing, {}, {}, (), reading.signatures(), (), ()), later
    parts = parts_of(space, info.id, reading.closing)
    if keeps_projections(space):
        projection.remember(len(parts.later), [event.hash for event in parts.signatures])
    return parts, len(parts.later)


def _report(space: Workspace, info: AuditInfo, reading: Reading, closed: tuple[Closed, int] | None) -> AuditReport:
    from assetaudit.audit.open_audit import frame_hash

    lacking, chronicle, register = space.events.lacking(info.id), reading.chronicle, reading.register
    troubles = reading.troubles()
    return AuditReport(
        audit=info.id,
        frame=reading.frame,
        frame_hash=frame_hash(reading.frame),
        opened=time_of(chronicle.opened) or "",
        closed=None if closed is None else time_of(closed[0].closing.wall),
        closing="" if closed is None else closing_text(space, closed[0]),
        later=0 if closed is None else closed[1],
        generated=space.clock.now(),
        program=f"assetaudit {__version__}",
        findings=reading.findings,
        counts=reading.counts(),
        measures=reading.measures(),
        by_basis=reading.measures_by_basis(),
        asset_of=register.asset,
        people=people_of(space, reading.frame, chronicle.people),
        logs=tuple(LogTip(log, *chronicle.tip(log)) for log in chronicle.tips),
        coverage=tuple(part for place in reading.planned for part in _coverage(place)),
        rooms=rooms_of(reading.frame, register),
        complete=not troubles and not lacking,
        troubles=(*troubles, *lacking),
        language=spoken(),
        keeping=(*keeping(space, info.id), retention_text(space.settings)),
    )


def _coverage(place: PlaceState) -> Iterator[Coverage]:
    expected, seen = (place.sums.get(name, 0) for name in ("expected", "seen"))
    for number, (side, state) in enumerate(place.sides.items()):
        first = number == 0
        yield Coverage(
            place.text,
            state,
            side=side if len(place.sides) > 1 else "",
            reason=place.reason if state == "blocked" else "",
            expected=expected if first else 0,
            seen=seen if first else 0,
            left=expected - seen if first else 0,
        )
