"""Moves during an audit: the frame's register against the current one, and change tickets from a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.errors import RegisterError
from assetaudit.review import cutoff
from assetaudit.review.cutoff import AssetOf, Ticket

if TYPE_CHECKING:
    from assetaudit.model.finding import Finding
    from assetaudit.wiring.review import Review

_WORDS = {
    "asset": ("asset tag", "asset", "tag", "serial", "serial number", "ci", "configuration item", "device"),
    "after": ("to", "new place", "new location", "destination", "target", "nach", "location"),
    "number": ("number", "ticket", "change", "id", "nummer", "change number"),
    "time": ("time", "date", "closed", "completed", "datum", "planned end"),
}


@dataclass(frozen=True, slots=True)
class Tickets:
    """Change tickets as a file has them."""

    file: str = ""
    """Its name; empty where none was read."""
    by_asset: Mapping[str, Ticket] = field(default_factory=dict)
    read: int = 0
    skipped: int = 0
    """Rows without an asset or a new place."""


def moves(review: Review) -> list[cutoff.Move]:
    """Every move that was booked after the frame was frozen, by the current register and the review's tickets."""
    frame = review.loaded.register
    live = review.space.register()
    found = cutoff.moves(review.loaded.reconciliation.keyed(), frame.asset, live.asset, review.tickets.by_asset)
    own = written(review)
    return [move for move in found if (move.thing, move.after) not in own]


@dataclass(frozen=True)
class Bookings:
    """What a register that is newer than the frame, and tickets, say of one thing after the other."""

    version: str = ""
    """Of that register, and which tickets; empty where there is neither, and then nothing was booked."""
    frame: AssetOf = lambda _key: None
    live: AssetOf = lambda _key: None
    own: Collection[tuple[str, str]] = ()
    tickets: Tickets = field(default_factory=Tickets)

    @classmethod
    def of(cls, review: Review) -> Bookings:
        """The current register against the frame's, and the tickets that the review was given."""
        frame, now, tickets = review.loaded.register, review.space.registers.current(), review.tickets
        newer = now is not None and now.version != frame.version
        if not newer and not tickets.file:
            return cls()
        live = now if now is not None else frame
        return cls(f"{live.version} {id(tickets)}", frame.asset, live.asset, frozenset(written(review)), tickets)

    def move(self, thing: str, finding: Finding) -> cutoff.Move | None:
        """Where it was booked since the audit began; None where it was not, or by this audit itself."""
        if not self.version:
            return None
        found = cutoff.moves([(thing, finding)], self.frame, self.live, self.tickets.by_asset)
        return next((move for move in found if (move.thing, move.after) not in self.own), None)


def written(review: Review) -> set[tuple[str, str]]:
    """(thing, place) of what this audit's own change sets wrote: no news to it."""
    return {
        (str(line.get("thing")), str(line.get("after")))
        for event in review.ledger.changes()
        for line in event.d.get("lines", ())
        if line.get("field") == "place"
    }


def read_tickets(file: Path) -> Tickets:
    """Tickets of a CSV, XLSX or JSON file; RegisterError where it has no column for the asset or its new place."""
    from assetaudit.registers.fields import folded
    from assetaudit.registers.file import open_table

    words = {name: [folded(word) for word in several] for name, several in _WORDS.items()}
    table, _content = open_table(file, frozenset(word for several in words.values() for word in several))
    names = [folded(column) for column in table.columns]
    at = {name: next((names.index(word) for word in several if word in names), None) for name, several in words.items()}
    if at["asset"] is None or at["after"] is None:
        raise RegisterError(
            f"{file} has no column for the asset, or none for its new place.", hint="Call them 'asset tag' and 'to'."
        )
    rows = [row for batch in table.batches() for row in zip(*batch.columns, strict=True)]
    cells = [{name: row[n].strip() for name, n in at.items() if n is not None} for row in rows]
    good = [cutoff.Ticket(**one) for one in cells if one["asset"] and one["after"]]
    return Tickets(file.name, cutoff.by_asset(good), len(good), len(cells) - len(good))
