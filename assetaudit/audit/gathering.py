"""Gathers RFID reads into batches of at most a second, in the reader's thread, so that each batch is one event."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from assetaudit.audit.tags import Heard
from assetaudit.model.read import Read

LONGEST = 1.0
"""Seconds of reads in one event at most."""
QUICK = 0.15
"""Seconds of the first batch after a silence: one tag that is held before the reader is answered at once."""


@dataclass(slots=True)
class _Open:
    heard: Heard
    begun: float
    longest: float


class Gathering:
    """Batches by reader; reads are handed in from any thread, batches are taken out by the walk's."""

    def __init__(self, longest: float = LONGEST) -> None:
        self.longest = longest
        """Seconds of a batch; shorter where a person follows a signal."""
        self._lock = threading.Lock()
        self._open: dict[str, _Open] = {}
        self._closed: list[Heard] = []
        self._last: dict[str, float] = {}

    def take(self, read: Read, now: float) -> bool:
        """Count a read that came at ``now`` seconds; whether it begins a batch that somebody has to fetch."""
        with self._lock:
            current = self._open.get(read.reader)
            if current is not None and now - current.begun >= current.longest:
                self._close(read.reader)
                current = None
            begins = current is None
            if current is None:
                current = self._open[read.reader] = _Open(Heard(read.reader), now, self._span(read.reader, now))
            current.heard.add(read)
            self._last[read.reader] = now
            return begins

    def due(self, now: float, *, all_of_it: bool = False) -> list[Heard]:
        """Batches whose time has come, oldest first; every batch where the walk ends."""
        with self._lock:
            for reader, current in list(self._open.items()):
                if all_of_it or now - current.begun >= current.longest:
                    self._close(reader)
            batches, self._closed = self._closed, []
            return batches

    def wait(self, now: float) -> float | None:
        """Seconds until a batch is due; None where nothing is gathered."""
        with self._lock:
            if self._closed:
                return 0.0
            waits = [current.begun + current.longest - now for current in self._open.values()]
            return max(0.0, min(waits)) if waits else None

    @property
    def pending(self) -> bool:
        """Whether there are reads that nobody has fetched."""
        with self._lock:
            return bool(self._open or self._closed)

    def _close(self, reader: str) -> None:
        current = self._open.pop(reader)
        current.heard.lasted_ms = round((self._last[reader] - current.begun) * 1000)
        self._closed.append(current.heard)

    def _span(self, reader: str, now: float) -> float:
        last = self._last.get(reader)
        quiet = last is None or now - last > self.longest
        return min(QUICK, self.longest) if quiet else self.longest
