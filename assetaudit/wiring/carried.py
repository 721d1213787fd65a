"""What earlier audits of the same places left open, taken over into the next: owners, dates, tickets, exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetaudit.model.finding import Outcome
from assetaudit.review.desk import Desk, name_of
from assetaudit.review.standing import Carried, Standing, State
from assetaudit.wiring.review_time import earlier

if TYPE_CHECKING:
    from assetaudit.model.finding import Finding
    from assetaudit.wiring.review import Review
    from assetaudit.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that an earlier audit left open, or accepted for a time."""

    standing: Standing
    """As it stands in that audit."""
    carried: Carried
    finding: Finding | None
    """What this audit says of it now."""

    @property
    def name(self) -> str:
        """What people call it."""
        return name_of(self.standing)


def left_open(review: Review) -> list[Left]:
    """What the newest earlier audit that knows of a thing left open about it; found since, or closed, is done."""
    found: dict[str, tuple[Standing, Carried]] = {}
    for info, loaded in earlier(review):
        before = type(review).open(review.space, info.id)
        for thing in [one for one in found if _settled(loaded.reconciliation.finding(one))]:
            del found[thing]
        for standing in before.standings():
            carried = _carried(info.name, standing)
            if carried is None:
                found.pop(standing.thing, None)
            else:
                found[standing.thing] = (standing, carried)
    engine = review.loaded.reconciliation
    return [Left(standing, carried, engine.finding(thing)) for thing, (standing, carried) in sorted(found.items())]


def names_before(space: Workspace, audit: str) -> list[str]:
    """Audits that were opened before one and share places with it, without reading any of them."""
    infos = space.events.audits()
    mine = next(info for info in infos if info.id == audit)
    scope = mine.frame.scope
    return [
        info.name
        for info in infos
        if info.id != audit
        and info.opened <= mine.opened
        and any(a.holds(b) or b.holds(a) for a in info.frame.scope for b in scope)
    ]


def _settled(finding: Finding | None) -> bool:
    return finding is not None and finding.outcome is Outcome.FOUND


def _carried(audit: str, standing: Standing) -> Carried | None:
    if standing.state is State.CLOSED:
        until = standing.decision.wish.until if standing.decision is not None else ""
        return Carried(audit, f"it was accepted until {until}.", until) if until else None
    if standing.state is State.VERIFIED or (standing.stale and _settled(standing.finding)):
        return None
    why = standing.stale or standing.blocked
    return Carried(audit, why or ("nobody has decided." if standing.waiting else "it is not finished."))


def carry(review: Review, desk: Desk) -> list[Left]:
    """Note what was left open in this audit's own log, once for each thing; returns what was new."""
    new = list(_fresh(review, left_open(review)))
    if new:
        desk.carry([(one.standing.thing, one.carried, one.standing.follow) for one in new])
    return new


def _fresh(review: Review, left: list[Left]) -> Iterator[Left]:
    for one in left:
        noted = (event.d.get("carried") for event in review.ledger.follows(one.standing.thing))
        if one.carried.to_dict() not in list(noted):
            yield one
