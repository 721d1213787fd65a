"""A reader on trial: what arrives, told line by line as it comes, and how fast. Pure; time is passed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assetaudit.identify.clean import printable
from assetaudit.identify.show import identification_lines
from assetaudit.model.needs import Identify
from assetaudit.model.read import Read

EVERY = 1.0
"""Seconds between two tellings of a rate."""
MOST_TAGS = 100_000
"""Different tags that are told one by one; the rest are counted."""


class Trial:
    """Tells each code as it comes, each tag when it is new, and the rate of tags once a second."""

    def __init__(self, identify: Identify, start: float) -> None:
        self._identify = identify
        self._start = start
        self._tags: Counter[str] = Counter()
        self._codes = 0
        self._others = 0
        self._second = start
        self._in_second = 0
        self._last = start

    def take(self, read: Read, now: float) -> Iterator[str]:
        """Lines about one read."""
        self._last = now
        yield from self.tick(now)
        since = f"{now - self._start:8.2f} s  "
        if read.kind == "tag":
            yield from self._tag(read, since)
            return
        self._codes += read.kind == "code"
        self._others += read.kind != "code"
        yield f"{since}{read.kind:<8} {read.symbology or '':<3}  {printable(read.raw)}{_noted(read)}"
        if read.kind == "code":
            yield f"            hex      {_hex(read)}"
            yield from (f"            {line}" for line in identification_lines(self._identify(read)))

    def tick(self, now: float) -> Iterator[str]:
        """A line about the rate of tags, where a second has passed."""
        if now - self._second < EVERY:
            return
        if self._in_second:
            rate = self._in_second / (now - self._second)
            yield f"{now - self._start:8.2f} s  {rate:.0f} tag reads/s, {len(self._tags)} different tags so far"
        self._second, self._in_second = now, 0

    def summary(self, now: float) -> list[str]:
        """What came in all."""
        seconds = max(now - self._start, 0.001)
        reads = self._tags.total()
        lines = [f"{_count(self._codes, 'code')} and {_count(reads, 'tag read')} in {seconds:.1f} s."]
        if reads:
            most, times = self._tags.most_common(1)[0]
            told = f"{_count(len(self._tags), 'different tag')}, {reads / seconds:.0f} reads/s; most often "
            lines.append(f"{told}{most} ({_count(times, 'time')}).")
        if not self._codes and not reads and not self._others:
            lines.append("Nothing arrived. Is the address right, the protocol, the speed (baud=), the device on?")
        return lines

    def _tag(self, read: Read, since: str) -> Iterator[str]:
        self._in_second += 1
        name = read.epc or read.tid or read.raw
        known = name in self._tags
        if known or len(self._tags) < MOST_TAGS:
            self._tags[name] += 1
        if known:
            return
        unit = f" {read.rssi_unit}" if read.rssi_unit == "dBm" else " (the reader's own scale)"
        parts = [f"TID {read.tid}" if read.tid and read.tid != name else ""]
        parts += [f"RSSI {read.rssi:g}{unit}" if read.rssi is not None else ""]
        parts += [f"antenna {read.antenna}" if read.antenna is not None else ""]
        yield f"{since}tag      {'  '.join([printable(name), *(part for part in parts if part)])}{_noted(read)}"
        yield from (f"            {line}" for line in identification_lines(self._identify(read)))


def _noted(read: Read) -> str:
    return f"  ({printable(read.note)})" if read.note else ""


def _hex(read: Read) -> str:
    data = bytes.fromhex(read.hex) if read.hex else read.raw.encode("utf-8", "surrogateescape")
    shown = data[:64].hex(" ").upper()
    return shown + (f" ... ({len(data)} bytes)" if len(data) > 64 else "")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
