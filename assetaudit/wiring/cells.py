"""The cells of a register's own file that a line of a change set comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.model.place import Place, PlaceError

if TYPE_CHECKING:
    from assetaudit.registers.imports import Source
    from assetaudit.review.changes import Line


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a file writes."""

    columns: Sequence[str]
    separator: str = "/"
    """What it has between the nodes of a path."""

    @classmethod
    def of(cls, file: Path, encoding: str, columns: Sequence[str]) -> Sheet:
        """What the first rows of a file tell."""
        with file.open(encoding=encoding, errors="replace") as text:
            head = text.read(65_536)
        return cls(columns, next((mark for mark in (" / ", " > ") if mark in head), "/"))


def cells_of(line: Line, source: Source, sheet: Sheet) -> tuple[dict[str, str], str]:
    """Column to text, or why the file cannot say it."""
    from assetaudit.registers.imports.shape import check_text

    try:
        check_text(line.after)
    except ValueError as why:
        return {}, str(why)
    if line.field == "place":
        return _place(line.after, source, sheet)
    column = next((name for name in sheet.columns if source.columns.get(name) == line.field), None)
    return ({column: line.after}, "") if column else ({}, f"the file has no column for '{line.field}'.")


def _place(text: str, source: Source, sheet: Sheet) -> tuple[dict[str, str], str]:
    from assetaudit.registers.imports import place_words

    mine = {field: column for column in reversed(sheet.columns) if (field := source.columns.get(column, ""))}
    try:
        words = (
            place_words(Place.parse(text), list(mine), separator=sheet.separator) if text else dict.fromkeys(mine, "")
        )
    except PlaceError:
        words = _as_it_was(text, mine)
    if words is None:
        return {}, f"the place {text} cannot be said in the file's columns."
    return {mine[field]: told for field, told in words.items() if field in mine}, ""


def _as_it_was(text: str, fields: Iterable[str]) -> dict[str, str] | None:
    """A place that was never understood goes back as it was written, where one column has it all."""
    from assetaudit.registers.fields import PLACE_FIELDS

    places = [field for field in fields if field in PLACE_FIELDS]
    return {places[0]: text} if len(places) == 1 else None
