"""Several sources of one register: which fields one of them may lead, and where they disagree."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

LEADABLE = (
    "tag",
    "serial",
    "epc",
    "place",
    "status",
    "name",
    "manufacturer",
    "model",
    "category",
    "owner",
    "cost",
    "height",
    "parent",
)
"""Fields that a source may lead."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sources that say different things of one asset."""

    asset: str
    field: str
    leading: str
    """The record whose word counts."""
    value: str
    other: str
    other_value: str

    def __str__(self) -> str:
        return (
            f"{self.asset}: {self.field} is '{self.value}' in {self.leading} (leading),"
            f" '{self.other_value}' in {self.other}"
        )


def disagreements_in(connection: sqlite3.Connection) -> list[Disagreement]:
    """Every disagreement that a version lists."""
    rows = connection.execute(
        "SELECT asset, field, leading, value, other, other_value FROM disagreement"
        " ORDER BY asset, field, leading, other, other_value"
    )
    return [Disagreement(*row) for row in rows]
