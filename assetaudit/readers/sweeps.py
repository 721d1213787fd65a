"""Tags by the second: what one RFID reader heard within a second at most becomes one event, however much that was.

Order is kept: whatever else is read ends the second, so that tags heard before a place label belong to the old place.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from assetaudit.model.needs import Clock
from assetaudit.model.read import Read

SECOND = 1.0
MOST = 20_000
"""Reads after which a second ends early, so that memory stays flat whatever a reader does."""


@dataclass(slots=True)
class _Heard:
    """What one reader has heard since some moment."""

    since: float
    last: float
    reads: list[Read] = field(default_factory=list)


class Sweeps:
    """Reads in, deliveries out: one code alone, or the tags of one reader together."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[str, _Heard] = {}

    def add(self, read: Read, now: float) -> list[list[Read]]:
        """Deliveries that this read, heard at a monotonic second, completes."""
        if read.kind != "tag":
            return [*self.rest(now), [read]]
        heard = self._open.get(read.reader)
        if heard is None:
            heard = self._open[read.reader] = _Heard(now, now)
        heard.reads.append(read)
        heard.last = now
        return [self._end(read.reader, now)] if now - heard.since >= SECOND or len(heard.reads) >= MOST else []

    def over(self, now: float) -> list[list[Read]]:
        """Deliveries whose second is over."""
        return [self._end(reader, now) for reader, heard in [*self._open.items()] if now - heard.since >= SECOND]

    def rest(self, now: float) -> list[list[Read]]:
        """Everything that is still waiting for its second to end."""
        return [self._end(reader, now) for reader in [*self._open]]

    def _end(self, reader: str, now: float) -> list[Read]:
        """The tags of a reader; the first and the last one say when they were heard."""
        heard, wall = self._open.pop(reader), self._clock.now()
        reads = heard.reads
        reads[-1] = replace(reads[-1], at=_ago(wall, now - heard.last))
        reads[0] = replace(reads[0], at=_ago(wall, now - heard.since))
        return reads


def _ago(wall: datetime, seconds: float) -> str:
    return (wall - timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
