"""What decisions ask people to do on the floor, in walking order; the result of a recount decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from assetaudit.model.place import Place, PlaceError
from assetaudit.model.terms import SEARCHED
from assetaudit.reconcile.grounds import walking_order
from assetaudit.review.decision import Decide
from assetaudit.review.desk import name_of
from assetaudit.review.standing import Standing, State


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do at one place."""

    what: str
    """``recount``, ``search``, ``relabel`` or ``investigate``."""
    thing: str
    name: str
    place: str | None
    why: str
    owner: str = ""
    due: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As ``decide tasks --json`` prints it."""
        return {name: getattr(self, name) or None for name in self.__dataclass_fields__}


def tasks(standings: Iterable[Standing]) -> list[Task]:
    """Everything that is to be done, in the order in which people walk."""
    return sorted((task for one in standings for task in _of(one)), key=_order)


def _of(standing: Standing) -> Iterator[Task]:
    decision, finding = standing.decision, standing.finding
    if decision is None or finding is None or standing.stale:
        return
    place = finding.found or finding.expected
    owner, due = standing.follow.owner or decision.wish.owner, standing.follow.due or decision.wish.due
    if decision.decide.pending and standing.state is State.DECIDED:
        yield Task(decision.decide.value, standing.thing, name_of(standing), place, decision.wish.why, owner, due)
    if decision.decide is Decide.WRITE_OFF and "search" in standing.blocked:
        why = f"look among {', '.join(SEARCHED[:-1])}, and for its last {SEARCHED[-1]} contact"
        yield Task("search", standing.thing, name_of(standing), place, why, owner, due)
    if decision.decide is Decide.RELABEL and standing.state is State.CLOSED:
        yield Task("relabel", standing.thing, name_of(standing), place, decision.wish.why, owner, due)


def _order(task: Task) -> tuple[Any, ...]:
    return walking_key(task.place or "", task.name)


def walking_key(text: str, name: str) -> tuple[Any, ...]:
    """What places sort by in the order in which people walk: rack after rack, each from the top; without place last."""
    try:
        place = Place.parse(text)
    except PlaceError:
        return (1, (), 0, name)
    unit = place.position.half_units if place.position and place.position.half_units is not None else 0
    return (0, walking_order(place), -unit, name)
