"""Cut-off: moves that were booked during the audit are recognised; they propose a decision and never take it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.place import Place, PlaceError
from assetaudit.model.register import normal
from assetaudit.review.decision import Decide, unfit

AssetOf = Callable[[str], Asset | None]


@dataclass(frozen=True, slots=True, order=True)
class Ticket:
    """One change as a ticket has it."""

    asset: str
    """Tag or serial number."""
    after: str
    number: str = ""
    time: str = ""


Booked = Mapping[str, Sequence[tuple[int, Ticket]]]
"""Tickets by what they name, each with its number among all of them."""
NO_TICKETS: Booked = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Move:
    """One asset that was booked elsewhere after the frame was frozen."""

    thing: str
    name: str
    before: str
    after: str
    what: str
    """Where the booking was seen."""
    decide: Decide
    """What it suggests."""
    proposal: str
    """The same in one sentence."""

    @property
    def reason(self) -> str:
        """Why it is suggested, in sentences."""
        return f"Booked to {self.after} during the audit ({self.what}). {self.proposal}"

    def to_dict(self) -> dict[str, Any]:
        """As ``changes cutoff --json`` prints it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def by_asset(tickets: Iterable[Ticket]) -> Booked:
    """Tickets by the tag or serial number that they name, in the order in which they were brought."""
    found: dict[str, list[tuple[int, Ticket]]] = {}
    for numbered in enumerate(tickets):
        found.setdefault(normal(numbered[1].asset), []).append(numbered)
    return found


def named(finding: Finding, booked: Booked) -> list[Ticket]:
    """The tickets about one thing, in the order in which they were brought."""
    names = {normal(name) for name in (finding.asset_tag, finding.serial, finding.asset) if name}
    found = sorted(one for name in names for one in booked.get(name, ()))
    return [ticket for _number, ticket in found]


def moves(
    findings: Iterable[tuple[str, Finding]], frame: AssetOf, live: AssetOf, booked: Booked = NO_TICKETS
) -> Iterator[Move]:
    """Every move that the live register or a ticket tells of, in the order of the findings."""
    for thing, finding in findings:
        if finding.asset is None:
            continue
        before = _text(frame(thing))
        now = before if live(thing) is None else _text(live(thing))
        tickets = named(finding, booked)
        if tickets and not _same(before, tickets[-1].after):
            yield _move(thing, finding, (before, tickets[-1].after), _told(tickets, before, now))
        elif _place(before) != _place(now):
            yield _move(thing, finding, (before, now), "newer register")


def _same(before: str, after: str) -> bool:
    """Whether a booking tells nothing that the frame did not know: the place itself, or what that lies in."""
    one, other = _place(before), _place(after)
    return other.holds(one) if isinstance(one, Place) and isinstance(other, Place) else one == other


def _told(tickets: Sequence[Ticket], before: str, now: str) -> str:
    """Where a move was seen: every ticket, and a newer register that says something else."""
    *earlier, last = tickets
    parts = [f"{_called(one)} to {one.after}, then " for one in earlier]
    told = "".join((*parts, _called(last)))
    aside = not _same(before, now) and not _same(now, last.after)
    return f"{told}; the newer register says {now or 'nowhere'}" if aside else told


def _called(ticket: Ticket) -> str:
    return " ".join(filter(None, ("ticket", ticket.number, ticket.time)))


def _move(thing: str, finding: Finding, places: tuple[str, str], what: str) -> Move:
    before, after = places
    name = finding.asset_tag or finding.serial or thing
    decide, proposal = _proposal(finding, _place(after))
    return Move(thing, name, before, after, what, decide, proposal)


def _proposal(finding: Finding, after: Place | str) -> tuple[Decide, str]:
    found = _place(finding.found or "")
    if isinstance(after, Place) and isinstance(found, Place):
        if (after.holds(found) or found.holds(after)) and not unfit(Decide.ACCEPT_MOVE, finding):
            return Decide.ACCEPT_MOVE, "It was found where the booking says: accept the move."
        if finding.outcome is Outcome.FOUND:
            told = "It was booked elsewhere and still stands where it was: look whether the move took place."
            return Decide.RECOUNT, told
        return Decide.RECOUNT, f"It was found at {finding.found}, which is neither place: recount."
    if finding.outcome is Outcome.MISSING:
        return Decide.RECOUNT, "The move explains why it was not located: recount at its new place."
    return Decide.RECOUNT, "Look at its new place before deciding."


def _text(asset: Asset | None) -> str:
    if asset is None:
        return ""
    return str(asset.place) if asset.place is not None else asset.place_text


def _place(text: str) -> Place | str:
    try:
        return Place.parse(text)
    except PlaceError:
        return text.strip()
