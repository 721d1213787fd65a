"""Files in the import format of each source system: one file a system; any other source gets its own columns back."""

from __future__ import annotations

from assetaudit.registers.imports import flexera, netbox, own_columns, servicenow, snipeit
from assetaudit.registers.imports.place_words import place_words
from assetaudit.registers.imports.shape import ImportFile, Row, Shape, Source

SHAPES: dict[str, Shape] = {
    "netbox": netbox.SHAPE,
    "snipe-it": snipeit.SHAPE,
    "servicenow": servicenow.SHAPE,
    "flexera": flexera.SHAPE,
}
"""System to its format."""


def shape_of(system: str, source: Source) -> Shape:
    """The format in which a source takes changes in."""
    return SHAPES.get(system) or own_columns.shape(source)


__all__ = ["SHAPES", "ImportFile", "Row", "Shape", "Source", "place_words", "shape_of"]
