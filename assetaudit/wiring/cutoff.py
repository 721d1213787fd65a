"""Moves during an audit: the frame's register against the current one, and change tickets from a CSV."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.errors import RegisterError
from assetaudit.review import cutoff
from assetaudit.review.cutoff import AssetOf

if TYPE_CHECKING:
    from assetaudit.model.finding import Finding
    from assetaudit.wiring.review import Review

_WORDS = {
    "asset": ("asset tag", "asset", "tag", "serial", "serial number", "ci", "configuration item", "device"),
    "after": ("to", "new place", "new location", "destination", "target", "nach", "location"),
    "number": ("number", "ticket", "change", "id", "nummer", "change number"),
    "time": ("time", "date", "closed", "completed", "datum", "planned end"),
}


def moves(review: Review, tickets: Path | None) -> list[cutoff.Move]:
    """Every move that was booked after the frame was frozen."""
    frame = review.loaded.register
    live = review.space.register()
    told = list(read_tickets(tickets)) if tickets is not None else []
    found = cutoff.moves(review.loaded.reconciliation.keyed(), frame.asset, live.asset, told)
    own = written(review)
    return [move for move in found if (move.thing, move.after) not in own]


@dataclass(frozen=True)
class Bookings:
    """What a register that is newer than the frame says of one thing after the other."""

    version: str = ""
    """Of that register; empty where there is none, and then nothing was booked."""
    frame: AssetOf = lambda _key: None
    live: AssetOf = lambda _key: None
    own: Collection[tuple[str, str]] = ()

    @classmethod
    def of(cls, review: Review) -> Bookings:
        """The current register against the frame's."""
        frame, now = review.loaded.register, review.space.registers.current()
        if now is None or now.version == frame.version:
            return cls()
        return cls(now.version, frame.asset, now.asset, frozenset(written(review)))

    def move(self, thing: str, finding: Finding) -> cutoff.Move | None:
        """Where it was booked since the audit began; None where it was not, or by this audit itself."""
        found = cutoff.moves([(thing, finding)], self.frame, self.live) if self.version else ()
        return next((move for move in found if (move.thing, move.after) not in self.own), None)


def written(review: Review) -> set[tuple[str, str]]:
    """(thing, place) of what this audit's own change sets wrote: no news to it."""
    return {
        (str(line.get("thing")), str(line.get("after")))
        for event in review.ledger.changes()
        for line in event.d.get("lines", ())
        if line.get("field") == "place"
    }


def read_tickets(file: Path) -> Iterator[cutoff.Ticket]:
    """Tickets of a CSV; RegisterError where it has no column for the asset or its new place."""
    try:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as text:
            rows = list(csv.DictReader(text))
    except OSError as error:
        raise RegisterError(f"{file} cannot be read: {error.strerror}.") from error
    columns = {field: _column(rows[0].keys() if rows else (), words) for field, words in _WORDS.items()}
    if rows and not (columns["asset"] and columns["after"]):
        raise RegisterError(
            f"{file} has no column for the asset, or none for its new place.", hint="Call them 'asset tag' and 'to'."
        )
    for row in rows:
        cells = {field: (row.get(column) or "").strip() for field, column in columns.items() if column}
        if cells.get("asset") and cells.get("after"):
            yield cutoff.Ticket(**cells)


def _column(headers: Iterable[object], words: tuple[str, ...]) -> str:
    names = {str(name).strip().casefold(): str(name) for name in headers}
    return next((names[word] for word in words if word in names), "")
