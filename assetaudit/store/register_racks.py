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
        self._masks: dict[tuple[int, int], tuple[int, int] | None] = {}

    def meet(self, rows: range, lines: Sequence[int], mounted: Sequence[Sequence[int | None]]) -> None:
        """Occupy the units of a batch (nodes, positions, heights), and remember the records that meet others."""
        for offset in self.take(*mounted):
            if len(self.clashes) < LISTED:
                self.clashes.append((rows[offset], lines[offset]))

    def take(
        self, nodes: Sequence[int | None], positions: Sequence[int | None], heights: Sequence[int | None]
    ) -> list[int]:
        """Occupy units for a batch; answers the offsets of those that meet units already taken."""
        clashes = []
        masks, taken = self._masks, self._taken
        for offset, (node, position, height) in enumerate(zip(nodes, positions, heights, strict=True)):
            if node is None or position is None:
                continue
            slot = (position, 2 if height is None else height)
            if slot not in masks:
                masks[slot] = self._mask(*slot)
            mask = masks[slot]
            if mask is None:
                continue
            rack = node * 2 + mask[0]
            if taken[rack] & mask[1]:
                clashes.append(offset)
            taken[rack] |= mask[1]
        return clashes

    def _mask(self, position: int, height: int) -> tuple[int, int] | None:
        where = self._terms.positions.known[position]
        if where.half_units is None or where.slot is not None or height == 0:
            return None
        return int(where.rear), ((1 << height) - 1) << where.half_units

    def too_high(self) -> Iterator[tuple[int, int, bool]]:
        """(node, highest U there is, whether that height is known) of racks with something above it."""
        heights = self._terms.nodes.heights()
        for rack, taken in sorted(self._taken.items()):
            node = rack // 2
            height = heights.get(node, UNKNOWN_HEIGHT)
            if taken.bit_length() > 2 * height + 2:
                yield node, height, node in heights
