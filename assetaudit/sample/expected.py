"""What the sample walk must come to, in the generator's own words."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from assetaudit.model.finding import LIST_ORDER, Outcome


@dataclass(frozen=True, slots=True)
class Expected:
    """One finding that must be there, told by what truly stood where."""

    outcome: Outcome
    asset: str | None = None
    asset_tag: str | None = None
    identifier: str | None = None
    expected: str | None = None
    found: str | None = None
    places: tuple[str, ...] = ()
    also: tuple[Outcome, ...] = ()
    pair: str | None = None
    maybe: tuple[str, ...] = ()
    """Sorted."""
    candidates: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def sort_key(self) -> tuple[int, str, str, str]:
        """The order of findings: outcome, place, asset, identifier."""
        where = self.expected or self.found or ""
        return (LIST_ORDER[self.outcome], where, self.asset or "", self.identifier or "")

    def to_dict(self) -> dict[str, Any]:
        """JSON types, in the order of the fields, empty ones left out."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}
