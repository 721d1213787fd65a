"""What a person is told before a place is closed: what would become missing, and what it may be instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetaudit.ui.rows import units_text
from assetaudit.ui.survey import assets_of

if TYPE_CHECKING:
    from assetaudit.model.asset import Asset
    from assetaudit.model.place import Place
    from assetaudit.ui.workspace import OpenAudit, Walk

_SETTLED = ("closed", "blocked")


@dataclass(frozen=True, slots=True)
class ClosePlan:
    """What a person is asked before a place is closed."""

    place: str
    side: str | None
    seen: int
    missing: tuple[tuple[str, str, str], ...]
    """(units, what it looks like, tag) of everything that would become missing."""
    maybe: tuple[str, ...]
    """Unreadable or unknown things here that may be among them."""
    other_side: str | None
    """The side that has not been closed yet, if there is another."""
    unchecked: int = 0
    """Empty units that nobody has looked at."""


def close_plan(audit: OpenAudit, walk: Walk, side: str | None) -> ClosePlan | None:
    """What to ask before the walk's place is closed; None where nothing is left and nothing need be asked."""
    place = walk.place
    if place is None:
        return None
    left = walk.would_be_missing(side)
    if not left:
        return None
    seen = sum(1 for asset in assets_of(audit, place.node) if _located(audit, asset))
    missing = () if audit.frame.blind else tuple(_line(asset) for asset in left)
    if not missing:
        return None
    other, unchecked = _other_side(audit, walk, side), len(walk.empty_units())
    return ClosePlan(str(place.node), side, seen, missing, _maybe(audit, left), other, unchecked)


def _located(audit: OpenAudit, asset: Asset) -> bool:
    finding = audit.reconciliation.finding(asset.key)
    return finding is not None and (finding.found is not None or bool(finding.places))


def _line(asset: Asset) -> tuple[str, str, str]:
    return units_text(asset), asset.model or asset.name or asset.category, asset.asset_tag or asset.key


def _maybe(audit: OpenAudit, left: Sequence[Asset]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for asset in left:
        finding = audit.reconciliation.finding(asset.key)
        found |= dict.fromkeys(finding.maybe if finding else ())
    return tuple(found)


def _other_side(audit: OpenAudit, walk: Walk, side: str | None) -> str | None:
    place: Place | None = walk.place
    if place is None or side is None:
        return None
    other = "front" if side == "rear" else "rear"
    needed = any(
        asset.place is not None and asset.place.position is not None and asset.place.position.side == other
        for asset in audit.register.assets_in(place.node)
    )
    settled = str(audit.reconciliation.sweep_state(place.node, other)) in _SETTLED
    return other if needed and not settled else None
