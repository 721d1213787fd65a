"""The free units of one rack, so that nothing in the sample halls stands where something else stands."""

from __future__ import annotations

from assetaudit.model.place import Place, Position
from assetaudit.sample.layout import RACK_UNITS

_LOWEST = 2
"""U1 in half units."""
_ABOVE = (RACK_UNITS + 1) * 2
_KEPT_FREE = 4
"""Units at the bottom that the register leaves empty, for things that turn up there."""


class Shelf:
    """One rack being filled from the top down, and later the bottom units from U1 up."""

    def __init__(self, rack: str) -> None:
        self.rack = rack
        self._top = _ABOVE
        self._bottom = _LOWEST

    def left(self) -> int:
        """Half units that the register may still fill."""
        return self._top - _LOWEST - _KEPT_FREE * 2

    def next(self, half_units: int, *, rear: bool = False, slot: str | None = None) -> str:
        """The place right below what stands there already."""
        self._top -= half_units
        return self._text(Position(self._top, rear, slot))

    def skip(self, half_units: int) -> None:
        """Leave units empty."""
        self._top -= min(half_units, max(self.left(), 0))

    def strip(self, side: str) -> str:
        """A 0U mounting at one side of the rear."""
        return self._text(Position(None, rear=True, slot=f"rear-{side}"))

    def spare(self, half_units: int) -> str:
        """A place among the units that were kept free; each is given once."""
        low = self._bottom
        self._bottom += half_units
        if self._bottom > min(self._top, _LOWEST + _KEPT_FREE * 2):
            msg = f"{self.rack} has no spare units left."
            raise ValueError(msg)
        return self._text(Position(low))

    def _text(self, position: Position) -> str:
        return str(Place.parse(self.rack).at(position))
