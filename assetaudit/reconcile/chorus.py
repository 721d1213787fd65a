"""Bulk evidence in sums: per asset and place what all seconds come to, so that one more costs only what it brings.

What each event brought is kept in short, so that it can be taken away again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assetaudit.model.finding import Basis
from assetaudit.model.place import Place
from assetaudit.reconcile.claims import Claim, Heard, Says, Strength

SILENT = -(2**62)
"""Stands for a signal that is not comparable."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one event brought, one row for each asset and place."""

    reader: str
    places: tuple[Place, ...]
    keys: tuple[str, ...]
    spots: array[int]
    counts: array[int]
    strongest: array[int]

    def rows(self) -> Iterator[tuple[str, Place, int, int]]:
        """Asset, place, reads, and the strongest in tenths of dBm or ``SILENT``."""
        for key, spot, count, strongest in zip(self.keys, self.spots, self.counts, self.strongest, strict=True):
            yield key, self.places[spot], count, strongest

    def claims(self, event: str) -> Iterator[Claim]:
        """The same in full."""
        for key, place, count, strongest in self.rows():
            unit = "" if strongest == SILENT else "dBm"
            yield _claim(key, event, place, (Heard(self.reader, unit, count, strongest),))


def parted(claims: Sequence[Claim]) -> tuple[Share | None, tuple[Claim, ...]]:
    """What bulk reads saw of assets, and everything else that an event says."""
    rows: dict[tuple[str, int], list[int]] = {}
    numbers: dict[str, int] = {}
    places: list[Place] = []
    rest: list[Claim] = []
    reader = ""
    for claim in claims:
        place = claim.place
        if not claim.heard or claim.says is not Says.SEEN or place is None:
            rest.append(claim)
            continue
        number = numbers.setdefault(str(place), len(numbers))
        if number == len(places):
            places.append(place)
        row = rows.setdefault((claim.assets[0], number), [0, SILENT])
        for heard in claim.heard:
            reader = heard.reader
            row[0] += heard.count
            row[1] = max(row[1], heard.strongest if heard.unit == "dBm" else SILENT)
    if not rows:
        return None, tuple(rest)
    keys, spots = zip(*rows, strict=True)
    counts, strongest = zip(*rows.values(), strict=True)
    return Share(reader, tuple(places), keys, array("l", spots), array("q", counts), array("q", strongest)), tuple(rest)


class Voice:
    """All bulk reads of one asset at one place."""

    __slots__ = ("_count", "_levels", "events", "key", "place")

    def __init__(self, key: str, place: Place) -> None:
        self.key, self.place = key, place
        self.events: list[str] = []
        """Hashes, sorted."""
        self._count = 0
        self._levels: dict[str, dict[int, int]] = {}
        """By reader, how many seconds had which signal as their strongest: the next one takes over where one goes."""

    def add(self, event: str, reader: str, count: int, strongest: int) -> None:
        """Take in what one event brought."""
        insort(self.events, event)
        self._count += count
        if strongest != SILENT:
            levels = self._levels.setdefault(reader, {})
            levels[strongest] = levels.get(strongest, 0) + 1

    def drop(self, event: str, reader: str, count: int, strongest: int) -> None:
        """Take it away again."""
        del self.events[bisect_left(self.events, event)]
        self._count -= count
        if strongest == SILENT:
            return
        levels = self._levels[reader]
        levels[strongest] -= 1
        if not levels[strongest]:
            del levels[strongest]
        if not levels:
            del self._levels[reader]

    def claim(self) -> Claim:
        """What they come to."""
        heard = [Heard(reader, "dBm", 0, max(levels)) for reader, levels in self._levels.items()]
        first, *again = self.events
        return _claim(self.key, first, self.place, (Heard("", "", self._count, SILENT), *heard), tuple(again))


class Chorus:
    """The bulk evidence of an audit, by event and by asset."""

    def __init__(self) -> None:
        self._shares: dict[str, Share] = {}
        self._voices: dict[str, dict[str, Voice]] = {}

    def __contains__(self, key: str) -> bool:
        """Whether bulk reads saw an asset."""
        return key in self._voices

    def of(self, key: str) -> Iterable[Claim]:
        """What bulk reads say of an asset, one claim for each place."""
        voices = self._voices.get(key)
        return () if voices is None else [voices[place].claim() for place in sorted(voices)]

    def share(self, event: str) -> Share | None:
        """What an event brought."""
        return self._shares.get(event)

    def put(self, event: str, share: Share) -> list[Voice]:
        """Take in what an event brings; the voices that are new with it."""
        self._shares[event] = share
        new = []
        for key, place, count, strongest in share.rows():
            voices = self._voices.setdefault(key, {})
            voice = voices.get(str(place))
            if voice is None:
                voice = voices[str(place)] = Voice(key, place)
                new.append(voice)
            voice.add(event, share.reader, count, strongest)
        return new

    def drop(self, event: str) -> list[Voice]:
        """Take away what an event brought; the voices of which nothing is left."""
        share, gone = self._shares.pop(event), []
        for key, place, count, strongest in share.rows():
            voices = self._voices[key]
            voice = voices[str(place)]
            voice.drop(event, share.reader, count, strongest)
            if not voice.events:
                gone.append(voices.pop(str(place)))
                if not voices:
                    del self._voices[key]
        return gone


def _claim(key: str, event: str, place: Place, heard: tuple[Heard, ...], again: tuple[str, ...] = ()) -> Claim:
    return Claim(Says.SEEN, event, place, Basis.RFID, Strength.BULK, (key,), heard=heard, again=again)
