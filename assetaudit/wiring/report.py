"""Gathers what a report says of an audit from its findings, its log, its people and its register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetaudit import __version__
from assetaudit.model.log_tip import LogTip
from assetaudit.model.place import Place
from assetaudit.reports.report import AuditReport, Coverage, Person
from assetaudit.wiring.erasing import keeping
from assetaudit.wiring.retention import retention_text

if TYPE_CHECKING:
    from assetaudit.audit.open_audit import OpenAudit
    from assetaudit.reconcile import Reconciliation
    from assetaudit.wiring.loaded import LoadedAudit
    from assetaudit.wiring.workspace import Workspace


def audit_report(space: Workspace, loaded: LoadedAudit) -> AuditReport:
    """Everything that reports, lists and summaries say of an audit."""
    audit, engine = loaded.audit, loaded.audit.reconciliation
    lacking = space.events.ends(loaded.id).lacking
    return AuditReport(
        audit=loaded.id,
        frame=engine.frame,
        frame_hash=audit.frame_hash,
        opened=_time(audit.opened) or "",
        closed=_time(audit.closed),
        generated=space.clock.now(),
        program=f"assetaudit {__version__}",
        findings=engine.findings,
        counts=engine.counts(),
        measures=engine.measures(),
        by_basis=engine.measures_by_basis(),
        asset_of=engine.register.asset,
        people=_people(space, audit),
        logs=tuple(LogTip(log, *audit.tip(log)) for log in audit.tips),
        coverage=tuple(_coverage(engine)),
        rooms=_rooms(engine),
        complete=engine.complete() and not lacking,
        troubles=(*engine.troubles(), *lacking),
        keeping=(*keeping(space, loaded.id), retention_text(space.settings)),
    )


def _coverage(engine: Reconciliation) -> Iterator[Coverage]:
    for place in engine.planned():
        progress, sides = engine.at(place), engine.sides(place)
        for side in sides:
            state = engine.sweep_state(place, side)
            first = side == sides[0]
            yield Coverage(
                str(place),
                state.value,
                side=side if len(sides) > 1 else "",
                reason=engine.blocked_reason(place) if state.value == "blocked" else "",
                expected=progress.expected if first else 0,
                seen=progress.seen if first else 0,
                left=progress.left if first else 0,
            )


def _rooms(engine: Reconciliation) -> tuple[str, ...]:
    """The places of the scope that the register calls rooms."""
    rooms: set[Place] = set()
    for top in engine.frame.scope:
        rooms.update(info.place for info in engine.register.places_in(top) if info.kind.casefold() == "room")
        above: Place | None = top
        while above is not None:
            info = engine.register.place(above)
            if info is not None and info.kind.casefold() == "room":
                rooms.add(above)
            above = above.parent
    return tuple(str(room) for room in sorted(rooms))


def _people(space: Workspace, audit: OpenAudit[Reconciliation]) -> tuple[Person, ...]:
    from assetaudit.store.people import called

    names, roles = space.people.names(), dict(audit.frame.people)
    return tuple(
        Person(person.user, called(names, person.user), roles.get(person.user, "counter")) for person in audit.people
    )


def _time(wall: int | None) -> str | None:
    if wall is None:
        return None
    moment = datetime.fromtimestamp(wall / 1000, UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
