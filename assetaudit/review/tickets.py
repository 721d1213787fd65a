"""Change tickets that somebody brought: files in the review's chain, with who brought them and what replaced them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from assetaudit.model.event import Draft, Event
from assetaudit.review.cutoff import Ticket


class Kept(Protocol):
    """The part of the ledger that is asked."""

    def tickets(self) -> list[Event]:
        """Every event with tickets."""

    def live(self, event_hash: str) -> bool:
        """Whether it counts."""


ROWS = 1_000
"""Tickets in one event at most, so that no event grows without bound."""


class FileState(StrEnum):
    """What became of a file of tickets."""

    KEPT = "kept"
    REPLACED = "replaced"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class TicketFile:
    """A file of change tickets as it was brought."""

    name: str
    sha256: str
    tickets: tuple[Ticket, ...]
    skipped: int
    """Rows without an asset or a new place."""
    user: str = ""
    wall: int = 0
    events: tuple[str, ...] = ()
    state: FileState = FileState.KEPT

    def drafts(self, replaced: Iterable[str] = ()) -> list[Draft]:
        """As events, each with some of the tickets."""
        rows = [[one.asset, one.after, one.number, one.time] for one in self.tickets]
        head = {"file": self.name, "sha256": self.sha256, "skipped": self.skipped, "tickets": len(rows)}
        old = tuple(sorted(replaced))
        return [
            Draft("tickets", head | {"from": start, "rows": rows[start : start + ROWS]}, old)
            for start in range(0, max(len(rows), 1), ROWS)
        ]


@dataclass(frozen=True, slots=True)
class Brought:
    """A file of change tickets, and the name of who brought it."""

    file: TicketFile
    by: str


def ticket_files(ledger: Kept) -> list[TicketFile]:
    """Every file of tickets that was ever brought, by time as its bringer's clock had it."""
    groups: dict[tuple[str, ...], list[Event]] = {}
    for event in ledger.tickets():
        about = (str(event.d.get("sha256")), str(event.d.get("file")), event.user, event.log, *sorted(event.sup))
        groups.setdefault(about, []).append(event)
    live = [event for several in groups.values() for event in several if ledger.live(event.hash)]
    replaced = {old for event in live for old in event.sup}
    files = [_file(several, ledger, replaced) for several in groups.values()]
    return sorted(files, key=lambda file: (file.wall, file.events))


def _file(events: Sequence[Event], ledger: Kept, replaced: set[str]) -> TicketFile:
    first = min(events, key=lambda event: (event.wall, event.seq))
    kept = sorted((event for event in events if ledger.live(event.hash)), key=_start)
    gone = bool(kept) and all(event.hash in replaced for event in kept)
    state = FileState.TAKEN_BACK if not kept else FileState.REPLACED if gone else FileState.KEPT
    told = TicketFile(str(first.d.get("file")), str(first.d.get("sha256")), (), _number(first.d, "skipped"))
    return replace(
        told,
        tickets=tuple(ticket for event in kept or sorted(events, key=_start) for ticket in _tickets(event.d)),
        user=first.user,
        wall=first.wall,
        events=tuple(sorted(event.hash for event in events)),
        state=state,
    )


def _start(event: Event) -> tuple[int, int]:
    return _number(event.d, "from"), event.seq


def _number(d: Mapping[str, Any], name: str) -> int:
    value = d.get(name)
    return value if isinstance(value, int) else 0


def _tickets(d: Mapping[str, Any]) -> Iterable[Ticket]:
    """The tickets of an event; what is none is passed over."""
    rows = d.get("rows")
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, list | tuple) and len(row) == 4 and all(isinstance(cell, str) for cell in row):
            yield Ticket(*row)


def kept_tickets(files: Iterable[TicketFile]) -> list[Ticket]:
    """The tickets that count, those of files that were brought later last."""
    return [ticket for file in files if file.state is FileState.KEPT for ticket in file.tickets]
