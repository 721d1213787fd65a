"""Bulk evidence in sums: per thing and place what all seconds come to, so that one more costs only what it brings.

What each event brought is looked up in the log when it has to be taken away again, and so is the evidence when it is
asked for: neither is kept.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from assetaudit.model.place import Place
from assetaudit.reconcile.bulk_log import BulkLog, Slot
from assetaudit.reconcile.claims import Claim, Heard, Says
from assetaudit.reconcile.tracks import Row

SILENT = -(2**62)
"""Stands for a signal that is not comparable."""


class Voice:
    """All bulk reads of one thing at one place."""

    __slots__ = ("claim", "count", "levels", "pages", "place", "rows", "slots", "stale", "stands")

    def __init__(self, said: Claim, place: Place) -> None:
        self.claim = said._replace(place=place)
        """What each of them says, without the event."""
        self.place = place
        self.slots: set[int] = set()
        """Numbers of the tags that say it."""
        self.stands: set[int] = set()
        """Numbers of the stands, the place among them, in which it was said."""
        self.pages = array("I")
        """Pages of the log on which it may be said, sorted."""
        self.rows = self.count = 0
        self.levels: dict[str, int] = {}
        """By reader the strongest in tenths of dBm."""
        self.stale = False
        """A strongest one was taken away, and the next one has yet to be looked for."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the things that it is about."""
        return self.claim.keys

    @property
    def order(self) -> tuple[str, str, str]:
        """By which the voices about one thing are sorted."""
        return str(self.place), self.claim.says, self.claim.identifier

    def hear(self, page: int, slot: Slot, row: Row) -> None:
        """Take in what one event brought."""
        self.rows += 1
        self.count += row.times
        if not self.pages or page > self.pages[-1]:
            self.pages.append(page)
        elif page < self.pages[-1]:
            at = bisect_left(self.pages, page)
            if self.pages[at] != page:
                self.pages.insert(at, page)
        if slot.unit == "dBm" and row.strongest > self.levels.get(slot.reader, SILENT):
            self.levels[slot.reader] = row.strongest

    def forget(self, slot: Slot, row: Row) -> None:
        """Take it away again."""
        self.rows -= 1
        self.count -= row.times
        if slot.unit == "dBm":
            self.stale |= row.strongest >= self.levels.get(slot.reader, SILENT)


@dataclass(slots=True)
class Change:
    """What it comes to that an event brings something else than before."""

    ended: list[Voice] = field(default_factory=list)
    """Voices of which nothing is left."""
    begun: list[Voice] = field(default_factory=list)
    touched: dict[int, Voice] = field(default_factory=dict)
    """All of them and every other that says more or less than before, by identity."""


