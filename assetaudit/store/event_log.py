"""The log of events of a workspace: the only truth about its audits, written first and never changed."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, select

from assetaudit.errors import AuditError, StoreError
from assetaudit.model.event import Draft, Event
from assetaudit.model.frame import Frame
from assetaudit.model.log_tip import LogTip
from assetaudit.model.needs import Clock
from assetaudit.paths import Home
from assetaudit.store import event_check, event_ends, event_heads
from assetaudit.store.event_admission import add_audit, name_key
from assetaudit.store.event_bytes import event_of
from assetaudit.store.event_check import ChainProblem, TipCheck
from assetaudit.store.event_claim import add_row, claim, open_log, open_new_log
from assetaudit.store.event_database import open_engine, reading, told, writing
from assetaudit.store.event_device import this_device
from assetaudit.store.event_ends import Ends
from assetaudit.store.event_forks import forks
from assetaudit.store.event_ids import IdMaker, day_of
from assetaudit.store.event_purge import PurgedAudit, Purges
from assetaudit.store.event_readers import Readers
from assetaudit.store.event_reading import Activity, StoredEvents, activity, rebased
from assetaudit.store.event_segments import SegmentStore
from assetaudit.store.event_tables import AUDITS, EVENTS, PURGED, in_partition
from assetaudit.store.event_whose import Whose
from assetaudit.store.event_writer import LogWriter
from assetaudit.store.projection.log import MarkedLog, PartLog, StoredLog

if TYPE_CHECKING:
    from assetaudit.store.projection.lens import Terms
    from assetaudit.store.projection.projection import Projection

INBOX = "inbox"
"""Stands for the audit in logs of reads that belong to none."""


@dataclass(frozen=True, slots=True)
class AuditInfo:
    """One audit of the workspace."""

    id: str
    name: str
    opened: int
    """Milliseconds since 1970 UTC."""
    closed: int | None
    """Milliseconds since 1970 UTC; None while it is open."""
    opening: Event
    """The ``audit.open`` event."""

    @property
    def frame(self) -> Frame:
        """The frame as it was when the audit was opened; StoreError where its event has been damaged."""
        try:
            return Frame.from_dict(self.opening.d["frame"])
        except (KeyError, TypeError, ValueError) as error:
            msg = f"The opening of the audit '{self.name}' has been changed and cannot be read."
            raise StoreError(msg, hint=f"See what is broken with: assetaudit log verify '{self.name}'") from error


class EventStore:
    """The event file of a workspace."""

    def __init__(
        self,
        home: Home,
        clock: Clock,
        *,
        database: str = "",
        laptops: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        """``laptops`` says what devices are called, by their ids."""
        self._home = home
        self._laptops = laptops
        self._clock = clock
        self._ids = IdMaker(clock)
        self._engine = open_engine(home, database=database)
        self._device = this_device(home, self._ids)

    def create_audit(self, frame: Frame, user: str) -> str:
        """Open an audit under its frame's name; returns its id. AuditError where the name is taken or unusable."""
        name = _usable(frame.name)
        self._refuse_server()
        audit = self._ids.new()
        with told(self._home.events), writing(self._engine) as connection:
            self._refuse_taken(connection, name)
            chain = open_log(connection, self._ids, self._device, audit, self._clock)
            opening = Draft("audit.open", {"frame": frame.to_dict(), "name": name})
            _chain, event, row = chain.link(opening, user=user, clock=self._clock)
            mark = add_row(connection, row)
            add_audit(connection, audit, name, event.wall, mark)
        return audit

    def audits(self) -> list[AuditInfo]:
        """Every audit, oldest first."""
        return self._listed(_AUDITS.order_by(AUDITS.c.opened, AUDITS.c.audit))

    def find_audit(self, name: str) -> AuditInfo:
        """The audit of a name (without case) or an id; AuditError names those there are."""
        wanted = AUDITS.c.audit == name.strip().lower()
        found = self._listed(_AUDITS.where((AUDITS.c.name_key == name_key(name)) | wanted))
        if not found and (gone := self.purges.find(name)) is not None:
            raise _lies_at_the_hub(gone)
        if len(found) > 1:
            ids = ", ".join(audit.id for audit in found)
            raise AuditError(f"{len(found)} audits are called '{found[0].name}'.", hint=f"Name one by its id: {ids}.")
        if found:
            return found[0]
        names = ", ".join(f"'{audit.name}'" for audit in self.audits()[-10:])
        hint = f"There are: {names}." if names else "Begin one with: assetaudit audit new NAME --scope PLACE"
        msg = f"There is no audit '{name}' in {self._home.root}."
        raise AuditError(msg, hint=hint)

    def registers(self, without: Collection[str] = ()) -> set[str]:
        """Versions of registers that the audits here (but some) were opened on, or were moved to since."""
        named = set()
        for event in [*(audit.opening for audit in self.audits()), *rebased(self._engine, self._home)]:
            if event.audit in without:
                continue
            frame = event.d.get("frame")
            named.add(str(frame.get("register", "")) if isinstance(frame, dict) else "")
        return named - {""}

    def writer(self, audit_id: str) -> LogWriter:
        """A log of this audit that only the caller writes: one that a crash left unclosed here, or a new one."""
        self.find_audit(audit_id)
        self._refuse_server()
        held = claim(self._engine, self._home, self._device, audit_id)
        chain, lock = held or open_new_log(self._engine, self._home, self._device, audit_id, self._clock)
        with told(self._home.events):
            return LogWriter(self._engine, self._clock, chain, lock)

    def inbox_writer(self) -> LogWriter:
        """A log of the workspace's own, for reads that belong to no audit yet."""
        held = claim(self._engine, self._home, self._device, INBOX)
        chain, lock = held or open_new_log(self._engine, self._home, self._device, INBOX, self._clock)
        with told(self._home.events):
            return LogWriter(self._engine, self._clock, chain, lock)

    def inbox_source(self) -> StoredEvents:
        """All reads that came while no audit was open, and what became of them."""
        return StoredEvents(self._engine, self._home, INBOX)

    def source(self, audit_id: str) -> StoredEvents:
        """All events of an audit, those of other processes among them as they arrive."""
        return StoredEvents(self._engine, self._home, audit_id)

    def activity(self, audit_id: str) -> Activity:
        """How much was written in an audit, when last, and where somebody stood last; cheap."""
        return activity(self._engine, self._home, audit_id)

    @property
    def segments(self) -> SegmentStore:
        """What is sealed for other workspaces, and what came from them."""
        return SegmentStore(self._engine, self._home, self._device, self._clock)

    @property
    def purges(self) -> Purges:
        """Audits whose events lie at the hub alone."""
        return Purges(self._engine, self._home)

    @property
    def readers(self) -> Readers:
        """Who may read what; StoreError where the events lie in a file."""
        return Readers(self._engine, self._home)

    def projection(self, audit_id: str, terms: Terms) -> Projection:
        """What is kept worked out of an audit: in the hub's database, else in a file that may be deleted."""
        from assetaudit.store.projection.projection import Projection

        log = StoredLog(self._engine, self._home, audit_id)
        if self._engine.dialect.name != "sqlite":
            return Projection(self._engine, audit_id, log, terms)
        return self._projected(audit_id, log, terms)

    def projection_of_part(
        self, audit_id: str, terms: Terms, part: str, belongs: Callable[[Event], bool]
    ) -> Projection:
        """What is kept worked out of some events of an audit, in a file that may be deleted; ``part`` names them."""
        log = PartLog(StoredLog(self._engine, self._home, audit_id), belongs)
        return self._projected(f"{audit_id} {part}", log, terms)

    def _projected(self, name: str, log: MarkedLog, terms: Terms) -> Projection:
        from assetaudit.store.projection.cache_file import open_file
        from assetaudit.store.projection.projection import Projection

        file = self._home.cache / f"projection_{hashlib.sha256(name.encode()).hexdigest()[:32]}.sqlite"
        with told(file):
            return Projection(open_file(file), name, log, terms)

    def verify(self, audit_id: str) -> list[ChainProblem]:
        """The first broken event of each log; empty where the logs are as they were written."""
        return event_check.verify(self._engine, self._home, audit_id)

    def check_tip(self, audit_id: str, tip: LogTip) -> TipCheck:
        """Whether a log still is what it was when its tip was photographed."""
        return event_check.check_tip(self._engine, self._home, audit_id, tip)

    def ends(self, audit_id: str) -> Ends:
        """What may still be on a laptop somewhere, and what happened to the logs of an audit."""
        return event_ends.ends(self._engine, self._home, self._device, audit_id, self._whose())

    def lacking(self, audit_id: str) -> tuple[str, ...]:
        """What of the logs of an audit may still be on a laptop somewhere, a sentence each."""
        return event_ends.lacking(self._engine, self._home, self._device, audit_id, self._whose())

    def log_names(self, audit_id: str) -> dict[str, str]:
        """Every log of an audit, and whose it is: ``mia's log at laptop 7 (8b56be9b2c96)``."""
        return event_ends.log_names(self._engine, self._home, audit_id, self._whose())

    def _whose(self) -> Whose:
        return Whose(self._home, self._laptops)

    def export(self, audit_id: str) -> Iterator[bytes]:
        """The events' own bytes, one a line without line ends, ordered by log and number."""
        return event_check.export(self._engine, self._home, audit_id)

    def forks(self, audit_id: str) -> dict[str, set[str]]:
        """Log to the hashes of its ends, of logs of an audit that a copied laptop split."""
        return forks(self._engine, self._home, audit_id)

    def heads(self) -> dict[str, str]:
        """Audit to one hash over all of its logs: another one as soon as an event more is here."""
        return event_heads.heads(self._engine, self._home)

    def close(self) -> None:
        """Let go of the file; writers that are still open keep their own connections."""
        self._engine.dispose()

    def _refuse_server(self) -> None:
        if self._engine.dialect.name != "sqlite":
            msg = "A hub on PostgreSQL keeps what workspaces write, and writes nothing itself."
            raise StoreError(msg, hint="Do it in a workspace that is enrolled here, then: assetaudit sync")

    def _refuse_taken(self, connection: Connection, name: str) -> None:
        names = (select(table.c.name).where(table.c.name_key == name_key(name)) for table in (AUDITS, PURGED))
        taken = next((found for query in names if (found := connection.execute(query).scalar()) is not None), None)
        if taken is not None:
            msg = f"There is an audit '{taken}' already."
            raise AuditError(msg, hint="Choose another name; names are compared without case.")

    def _listed(self, query: Select[*tuple[Any, ...]]) -> list[AuditInfo]:
        with told(self._home.events), reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return [
            AuditInfo(row.audit, row.name, row.opened, row.closed, event_of(row.body, row.hash, audit=row.audit))
            for row in rows
        ]


_AUDITS = (
    select(AUDITS.c.audit, AUDITS.c.name, AUDITS.c.opened, AUDITS.c.closed, EVENTS.c.hash, EVENTS.c.body)
    .join_from(AUDITS, EVENTS, (EVENTS.c.mark == AUDITS.c.opened_by) & in_partition(AUDITS.c.audit))
    .where(AUDITS.c.audit.not_in(select(PURGED.c.audit)))
)
"""Those of which nothing was removed here."""


def _lies_at_the_hub(gone: PurgedAudit) -> AuditError:
    msg = f"The audit '{gone.name}' was purged here on {day_of(gone.at)}: its {gone.events:,} events lie at the hub."
    return AuditError(msg, hint=f"Bring it back with: assetaudit sync fetch '{gone.name}'")


def _usable(name: str) -> str:
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not name or not name.isprintable():
        msg = "An audit needs a name of printable characters."
        raise AuditError(msg)
    return name
