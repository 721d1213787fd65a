"""Which units of which rack are taken, kept as bit masks while rows come in, so that clashes show at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from assetaudit.store.register_problem import LISTED
from assetaudit.store.register_terms import Terms

UNKNOWN_HEIGHT = 60
"""Racks are not taller than this many U; above it a position is doubtful even where the rack's height is unknown."""


class Racks:
    """Units taken, by node and face."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._taken: defaultdict[int, int] = defaultdict(int)
        self.clashes: list[tuple[int, int]] = []
        """(row number, line) of records whose units were taken already."""
        self._masks: dict[tuple[int | None, int | None], tuple[int, int]] = {}

    def meet(self, rows: range, lines: Sequence[int], mounted: Sequence[Sequence[int | None]]) -> None:
        """Occupy the units of a batch (nodes, positions, heights), and remember the records that meet others."""
        for offset in self.take(*mounted):
            if len(self.clashes) < LISTED:
                self.clashes.append((rows[offset], lines[offset]))

    def take(
        self, nodes: Sequence[int | None], positions: Sequence[int | None], heights: Sequence[int | None]
    ) -> list[int]:
        """Occupy units for a batch; answers the offsets of those that meet units already taken."""
        clashes, taken = [], self._taken
        slots = list(zip(positions, heights, strict=True))
        for slot in set(slots).difference(self._masks):
            self._masks[slot] = self._mask(*slot)
        masks = map(self._masks.__getitem__, slots)
        for offset, (node, (face, mask)) in enumerate(zip(nodes, masks, strict=True)):
            if node is not None and mask:
                rack = node * 2 + face
                before = taken[rack]
                if before & mask:
                    clashes.append(offset)
                taken[rack] = before | mask
        return clashes

    def _mask(self, position: int | None, height: int | None) -> tuple[int, int]:
        """(face, units) that a position takes up; none where it is no unit of its own."""
        where = None if position is None else self._terms.positions.known[position]
        if where is None or where.half_units is None or where.slot is not None:
            return 0, 0
        return int(where.rear), ((1 << (2 if height is None else height)) - 1) << where.half_units

    def too_high(self) -> Iterator[tuple[int, int, bool]]:
        """(node, highest U there is, whether that height is known) of racks with something above it."""
        heights = self._terms.nodes.heights()
        for rack, taken in sorted(self._taken.items()):
            node = rack // 2
            height = heights.get(node, UNKNOWN_HEIGHT)
            if taken.bit_length() > 2 * height + 2:
                yield node, height, node in heights
