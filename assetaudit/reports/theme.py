"""Themes: tables beside the findings (decisions, duties, samples, trend ...), drawn by every format alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Whom a report is for."""

    AUDITOR = "auditor"
    """Everything, down to the events."""
    MANAGER = "manager"
    """Figures, value at risk, decisions and what they come to."""
    TECHNICIAN = "technician"
    """One page: what is to be done on the floor, in walking order."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One table with its heading."""

    name: str
    """A word: the name of its sheet."""
    title: str
    lead: str
    columns: tuple[tuple[str, float], ...]
    """(title, share of the width)."""
    rows: Callable[[], Iterable[tuple[str, ...]]]
    """From the start at every call, so that none is held in memory."""
    empty: str
    audiences: frozenset[Audience] = frozenset({Audience.AUDITOR})
