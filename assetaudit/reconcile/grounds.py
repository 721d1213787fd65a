"""What frame and register fix before anybody walks: where things belong, what is audited, what must be visited."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from assetaudit.model.asset import Asset, StatusClass
from assetaudit.model.frame import Frame
from assetaudit.model.needs import Register
from assetaudit.model.place import Place
from assetaudit.reconcile.roll import AWAITED, BAY, Roll, call_roll
from assetaudit.reconcile.rule import all_our_own
from assetaudit.reconcile.where import compile_where

_DEPTH = 8
"""Chassis in chassis: no real thing is nested deeper, and a register may hold a circle."""


class Nature(NamedTuple):
    """What a node is by itself or by a place above it."""

    foreign_owner: str = ""
    disposal: bool = False


@dataclass(frozen=True, slots=True)
class Bays:
    """Something in a rack, and what the register has in its bays without naming it as their carrier."""

    carrier: str
    carried: tuple[str, ...]


class Grounds:
    """Fixed questions about assets and places; answers about places are kept, answers about assets are not."""

    def __init__(self, frame: Frame, register: Register) -> None:
        self.frame = frame
        self.register = register
        self.in_filter = compile_where(frame.where)
        self._fine_scope = any(top.position is not None for top in frame.scope)
        self._audited: dict[str, bool] = {}
        self._natures: dict[str, Nature] = {}
        self._below: dict[str, tuple[Place, ...]] = {}
        self._sides: dict[str, tuple[str, ...]] = {}
        self._bays: dict[str, dict[tuple[int | None, bool], Bays]] = {}
        tops = dict.fromkeys(frame.scope)
        self.scope = [top for top in tops if not any(other.holds(top) and other != top for other in tops)]

    def home(self, asset: Asset) -> Place | None:
        """Where the register has an asset: its own place, else that of what carries it."""
        current: Asset | None = asset
        for _ in range(_DEPTH):
            if current is None or current.place is not None:
                return current.place if current is not None else None
            current = self.register.asset(current.parent) if current.parent else None
        return None

    def in_scope(self, place: Place | None) -> bool:
        """Whether a place is audited."""
        if place is None:
            return False
        name = place.key if self._fine_scope else place.node_key
        known = self._audited.get(name)
        if known is None:
            known = self._audited[name] = self.frame.in_scope(place)
        return known

    def member(self, asset: Asset) -> bool:
        """Whether an asset is registered inside the scope and meets the filter."""
        return self.in_scope(self.home(asset)) and self.in_filter(asset)

    def population(self, asset: Asset) -> bool:
        """Whether an asset is one that the audit has to account for."""
        if asset.status_class is not StatusClass.EXPECTED:
            return False
        home = self.home(asset)
        return home is not None and self.member(asset) and not self.nature(home).foreign_owner

    def nature(self, place: Place) -> Nature:
        """Whose a place is, and whether things are put there to be disposed of."""
        nature = self._natures.get(place.node_key)
        if nature is None:
            info = self.register.place(place.node)
            parent = place.node.parent
            nature = above = self.nature(parent) if parent else Nature()
            if info is not None and (info.foreign_owner or info.disposal):
                nature = Nature(info.foreign_owner or above.foreign_owner, info.disposal or above.disposal)
            self._natures[place.node_key] = nature
        return nature

    def chassis(self, asset: Asset) -> Asset | None:
        """What carries an asset: by the register, or what stands at the same unit without a slot."""
        if asset.parent:
            return self.register.asset(asset.parent)
        place = asset.place
        if place is None or place.position is None or not BAY.fullmatch(place.position.slot or ""):
            return None
        bays = self._bays_at(place.node).get((place.position.half_units, place.position.rear))
        return self.register.asset(bays.carrier) if bays else None

    def _bays_at(self, node: Place) -> dict[tuple[int | None, bool], Bays]:
        """Units of a rack where something stands with other things in its bays."""
        found = self._bays.get(node.key)
        if found is None:
            carriers: dict[tuple[int | None, bool], str] = {}
            carried: dict[tuple[int | None, bool], list[str]] = defaultdict(list)
            for asset in self.at_node(node):
                position = asset.place.position if asset.place else None
                if position is None or position.half_units is None:
                    continue
                unit = (position.half_units, position.rear)
                if position.slot is None:
                    carriers.setdefault(unit, asset.key)
                elif BAY.fullmatch(position.slot) and not asset.parent:
                    carried[unit].append(asset.key)
            found = {unit: Bays(carriers[unit], tuple(keys)) for unit, keys in carried.items() if unit in carriers}
            self._bays[node.key] = found
        return found

    def at_node(self, node: Place) -> Iterator[Asset]:
        """Assets whose own place is exactly this node or a position in it, by key."""
        return self.register.assets_at(node)

    def children(self, asset: Asset) -> list[str]:
        """Keys of what an asset carries, by the register or by standing in its bays."""
        keys = set(self.register.children(asset.key))
        place = asset.place
        if place is not None and place.position is not None and place.position.slot is None:
            bays = self._bays_at(place.node).get((place.position.half_units, place.position.rear))
            if bays is not None and bays.carrier == asset.key:
                keys.update(bays.carried)
        return sorted(keys)

    def sides(self, node: Place) -> tuple[str, ...]:
        """The sides of a place that have to be seen: the front always, the rear where something is mounted there."""
        sides = self._sides.get(node.node_key)
        if sides is None:
            rear = any(is_rear(asset) and self.population(asset) for asset in self.at_node(node))
            sides = ("front", "rear") if rear else ("front",)
            self._sides[node.node_key] = sides
        return sides

    def below(self, node: Place) -> tuple[Place, ...]:
        """Places strictly below a node that have to be visited."""
        found = self._below.get(node.node_key)
        if found is None:
            infos = self.register.places_in(node.node)
            found = tuple(info.place for info in infos if info.place != node.node and self.is_planned(info.place))
            self._below[node.node_key] = found
        return found

    def is_planned(self, node: Place) -> bool:
        """Whether a node has to be visited: a rack in scope, or a place of something to account for."""
        return node.key in self._planned_by_key

    def planned_place(self, node_key: str) -> Place | None:
        """The planned place of a key."""
        return self._planned_by_key.get(node_key)

    @cached_property
    def planned(self) -> tuple[Place, ...]:
        """Every place that has to be visited, in walking order."""
        found: dict[str, Place] = {}
        for top in self.scope:
            for info in self.register.places_in(top):
                if info.kind.casefold() == "rack" and not self.nature(info.place).foreign_owner:
                    found[info.place.key] = info.place
        for key, place in self._occupied.items():
            found.setdefault(key, place)
        return tuple(sorted(found.values(), key=walking_order))

    @cached_property
    def _planned_by_key(self) -> dict[str, Place]:
        return {place.key: place for place in self.planned}

    @cached_property
    def _occupied(self) -> dict[str, Place]:
        """Nodes of everything to account for; what is mounted at the rear there is noted on the way."""
        found: dict[str, Place] = {}
        rear: set[str] = set()
        for spot in self.roll.spots_in_use():
            found.setdefault(spot.node.key, spot.node)
            if spot.rear:
                rear.add(spot.node.key)
        for asset in map(self.register.asset, self.roll.others):
            home = self.home(asset) if asset is not None else None
            if asset is None or home is None or not self.population(asset):
                continue
            found.setdefault(home.node_key, home.node)
            if is_rear(asset):
                rear.add(home.node_key)
        for key in found:
            self._sides.setdefault(key, ("front", "rear") if key in rear else ("front",))
        return found

    @cached_property
    def roll(self) -> Roll:
        """What the audit has to account for in columns, from one pass over the register."""
        outlines = self.register.outlines()
        if not all_our_own() or self._fine_scope:
            return Roll(others=[each.key for each in outlines if each.status_class in AWAITED])
        return call_roll(outlines, self.in_scope, lambda node: bool(self.nature(node).foreign_owner), self._filtered())

    def _filtered(self) -> Callable[[str], bool] | None:
        """Whether a record of the scope meets the filter; None where there is none."""
        if not self.frame.where.strip():
            return None
        return {asset.key for asset in self.everything() if self.in_filter(asset)}.__contains__

    def everything(self) -> Iterator[Asset]:
        """Every asset that may be in the audit unseen: registered in the scope, or without an own place."""
        for top in self.scope:
            yield from self.register.assets_in(top)
        yield from self.register.unplaced()


def is_rear(asset: Asset) -> bool:
    """Whether an asset is mounted at the rear of its rack."""
    return asset.place is not None and asset.place.position is not None and asset.place.position.rear


def walking_order(place: Place) -> tuple[tuple[tuple[int, str], ...], ...]:
    """Sort key in which people walk: numbers in names count as numbers."""
    return tuple(natural(node) for node in place.nodes)


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Sort key of a name in which numbers count as numbers."""
    parts = re.findall(r"\d+|\D+", text.casefold())
    return tuple((int(part), part) if part.isdecimal() else (-1, part) for part in parts)
