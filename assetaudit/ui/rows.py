"""Rows of one place: what is expected there, what was seen there, and the empty units between."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assetaudit.language import say
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.place import Place
from assetaudit.reconcile.clash import Mounted, clashes
from assetaudit.ui.picture import Row
from assetaudit.ui.places import node_key, short

if TYPE_CHECKING:
    from assetaudit.model.asset import Asset
    from assetaudit.model.place import Position

NOT_DUE = frozenset(
    {Outcome.OFF_SITE, Outcome.RETIRED_PRESENT, Outcome.FOREIGN, Outcome.OUT_OF_SCOPE, Outcome.UNPLACED}
)
"""Outcomes of things that nobody has to account for in their place."""
_SEEN_HERE = frozenset({Outcome.FOUND, Outcome.WRONG_POSITION})


def row_of(asset: Asset, finding: Finding, node: Place, *, seen: Place | None = None) -> Row:
    """The row of one finding in one place; ``seen`` is where it is known to stand."""
    state = "left" if finding.outcome is Outcome.NOT_SWEPT else finding.outcome.value
    note = _note(finding, node)
    belongs = belongs_in(asset, finding, node)
    units, top, rear, low = _extent(asset, _home(asset, finding) if belongs else seen)
    return Row(
        state,
        units,
        asset.model or asset.name or asset.category,
        asset.asset_tag or asset.serial or asset.key,
        note,
        asset.key,
        top,
        rear,
        belongs=belongs and finding.outcome not in NOT_DUE,
        low=low,
    )


def belongs_in(asset: Asset, finding: Finding, node: Place) -> bool:
    """Whether an asset is looked for in a node: registered there, or carried by what was found there."""
    home = _home(asset, finding)
    return home is not None and home.node_key == node.key


def _home(asset: Asset, finding: Finding) -> Place | None:
    """Where an asset is looked for: what its chassis carries has moved with it."""
    return Place.parse(finding.expected) if finding.expected else asset.place


def stranger_row(key: str, finding: Finding) -> Row:
    """The row of what no record has, or nobody could read, under the key of its finding."""
    position = Place.parse(finding.found).position if finding.found else None
    note = say(finding.outcome.printed)
    row = Row(finding.outcome.value, tag=finding.identifier or "", note=note, asset=key, top=-1, low=-1)
    if position is None:
        return row
    half = position.half_units or 0
    return replace(row, units=str(position), top=half, low=half, rear=position.rear)


def saved_row(key: str, finding: Finding) -> Row:
    """The row of something that was seen in a blind audit."""
    return Row("saved", tag=finding.asset_tag or finding.serial or finding.identifier or "", asset=key, top=-1, low=-1)


def next_expected(
    rows: Iterable[Row], *, up: bool = False, rear: bool | None = None, covered: Collection[int] | None = None
) -> int | None:
    """The row to scan next: the first one left beyond the last one seen, or else the first one left.

    Where each scan confirms a unit, ``covered`` holds the half units in which something was seen: whatever belongs into
    the others is still to be looked at, even if it was seen elsewhere.
    """
    first = after = None
    numbered = list(enumerate(rows))
    for number, row in reversed(numbered) if up else numbered:
        if rear is not None and row.rear != rear:
            continue
        if _is_due(row, covered):
            first = number if first is None else first
            after = number if after is None else after
        elif row.asset and row.top >= 0 and (covered is not None or row.state in _SEEN_HERE):
            after = None
    return first if after is None else after


def _is_due(row: Row, covered: Collection[int] | None) -> bool:
    if covered is None:
        return row.state == "left"
    seen = row.state == Outcome.FOUND or any(row.low <= half <= row.top for half in covered)
    return row.belongs and row.low > 0 and not seen


def empty_units(rows: Iterable[Row], height: int, unchecked: Iterable[Position]) -> list[Row]:
    """Rows of the units between, each run of them one row; those that nobody looked at apart from the others."""
    if height <= 0:
        return []
    taken = {unit for row in rows for unit in _units(row)}
    waiting = {(unit.half_units or 0) // 2 for unit in unchecked}
    empty: list[Row] = []
    run: list[int] = []
    for unit in range(height, -1, -1):
        fits = unit > 0 and unit not in taken
        if run and (not fits or (unit in waiting) != (run[-1] in waiting)):
            empty.append(_empty(run, looked=run[0] not in waiting))
            run = []
        if fits:
            run.append(unit)
    return empty


def clashing(things: Iterable[tuple[Asset, Place]], height: int) -> dict[str, str]:
    """Of devices seen in one rack: those that cannot both be where they are said to be, with what they clash with."""
    by_key = {asset.key: (asset, place) for asset, place in things}
    mounted = [
        Mounted(key, place.position, asset.height_half_units, asset.parent)
        for key, (asset, place) in by_key.items()
        if place.position is not None
    ]
    found: dict[str, str] = {}
    for clash in clashes(mounted, height or None):
        for key, other in ((clash.first, clash.second), (clash.second, clash.first)):
            if key is not None:
                found[key] = _name(by_key[other][0]) if other is not None else ""
    return found


def marked_clashes(rows: list[Row], found: dict[str, str]) -> list[Row]:
    """The rows with what clashes said beside them."""
    if not found:
        return rows
    return [replace(row, note=clash_text(found[row.asset])) if row.asset in found else row for row in rows]


def clash_text(other: str) -> str:
    """What a person reads of a clash."""
    return say("same units as {other}", other=other) if other else say("higher than the rack")


def units_text(asset: Asset) -> str:
    """The units that an asset is registered in: ``U41-42``, ``0U``; empty where it has none."""
    return _extent(asset, asset.place)[0]


def in_sample(rows: Iterable[Row], sampled: Collection[str], node: Place) -> Iterator[Row]:
    """The rows, those marked that are items of a sample: assets by their keys, positions by the units they name."""
    units = {int(unit[1:]) for text in sampled if (unit := _unit_in(text, node))[1:].isdigit()}
    for row in rows:
        drawn = row.asset in sampled or (row.top > 0 and not units.isdisjoint(range(row.low // 2, row.top // 2 + 1)))
        yield replace(row, sampled=True) if drawn else row


def _unit_in(text: str, node: Place) -> str:
    """The unit that a position of this place names, such as ``U12``; empty for any other text."""
    place, _, unit = text.rpartition(":")
    return unit if place.casefold() == str(node).casefold() else ""


def _empty(run: list[int], *, looked: bool) -> Row:
    text = f"U{run[0]}" if len(run) == 1 else f"U{run[-1]}-{run[0]}"
    what = "" if len(run) == 1 else say("{n} empty", n=len(run))
    return Row("looked" if looked else "empty", text, what, top=run[0] * 2 + 1, low=run[-1] * 2, looked=looked)


def _name(asset: Asset) -> str:
    return asset.asset_tag or asset.serial or asset.key


def _note(finding: Finding, node: Place) -> str:
    if finding.outcome in (Outcome.FOUND, Outcome.NOT_SWEPT, Outcome.MISSING):
        return say("retired") if Outcome.RETIRED_PRESENT in finding.also else ""
    if finding.outcome is Outcome.WRONG_POSITION and finding.found:
        return say("is at {place}", place=short(finding.found, node))
    if finding.expected and finding.found and node_key(finding.expected) != node.key:
        return say("belongs {place}", place=short(finding.expected, node))
    if finding.found and node_key(finding.found) != node.key:
        return say("is in {place}", place=short(finding.found, node))
    return say(finding.outcome.printed)


def _extent(asset: Asset, place: Place | None) -> tuple[str, int, bool, int]:
    position = place.position if place else None
    if position is None:
        return "", -1, False, -1
    if position.half_units is None:
        return position.unit_text, 0, position.rear, 0
    low, high = position.half_units, position.half_units + max(asset.height_half_units, 1) - 1
    first, last = low // 2, high // 2
    text = position.unit_text if first == last else f"U{first}-{last}"
    return text + ("R" if position.rear else ""), high, position.rear, low


def _units(row: Row) -> range:
    return range(row.low // 2, row.top // 2 + 1) if row.top > 0 and row.asset else range(0)
