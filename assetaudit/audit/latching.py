"""Where a walk stands: entering places, their units for one device at a time, and correcting a wrong latch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assetaudit.audit.stand import Stand, text_of
from assetaudit.model.amount import counted
from assetaudit.model.event import Event
from assetaudit.model.place import Place, Position
from assetaudit.model.read import Read
from assetaudit.model.verdict import Tone, Verdict


class Latching:
    """The commands that change where the next scan counts."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self.unit: Position | None = None
        """Units that the next scan stands in."""
        self.one_device_a_unit = False
        """Whether the units that a place label names hold for the next device alone, as typed ones always do.

        Who scans by hand passes on to the next device and does not think of the label any more; a file or a program
        means what it says: its units hold until the next place.
        """
        self.lost = False
        """Whether the next place label says where the scans made here belong."""
        self._used = False

    def enter(self, place: Place, side: str | None, by: str, read: Read | None) -> Event:
        """Stand in a place from now on."""
        event = self._stand.write("place", _payload(place, side, by), read=read)
        self._stand.latch(event)
        self.lost = self._used = False
        return event

    def carry(self, to: Place, last: int | None = None, read: Read | None = None) -> Verdict:
        """Carry all that was scanned under the latch, or the last so many scans, to the place one really stands in."""
        self.lost = False
        stand, wrong = self._stand, self._stand.trail.place()
        if wrong is None or stand.place is None:
            return stand.idle("CARRY", read, "There is no place yet whose scans could be carried to another one.")
        latches, before = stand.trail.same_place(wrong), stand.place
        scans = stand.trail.scans_at(latches) if last is None else min(last, stand.trail.scans_at(latches))
        moving = latches if last is None else stand.trail.last_scans(latches, last)
        events = [
            stand.write("place", _payload(place, stand.side, "moved"), sup=sup, read=read if place == to else None)
            for place, sup in sorted(_by_unit(to, latches, moving).items(), reverse=True)
        ]
        stand.trail.join(events)
        stand.latch(events[-1])
        sentence = f"{counted(scans, 'scan', 'scans')} carried from {before.node} to {to}; you stand in {to}."
        return stand.judge.done(events[-1], text_of(read, "CARRY"), sentence, to)

    def adopt(self, read: Read | None = None) -> Verdict:
        """Give the scans that were made before any place the place one stands in now."""
        stand, scans = self._stand, self._stand.trail.unplaced()
        if stand.place is None or not scans:
            return stand.idle("ADOPT", read, "There are no scans without a place that could be taken along.")
        event = stand.write("place", _payload(stand.place, stand.side, "moved"), sup=scans, read=read)
        stand.latch(event)
        sentence = f"{counted(len(scans), 'scan counts', 'scans count')} for {stand.place} now."
        return stand.judge.done(event, text_of(read, "ADOPT"), sentence, stand.place)

    @property
    def counts(self) -> bool:
        """Whether it matters for the next scan which units it is made in."""
        return self.unit is not None or self._used

    def step_to_unit(self, *, same: bool) -> None:
        """Stand in the units that were named for this scan; units hold for one device, with all of its codes."""
        stand, unit, self.unit = self._stand, self.unit, None
        if stand.place is not None and not same and (unit is not None or self._used):
            wanted = stand.place.node.at(unit)
            if wanted != stand.place:
                stand.latch(stand.write("place", _payload(wanted, stand.side, "typed")))
        if not same:
            placed = stand.place is not None and stand.place.position is not None
            self._used = placed and (unit is not None or self.one_device_a_unit)

    def turn(self, side: str, read: Read) -> Verdict:
        """Go on with the other side of the rack."""
        place = self._stand.place
        if place is None:
            return self._stand.idle(
                side.upper(), read, "Scan the label of the place first: nobody knows where you are."
            )
        event = self.enter(place.node, side, "label", read)
        return self._stand.judge.entered(
            event, text_of(read, side), f"You stand at the {side} of {place.node}.", place.node, Tone.NEUTRAL
        )

    def astray(self, read: Read) -> Verdict:
        """The place label was the wrong one; the next one says where one really is."""
        self.lost = self._stand.place is not None
        told = "Now scan the label of the place where you really are; the scans made here go there."
        return self._stand.idle("HERE", read, told if self.lost else "There is no place yet that could be wrong.")


def _payload(place: Place, side: str | None, by: str) -> dict[str, Any]:
    return {"by": by, "place": str(place)} | ({} if side is None else {"side": side})


def _by_unit(to: Place, latches: Sequence[Event], moving: Sequence[Event]) -> dict[Place, list[str]]:
    """Where each moved event goes: to the same units of the other place, unless the place names units itself."""
    units = {latch.hash: Place.parse(latch.d["place"]).position for latch in latches}
    targets: dict[Place, list[str]] = {to: []}
    for event in moving:
        unit = units.get(event.hash, units.get(event.d.get("at", "")))
        place = to if to.position is not None or unit is None else to.at(unit)
        targets.setdefault(place, []).append(event.hash)
    return {place: sorted(hashes) for place, hashes in targets.items()}


def label_side(place: Place, read: Read) -> str | None:
    """The side that a label stands on: the rear, where it names a position mounted there."""
    if place.position is not None and place.position.rear:
        return "rear"
    return read.side if read.side in ("front", "rear") else None


def on_side(place: Place, side: str | None) -> Place:
    """A unit of a rack as it is meant by somebody who walks that side of it."""
    unit = place.position
    return place if unit is None or side != "rear" else place.at(replace(unit, rear=True))


def welcome(stand: Stand, place: Place) -> tuple[str, Tone]:
    """What somebody is told who has just come to a place."""
    words = [f"You stand in {place}."]
    known, inside = stand.register.place(place.node) is not None, stand.engine.frame.in_scope(place)
    if not known:
        words.append("The register does not know this place; what you scan is kept for it.")
    elif not inside:
        words.append("It lies outside this audit; what you scan is kept for it.")
    elif not stand.judge.blind:
        words.append(f"{counted(len(stand.engine.left(place.node)), 'asset', 'assets')} still to be seen here.")
    waiting = stand.trail.unplaced()
    if waiting:
        words.append(f"{counted(len(waiting), 'scan', 'scans')} made before any place can be taken along.")
    return " ".join(words), Tone.NEUTRAL if known and inside and not waiting else Tone.ATTENTION
