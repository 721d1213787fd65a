"""An engine that holds of an audit only what was asked for: claims and sweeps are brought in before they are looked at.

Any subset of the events gives the right findings of the things of which it has all that was said. A ``Pager`` brings in
what belongs to a thing or a node when the judge asks for it, so that memory follows what is judged and not the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding
from assetaudit.model.frame import Frame
from assetaudit.model.needs import Identify, Register
from assetaudit.model.place import Place
from assetaudit.reconcile.chorus import Chorus
from assetaudit.reconcile.claimbook import ClaimBook
from assetaudit.reconcile.claims import Claim
from assetaudit.reconcile.facts import Facts
from assetaudit.reconcile.grounds import Grounds
from assetaudit.reconcile.roll import Roll
from assetaudit.reconcile.state import Reopen, State
from assetaudit.reconcile.sweeps import Cover, Sweeps, SweepState


class Pager(Protocol):
    """Brings events into the engine; asked again for the same, it does nothing."""

    def need_thing(self, key: str) -> None:
        """Everything that is said of an asset."""

    def need_node(self, node_key: str) -> None:
        """Everything that is said of things at a node, and the node's own sweeps."""

    def need_ground(self, node_key: str) -> None:
        """Who entered, closed or blocked a node."""


class PagedBook(ClaimBook):
    """Claims that are brought in when somebody asks for them."""

    def __init__(self, pager: Pager, asset_of: Callable[[str], str | None], chorus: Chorus) -> None:
        super().__init__(Roll, asset_of, chorus)
        self._pager = pager

    def of(self, key: str) -> list[Claim]:
        """Live claims about a thing."""
        self._pager.need_thing(key)
        return super().of(key)

    def seen(self, key: str) -> bool:
        """Whether a live sighting of an asset exists."""
        self._pager.need_thing(key)
        return super().seen(key)

    def at_node(self, node_key: str) -> list[str]:
        """Keys of the things that anything was said of at a node, sorted."""
        self._pager.need_node(node_key)
        return super().at_node(node_key)

    def __contains__(self, key: str) -> bool:
        self._pager.need_thing(key)
        return super().__contains__(key)


class PagedSweeps(Sweeps):
    """Sweeps that are brought in when somebody asks for them."""

    def __init__(self, pager: Pager) -> None:
        super().__init__()
        self._pager = pager

    def covers(self, key: str, state: str, side: str | None = None) -> list[Cover]:
        """Live covers of a place in a state."""
        self._pager.need_ground(_node_of(key))
        return super().covers(key, state, side)

    def closed(self, key: str, side: str) -> bool:
        """Whether a side of a place was confirmed as seen whole."""
        self._pager.need_ground(_node_of(key))
        return super().closed(key, side)

    def state(self, key: str, sides: Iterable[str]) -> SweepState:
        """State of a place for the sides that matter."""
        self._pager.need_ground(_node_of(key))
        return super().state(key, sides)


class PagedState(State):
    """The cache behind a part of an audit's findings."""

    def __init__(
        self,
        pager: Pager,
        grounds: Callable[[Frame, Register], Grounds],
        frame: Frame,
        register: Register,
        identify: Identify,
        reopen: Reopen | None,
    ) -> None:
        self._pager = pager
        self._grounds_of = grounds
        super().__init__(frame, register, identify, reopen)

    def conclusion(self, thing: Asset | str) -> tuple[Facts | None, Finding | None]:
        """What the judge says of a thing, and why."""
        return self.judge.explained(thing)

    def _make_grounds(self, frame: Frame, register: Register) -> Grounds:
        return self._grounds_of(frame, register)

    def _make_book(self) -> ClaimBook:
        return PagedBook(self._pager, self.interpreter.asset_of, self._make_chorus())

    def _make_sweeps(self) -> Sweeps:
        return PagedSweeps(self._pager)


class PlannedGrounds(Grounds):
    """Grounds of which the places to visit and their sides are known already, so that nobody calls the roll."""

    def __init__(self, frame: Frame, register: Register, planned: Iterable[tuple[Place, tuple[str, ...]]]) -> None:
        super().__init__(frame, register)
        known = list(planned)
        self.planned = tuple(place for place, _sides in known)
        self._sides.update((place.node_key, sides) for place, sides in known)


def _node_of(place_key: str) -> str:
    """The key of the node of a place; a colon in a node's name is escaped in its key."""
    return place_key.partition(":")[0]
