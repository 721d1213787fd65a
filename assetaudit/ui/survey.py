"""Draws pictures of a walk: what is expected in the place one stands in, what was seen, what is left.

Lives in the walk's thread. A scan replaces one row; everything else draws the place anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.place import Place, PlaceError
from assetaudit.ui.picture import Around, Row, WalkPicture

if TYPE_CHECKING:
    from assetaudit.model.verdict import Verdict
    from assetaudit.ui.workspace import OpenAudit, Walk

_UNSEEN = frozenset({Outcome.MISSING, Outcome.NOT_SWEPT})
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

    def picture(self) -> WalkPicture:
        """The walk now, drawn from the findings."""
        self._draw()
        return self._compose()

    def after(self, verdict: Verdict) -> WalkPicture:
        """The walk after a verdict; only what it touched is drawn anew."""
        if verdict.verdict in ("place", "command") or self._drawn != (self.walk.place, self.walk.side):
            return self.picture()
        for finding in _touched(verdict):
            self._learn(finding)
        return self._compose()

    def _draw(self) -> None:
        place = self.walk.place
        if self._drawn != (place, self.walk.side):
            self._strangers = {}
        self._drawn = (place, self.walk.side)
        rows = [] if place is None else self._rows_of(place.node)
        if place is not None:
            rows += _empty_units(rows, self._height(place))
        rows.sort(key=lambda row: (-row.top, row.rear, row.tag))
        self._rows = [*rows, *self._strangers.values()]
        self._index = {row.asset: number for number, row in enumerate(self._rows) if row.asset}
        self._around = self._places_around()

    def _rows_of(self, node: Place) -> list[Row]:
        rows = []
        for asset in self._expected_in(node):
            finding = self.audit.reconciliation.finding(asset.key)
            if finding is None or (self.audit.frame.blind and finding.outcome in _UNSEEN):
                continue
            rows.append(row_of(asset, finding, node))
        return rows

    def _expected_in(self, node: Place) -> Iterator[Asset]:
        register = self.audit.register
        for asset in register.assets_in(node):
            if asset.place is not None and asset.place.node_key == node.key:
                yield asset
                for key in register.children(asset.key):
                    child = register.asset(key)
                    if child is not None and child.place is None:
                        yield replace(child, place=asset.place)

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
            self._rows[number] = replace(row, top=self._rows[number].top, units=row.units or self._rows[number].units)
        elif _stands_in(finding, place.node):
            self._index[key] = len(self._rows)
            self._strangers[key] = replace(row, asset=key)
            self._rows.append(self._strangers[key])

    def _places_around(self) -> tuple[Around, ...]:
        reconciliation, here = self.audit.reconciliation, self.walk.place
        room = None if here is None else _room(here)
        around = []
        for place in reconciliation.planned():
            if room is not None and not room.holds(place):
                continue
            progress = reconciliation.progress(place)
            state = str(reconciliation.sweep_state(place))
            short = "/".join(place.nodes[-2:]) if len(place.nodes) > 1 else str(place)
            around.append(Around(str(place), short, state, progress.seen, progress.expected, here=place == here))
            if len(around) >= _MAX_AROUND:
                break
        return tuple(around)

    def _compose(self) -> WalkPicture:
        walk, reconciliation = self.walk, self.audit.reconciliation
        picture = WalkPicture(self.audit.name, self.person, walk.user, blind=self.audit.frame.blind)
        whole = [reconciliation.progress(top) for top in self.audit.frame.scope]
        picture = replace(
            picture,
            all_closed=sum(each.closed for each in whole),
            all_planned=sum(each.planned for each in whole),
            around=self._around,
        )
        place = walk.place
        if place is None:
            hint = walk.resume_hint()
            return replace(picture, hint=None if hint is None else str(hint))
        here, room = reconciliation.progress(place.node), _room(place)
        all_of_room = reconciliation.progress(room)
        return replace(
            picture,
            place=str(place),
            side=walk.side,
            state=str(reconciliation.sweep_state(place.node, walk.side)),
            rows=tuple(self._rows),
            next_row=next_expected(self._rows),
            expected=here.expected,
            seen=here.seen,
            left=here.left,
            wrong=here.wrong + here.unknown,
            room=str(room),
            room_closed=all_of_room.closed,
            room_planned=all_of_room.planned,
        )


def row_of(asset: Asset | None, finding: Finding, node: Place) -> Row:
    """The row of one finding in one place."""
    state = "left" if finding.outcome is Outcome.NOT_SWEPT else finding.outcome.value
    if asset is None:
        return Row(state, what="", tag=finding.identifier or "", note=_note(finding, node))
    units, top, rear = (
        _extent(asset) if asset.place is not None and asset.place.node_key == node.key else ("", -1, False)
    )
    return Row(
        state,
        units,
        asset.model or asset.name or asset.category,
        asset.asset_tag or asset.serial or asset.key,
        _note(finding, node),
        asset.key,
        top,
        rear,
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


def _touched(verdict: Verdict) -> Iterator[Finding]:
    if verdict.finding is not None:
        yield verdict.finding


def _note(finding: Finding, node: Place) -> str:
    if finding.outcome in (Outcome.FOUND, Outcome.NOT_SWEPT, Outcome.MISSING):
        return "retired" if Outcome.RETIRED_PRESENT in finding.also else ""
    if finding.outcome is Outcome.WRONG_POSITION and finding.found:
        return f"is at {_short(finding.found, node)}"
    if finding.expected and finding.found and _node_key(finding.expected) != node.key:
        return f"belongs {_short(finding.expected, node)}"
    if finding.found and _node_key(finding.found) != node.key:
        return f"is in {_short(finding.found, node)}"
    return finding.outcome.printed


def _short(text: str, node: Place) -> str:
    """A place as seen from a neighbour: what both have in common is left out."""
    try:
        place = Place.parse(text)
    except PlaceError:
        return text
    if place.node == node and place.position is not None:
        return str(place.position)
    shared = 0
    for mine, other in zip(place.nodes[:-1], node.nodes, strict=False):
        if mine.casefold() != other.casefold():
            break
        shared += 1
    return str(Place(place.nodes[max(0, min(shared, len(place.nodes) - 2)) :], place.position))


def _node_key(text: str) -> str:
    try:
        return Place.parse(text).node_key
    except PlaceError:
        return text.casefold()


def _stands_in(finding: Finding, node: Place) -> bool:
    return any(_node_key(text) == node.key for text in (finding.found, *finding.places) if text)


def units_text(asset: Asset) -> str:
    """The units that an asset is registered in: ``U41-42``, ``0U``; empty where it has none."""
    return _extent(asset)[0]


def _extent(asset: Asset) -> tuple[str, int, bool]:
    position = asset.place.position if asset.place else None
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


def _room(place: Place) -> Place:
    """What lies around a rack: the room, that is all but the last two nodes, or the place above."""
    nodes = place.nodes
    return Place(nodes[: max(1, len(nodes) - 2)]) if len(nodes) > 2 else Place(nodes[:1])
