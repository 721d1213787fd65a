"""An audit as a hub keeps it worked out: looked at like one in memory, and none of its events is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetaudit.audit.attendance import Visit, Walks
from assetaudit.audit.open_audit import frame_hash

if TYPE_CHECKING:
    from assetaudit.audit.attendance import WalkNote
    from assetaudit.audit.chronicle import Person
    from assetaudit.audit.closing import Closed
    from assetaudit.model.event import Event
    from assetaudit.model.frame import Frame
    from assetaudit.model.needs import Register
    from assetaudit.model.place import Place
    from assetaudit.store.event_log import AuditInfo
    from assetaudit.store.projection.engine import StoredEngine
    from assetaudit.store.projection.projection import Projection
    from assetaudit.store.projection.reading import Reading
    from assetaudit.wiring.loaded import Looked
    from assetaudit.wiring.workspace import Workspace


def stored_audit(space: Workspace, info: AuditInfo) -> StoredAudit | None:
    """An audit from a hub's projection; None where there is none that can be used."""
    projection = _current(space, info)
    if projection is None:
        return None
    return StoredAudit(info.id, info.name, projection, projection.engine(), follows=keeps_projections(space))


def closed_part(space: Workspace, now: Looked, parts: Closed) -> StoredAudit | None:
    """A stored audit as its closing fixed it, worked out once; None of one that is in memory."""
    if not isinstance(now, StoredAudit):
        return None
    info = space.find(now.id)
    branches = sorted((log, sorted(known)) for log, known in parts.branches.items())
    part = repr((parts.closing.hash, sorted(parts.tips.items()), branches))
    projection = space.events.projection_of_part(info.id, space.judging(info), part, parts.cites)
    projection.refresh(space.told)
    return StoredAudit(info.id, info.name, projection, projection.engine(), follows=False)


def keeps_projections(space: Workspace) -> bool:
    """Whether this workspace is a hub: others bring their logs here, and what comes is worked out once."""
    from assetaudit.sync.hub_home import HubHome

    return HubHome(space.home.root).is_hub


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


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """What a projection tells beside the findings."""

    engine: StoredEngine

    @property
    def _reading(self) -> Reading:
        return self.engine.reading

    @property
    def frame(self) -> Frame:
        """The terms that count now."""
        return self.engine.frame

    @property
    def frame_hash(self) -> str:
        """What a report names."""
        return frame_hash(self.frame)

    @property
    def opened(self) -> int | None:
        """Milliseconds since 1970 UTC."""
        return self._reading.chronicle.opened

    @property
    def closing(self) -> Event | None:
        """The event that closed the audit and still counts."""
        return self._reading.closing

    @property
    def closed(self) -> int | None:
        """When it was closed, in milliseconds since 1970 UTC; None while it is open."""
        return None if self.closing is None else self.closing.wall

    @property
    def tips(self) -> dict[str, str]:
        """Hash of the last event of every log, by log."""
        return self._reading.chronicle.tips

    def tip(self, log: str) -> tuple[int, str]:
        """Number and hash of the last event of a log."""
        return self._reading.chronicle.tip(log)

    @property
    def people(self) -> tuple[Person, ...]:
        """Who took part, by id."""
        return self._reading.chronicle.people


@dataclass(frozen=True, slots=True)
class StoredAttendance:
    """Who walks where, as far as a projection tells."""

    reading: Reading

    def walks(self) -> tuple[WalkNote, ...]:
        """Every walk in which something was done, the one that was busy last first."""
        return Walks.from_dict(self.reading.totals.walks).walks()

    def last_at(self, place: Place) -> Visit | None:
        """Who was at a place to visit last; None where nobody was."""
        known = self.reading.states.get(place.node_key)
        return Visit(known.user, known.wall) if known is not None and known.wall else None


@dataclass(frozen=True, slots=True)
class StoredAudit:
    """One audit, as it was when it was looked at last."""

    id: str
    name: str
    projection: Projection
    reconciliation: StoredEngine
    follows: bool
    """Whether this workspace keeps the projection up to date itself."""

    @property
    def audit(self) -> StoredFacts:
        """What is known of it beside its findings."""
        return StoredFacts(self.reconciliation)

    @property
    def frame(self) -> Frame:
        """The terms that count now."""
        return self.reconciliation.frame

    @property
    def register(self) -> Register:
        """The register version that the terms name."""
        return self.reconciliation.register

    @property
    def attendance(self) -> StoredAttendance:
        """Who walks where."""
        return StoredAttendance(self.reconciliation.reading)

    def tip(self, log: str) -> tuple[int, str]:
        """Number and hash of the last event of a log."""
        return self.audit.tip(log)

    def refresh(self) -> bool:
        """Take in what arrived since; whether any finding may have changed."""
        if self.follows:
            self.projection.refresh()
        return self.projection.turn(self.reconciliation)

    def reviewed(self, mark: int) -> tuple[int, Sequence[Event]]:
        """Some events more that the review has to know, from after a mark, and the mark to go on from."""
        return self.reconciliation.reading.reviewed(mark)

    def pictured(self) -> Iterable[Event]:
        """The events that name photographs."""
        return self.reconciliation.reading.pictured()

    def author(self, event_hash: str) -> str:
        """Who wrote an event; empty where that is nobody."""
        return self.reconciliation.reading.author(event_hash)

    def counting(self) -> Mapping[str, Iterator[str]]:
        """By user, hashes of the events by which they counted, the first ones at once."""
        return self.reconciliation.reading.counting()
