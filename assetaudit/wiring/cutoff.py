"""Moves during an audit: the frame's register against the current one, and change tickets from a file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.errors import RegisterError
from assetaudit.model.amount import counted
from assetaudit.review import cutoff
from assetaudit.review.cutoff import AssetOf, Ticket
from assetaudit.review.tickets import FileState, TicketFile, kept_tickets, ticket_files
from assetaudit.wiring.report import time_of

if TYPE_CHECKING:
    from assetaudit.model.event import Event
    from assetaudit.model.finding import Finding
    from assetaudit.registers.table import Table
    from assetaudit.review.desk import Desk
    from assetaudit.store.register_read import StoredRegister
    from assetaudit.wiring.review import Review

_WORDS = {
    "asset": ("asset tag", "asset", "tag", "serial", "serial number", "ci", "configuration item", "device"),
    "after": ("to", "new place", "new location", "destination", "target", "nach", "location"),
    "number": ("number", "ticket", "change", "id", "nummer", "change number"),
    "time": ("time", "date", "closed", "completed", "datum", "planned end"),
}
_NEEDED = {"asset": "the asset", "after": "its new place"}
_SHOWN = 3
"""Rows that were left out, told one by one."""
_MOST = 100_000
"""Tickets of one file."""


def moves(review: Review) -> list[cutoff.Move]:
    """Every move that was booked after the frame was frozen, by the register and the tickets that the review has."""
    bookings = Bookings.of(review)
    if not bookings.version:
        return []
    found = cutoff.moves(
        review.loaded.reconciliation.keyed(), bookings.frame, bookings.live, cutoff.by_asset(bookings.tickets)
    )
    return [move for move in found if (move.thing, move.after) not in bookings.own]


@dataclass(frozen=True)
class Bookings:
    """What a register that is newer than the frame, and tickets, say of one thing after the other."""

    version: str = ""
    """Of that register, and which tickets; empty where there is neither, and then nothing was booked."""
    frame: AssetOf = lambda _key: None
    live: AssetOf = lambda _key: None
    own: Collection[tuple[str, str]] = ()
    tickets: Sequence[Ticket] = ()

    @classmethod
    def of(cls, review: Review) -> Bookings:
        """The register that counts for the review against the frame's, and the tickets that were brought."""
        frame, now = review.loaded.register, newer_register(review)
        files = [file for file in ticket_files(review.ledger) if file.state is FileState.KEPT]
        if now is None and not files:
            return cls()
        live = now if now is not None else frame
        version = " ".join((live.version, *(event for file in files for event in file.events)))
        return cls(version, frame.asset, live.asset, frozenset(written(review)), kept_tickets(files))

    @cached_property
    def _booked(self) -> cutoff.Booked:
        return cutoff.by_asset(self.tickets)

    def move(self, thing: str, finding: Finding) -> cutoff.Move | None:
        """Where it was booked since the audit began; None where it was not, or by this audit itself."""
        if not self.version:
            return None
        found = cutoff.moves([(thing, finding)], self.frame, self.live, self._booked)
        return next((move for move in found if (move.thing, move.after) not in self.own), None)


def newer_register(review: Review) -> StoredRegister | None:
    """The register that is current for a review, where it was made after the frame's; None where there is none."""
    registers, frame = review.space.registers, review.loaded.register.version
    version = registers.index().current if review.closing is None else register_at(review, review.closing)
    made = {info.version: info.made for info in registers.versions()}
    if version in ("", frame) or version not in made or made[version] < made.get(frame, ""):
        return None
    return registers.open(version)


def register_at(review: Review, closing: Event) -> str:
    """The version of the register that was current when an audit was closed; empty where nobody knows.

    Closings of older versions do not say it: then the last that was made before them, by their clock.
    """
    told = closing.d.get("register")
    if isinstance(told, str):
        return told
    day = time_of(closing.wall) or ""
    return next((one.version for one in reversed(review.space.registers.versions()) if one.made <= day), "")


