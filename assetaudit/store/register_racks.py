"""Which units of which rack are taken, added up while rows come in, so that clashes show at once.

A record adds a bit for each half unit that it takes, and the number of those bits. Where no two records meet, no bit is
carried, and a rack's sum has as many bits as were added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from assetaudit.store.register_terms import Terms

UNKNOWN_HEIGHT = 60
"""Racks are not taller than this many U; above it a position is doubtful even where the rack's height is unknown."""
_COUNT = 32
"""Bits of a sum that count the half units of its records."""
_FACE = 2304
"""Bits of a sum for the half units of one face: no position has more than three digits."""


class Racks:
    """Units taken, by node."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._sums: defaultdict[int | None, int] = defaultdict(int)
        self._units: dict[int | None, dict[int | None, int]] = {}
        """Height to position to what it adds."""

    def take(self, nodes: Sequence[int | None], positions: Sequence[int | None], heights: Sequence[int | None]) -> None:
        """Occupy units for a batch."""
        sums = self._sums
        for node, units in zip(nodes, self._all_units(positions, heights), strict=True):
            sums[node] += units

    def _all_units(self, positions: Sequence[int | None], heights: Sequence[int | None]) -> Iterator[int]:
        if heights.count(heights[0]) == len(heights):
            return map(self._known(heights[0], set(positions)).__getitem__, positions)
        slots = list(zip(heights, positions, strict=True))
        units = {(height, position): self._known(height, {position})[position] for height, position in set(slots)}
        return map(units.__getitem__, slots)

    def _known(self, height: int | None, positions: set[int | None]) -> dict[int | None, int]:
        """Position to what a record of some height adds there."""
        known = self._units.setdefault(height, {})
        for position in positions.difference(known):
            known[position] = self._added(position, height)
        return known

    def _added(self, position: int | None, height: int | None) -> int:
        """What a record adds; nothing where its position is no unit of its own."""
        where = None if position is None else self._terms.positions.known[position]
        if where is None or where.half_units is None or where.slot is not None:
            return 0
        units = ((1 << (2 if height is None else height)) - 1) << where.half_units
        return units << _COUNT + (_FACE if where.rear else 0) | units.bit_count()

    def clashing(self) -> list[int]:
        """Nodes in which two records take the same unit, at the same face."""
        found = (
            node
            for node, units in self._sums.items()
            if node is not None and (units >> _COUNT).bit_count() != units & (1 << _COUNT) - 1
        )
        return sorted(found)

    def meeting(self, slots: Sequence[tuple[int | None, int | None]]) -> list[int]:
        """Offsets of those of a node's records (position, height) that meet one before them."""
        found, taken = [], 0
        for offset, (position, height) in enumerate(slots):
            units = self._known(height, {position})[position] >> _COUNT
            if taken & units:
                found.append(offset)
            taken |= units
        return found

    def too_high(self) -> Iterator[tuple[int, int, bool]]:
        """(node, highest U there is, whether that height is known) of racks that may have something above it."""
        heights = self._terms.nodes.heights()
        for node, units in sorted((node, units >> _COUNT) for node, units in self._sums.items() if node is not None):
            height = heights.get(node, UNKNOWN_HEIGHT)
            front = units & (1 << _FACE) - 1
            if max(front.bit_length(), (units >> _FACE).bit_length()) > 2 * height + 2:
                yield node, height, node in heights
