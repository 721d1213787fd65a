"""Draws pictures of a walk: what is expected in the place one stands in, what was seen, what is left.

Lives in the walk's thread. A scan replaces one row; everything else draws the place anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.place import Place
from assetaudit.ui.picture import Around, Row, WalkPicture
from assetaudit.ui.places import node_key, short

if TYPE_CHECKING:
    from assetaudit.model.verdict import Verdict
    from assetaudit.ui.workspace import OpenAudit, Walk

_UNSEEN = frozenset({Outcome.MISSING, Outcome.NOT_SWEPT, Outcome.OFF_SITE})
_QUIET = frozenset({Outcome.FOUND, Outcome.MISSING, Outcome.OFF_SITE, "left", "empty"})
_LEFT = frozenset({"left", Outcome.MISSING})
_NOT_DUE = frozenset(
    {Outcome.OFF_SITE, Outcome.RETIRED_PRESENT, Outcome.FOREIGN, Outcome.OUT_OF_SCOPE, Outcome.UNPLACED}
)
_MAX_AROUND = 200


class Survey:
    """The pictures of one person's walk."""

    def __init__(self, audit: OpenAudit, walk: Walk, person: str) -> None:
        self.audit = audit
        self.walk = walk
        self.person = person
        self._rows: list[Row] = []
        self._index: dict[str, int] = {}
        self._strangers: dict[str, Row] = {}
        self._drawn: tuple[Place | None, str | None] = (None, None)
        self._around: tuple[Around, ...] = ()
        self._closed = self._planned = self._room_closed = self._room_planned = 0

    def picture(self) -> WalkPicture:
        """The walk now, drawn from the findings."""
        self._draw()
        return self._compose()

    def after(self, verdict: Verdict) -> WalkPicture:
        """The walk after a verdict; only what it touched is drawn anew."""
        if verdict.verdict in ("place", "command") or self._drawn != (self.walk.place, self.walk.side):
            return self.picture()
        if verdict.finding is not None:
            self._learn(verdict.finding)
        return self._compose()

    def _draw(self) -> None:
        place = self.walk.place
        if self._drawn != (place, self.walk.side):
            self._strangers = {}
        self._drawn = (place, self.walk.side)
        rows = [] if place is None else self._rows_of(place.node)
        rows += [] if place is None else _empty_units(rows, self._height(place))
        rows.sort(key=lambda row: (-row.top, row.rear, row.tag))
        self._rows = rows
        self._index = {row.asset: number for number, row in enumerate(self._rows) if row.asset}
        for key, row in self._strangers.items():
            if key not in self._index:
                self._index[key] = len(self._rows)
                self._rows.append(row)
        self._around = self._places_around()

    def _rows_of(self, node: Place) -> list[Row]:
        rows = []
        for asset in assets_of(self.audit, node):
            finding = self.audit.reconciliation.finding(asset.key)
            if finding is None or (self.audit.frame.blind and finding.outcome in _UNSEEN):
                continue
            rows.append(row_of(asset, finding, node))
        known = {row.asset for row in rows}
        for asset, place in self.audit.reconciliation.standing(node):
            finding = self.audit.reconciliation.finding(asset.key)
            if asset.key not in known and finding is not None:
                rows.append(row_of(asset, finding, node, seen=place))
        return rows

    def _height(self, place: Place) -> int:
        info = self.audit.register.place(place.node)
        return 0 if info is None or self.audit.frame.blind else info.height_units or 0

    def _learn(self, finding: Finding) -> None:
        place = self.walk.place
        if place is None:
            return
        key = finding.asset or f"?{finding.identifier}"
        asset = self.audit.register.asset(key) if finding.asset else None
        row = row_of(asset, finding, place.node)
        number = self._index.get(key)
        if number is not None:
            old = self._rows[number]
            self._rows[number] = replace(row, asset=key, top=old.top, rear=old.rear, units=old.units)
            if key in self._strangers:
                self._strangers[key] = self._rows[number]
        elif _stands_in(finding, place.node):
            self._strangers[key] = replace(row, asset=key)
            if row.top >= 0:
                self._draw()
            else:
                self._index[key] = len(self._rows)
                self._rows.append(self._strangers[key])

    def _places_around(self) -> tuple[Around, ...]:
        reconciliation, here = self.audit.reconciliation, self.walk.place
        planned = reconciliation.planned()
        closed = {place for place in planned if str(reconciliation.sweep_state(place)) == "closed"}
        room = None if here is None else room_of(here)
        inside = [place for place in planned if room is None or room.holds(place)]
        self._closed, self._planned = len(closed), len(planned)
        self._room_closed, self._room_planned = len(closed.intersection(inside)), len(inside)
        at = next((number for number, place in enumerate(inside) if here is not None and place == here.node), 0)
        first = max(0, min(at - _MAX_AROUND // 2, len(inside) - _MAX_AROUND))
        return tuple(self._place(place) for place in inside[first : first + _MAX_AROUND])

    def _place(self, place: Place) -> Around:
        here = self.walk.place is not None and place == self.walk.place.node
        state = str(self.audit.reconciliation.sweep_state(place))
        short = "/".join(place.nodes[-2:]) if len(place.nodes) > 1 else str(place)
        left = len(self.audit.reconciliation.left(place)) if state in ("open", "closed") or here else None
        return Around(str(place), short, state, left, here=here)

    def _compose(self) -> WalkPicture:
        walk, place = self.walk, self.walk.place
        picture = WalkPicture(
            self.audit.name,
            self.person,
            walk.user,
            blind=self.audit.frame.blind,
            all_closed=self._closed,
            all_planned=self._planned,
            around=self._around,
        )
        if place is None:
            hint = walk.resume_hint()
            return replace(picture, hint=None if hint is None else str(hint))
        room = room_of(place)
        picture = _counted(picture, self._rows)
        around = tuple(replace(near, left=picture.left) if near.here else near for near in self._around)
        return replace(
            picture,
            around=around,
            place=str(place),
            side=walk.side,
            state=str(self.audit.reconciliation.sweep_state(place.node, walk.side)),
            rows=tuple(self._rows),
            next_row=next_expected(self._rows),
            room=str(room),
            room_closed=self._room_closed,
            room_planned=self._room_planned,
        )


def assets_of(audit: OpenAudit, node: Place) -> Iterator[Asset]:
    """Assets that the register expects in a node itself, with what they carry."""
    for asset in audit.register.assets_in(node):
        if asset.place is not None and asset.place.node_key == node.key:
            yield asset
            for key in audit.register.children(asset.key):
                child = audit.register.asset(key)
                if child is not None and child.place is None:
                    yield replace(child, place=asset.place)


def _counted(picture: WalkPicture, rows: Iterable[Row]) -> WalkPicture:
    """Of the rows that are expected here: how many there are, were seen, are left; and what is here but wrong."""
    expected = left = wrong = 0
    for row in rows:
        expected += row.belongs
        left += row.belongs and row.state in _LEFT
        wrong += row.state not in _QUIET
    return replace(picture, expected=expected, seen=expected - left, left=left, wrong=wrong)


def row_of(asset: Asset | None, finding: Finding, node: Place, *, seen: Place | None = None) -> Row:
    """The row of one finding in one place; ``seen`` is where a stranger stands."""
    state = "left" if finding.outcome is Outcome.NOT_SWEPT else finding.outcome.value
    note = _note(finding, node)
    if asset is None:
        return Row(state, tag=finding.identifier or "", note=note, top=-1)
    belongs = asset.place is not None and asset.place.node_key == node.key
    units, top, rear = _extent(asset, asset.place) if belongs else _extent(asset, seen)
    return Row(
        state,
        units,
        asset.model or asset.name or asset.category,
        asset.asset_tag or asset.serial or asset.key,
        note,
        asset.key,
        top,
        rear,
        belongs=belongs and finding.outcome not in _NOT_DUE,
    )


def next_expected(rows: Iterable[Row]) -> int | None:
    """The row to scan next: the first one left below the last one seen, or else the first one left."""
    first = after = None
    for number, row in enumerate(rows):
        if row.state == "left":
            first = number if first is None else first
            after = number if after is None else after
        elif row.asset and row.top >= 0 and row.state == Outcome.FOUND:
            after = None
    return first if after is None else after


def _note(finding: Finding, node: Place) -> str:
    if finding.outcome in (Outcome.FOUND, Outcome.NOT_SWEPT, Outcome.MISSING):
        return "retired" if Outcome.RETIRED_PRESENT in finding.also else ""
    if finding.outcome is Outcome.WRONG_POSITION and finding.found:
        return f"is at {short(finding.found, node)}"
    if finding.expected and finding.found and node_key(finding.expected) != node.key:
        return f"belongs {short(finding.expected, node)}"
    if finding.found and node_key(finding.found) != node.key:
        return f"is in {short(finding.found, node)}"
    return finding.outcome.printed


def _stands_in(finding: Finding, node: Place) -> bool:
    return any(node_key(text) == node.key for text in (finding.found, *finding.places) if text)


def units_text(asset: Asset) -> str:
    """The units that an asset is registered in: ``U41-42``, ``0U``; empty where it has none."""
    return _extent(asset, asset.place)[0]


def _extent(asset: Asset, place: Place | None) -> tuple[str, int, bool]:
    position = place.position if place else None
    if position is None:
        return "", -1, False
    if position.half_units is None:
        return position.unit_text, 0, position.rear
    low, high = position.half_units, position.half_units + max(asset.height_half_units, 1) - 1
    first, last = low // 2, high // 2
    text = position.unit_text if first == last else f"U{first}-{last}"
    return text + ("R" if position.rear else ""), high, position.rear


def _empty_units(rows: Iterable[Row], height: int) -> list[Row]:
    if height <= 0:
        return []
    taken: set[int] = set()
    for row in rows:
        taken |= _units(row)
    empty, run = [], []
    for unit in [*range(height, 0, -1), 0]:
        if unit and unit not in taken:
            run.append(unit)
        elif run:
            text = f"U{run[0]}" if len(run) == 1 else f"U{run[-1]}-{run[0]}"
            empty.append(Row("empty", text, "" if len(run) == 1 else f"{len(run)} empty", top=run[0] * 2 + 1))
            run = []
    return empty


def _units(row: Row) -> set[int]:
    low, _, high = row.units.removeprefix("U").removesuffix("R").partition("-")
    whole = low.partition(".")[0]
    if not whole.isdecimal():
        return set()
    return set(range(int(whole), int(high or whole) + 1))


def room_of(place: Place) -> Place:
    """What lies around a rack: the room, that is all but the last two nodes, or the place above."""
    nodes = place.nodes
    return Place(nodes[: max(1, len(nodes) - 2)]) if len(nodes) > 2 else Place(nodes[:1])
