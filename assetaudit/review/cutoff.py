"""Cut-off: moves that were booked during the audit are recognised; they propose a decision and never take it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.place import Place, PlaceError
from assetaudit.model.register import normal
from assetaudit.review.decision import Decide, unfit

AssetOf = Callable[[str], Asset | None]


@dataclass(frozen=True, slots=True)
class Ticket:
    """One change as a ticket has it."""

    asset: str
    """Tag or serial number."""
    after: str
    number: str = ""
    time: str = ""


NO_TICKETS: Mapping[str, Ticket] = MappingProxyType({})


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


def by_asset(tickets: Iterable[Ticket]) -> dict[str, Ticket]:
    """Tickets by the tag or serial number that they name; of several about one thing, the last."""
    return {normal(ticket.asset): ticket for ticket in tickets}


def moves(
    findings: Iterable[tuple[str, Finding]], frame: AssetOf, live: AssetOf, booked: Mapping[str, Ticket] = NO_TICKETS
) -> Iterator[Move]:
    """Every move that the live register or a ticket tells of, in the order of the findings."""
    for thing, finding in findings:
        if finding.asset is None:
            continue
        before, after = _text(frame(thing)), _text(live(thing))
        ticket = _ticket(finding, booked)
        if ticket is not None:
            what = f"ticket {ticket.number} {ticket.time}".strip()
            yield _move(thing, finding, (before, ticket.after), what)
        elif _place(before) != _place(after) and live(thing) is not None:
            yield _move(thing, finding, (before, after), "newer register")


def _ticket(finding: Finding, booked: Mapping[str, Ticket]) -> Ticket | None:
    names = (finding.asset_tag, finding.serial, finding.asset)
    return next((booked[normal(name)] for name in names if name and normal(name) in booked), None)


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
