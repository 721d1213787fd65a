"""Gathers RFID reads into batches of at most a second, in the reader's thread, so that each batch is one event.

Scans by hand overtake: a batch goes on while they are saved, and is parted afterwards only where one of them turned
out to have changed the place. What acts on all that was seen, such as a close, waits for what was heard before it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from assetaudit.audit.tags import Heard, Stood
from assetaudit.identify.clean import clean
from assetaudit.identify.codes import CONTROL_PREFIXES
from assetaudit.model.read import Read

LONGEST = 1.0
"""Seconds of reads in one event at most."""
QUICK = 0.15
"""Seconds of the first batch after a silence: one tag that is held before the reader is answered at once."""


@dataclass(slots=True)
class _Part:
    """What was heard between two marks."""

    mark: int
    """The mark that comes next."""
    heard: Heard


@dataclass(slots=True, eq=False)
class _Batch:
    begun: float
    longest: float
    parts: list[_Part] = field(default_factory=list)


class Gathering:
    """Batches by reader; reads are handed in from any thread, batches are taken out by the walk's."""

    def __init__(self, longest: float = LONGEST) -> None:
        self.longest = longest
        """Seconds of a batch; shorter where a person follows a signal."""
        self._lock = threading.Lock()
        self._open: dict[str, _Batch] = {}
        self._closed: list[_Batch] = []
        self._last: dict[str, float] = {}
        self._next = 1
        self._settled = 0

    def take(self, read: Read, now: float) -> bool:
        """Count a read that came at ``now`` seconds; whether it begins a batch that somebody has to fetch."""
        with self._lock:
            current = self._open.get(read.reader)
            if current is not None and now - current.begun >= current.longest:
                self._closed.append(self._open.pop(read.reader))
                current = None
            begins = current is None
            if current is None:
                current = self._open[read.reader] = _Batch(now, self._span(read.reader, now))
            parts = current.parts
            if not parts or parts[-1].mark != self._next:
                parts.append(_Part(self._next, Heard(read.reader)))
                parts[-1].heard.begun = now
            heard = parts[-1].heard
            heard.add(read)
            heard.ended = self._last[read.reader] = now
            return begins

    def mark(self) -> int:
        """The number of something handed in now that may change the place; settle them in their order."""
        with self._lock:
            self._next += 1
            return self._next - 1

    def settle(self, mark: int, before: Stood | None = None) -> None:
        """What a mark was made for is done; ``before`` tells where one stood until then, if that has changed."""
        with self._lock:
            self._settled = mark
            for batch in (*self._closed, *self._open.values()) if before is not None else ():
                for part in batch.parts:
                    if part.mark <= mark and part.heard.stood is None:
                        part.heard.stood = before

    def due(self, now: float, *, all_of_it: bool = False) -> list[Heard]:
        """Batches whose time has come, oldest first; every batch where the walk ends."""
        with self._lock:
            for reader, current in list(self._open.items()):
                if all_of_it or now - current.begun >= current.longest:
                    self._closed.append(self._open.pop(reader))
            ready = [batch for batch in self._closed if all_of_it or self._is_ready(batch)]
            self._closed = [batch for batch in self._closed if batch not in ready]
        return [heard for batch in ready for heard in _joined(batch.parts)]

    def before(self, mark: int) -> list[Heard]:
        """What was heard before something was handed in that has to know it, such as the close of a place."""
        with self._lock:
            found = []
            for batch in (*self._closed, *self._open.values()):
                found += _joined([part for part in batch.parts if part.mark <= mark])
                batch.parts = [part for part in batch.parts if part.mark > mark]
            self._closed = [batch for batch in self._closed if batch.parts]
            self._open = {reader: batch for reader, batch in self._open.items() if batch.parts}
            return found

    def wait(self, now: float) -> float | None:
        """Seconds until a batch is due; None where nothing is gathered."""
        with self._lock:
            if any(map(self._is_ready, self._closed)):
                return 0.0
            waits = [current.begun + current.longest - now for current in self._open.values()]
            return max(0.0, min(waits)) if waits else None

    @property
    def pending(self) -> bool:
        """Whether there are reads that nobody has fetched."""
        with self._lock:
            return bool(self._open or self._closed)

    def _is_ready(self, batch: _Batch) -> bool:
        """Whether it is known where one stood all the while."""
        return batch.parts[-1].mark <= self._settled + 1

    def _span(self, reader: str, now: float) -> float:
        last = self._last.get(reader)
        quiet = last is None or now - last > self.longest
        return min(QUICK, self.longest) if quiet else self.longest


def acts(read: Read) -> bool:
    """Whether a read is a control code, which acts on what was seen until then."""
    return clean(read.raw).text.upper().startswith(CONTROL_PREFIXES)


def _joined(parts: list[_Part]) -> list[Heard]:
    """One batch for each place that was stood in."""
    found: list[Heard] = []
    for part in parts:
        if found and found[-1].stood == part.heard.stood:
            found[-1].join(part.heard)
        else:
            found.append(part.heard)
    return found
