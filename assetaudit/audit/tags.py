"""RFID reads of up to one second as one ``bulk`` event: per tag and antenna the count and the signal, no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from assetaudit.model.payload import INTEGER_LIMIT, utf8
from assetaudit.model.place import Place
from assetaudit.model.read import Read


class Slot(NamedTuple):
    """What reads are counted by."""

    epc: str
    tid: str
    antenna: int
    unit: str
    """``dBm`` or ``raw``; empty where the reader tells no signal."""


class Stood(NamedTuple):
    """Where a person stood."""

    at: str | None = None
    """Hash of the place event."""
    place: Place | None = None


@dataclass(slots=True)
class Tally:
    """All reads of one tag at one antenna."""

    count: int = 0
    strongest: int | None = None
    """RSSI in tenths of the reader's unit."""
    total: int = 0

    def join(self, later: Tally) -> None:
        """Add what was counted afterwards."""
        self.count += later.count
        self.total += later.total
        if later.strongest is not None:
            self.strongest = later.strongest if self.strongest is None else max(self.strongest, later.strongest)

    def payload(self, slot: Slot) -> dict[str, Any]:
        """The entry in an event's ``tags``."""
        named = {"epc": slot.epc, "tid": slot.tid, "antenna": slot.antenna, "unit": slot.unit}
        signal = {} if self.strongest is None else {"max": self.strongest, "sum": self.total}
        return {name: value for name, value in named.items() if value} | {"n": self.count} | signal


class Heard:
    """What one reader heard, counted as it comes, so that ten thousand reads take no more room than their tags."""

    def __init__(self, reader: str) -> None:
        self.reader = reader
        self.count = 0
        """Reads so far."""
        self.tallies: dict[Slot, Tally] = {}
        self.first = ""
        """EPC, or TID, of the tag that was read first."""
        self.stood: Stood | None = None
        """Where the person stood meanwhile, where that is another place than the one stood in now."""
        self.begun = self.ended = 0.0
        """Seconds at which the first and the last read came, for readers that do not say when they read."""
        self._times: list[str] = []

    def add(self, read: Read) -> None:
        """Count one read."""
        antenna = read.antenna if read.antenna is not None and 0 < read.antenna < INTEGER_LIMIT else 0
        slot = Slot(read.epc or "", read.tid or "", antenna, read.rssi_unit or "")
        tally = self.tallies.get(slot)
        if tally is None:
            tally = self.tallies[slot] = Tally()
            self.first = self.first or read.raw or slot.tid
        tally.count += 1
        self.count += 1
        if read.rssi is not None and abs(read.rssi) * 10 < INTEGER_LIMIT:  # not for nan or infinity
            tenths = round(read.rssi * 10)
            tally.total += tenths
            tally.strongest = tenths if tally.strongest is None else max(tally.strongest, tenths)
        if read.at:
            self._times[1:] = [read.at]  # the first and the last

    def join(self, later: Heard) -> None:
        """Take in what the same reader heard afterwards."""
        for slot, tally in later.tallies.items():
            known = self.tallies.setdefault(slot, tally)
            if known is not tally:
                known.join(tally)
        self.first = self.first or later.first
        self.count += later.count
        self.ended = later.ended
        self._times[1:] = later._times[-1:] if self._times else later._times

    def payload(self, now_ms: int) -> dict[str, Any]:
        """The event's payload, without the place."""
        span = self._span_ms()
        return {
            "reader": utf8(self.reader),
            "from": now_ms - span,
            "ms": span,
            "tags": [tally.payload(_utf8(slot)) for slot, tally in sorted(self.tallies.items())],
        }

    def tags(self) -> Iterator[tuple[Slot, Tally]]:
        """Each tag with its counts, one entry for every antenna."""
        return iter(self.tallies.items())

    def _span_ms(self) -> int:
        known = sorted(time for text in self._times if (time := _time(text)) is not None)
        return round((known[-1] - known[0]) * 1000) if known else round((self.ended - self.begun) * 1000)


def heard(reads: Sequence[Read]) -> Heard:
    """Reads of one reader, counted."""
    counted = Heard(reads[0].reader)
    for read in reads:
        counted.add(read)
    return counted


def _utf8(slot: Slot) -> Slot:
    return Slot(utf8(slot.epc), utf8(slot.tid), slot.antenna, utf8(slot.unit))


def _time(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
