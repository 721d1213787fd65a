"""Closing and blocking places, and the way from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assetaudit.audit.route import serpentine
from assetaudit.audit.stand import Stand, text_of
from assetaudit.audit.verdicts import named
from assetaudit.model.amount import counted
from assetaudit.model.asset import Asset, StatusClass
from assetaudit.model.finding import Outcome
from assetaudit.model.payload import utf8
from assetaudit.model.place import Place, Position
from assetaudit.model.read import Read
from assetaudit.model.verdict import Tone, Verdict

_NOWHERE = "Scan the label of the place first: nobody knows yet where you stand."
_MOUNTED = frozenset({StatusClass.EXPECTED, StatusClass.OFF_SITE})
"""What keeps its units whether or not it was seen."""


class Sweeping:
    """The commands about the place one stands in."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand

    def close(self, places: Sequence[Place] | None, side: str | None, read: Read | None = None) -> Verdict:
        """Confirm that exactly these places, or the one that one stands in, were seen whole."""
        stand = self._stand
        swept = self._here() if places is None else tuple(places)
        if not swept:
            return stand.idle("CLOSE", read, _NOWHERE)
        side = side if side is not None or places is not None else stand.side
        left = [] if stand.judge.blind else [asset for place in swept for asset in self.left(place, side)]
        event = stand.write("sweep", {"state": "closed", "covers": _covers(swept, side)}, read=read)
        missing = [asset for asset in left if self._is_missing(asset)]
        sentence = f"Closed: {_list(swept, side)}."
        if missing:
            sentence += f" {counted(len(missing), 'asset was', 'assets were')} not located: {named(missing)}."
        tone = Tone.ATTENTION if missing else Tone.RIGHT
        return stand.judge.done(event, text_of(read, "CLOSE"), sentence, stand.place, tone)

    def block(self, reason: str, read: Read | None = None) -> Verdict:
        """Say that the place cannot be seen, and why (locked, live work, restricted, no escort)."""
        stand, places = self._stand, self._here()
        if not places:
            return stand.idle("BLOCKED", read, _NOWHERE)
        reason = utf8(" ".join(reason.split()))
        why = {"reason": reason} if reason else {}
        event = stand.write("sweep", {"state": "blocked", "covers": _covers(places, stand.side)} | why, read=read)
        sentence = (
            f"Blocked: {_list(places, stand.side)}{f' ({reason})' if reason else ''}. Its assets stay unexamined."
        )
        return stand.judge.done(event, text_of(read, "BLOCKED"), sentence, stand.place, Tone.ATTENTION)

    def empty(self, units: Sequence[Position], read: Read | None = None) -> Verdict:
        """Confirm that exactly these units of the rack one stands in were looked at and hold nothing."""
        stand, place = self._stand, self._stand.place
        if place is None or not units:
            return stand.idle("EMPTY", read, _NOWHERE if place is None else "No empty unit is known here.")
        covers = _covers([place.node.at(unit) for unit in units], "rear" if stand.side == "rear" else None)
        event = stand.write("sweep", {"state": "closed", "covers": covers, "reason": "empty"}, read=read)
        told = f"Looked at and empty: {counted(len(units), 'unit', 'units')} of {place.node}."
        return stand.judge.done(event, text_of(read, "EMPTY"), told, place)

    def empty_here(self, read: Read | None = None) -> Verdict:
        """Confirm that every unit of this rack in which nothing is expected and nothing was found is empty."""
        place = self._stand.place
        return self.empty([] if place is None else self.empty_units(place.node), read)

    def empty_units(self, rack: Place) -> list[Position]:
        """Units of a rack, from the top down, in which nothing is expected, nothing was found and nobody looked yet."""
        engine = self._stand.engine
        info = self._stand.register.place(rack)
        if info is None or not info.height_units or self._stand.judge.blind:
            return []
        taken = {unit for asset, place in self._in_rack(rack) for unit in _units(asset, place)}
        taken |= self._taken_by_strangers(rack)
        units = (Position(2 * unit) for unit in range(info.height_units, 0, -1) if unit not in taken)
        return [unit for unit in units if engine.sweep_state(rack.at(unit)) != "closed"]

    def _in_rack(self, rack: Place) -> Iterator[tuple[Asset, Place]]:
        for asset in self._stand.register.assets_in(rack):
            if asset.place is not None and asset.place.node_key == rack.key and asset.status_class in _MOUNTED:
                yield asset, asset.place
        yield from self._stand.engine.standing(rack)

    def _taken_by_strangers(self, rack: Place) -> set[int]:
        """Units in which something stands that no record has, or that nobody could read."""
        strangers = (key for key in self._stand.engine.things_at(rack) if key[:1] in ("?", "!"))
        findings = (self._stand.engine.finding(key) for key in strangers)
        texts = (text for finding in findings if finding for text in (finding.found, *finding.places) if text)
        positions = (Place.parse(text).position for text in texts)
        return {position.half_units // 2 for position in positions if position and position.half_units}

    def reopen(self) -> Verdict:
        """Take back every close and block of the place one stands in, whoever said so."""
        stand, places = self._stand, self._here()
        sup = tuple(sorted({known for place in places for known in stand.engine.sweeps_of(place)}))
        if not sup:
            return stand.idle("REOPEN", None, "The place you stand in is neither closed nor blocked.")
        event = stand.write("void", {"reason": "reopened"}, sup=sup)
        return stand.judge.done(event, text_of(None, "REOPEN"), f"Open again: {_list(places, None)}.", stand.place)

    def following(self) -> Place | None:
        """The next planned place of the route that is not closed; blocked ones only when nothing else is left."""
        engine, planned = self._stand.engine, serpentine(self._stand.engine.planned())
        here = self._stand.place.node if self._stand.place is not None else None
        start = planned.index(here) + 1 if here in planned else 0
        ahead = [place for place in (*planned[start:], *planned[:start]) if place != here]
        blocked = None
        for place in ahead:
            state = engine.sweep_state(place)
            if state in ("open", "not visited"):
                return place
            if state == "blocked" and blocked is None:
                blocked = place
        return blocked

    def left(self, place: Place, side: str | None) -> list[Asset]:
        """What closing a node, or one side of it, would call missing; nothing while a place in it is not closed."""
        if self._open_below(place):
            return []
        left = self._stand.engine.left(place)
        return [asset for asset in left if side is None or _side(asset) == side]

    def _open_below(self, place: Place) -> bool:
        engine = self._stand.engine
        return any(engine.sweep_state(inner) != "closed" for inner in engine.below(place))

    def _is_missing(self, asset: Asset) -> bool:
        """What sits in a chassis that nobody opened is not examined, although its rack is closed."""
        finding = self._stand.engine.finding(asset.key)
        return finding is not None and finding.outcome is Outcome.MISSING

    def _here(self) -> tuple[Place, ...]:
        place = self._stand.place
        return () if place is None else (place.node,)


def _units(asset: Asset, place: Place) -> range:
    """Whole units that a device occupies; none for a 0U mounting."""
    low = place.position.half_units if place.position is not None else None
    if low is None:
        return range(0)
    return range(low // 2, (low + max(asset.height_half_units, 1) - 1) // 2 + 1)


def _side(asset: Asset) -> str:
    position = asset.place.position if asset.place is not None else None
    return "front" if position is None else position.side


def _covers(places: Sequence[Place], side: str | None) -> list[dict[str, str]]:
    extra = {} if side is None else {"side": side}
    return [{"place": str(place)} | extra for place in places]


def _list(places: Sequence[Place], side: str | None) -> str:
    return ", ".join(str(place) for place in places) + (f", {side}" if side else "")
