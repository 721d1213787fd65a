"""A sample as people work with it: a sheet with one row an item in walking order, and a plan before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.review.sampling.asked import Stratum
from assetaudit.review.sampling.book import Drawn, Sample
from assetaudit.review.sampling.plan import Plan


@dataclass(frozen=True, slots=True)
class Listed:
    """One sample of an audit's list."""

    plan: Plan
    by: str
    """Who drew it."""
    sample: Sample | None = None
    """None where its draw was taken back."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What a sample would be, before it is drawn."""

    plan: Plan
    words: tuple[str, ...]
    strata: tuple[Stratum, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a sample, with what helps to find it."""

    drawn: Drawn
    number: int
    """Which of the seeded order it is, from 1."""
    name: str
    place: str
    device: str = ""
    serial: str = ""
    said: str = ""
    """What the findings say of it; empty where nobody shall see that, and for positions."""
    by: str = ""
    """Who said what it came to."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sample with its rows in the order in which people walk."""

    sample: Sample
    rows: tuple[Row, ...]
    by: str
    replaced: tuple[tuple[str, str, str], ...] = ()
    """(what was void, what took its place, why), as people call them."""
