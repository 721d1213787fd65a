"""What an audit's events are looked at with: its frame, its register, its names of places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.model.frame import Frame
from assetaudit.model.needs import Identify, Register
from assetaudit.model.place import Place
from assetaudit.reconcile.grounds import Grounds
from assetaudit.reconcile.paged import PagedState, Pager, PlannedGrounds
from assetaudit.reconcile.state import Reopen

_NODES_AT_HAND = 32_768
"""Nodes of which the assets are known by key: 20 in each are some 45 MB."""
Planned = tuple[Place, tuple[str, ...]]
"""A place to visit, and its sides."""


@dataclass(frozen=True)
class Terms:
    """What an audit was opened with."""

    frame: Frame
    register: Register
    identify: Identify
    reopen: Reopen | None = None


class _NoPager:
    """Brings nothing in: for what is asked of the frame alone."""

    def need_thing(self, key: str) -> None:
        """Nothing."""

    def need_node(self, node_key: str) -> None:
        """Nothing."""

    def need_ground(self, node_key: str) -> None:
        """Nothing."""


class Lens:
    """The frame that counts, with everything that is worked out of it once and used for every part of the audit."""

    def __init__(self, terms: Terms, framing: Iterable[Event], planned: Iterable[Planned] | None = None) -> None:
        self.terms = terms
        self.framing = tuple(framing)
        """Events that change the frame or the names of places, and what takes them back."""
        self.framed_by = frozenset(event.hash for event in self.framing)
        self._planned = None if planned is None else tuple(planned)
        self._grounds: dict[tuple[Frame, str], Grounds] = {}
        self.state = self.engine(_NoPager())
        self.grounds = self.state.grounds
        self.keys_at: Callable[[Place], frozenset[str]] = lru_cache(maxsize=_NODES_AT_HAND)(self._keys_at)

    def engine(self, pager: Pager) -> PagedState:
        """An engine that knows the frame and nothing else yet."""
        terms = self.terms
        state = PagedState(pager, self._grounds_of, terms.frame, terms.register, terms.identify, terms.reopen)
        for event in self.framing:
            state.add(event)
        return state

    def plan(self) -> list[Planned]:
        """Every place to visit in walking order, from one pass over the register; known from then on."""
        grounds = Grounds(self.grounds.frame, self.grounds.register)
        return [(place, grounds.sides(place)) for place in grounds.planned]

    def shard(self, asset: Asset) -> tuple[str, str]:
        """Name of the shard that an asset belongs to, and its place in words."""
        place = asset.place
        return (OWN + asset.key, "") if place is None else (place.node_key, str(place.node))

    def _grounds_of(self, frame: Frame, register: Register) -> Grounds:
        known = self._grounds.get((frame, register.version))
        if known is None:
            known = (
                Grounds(frame, register) if self._planned is None else PlannedGrounds(frame, register, self._planned)
            )
            self._grounds[frame, register.version] = known
        return known

    def _keys_at(self, node: Place) -> frozenset[str]:
        return frozenset(asset.key for asset in self.grounds.register.assets_at(node))


OWN = "\x01"
"""Begins the name of the shard of an asset that has no place of its own: no node's key begins so."""
