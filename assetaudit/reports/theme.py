"""Themes: tables beside the findings (decisions, duties, samples, trend ...), drawn by every format alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from assetaudit.language import say
from assetaudit.language.figures import amount, decimal, moment, share, tenths, whole
from assetaudit.reports.words import shown, with_unit


class Audience(StrEnum):
    """Whom a report is for."""

    AUDITOR = "auditor"
    """Everything, down to the events."""
    MANAGER = "manager"
    """Figures, value at risk, decisions and what they come to."""
    TECHNICIAN = "technician"
    """One page: what is to be done on the floor, in walking order."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: a percentage to people, a number to a spreadsheet."""

    part: int
    of: int
    up: bool = False
    """Whether it is rounded up: deviations are never told to be fewer than they are."""

    @property
    def rounded(self) -> float:
        """The part as people are told it, in whole thousandths; a part too small for one stays what it is."""
        return tenths(self.part, self.of, up=self.up) / 1000 or self.part / self.of


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in hundredths of the currency; None where it is not known."""

    cents: int | None


@dataclass(frozen=True, slots=True)
class Mean:
    """An average, told with one decimal; None where there is nothing to average."""

    value: float | None


@dataclass(frozen=True, slots=True)
class When:
    """A day, or a moment in UTC, as RFC 3339 writes it; any other text stays one."""

    text: str

    @property
    def clock(self) -> datetime | None:
        """The time without its zone, which a spreadsheet's cells do not know; None for any other text."""
        try:
            time = datetime.fromisoformat(self.text)
            return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
        except (ValueError, OverflowError):
            return None

    @property
    def whole_day(self) -> bool:
        """Whether it is a day."""
        return ":" not in self.text


Cell = str | int | Share | Amount | Mean | When


class Head(NamedTuple):
    """One column of a theme."""

    title: str
    """In English: the key of every language's catalogue."""
    width: float
    """Share of the width."""
    number: bool = False
    """Whether its cells are numbers, which stand at the right."""
    money: bool = False
    """Whether they are sums, whose unit the title names."""

    def said(self, currency: str) -> str:
        """The title in the report's language."""
        return with_unit(say(self.title), currency if self.money else "")


@dataclass(frozen=True, slots=True)
class Theme:
    """One table with its heading, in the language of its report but for the names of its columns."""

    name: str
    """A word without blanks: the key of its sheet's name, and a name inside of the PDF."""
    title: str
    lead: str
    columns: tuple[Head, ...]
    rows: Callable[[], Iterable[tuple[Cell, ...]]]
    """From the start at every call, so that none is held in memory."""
    empty: str
    audiences: frozenset[Audience] = frozenset({Audience.AUDITOR})
    opens: bool = False
    """Whether it stands before the figures: what has to be known to read them."""


def told(cell: Cell) -> str:
    """A cell as people read it."""
    match cell:
        case str():
            return shown(cell)
        case int():
            return whole(cell)
        case Share(part, of, up):
            return share(part, of, up=up)
        case Amount(cents):
            return "" if cents is None else amount(cents)
        case Mean(value):
            return "–" if value is None else decimal(value)
        case When(text):
            return moment(shown(text))