def written(review: Review) -> set[tuple[str, str]]:
    """(thing, place) of what this audit's own change sets wrote: no news to it."""
    return {
        (str(line.get("thing")), str(line.get("after")))
        for event in review.ledger.changes()
        for line in event.d.get("lines", ())
        if line.get("field") == "place"
    }


def bring(review: Review, desk: Desk, file: Path) -> str:
    """Keep the tickets of a file in the review; returns what was kept and what it replaces, in sentences."""
    read, problems = read_tickets(file)
    kept = [one for one in ticket_files(review.ledger) if one.state is FileState.KEPT]
    same = next((one for one in kept if one.sha256 == read.sha256), None)
    if same is not None:
        return f"{file.name} was read before, by {review.person(same.user)}: nothing was changed."
    old = [one for one in kept if one.name == read.name]
    desk.tickets(read.drafts(event for one in old for event in one.events))
    return " ".join((*_kept(review, read), *_beside(review, read, kept), *problems[:_SHOWN]))


def _kept(review: Review, read: TicketFile) -> Iterator[str]:
    booked, number = cutoff.by_asset(read.tickets), len(read.tickets)
    keyed = review.loaded.reconciliation.keyed()
    hits = {ticket for _thing, finding in keyed for ticket in cutoff.named(finding, booked)}
    yield f"{counted(number, 'ticket', 'tickets')} of {read.name} kept, {len(hits):,} about what this audit examines."
    if read.skipped:
        yield f"{counted(read.skipped, 'row was', 'rows were')} left out."


def _beside(review: Review, read: TicketFile, kept: Sequence[TicketFile]) -> Iterator[str]:
    """What a file replaces, and what it stands beside."""
    for one in kept:
        if one.name == read.name:
            yield f"It replaces the {one.name} that {review.person(one.user)} brought."
    others = sorted({one.name for one in kept if one.name != read.name})
    if others:
        yield f"It counts beside and after {', '.join(others)}."


def read_tickets(file: Path) -> tuple[TicketFile, list[str]]:
    """Tickets of a CSV, XLSX or JSON file, and why rows were left out; RegisterError where none can be read."""
    from assetaudit.registers.fields import folded
    from assetaudit.registers.file import open_table

    words = {name: [folded(word) for word in several] for name, several in _WORDS.items()}
    table, content = open_table(file, frozenset(word for several in words.values() for word in several))
    names = [folded(column) for column in table.columns]
    at = {name: next((names.index(word) for word in several if word in names), None) for name, several in words.items()}
    lacking = [what for name, what in _NEEDED.items() if at[name] is None]
    if lacking:
        msg = f"{file} has no column for {' and none for '.join(lacking)}; its columns are {', '.join(table.columns)}."
        raise RegisterError(msg, hint="Call them 'asset tag' and 'to'.")
    good, problems = _rows(file, table, {name: n for name, n in at.items() if n is not None})
    if not good:
        raise RegisterError(f"{file} has no ticket. {' '.join(problems[:_SHOWN])}".strip(), hint="Nothing was changed.")
    return TicketFile(file.name, content.sha256, tuple(good), len(problems)), problems


def _rows(file: Path, table: Table, at: Mapping[str, int]) -> tuple[list[Ticket], list[str]]:
    """The tickets, and a sentence for every row that is left out."""
    from assetaudit.registers.cells import clean

    good, problems = list[Ticket](), list[str]()
    for batch in table.batches():
        torn = set(batch.torn)
        for line, row in zip(batch.lines, zip(*batch.columns, strict=True), strict=True):
            cells = {name: clean(row[n]) for name, n in at.items()}
            lacking = "a quotation mark that is not closed" if line in torn else _lacking(cells)
            if lacking:
                problems.append(f"{file.name}:{line} has {lacking}.")
            else:
                good.append(Ticket(**cells))
        if len(good) > _MOST:
            raise RegisterError(f"{file} has more than {_MOST:,} tickets.", hint="Export those of the audit's days.")
    return good, problems


def _lacking(cells: Mapping[str, str]) -> str:
    return next((f"no {what.split(' ', 1)[1]}" for name, what in _NEEDED.items() if not cells[name]), "")
