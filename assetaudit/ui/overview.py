"""An audit place by place: how far each is, on which side, what was found there, who was there last, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assetaudit.audit.route import serpentine
from assetaudit.ui.messages import PlacesListed

if TYPE_CHECKING:
    from textual.message import Message

    from assetaudit.model.place import Place
    from assetaudit.ui.workspace import OpenAudit, Reconciliation

SLICE = 20
"""Places that are looked at before waiting reads have their turn."""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place of the tree."""

    place: Place
    state: str
    """Of a place to visit: ``not visited``, ``open``, ``closed`` or ``blocked``; empty for what only holds others."""
    sides: tuple[tuple[str, str], ...] = ()
    """(side, state), where both have to be walked."""
    reason: str = ""
    expected: int = 0
    seen: int = 0
    wrong: int = 0
    unknown: int = 0
    planned: int = 0
    closed: int = 0
    user: str = ""
    """Opaque id of who was there last."""
    wall: int = 0
    """Milliseconds since 1970 UTC of the last visit."""
    inner: bool = False
    """Whether there are places in it."""

    @property
    def left(self) -> int:
        """What is expected here and was not seen."""
        return self.expected - self.seen


def overview(audit: OpenAudit) -> Iterator[Message | None]:
    """The tree of places in walking order; None after each slice, a message at the end."""
    engine = audit.reconciliation
    route = serpentine(engine.planned())
    lines: dict[Place, PlaceLine] = {}
    for number, place in enumerate(route, 1):
        for above in _above(place):
            lines.setdefault(above, PlaceLine(above, ""))
        lines[place] = _visited(audit, place)
        if number % SLICE == 0:
            yield None
    told = [_summed(engine, line) for line in lines.values()]
    parents = {line.place.parent for line in told}
    yield PlacesListed(tuple(replace(line, inner=line.place in parents) for line in told))


def told_at_once(audit: OpenAudit) -> tuple[PlaceLine, ...]:
    """The same where nobody waits: for work in a thread of its own."""
    told = [message for message in overview(audit) if isinstance(message, PlacesListed)]
    return told[-1].places if told else ()


def _above(place: Place) -> list[Place]:
    found: list[Place] = []
    above = place.parent
    while above is not None:
        found.insert(0, above)
        above = above.parent
    return found


def _visited(audit: OpenAudit, place: Place) -> PlaceLine:
    engine, visit = audit.reconciliation, audit.attendance.last_at(place)
    state, sides = str(engine.sweep_state(place)), engine.sides(place)
    told = tuple((side, str(engine.sweep_state(place, side))) for side in sides) if len(sides) > 1 else ()
    reason = engine.blocked_reason(place) if state == "blocked" else ""
    user, wall = ("", 0) if visit is None else (visit.user, visit.wall)
    return PlaceLine(place, state, told, reason, user=user, wall=wall)


def _summed(engine: Reconciliation, line: PlaceLine) -> PlaceLine:
    sums = engine.progress(line.place)
    return replace(
        line,
        expected=sums.expected,
        seen=sums.seen,
        wrong=sums.wrong,
        unknown=sums.unknown,
        planned=sums.planned,
        closed=sums.closed,
    )
