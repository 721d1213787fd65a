"""A source without a documented importer: its own columns, as they were imported, so that they read back the same."""

from __future__ import annotations

from collections.abc import Mapping

from assetaudit.model.place import Place
from assetaudit.registers.imports.place_words import place_words
from assetaudit.registers.imports.shape import Shape, Source

_NAMES = ("id", "asset_tag", "serial")


def place(where: Place, source: Source) -> Mapping[str, str] | None:
    """Every place column of the source."""
    words = place_words(where, list(source.columns.values()))
    return None if words is None else {source.column(field) or field: text for field, text in words.items()}


def shape(source: Source) -> Shape:
    """The format of one source."""
    fields = {field: column for column, field in reversed(list(source.columns.items())) if field != "ignore"}
    return Shape(
        source.name,
        names={fields[name]: name for name in _NAMES if name in fields},
        columns=fields,
        place=place,
        how="The columns are those of the file that was imported; match rows by the first ones.",
    )
