"""Draws pictures of a walk: what is expected in the place one stands in, what was seen, what is left.

Lives in the walk's thread. A scan replaces one row; everything else draws the place anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assetaudit.audit.batch import TOLD as BATCH
from assetaudit.audit.route import serpentine
from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.place import Place, Position
from assetaudit.ui.doubt import Doubt
from assetaudit.ui.pace import Pace
from assetaudit.ui.picture import Around, Row, WalkPicture
from assetaudit.ui.places import node_key
from assetaudit.ui.rows import (
    belongs_in,
    clashing,
    empty_units,
    in_sample,
    marked_clashes,
    next_expected,
    row_of,
    saved_row,
    stranger_row,
)

if TYPE_CHECKING:
    from assetaudit.model.verdict import Verdict
    from assetaudit.ui.workspace import OpenAudit, Walk

_QUIET = frozenset({Outcome.FOUND, Outcome.MISSING, Outcome.OFF_SITE, "left", "empty", "looked", "saved"})
_LEFT = frozenset({"left", Outcome.MISSING})
_SHIFTED = frozenset({Outcome.MISPLACED, Outcome.WRONG_POSITION, Outcome.CONTESTED})
"""Outcomes of what stands elsewhere than registered, and may have moved what it carries along."""
_SETTLED = ("closed", "blocked")
_MAX_AROUND = 200
_NO_SCAN = frozenset({"place", "command", "saved", "repeat"})


class Survey:
    """The pictures of one person's walk."""

    def __init__(self, audit: OpenAudit, walk: Walk, person: str, order: str = "down") -> None:
        self.audit = audit
        self.walk = walk
        self.person = person
        self.order = order
        self.stepping = False
        self.unit: Position | None = None
        """Units that the next scan stands in, if a person named them."""
        self.sampled: frozenset[str] = frozenset()
        """Items of the sample that is walked: keys of assets, and positions."""
        self.doubt = Doubt()
        self.pace = Pace()
        self._scans = 0
        self._rows: list[Row] = []
        self._index: dict[str, int] = {}
        self._odd: list[str] = []
        """Keys of rows that are here only because of what was said here: they go when that does."""
        self._clashes: dict[str, str] = {}
        self._covered: set[int] = set()
        self._unchecked = 0
        self._drawn: tuple[Place | None, str | None] = (None, None)
        self._around: tuple[Around, ...] = ()
        self._route: list[Place] | None = None
        self._registered: dict[Place, int] = {}
        self._closed = self._planned = self._room_closed = self._room_planned = self._room_left = 0

    def picture(self) -> WalkPicture:
        """The walk now, drawn from the findings."""
        self._draw()
        return self._compose()

    def after(self, verdict: Verdict, now_ms: int = 0) -> WalkPicture:
        """The walk after a verdict; only what it touched is drawn anew."""
        self.pace.note(now_ms, seen=verdict.verdict not in _NO_SCAN)
        self.doubt.note(verdict)
        self._scans += verdict.hash is not None
        moved = self._moved()
        self.unit = None if moved else self.unit
        if verdict.verdict in ("place", "command") or moved or self._more_than_one(verdict):
            return self.picture()
        if verdict.finding is not None:
            self._learn(verdict.finding)
        return self._compose()

    def _more_than_one(self, verdict: Verdict) -> bool:
        """Whether other rows than that of the thing itself may be others now, or nothing is told of it."""
        if verdict.sentence == BATCH:  # what was just taken for scans made here is none
            return True
        return self.audit.frame.blind or self._gone()

    def _gone(self) -> bool:
        """Whether something is no longer said that a row is drawn for: it was picked, paired or seen elsewhere."""
        findings = (self.audit.reconciliation.brief(key) for key in self._odd)
        return any(finding is None or not self._stands(finding) for finding in findings)

    def prompt(self) -> Position | None:
        """The units of the device that is expected next; None where there is none, or it has no units."""
        number = self._next()
        row = None if number is None else self._rows[number]
        asset = self.audit.register.asset(row.asset) if row is not None and row.asset else None
        return asset.place.position if asset is not None and asset.place is not None else None

    def _next(self) -> int | None:
        covered = self._covered if self.stepping else None
        return next_expected(self._rows, up=self.order == "up", rear=self._rear, covered=covered)

    @property
    def _rear(self) -> bool | None:
        return None if self.walk.side is None else self.walk.side == "rear"

    def _moved(self) -> bool:
        """Whether one stands in another place, or on another side, than was drawn; other units are no other place."""
        place, side = self._drawn
        here = self.walk.place
        return side != self.walk.side or here is None or place is None or here.node != place.node

    def _draw(self) -> None:
        place = self.walk.place
        self._drawn = (place, self.walk.side)
        rows, height = ([], 0) if place is None else (self._rows_of(place.node), self._height(place))
        unchecked = self.walk.empty_units() if height else ()
        self._unchecked = len(unchecked)
        rows += empty_units(rows, height, unchecked)
        rows.sort(key=lambda row: (-row.top, row.rear, row.tag))
        standing = [] if place is None else self.audit.reconciliation.standing(place.node)
        self._clashes = clashing(standing, height)
        self._covered = {at.position.half_units for _, at in standing if at.position and at.position.half_units}
        self._rows = marked_clashes(rows, self._clashes)
        self._index = {row.asset: number for number, row in enumerate(self._rows) if row.asset}
        self._around = self._places_around()

    def _rows_of(self, node: Place) -> list[Row]:
        if self.audit.frame.blind:
            return self._blind_rows(node)
        rows = [row_of(asset, finding, node) for asset, finding in looked_for(self.audit, node)]
        known = {row.asset for row in rows}
        for asset, place in self.audit.reconciliation.standing(node):
            finding = self.audit.reconciliation.brief(asset.key)
            if asset.key not in known and finding is not None:
                rows.append(row_of(asset, finding, node, seen=place))
        return rows + self._odd_rows(node, {row.asset for row in rows})

    def _odd_rows(self, node: Place, known: Collection[str | None]) -> list[Row]:
        """What was seen here and is no record's, or a record's that is not known to stand here."""
        odd = [(key, finding) for key, finding in self._said_at(node) if key not in known]
        self._odd = [key for key, _ in odd]
        return [self._odd_row(key, finding, node) for key, finding in odd]

    def _odd_row(self, key: str, finding: Finding, node: Place) -> Row:
        asset = None if finding.asset is None else self.audit.register.asset(finding.asset)
        return row_of(asset, finding, node) if asset is not None else stranger_row(key, finding)

    def _blind_rows(self, node: Place) -> list[Row]:
        """What was seen here, and nothing of what that comes to."""
        return [saved_row(key, finding) for key, finding in self._said_at(node)]

    def _said_at(self, node: Place) -> Iterator[tuple[str, Finding]]:
        for key in self.audit.reconciliation.things_at(node):
            finding = self.audit.reconciliation.brief(key)
            if finding is not None and _stands_in(finding, node):
                yield key, finding

    def _height(self, place: Place) -> int:
        info = self.audit.register.place(place.node)
        return 0 if info is None or self.audit.frame.blind else info.height_units or 0

    def _learn(self, finding: Finding) -> None:
        place = self.walk.place
        if place is None:
            return
        units = place.position is not None and self._stands(finding)
        if finding.pair is not None or units or self._took_along(finding):
            self._draw()  # neighbours, units, what it carries: more rows than one may be others now
            return
        asset = None if finding.asset is None else self.audit.register.asset(finding.asset)
        if asset is None:
            self._learn_odd(place.node)
            return
        row, number = row_of(asset, finding, place.node), self._index.get(asset.key)
        if number is not None:
            old = self._rows[number]
            note = old.note if asset.key in self._clashes else row.note
            self._rows[number] = replace(row, top=old.top, low=old.low, rear=old.rear, units=old.units, note=note)
        elif row.top >= 0:
            self._draw()
        elif self._stands(finding):
            self._index[asset.key] = len(self._rows)
            self._rows.append(row)

    def _took_along(self, finding: Finding) -> bool:
        """Whether something that carries others may have moved them."""
        key = finding.asset
        return key is not None and finding.outcome in _SHIFTED and bool(self.audit.register.children(key))

    def _learn_odd(self, node: Place) -> None:
        """Rows for what was not there before and no record has; what is there no more is noticed as ``_gone``."""
        new = [key for key in self.audit.reconciliation.things_at(node) if key not in self._index]
        findings = [(key, finding) for key in new if (finding := self.audit.reconciliation.brief(key)) is not None]
        rows = [self._odd_row(key, finding, node) for key, finding in findings if _stands_in(finding, node)]
        if any(row.top >= 0 for row in rows):
            self._draw()
            return
        for row in rows:
            self._index[row.asset or ""] = len(self._rows)
            self._rows.append(row)
            self._odd.append(row.asset or "")

    def _stands(self, finding: Finding) -> bool:
        place = self.walk.place
        return place is not None and _stands_in(finding, place.node)

    def route(self) -> list[Place]:
        """Places to sweep, in the order in which they are best walked."""
        if self._route is None:
            self._route = serpentine(self.audit.reconciliation.planned())
        return self._route

    def _places_around(self) -> tuple[Around, ...]:
        reconciliation, here = self.audit.reconciliation, self.walk.place
        route = self.route()
        states = {place: str(reconciliation.sweep_state(place)) for place in route}
        room = None if here is None else room_of(here)
        inside = [place for place in route if room is None or room.holds(place)]
        self._closed, self._planned = sum(1 for state in states.values() if state == "closed"), len(route)
        self._room_closed = sum(1 for place in inside if states[place] == "closed")
        self._room_planned = len(inside)
        at = next((number for number, place in enumerate(inside) if here is not None and place == here.node), 0)
        first = max(0, min(at - _MAX_AROUND // 2, len(inside) - _MAX_AROUND))
        elsewhere = (place for place in inside[: 4 * _MAX_AROUND] if here is None or place != here.node)
        self._room_left = sum(self._left_in(place, states[place]) for place in elsewhere)
        return tuple(self._place(place, states[place]) for place in inside[first : first + _MAX_AROUND])

    def _left_in(self, place: Place, state: str) -> int:
        """What is still to be seen there, roughly for places that nobody has been to."""
        if state in _SETTLED:
            return 0
        if state == "open":
            return len(self.audit.reconciliation.left(place))
        if place not in self._registered:
            self._registered[place] = self.audit.register.count_in(place)
        return self._registered[place]

    def _place(self, place: Place, state: str) -> Around:
        here = self.walk.place is not None and place == self.walk.place.node
        short = "/".join(place.nodes[-2:]) if len(place.nodes) > 1 else str(place)
        left = len(self.audit.reconciliation.left(place)) if state in ("open", "closed") or here else None
        sides = self.audit.reconciliation.sides(place) if state in ("open", "blocked") else ()
        told = [(side, str(self.audit.reconciliation.sweep_state(place, side))) for side in sides]
        return Around(str(place), short, state, left, here=here, sides=tuple(told) if len(told) > 1 else ())

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
            order=self.order,
            stepping=self.stepping,
            used_ms=self.pace.used_ms,
            scans=self._scans,
        )
        if place is None:
            hint = walk.resume_hint()
            return replace(picture, hint=None if hint is None else str(hint.node))
        picture = _counted(picture, self._rows)
        around = tuple(replace(near, left=picture.left) if near.here else near for near in self._around)
        doubt = None if picture.blind else self.doubt.place
        number = self._next()
        return replace(
            picture,
            around=around,
            place=str(place.node),
            side=walk.side,
            state=str(self.audit.reconciliation.sweep_state(place.node, walk.side)),
            rows=tuple(in_sample(self._rows, self.sampled, place.node) if self.sampled else self._rows),
            next_row=number,
            room=str(room_of(place)),
            room_closed=self._room_closed,
            room_planned=self._room_planned,
            unit=self._unit_text(number),
            unchecked=self._unchecked,
            clashes=tuple(sorted(self._clashes)),
            doubt=None if doubt is None else str(doubt),
            doubted=self.doubt.scans,
            left_ms=None if picture.blind else self.pace.left_ms(self._room_left + picture.left),
        )

    def _unit_text(self, number: int | None) -> str:
        if self.unit is not None:
            return str(self.unit)
        if self.stepping and number is not None:
            return self._rows[number].units
        place = self.walk.place
        return "" if place is None or place.position is None else str(place.position)


def assets_of(audit: OpenAudit, node: Place) -> Iterator[Asset]:
    """Assets that the register expects in a node itself, with what they carry."""
    for asset in audit.register.assets_in(node):
        if asset.place is not None and asset.place.node_key == node.key:
            yield asset
            for key in audit.register.children(asset.key):
                child = audit.register.asset(key)
                if child is not None and child.place is None:
                    yield replace(child, place=asset.place)


def looked_for(audit: OpenAudit, node: Place) -> Iterator[tuple[Asset, Finding]]:
    """Assets looked for in a node, with their findings: what a chassis carries is looked for where that stands."""
    engine = audit.reconciliation
    moved_in = (*(asset for asset, _ in engine.standing(node)), *engine.left(node))
    assets = {asset.key: asset for asset in (*moved_in, *assets_of(audit, node))}
    for key, asset in assets.items():
        finding = engine.brief(key)
        if finding is not None and belongs_in(asset, finding, node):
            yield asset, finding


def _counted(picture: WalkPicture, rows: Iterable[Row]) -> WalkPicture:
    """Of the rows that are expected here: how many there are, were seen, are left; and what is here but wrong."""
    expected = left = wrong = 0
    for row in rows:
        expected += row.belongs
        left += row.belongs and row.state in _LEFT
        wrong += row.state not in _QUIET
    return replace(picture, expected=expected, seen=expected - left, left=left, wrong=wrong)


def _stands_in(finding: Finding, node: Place) -> bool:
    return any(node_key(text) == node.key for text in (finding.found, *finding.places) if text)


def room_of(place: Place) -> Place:
    """What lies around a rack: the room, that is all but the last two nodes, or the place above."""
    nodes = place.nodes
    return Place(nodes[: max(1, len(nodes) - 2)]) if len(nodes) > 2 else Place(nodes[:1])
