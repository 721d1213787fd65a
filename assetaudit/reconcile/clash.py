"""Devices that cannot both be where they are said to be: pure geometry of one rack, for the screen and for imports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assetaudit.model.place import Position


@dataclass(frozen=True, slots=True)
class Mounted:
    """Something in a rack."""

    key: str
    position: Position
    height_half_units: int = 2
    carrier: str | None = None
    """Key of what it sits in."""

    @property
    def top(self) -> int:
        """The half unit just above it."""
        return (self.position.half_units or 0) + max(self.height_half_units, 1)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two devices that need the same units, or one that stands out of its rack (``second`` None)."""

    first: str
    second: str | None
    sentence: str


def clashes(things: Iterable[Mounted], rack_units: int | None = None) -> tuple[Clash, ...]:
    """Every overlap in one rack, and everything above its top (height in U, where known); sorted."""
    racked = sorted(
        (thing for thing in things if thing.position.half_units is not None and thing.height_half_units > 0),
        key=lambda thing: (thing.position.half_units or 0, thing.key),
    )
    found = [clash for number, thing in enumerate(racked) for clash in _above(thing, racked[number + 1 :])]
    if rack_units is not None:
        found.extend(_out_of_rack(thing, rack_units) for thing in racked if thing.top > 2 * (rack_units + 1))
    return tuple(sorted(found, key=lambda clash: (clash.first, clash.second or "")))


def _above(lower: Mounted, higher: Sequence[Mounted]) -> list[Clash]:
    found = []
    for other in higher:
        if (other.position.half_units or 0) >= lower.top:
            break
        if _exclude(lower, other):
            first, second = sorted((lower, other), key=lambda thing: thing.key)
            found.append(Clash(first.key, second.key, _sentence(first, second)))
    return found


def _exclude(first: Mounted, second: Mounted) -> bool:
    """Whether two overlapping things cannot stand there together: other faces and other bays may."""
    if first.position.rear != second.position.rear or first.carrier == second.key or second.carrier == first.key:
        return False
    slots = first.position.slot, second.position.slot
    if first.carrier is not None and first.carrier == second.carrier:
        return slots[0] is not None and slots[1] is not None and slots[0].casefold() == slots[1].casefold()
    if first.position.half_units == second.position.half_units and None in slots and slots != (None, None):
        return False  # something in the bay of what stands there without a slot
    return None in slots or str(slots[0]).casefold() == str(slots[1]).casefold()


def _sentence(first: Mounted, second: Mounted) -> str:
    return f"{first.key} at {_units(first)} and {second.key} at {_units(second)} need the same space."


def _units(thing: Mounted) -> str:
    low = thing.position.unit_text
    last = Position(thing.top - 1 if thing.top % 2 else thing.top - 2)
    return low if last.unit_text == low or thing.height_half_units <= 2 else f"{low} to {last.unit_text}"


def _out_of_rack(thing: Mounted, rack_units: int) -> Clash:
    return Clash(thing.key, None, f"{thing.key} at {_units(thing)} does not fit a rack of {rack_units}U.")
