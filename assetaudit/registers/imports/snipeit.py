"""Snipe-IT: its importer for assets, which finds a record by its tag and leaves empty cells as they are."""

from __future__ import annotations

from collections.abc import Mapping

from assetaudit.model.place import Place
from assetaudit.registers.imports.place_words import place_words
from assetaudit.registers.imports.shape import Shape, Source


def place(where: Place, source: Source) -> Mapping[str, str] | None:
    """The location, and the unit in the custom field that this installation has for it."""
    words = place_words(where, list(source.columns.values()))
    if words is None:
        return None
    named = {source.column(field) or field: text for field, text in words.items()}
    location = named.pop(source.column("location") or "location", None)
    return named if location is None else {"Location": location} | named


SHAPE = Shape(
    "Snipe-IT",
    names={"Asset Tag": "asset_tag"},
    columns={
        "status": "Status",
        "serial": "Serial Number",
        "name": "Asset Name",
        "model": "Model Name",
        "manufacturer": "Manufacturer",
        "category": "Category",
        "asset_tag": "Asset Tag",
    },
    place=place,
    how="Import, Assets, with 'Update existing values': a location that does not exist would be made.",
    written_off="Archived",
    refused={"owner": "Snipe-IT changes an owner by checking the asset out, not by its importer."},
)
