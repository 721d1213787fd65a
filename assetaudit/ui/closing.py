"""What a person is told before a place is closed: what would become missing, and what it may be instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetaudit.language import say
from assetaudit.model.finding import Outcome
from assetaudit.model.place import Place
from assetaudit.ui.places import node_key
from assetaudit.ui.rows import NOT_DUE, units_text
from assetaudit.ui.survey import looked_for

if TYPE_CHECKING:
    from assetaudit.model.asset import Asset
    from assetaudit.model.finding import Finding
    from assetaudit.ui.workspace import OpenAudit, Walk

_SETTLED = ("closed", "blocked")
_NAMELESS = (Outcome.UNREADABLE, Outcome.UNKNOWN)


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
    seen = sum(1 for _, finding in looked_for(audit, place.node) if _located(finding))
    missing = () if audit.frame.blind else tuple(_line(asset) for asset in left)
    if not missing:
        return None
    other, unchecked = _other_side(audit, walk, side), len(walk.empty_units())
    return ClosePlan(str(place.node), side, seen, missing, _maybe(audit, place.node), other, unchecked)


def _located(finding: Finding) -> bool:
    return finding.outcome not in NOT_DUE and (finding.found is not None or bool(finding.places))


def _line(asset: Asset) -> tuple[str, str, str]:
    return units_text(asset), asset.model or asset.name or asset.category, asset.asset_tag or asset.key


def _maybe(audit: OpenAudit, node: Place) -> tuple[str, ...]:
    """Codes that no record has, and devices without a label, that stand here: each may be one of what is left."""
    engine = audit.reconciliation
    findings = [finding for key in engine.things_at(node) if (finding := engine.finding(key)) is not None]
    here = [one for one in findings if one.outcome in _NAMELESS and one.found and node_key(one.found) == node.key]
    return tuple(map(_called, here))


def _called(finding: Finding) -> str:
    if finding.identifier:
        return finding.identifier
    position = Place.parse(finding.found).position if finding.found else None
    return say("no label") if position is None else say("no label in {units}", units=position)


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
