"""Chapters: what a report says in its order, as tables that pages and HTML draw each in their own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its share of the width and how its texts stand."""

    title: str
    share: float
    right: bool = False
    strong: bool = False
    most: int = 3
    """Lines of a text on paper before it is cut."""
    place: bool = False
    """Whether its texts are places, whose ends are kept where they are cut."""


class Row(NamedTuple):
    """One row: a main text a column, a fainter one below it, and a sentence from the second column on."""

    main: tuple[str, ...]
    second: tuple[str, ...] = ()
    note: str = ""
    mark: tuple[str, str] = ("", "")
    """A sign and its colour, before the first column's word."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One heading with its table; every text is in the report's language."""

    name: str
    """A word of letters, digits and hyphens, which links go to."""
    title: str
    lead: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]]
    """From the start at every call, so that none is held in memory."""
    empty: str
    picture: bool = False
    """Whether the picture of rooms by outcome stands above the table."""
    folds: bool = False
    """Whether it is only named where it has no rows, together with all others of the kind."""
