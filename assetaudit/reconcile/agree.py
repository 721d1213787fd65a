"""When two places say the same: to the depth that both know, and within the units that a device occupies."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from assetaudit.model.asset import Asset
from assetaudit.model.place import Place, Position


class Match(Enum):
    """How the place where a thing was seen stands to the place where it is expected."""

    SAME = "same"
    """The same node and, where both are known, the same position."""
    DEEPER = "deeper"
    """Seen in a place below the expected one."""
    WIDER = "wider"
    """Seen only in a place above the expected one."""
    POSITION = "position"
    """The right node, another position."""
    ELSEWHERE = "elsewhere"


def compare(seen: Place, expected: Place, height: int) -> Match:
    """How a sighting stands to an expected place; the height of the device in half units."""
    if seen.node_key == expected.node_key:
        both = seen.position is not None and expected.position is not None
        if both and not _within(seen.position, expected.position, height):
            return Match.POSITION
        return Match.SAME
    if expected.node.holds(seen.node):
        return Match.DEEPER
    return Match.WIDER if seen.node.holds(expected.node) else Match.ELSEWHERE


def _within(seen: Position | None, expected: Position | None, height: int) -> bool:
    return seen is not None and expected is not None and seen.within(expected, height)


def agree(first: Place, second: Place, expected: Place | None, height: int) -> bool:
    """Whether two sightings of one device can both be right."""
    if first.node_key != second.node_key:
        return first.node.holds(second.node) or second.node.holds(first.node)
    if first.position is None or second.position is None or first.position == second.position:
        return True
    return _one_device(first.position, second.position, _position_here(first, expected), height)


def _position_here(seen: Place, expected: Place | None) -> Position | None:
    return expected.position if expected is not None and expected.node_key == seen.node_key else None


def _one_device(first: Position, second: Position, expected: Position | None, height: int) -> bool:
    if first.slot and second.slot and first.slot.casefold() != second.slot.casefold():
        return False
    if expected is not None:
        inside = (first.within(expected, height), second.within(expected, height))
        if any(inside):
            return all(inside)
    if first.half_units is None or second.half_units is None:
        return first.half_units == second.half_units
    return abs(first.half_units - second.half_units) < max(height, 1)


def all_agree(places: Sequence[Place], expected: Place | None, height: int) -> bool:
    """Whether every two of these places agree."""
    return all(
        agree(first, second, expected, height) for number, first in enumerate(places) for second in places[number + 1 :]
    )


def deepest(places: Sequence[Place]) -> Place:
    """The place that says most; among equals the first by key."""
    if len(places) == 1:
        return places[0]
    return min(places, key=lambda place: (-_depth(place), place.key, str(place)))


def _depth(place: Place) -> int:
    position = place.position
    return 4 * len(place.nodes) + (0 if position is None else 2 + (position.slot is not None))


def distinct(places: Sequence[Place]) -> tuple[Place, ...]:
    """Each place once, by key; among spellings of one place the first bytewise."""
    once: dict[str, Place] = {}
    for place in sorted({id(place): place for place in places}.values(), key=str):
        once.setdefault(place.key, place)
    return tuple(once[key] for key in sorted(once))


def extent(asset: Asset, chassis: Asset | None) -> int:
    """Height in half units within which a sighting counts: a blade may be seen anywhere in its chassis."""
    if chassis is None:
        return asset.height_half_units
    return max(asset.height_half_units, chassis.height_half_units)