class Chorus:
    """The bulk evidence of an audit, by event and by thing."""

    def __init__(self, log: BulkLog, says: Callable[[Slot], Claim | None]) -> None:
        """``says`` tells what a tag says wherever it is heard; None for one that says nothing."""
        self._log = log
        self._says = says
        self._stand_of = array("I")
        """By event number where it counts: nowhere is 0."""
        self._stands: list[tuple[Place, ...]] = [()]
        self._numbered: dict[tuple[str, ...], int] = {(): 0}
        self._parts: dict[tuple[int, int], tuple[Voice, ...]] = {}
        """What a tag adds to, by the number of the stand and its own."""
        self._every: dict[tuple[Claim, str], Voice] = {}
        self._about: dict[str, list[Voice]] = {}

    def __contains__(self, key: str) -> bool:
        """Whether bulk reads say anything of a thing."""
        return key in self._about

    def seen(self, key: str) -> bool:
        """Whether bulk reads saw an asset."""
        return any(voice.claim.says is Says.SEEN for voice in self._about.get(key, ()))

    def of(self, key: str) -> list[Claim]:
        """What bulk reads say of a thing, one claim for each place."""
        return [self._sum(voice) for voice in sorted(self._about.get(key, ()), key=lambda voice: voice.order)]

    def _sum(self, voice: Voice) -> Claim:
        if voice.stale:
            self._search(voice)
        levels = [Heard(reader, "dBm", 0, level) for reader, level in sorted(voice.levels.items())]
        heard = (Heard("", "", voice.count, SILENT), *levels)
        return voice.claim._replace(heard=heard, again=Named(lambda: self._names(voice)))

    def _search(self, voice: Voice) -> None:
        """Look for the strongest signals anew."""
        voice.levels, voice.stale = {}, False
        for _number, slot, row in self._spoken(voice):
            if slot.unit == "dBm" and row.strongest > voice.levels.get(slot.reader, SILENT):
                voice.levels[slot.reader] = row.strongest

    def _names(self, voice: Voice) -> list[str]:
        """Hashes of the events that say it, sorted."""
        return sorted(map(self._log.name, {number for number, _slot, _row in self._spoken(voice)}))

    def _spoken(self, voice: Voice) -> Iterator[tuple[int, Slot, Row]]:
        stand_of, stands = self._stand_of, voice.stands
        for page in voice.pages:
            for slot in voice.slots:
                for number, row in self._log.track(page, slot):
                    if number < len(stand_of) and stand_of[number] in stands:
                        yield number, self._log.slots[slot], row

    def says(self, event: str) -> tuple[Claim, ...]:
        """What an event says, as it stands now."""
        number = self._log.number(event)
        if number is None or number >= len(self._stand_of):
            return ()
        stand, found = self._stand_of[number], []
        for row in self._log.rows(number) if stand else ():
            slot = self._log.slots[row.slot]
            heard = (Heard(slot.reader, slot.unit, row.times, row.strongest),)
            found += [each.claim._replace(event=event, heard=heard) for each in self._part(stand, row.slot)]
        return tuple(found)

    def put(self, number: int, places: Sequence[Place]) -> Change:
        """Let an event count at these places, and nowhere else."""
        if number >= len(self._stand_of):
            self._stand_of.frombytes(bytes(self._stand_of.itemsize * (number + 1 - len(self._stand_of))))
        before, after, change = self._stand_of[number], self._stand(places), Change()
        if before != after:
            rows = list(self._log.rows(number))
            self._stand_of[number] = after
            self._drop(before, rows, change)
            self._add(after, rows, self._log.page(number), change)
        return change

    def _drop(self, stand: int, rows: Sequence[Row], change: Change) -> None:
        for row in rows if stand else ():
            for voice in self._part(stand, row.slot):
                voice.forget(self._log.slots[row.slot], row)
                change.touched[id(voice)] = voice
                if not voice.rows:
                    change.ended.append(voice)
                    self._silence(voice)

    def _silence(self, voice: Voice) -> None:
        voice.pages, voice.levels, voice.stale = array("I"), {}, False
        for key in voice.keys:
            self._about[key].remove(voice)
            if not self._about[key]:
                del self._about[key]

    def _add(self, stand: int, rows: Sequence[Row], page: int, change: Change) -> None:
        slots, parts = self._log.slots, self._parts
        for row in rows if stand else ():
            for voice in parts.get((stand, row.slot)) or self._part(stand, row.slot):
                if not voice.rows:
                    change.begun.append(voice)
                    for key in voice.keys:
                        self._about.setdefault(key, []).append(voice)
                voice.hear(page, slots[row.slot], row)
                change.touched[id(voice)] = voice

    def _stand(self, places: Sequence[Place]) -> int:
        name = tuple(map(str, places))
        number = self._numbered.setdefault(name, len(self._stands))
        if number == len(self._stands):
            self._stands.append(tuple(places))
        return number

    def _part(self, stand: int, slot: int) -> tuple[Voice, ...]:
        """The voices that a tag adds to where it is heard."""
        part = self._parts.get((stand, slot))
        if part is None:
            said = self._says(self._log.slots[slot])
            places = {str(place): place for place in self._stands[stand]}
            voices = () if said is None else tuple(self._voice(said, place) for place in places.values())
            for voice in voices:
                voice.slots.add(slot)
                voice.stands.add(stand)
            part = self._parts[stand, slot] = voices
        return part

    def _voice(self, said: Claim, place: Place) -> Voice:
        name = said, str(place)
        voice = self._every.get(name)
        if voice is None:
            voice = self._every[name] = Voice(said, place)
        return voice


class Named:
    """Hashes that are listed when somebody asks for them."""

    def __init__(self, listed: Callable[[], Sequence[str]]) -> None:
        self._listed = listed

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed())
