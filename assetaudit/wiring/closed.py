"""An audit as it was closed, beside what is known now: what arrived later is an addendum and changes no report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from assetaudit.audit.closing import Closed, parted
from assetaudit.model.log_tip import LogTip
from assetaudit.wiring.stored_audit import closed_part

if TYPE_CHECKING:
    from assetaudit.model.event import Event
    from assetaudit.model.finding import Finding
    from assetaudit.reconcile.answering import Answering
    from assetaudit.wiring.loaded import Looked
    from assetaudit.wiring.workspace import Workspace

_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Shift:
    """What later events did to one finding."""

    thing: str
    """Its key, as ``Reconciliation.finding`` takes it."""
    before: Finding | None
    """As closed; None where there was no finding."""
    now: Finding | None


@dataclass(frozen=True)
class Addendum:
    """A closed audit and what came after."""

    space: Workspace
    parts: Closed
    now: Looked

    @property
    def closing(self) -> Event:
        """The event that closed the audit."""
        return self.parts.closing

    @property
    def later(self) -> tuple[Event, ...]:
        """What arrived or was written after the closing, decisions apart."""
        return self.parts.later

    @property
    def logs(self) -> tuple[LogTip, ...]:
        """The ends of the logs that the closing cites, and the closing itself."""
        return tuple(LogTip(log, *end) for log, end in self.parts.tips.items())

    @cached_property
    def closed(self) -> Looked:
        """The audit as it was closed; ``now`` itself where nothing came after that changes a finding."""
        if not self.later:
            return self.now
        if (stored := closed_part(self.space, self.now, self.parts)) is not None:
            return stored
        source = self.space.events.source(self.now.id)
        return self.space.loaded(self.now.id, _Batches(event for event in source.events() if self.parts.cites(event)))

    @property
    def lacking(self) -> tuple[str, ...]:
        """What the closing could not know, and what it cites and is not here; a sentence each."""
        if not self.parts.unfinished and not self.parts.cut_off:
            return ()
        names = self.space.events.log_names(self.now.id)
        return (
            *(
                f"{names[log]} was not finished when the audit was closed: "
                "later scans of it are no part of this report."
                for log in self.parts.unfinished
            ),
            *(
                f"The closing cites an end of {names.get(log, f'log {log[-12:]}')} that is not here."
                for log in self.parts.cut_off
            ),
        )

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """Findings that later events changed, those as closed first."""
        return tuple(shifts(self.closed.reconciliation, self.now.reconciliation)) if self.later else ()


def addendum(space: Workspace, loaded: Looked) -> Addendum | None:
    """What came after the closing of an audit; None while it is open."""
    closing = loaded.audit.closing
    if closing is None:
        return None
    return Addendum(space, parts_of(space, loaded.id, closing), loaded)


def parts_of(space: Workspace, audit: str, closing: Event) -> Closed:
    """An audit's events, parted by its closing."""
    return parted(closing, space.events.source(audit).events, _Branches(space, audit))


def as_closed(space: Workspace, loaded: Looked) -> Looked:
    """An audit as its closing fixed it; as it is now while it is open."""
    found = addendum(space, loaded)
    return loaded if found is None else found.closed


def shifts(before: Answering, now: Answering) -> Iterator[Shift]:
    """Findings that differ between two states of one audit, the order of findings kept."""
    for thing, finding in before.keyed():
        current = now.finding(thing)
        if current != finding:
            yield Shift(thing, finding, current)
    for thing, finding in now.keyed():
        if before.finding(thing) is None:
            yield Shift(thing, None, finding)


def signer_of(parts: Closed) -> str:
    """The public key with which the closing's author signed it; empty where it is not signed."""
    from assetaudit.store.review_keys import genuine

    message = bytes.fromhex(parts.closing.hash)
    told = ((str(event.d.get("key", "")), str(event.d.get("sig", ""))) for event in parts.signatures)
    return next((key for key, signature in told if genuine(key, signature, message)), "")


def told_of(parts: Closed, changed: Iterable[Shift]) -> dict[str, Any]:
    """The addendum as an evidence file has it."""
    return {
        "closing": parts.closing.hash,
        "later": [event.hash for event in parts.later],
        "cut_off": list(parts.cut_off),
        "findings": [
            {
                "thing": shift.thing,
                "closed": shift.before and shift.before.to_dict(),
                "now": shift.now and shift.now.to_dict(),
            }
            for shift in changed
        ],
    }


class _Branches:
    """The events that ends of a split log rest on, worked out when one is asked for."""

    def __init__(self, space: Workspace, audit: str) -> None:
        self._space = space
        self._audit = audit

    def __call__(self, log: str, ends: Iterable[str]) -> frozenset[str]:
        from assetaudit.store.review_chain import branch

        events = self._space.events
        return branch(events.export(self._audit), events.source(self._audit).events(), log, ends)


class _Batches:
    """Some events as a source that gives them once and in parts."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._events = iter(events)
        self._mark = 0

    def events(self) -> Iterable[Event]:
        """Those that were not given yet."""
        return self._events

    def events_after(self, mark: int) -> tuple[int, Sequence[Event]]:
        """The next part; none for a mark of the past."""
        if mark != self._mark:
            return mark, ()
        some = tuple(islice(self._events, _BATCH))
        self._mark += len(some)
        return self._mark, some
