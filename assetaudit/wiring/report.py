"""Gathers what a report says of an audit from its findings, its log, its people and its register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetaudit import __version__
from assetaudit.audit.closing import cited_ends
from assetaudit.language import say, say_many, spoken
from assetaudit.model.log_tip import LogTip
from assetaudit.model.place import Place
from assetaudit.reconcile.bridge import bridge
from assetaudit.reconcile.grounds import Grounds
from assetaudit.reports.report import AuditReport, Coverage, Person
from assetaudit.wiring.closed import Addendum, addendum, signer_of
from assetaudit.wiring.erasing import keeping
from assetaudit.wiring.retention import retention_text

if TYPE_CHECKING:
    from assetaudit.audit.chronicle import Person as Participant
    from assetaudit.audit.closing import Closed
    from assetaudit.model.frame import Frame
    from assetaudit.model.needs import Register
    from assetaudit.reconcile.answering import Answering
    from assetaudit.wiring.loaded import Looked
    from assetaudit.wiring.workspace import Workspace


def audit_report(space: Workspace, loaded: Looked) -> AuditReport:
    """Everything that lists and summaries say of an audit as it is known now."""
    found = addendum(space, loaded)
    lacking = space.events.lacking(loaded.id)
    if found is None:
        return report_of(space, loaded, lacking)
    return report_of(space, loaded, lacking, closing_text(space, found.parts), len(found.later))


def closed_report(space: Workspace, found: Addendum) -> AuditReport:
    """Everything that reports say of an audit as it was closed, whatever arrived later."""
    closing = closing_text(space, found.parts)
    return replace(report_of(space, found.closed, found.lacking, closing, len(found.later)), logs=found.logs)


def report_of(
    space: Workspace, loaded: Looked, lacking: tuple[str, ...], closing: str = "", later: int = 0
) -> AuditReport:
    """What reports say of an audit: what of its logs is lacking, how it was closed, and what came after that."""
    audit, engine = loaded.audit, loaded.reconciliation
    return AuditReport(
        audit=loaded.id,
        frame=engine.frame,
        frame_hash=audit.frame_hash,
        opened=time_of(audit.opened) or "",
        closed=time_of(audit.closed),
        bridge=lambda: bridge(Grounds(engine.frame, engine.register)),
        closing=closing,
        later=later,
        generated=space.clock.now(),
        program=f"assetaudit {__version__}",
        findings=engine.findings,
        counts=engine.counts(),
        measures=engine.measures(),
        by_basis=engine.measures_by_basis(),
        asset_of=engine.register.asset,
        people=people_of(space, audit.frame, audit.people),
        logs=tuple(LogTip(log, *audit.tip(log)) for log in audit.tips),
        coverage=tuple(_coverage(engine)),
        rooms=rooms_of(engine.frame, engine.register),
        complete=engine.complete() and not lacking,
        troubles=(*engine.troubles(), *lacking),
        language=spoken(),
        currency=space.settings.currency.strip(),
        keeping=(*keeping(space, loaded.id), retention_text(space.settings, loaded.id)),
    )


def closing_text(space: Workspace, parts: Closed) -> str:
    """Who closed the audit by which event, and whether that is signed."""
    from assetaudit.store.people import called

    closing = parts.closing
    why = closing.d.get("reason")
    reason = " " + say("Reason: {reason}", reason=why) if why else ""
    who = called(space.people.names(), closing.user) or say("somebody")
    one, many = (
        "by {who}, {signed}; event {event} cites the end of 1 log.",
        "by {who}, {signed}; event {event} cites the ends of {n} logs.",
    )
    logs = len({log for log, _ in cited_ends(closing)})
    return say_many(one, many, logs, who=who, signed=signed_text(parts), event=closing.hash) + reason


def signed_text(parts: Closed) -> str:
    """Whether a closing is signed, as a part of a sentence."""
    from assetaudit.store.review_keys import can_check

    if not parts.signatures:
        return say("not signed, so the name is declared")
    if not can_check():
        return say("with a signature that nobody checked (the extra sign is not installed)")
    key = signer_of(parts)
    return say("signed with the key {key}", key=key) if key else say("with a signature that does not fit")


def _coverage(engine: Answering) -> Iterator[Coverage]:
    for covered in engine.covered():
        progress = covered.progress
        for number, (side, state) in enumerate(covered.sides.items()):
            first = number == 0
            yield Coverage(
                covered.place,
                state,
                side=side if len(covered.sides) > 1 else "",
                reason=covered.reason if state == "blocked" else "",
                expected=progress.expected if first else 0,
                seen=progress.seen if first else 0,
                left=progress.left if first else 0,
            )


def rooms_of(frame: Frame, register: Register) -> tuple[str, ...]:
    """The places of the scope that the register calls rooms."""
    rooms: set[Place] = set()
    for top in frame.scope:
        rooms.update(info.place for info in register.places_in(top) if info.kind.casefold() == "room")
        above: Place | None = top
        while above is not None:
            info = register.place(above)
            if info is not None and info.kind.casefold() == "room":
                rooms.add(above)
            above = above.parent
    return tuple(str(room) for room in sorted(rooms))


def people_of(space: Workspace, frame: Frame, people: Iterable[Participant]) -> tuple[Person, ...]:
    """Who took part, under the names that are declared here."""
    from assetaudit.store.people import called

    names, roles = space.people.names(), dict(frame.people)
    return tuple(Person(one.user, called(names, one.user), roles.get(one.user, "counter")) for one in people)


def time_of(wall: int | None) -> str | None:
    """A moment in milliseconds since 1970 as reports write it."""
    if wall is None:
        return None
    moment = datetime.fromtimestamp(wall / 1000, UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
