"""What an import file of a system looks like: which columns name a record, which carry what changes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assetaudit.model.place import Place, PlaceError


@dataclass(frozen=True, slots=True)
class Row:
    """One record that is to be changed, or made."""

    record: str
    """``source:id``; ``source:`` for a new one."""
    values: Mapping[str, str]
    """Field to the value it shall have."""
    known: Mapping[str, str]
    """What the register has of it now, by field: what names it."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a source beside its system."""

    name: str
    columns: Mapping[str, str]
    """Its own columns and their fields, as they were imported last."""
    is_rack: Callable[[Place], bool] = lambda place: place.position is not None
    """Whether the register calls a place a rack."""

    def column(self, field: str) -> str | None:
        """Its own column of a field."""
        return next((column for column, own in self.columns.items() if own == field), None)


@dataclass(frozen=True, slots=True)
class ImportFile:
    """One file for one source and one kind of change."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: tuple[tuple[str, str], ...] = ()
    """(record, why it cannot be written in this format)."""
    how: str = ""
    """How the system takes it in, in one sentence."""

    def data(self) -> bytes:
        """The file's bytes: CSV in UTF-8 without a mark, lines ended by CR and LF (RFC 4180)."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return text.getvalue().encode()


@dataclass(frozen=True, slots=True)
class Shape:
    """The import format of one system."""

    title: str
    names: Mapping[str, str]
    """Column to field, of those that name an existing record; ``id`` is the source's own number."""
    columns: Mapping[str, str]
    """Field to column."""
    place: Callable[[Place, Source], Mapping[str, str] | None]
    how: str
    written_off: str = "Retired"
    """The status word for what was written off, where the register has none of its own."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Field to the reason why this system must not be told."""

    def file(self, source: Source, kind: str, rows: Sequence[Row]) -> ImportFile:
        """The file of one kind of change; what the format cannot say is left out by name."""
        made: list[dict[str, str]] = []
        left_out = []
        for row in rows:
            try:
                made.append(self._cells(row, source, new=kind == "new"))
            except ValueError as why:
                left_out.append((row.record, str(why)))
        header = tuple(dict.fromkeys(name for cells in made for name in cells))
        lines = tuple(tuple(cells.get(name, "") for name in header) for cells in made)
        return ImportFile(f"{source.name}-{kind}.csv", header, lines, tuple(left_out), self.how)

    def _cells(self, row: Row, source: Source, *, new: bool) -> dict[str, str]:
        cells = {} if new else self._naming(row)
        for name, value in row.values.items():
            check_text(value)
            if name in self.refused:
                raise ValueError(self.refused[name])
            if name == "place":
                cells |= self._place(value, source)
            elif name in self.columns:
                cells[self.columns[name]] = value
            else:
                msg = f"{self.title} has no column for '{name}'."
                raise ValueError(msg)
        return cells

    def _naming(self, row: Row) -> dict[str, str]:
        known = dict(row.known) | {"id": row.record.partition(":")[2]}
        cells = {column: known[name] for column, name in self.names.items() if known.get(name)}
        if not cells:
            msg = "it has nothing by which the system could tell which record is meant."
            raise ValueError(msg)
        return cells

    def _place(self, text: str, source: Source) -> Mapping[str, str]:
        try:
            words = self.place(Place.parse(text), source)
        except PlaceError:
            words = None
        if words is None:
            msg = f"the place {text} cannot be said in the columns of {self.title}."
            raise ValueError(msg)
        return words


def check_text(value: str) -> None:
    """ValueError where a spreadsheet would take a value for a formula, or it cannot stand in a cell as it is."""
    if value.startswith(("=", "+", "-", "@")) and not value.lstrip("+-").replace(".", "", 1).isdigit():
        msg = f"'{value}' begins like a spreadsheet formula: write it by hand."
        raise ValueError(msg)
    if not value.isprintable():
        msg = "it has characters that cannot be printed: write it by hand."
        raise ValueError(msg)
