"""Do the lists of audits and logs say what the events say? A log that is moved out of its list would be looked past."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from assetaudit.model.event import Event
from assetaudit.store.event_bytes import event_of
from assetaudit.store.event_tables import AUDITS, EVENTS, LOGS

_ELSEWHERE = "it is of this audit, and the list of logs has it under another"
_NOWHERE = "it is of this audit, and the list of logs does not have it"


def logs_left_out(connection: Connection, audit: str) -> Iterator[tuple[str, int, str]]:
    """(log, number, what is wrong) of logs of an audit that its list of logs leaves out.

    A server keeps the events of each audit in a table of its own, and shows a reader no others.
    """
    if connection.dialect.name != "sqlite":
        return
    first = select(EVENTS.c.hash, EVENTS.c.body).join_from(LOGS, EVENTS, EVENTS.c.log == LOGS.c.number)
    first = first.where(LOGS.c.audit != audit, EVENTS.c.seq == LOGS.c.first)
    lost = select(func.min(EVENTS.c.mark)).where(EVENTS.c.log.not_in(select(LOGS.c.number))).group_by(EVENTS.c.log)
    nowhere = select(EVENTS.c.hash, EVENTS.c.body).where(EVENTS.c.mark.in_(lost))
    for query, what in ((first, _ELSEWHERE), (nowhere, _NOWHERE)):
        for row in connection.execute(query):
            event = event_of(row.body, row.hash)
            if event.audit == audit:
                yield event.log, event.seq, what


class AuditsTold:
    """What the events of an audit say that the list of audits says as well."""

    def __init__(self) -> None:
        self._openings: list[Event] = []
        self._closings: list[Event] = []
        self._taken: set[str] = set()

    def note(self, event: Event) -> None:
        """Take an event in."""
        if event.k == "audit.open":
            self._openings.append(event)
        elif event.k == "audit.close":
            self._closings.append(event)
        elif event.k == "void":
            self._taken.update(event.sup)

    def misfits(self, connection: Connection, audit: str) -> Iterator[tuple[str, int, str]]:
        """(log, number, what is wrong) where the list says something else."""
        row = connection.execute(select(AUDITS).where(AUDITS.c.audit == audit)).first()
        if row is None or not self._openings:
            return
        names = {str(event.d.get("name", "")).replace("\0", "\ufffd") for event in self._openings}
        opening = min(self._openings, key=lambda event: event.wall)
        if row.name not in names or row.opened not in {event.wall for event in self._openings}:
            yield opening.log, opening.seq, f"the list of audits has this opening as '{row.name}', or with another time"
        if self._closing_misfits(row.closed, row.closed_by):
            said = "still open" if row.closed is None else "closed"
            event = self._closings[-1] if self._closings else opening
            yield event.log, event.seq, f"the list of audits has the audit as {said}, and its events say otherwise"

    def _closing_misfits(self, closed: int | None, closed_by: bytes | None) -> bool:
        """Of several closings any may count, by who wrote it down last; none counts where one was taken back."""
        live = {(event.wall, event.hash) for event in self._closings if event.hash not in self._taken}
        if closed is None and closed_by is None:
            return bool(live) and len(live) == len(self._closings)
        return closed is None or closed_by is None or (closed, closed_by.hex()) not in live
