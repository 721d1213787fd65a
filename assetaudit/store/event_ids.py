"""Ids that sort by the time they were made (UUIDv7, RFC 9562), from a clock that is passed in."""

from __future__ import annotations

import secrets
import threading
import uuid
from datetime import UTC, datetime

from assetaudit.model.needs import Clock

_SEQUENCE_BITS = 12
_RANDOM_BITS = 62


class IdMaker:
    """Makes UUIDv7s that grow within this process even where the clock stands still or goes back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._lock = threading.Lock()

    def new(self) -> str:
        """A new id in its usual text form."""
        with self._lock:
            stamp = wall_ms(self._clock) << _SEQUENCE_BITS
            self._last = max(stamp, self._last + 1)
            stamp = self._last
        high = (stamp >> _SEQUENCE_BITS) << 16 | 0x7000 | stamp & 0xFFF
        low = 0b10 << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        return str(uuid.UUID(int=high << 64 | low))


def wall_ms(clock: Clock) -> int:
    """Milliseconds since 1970 UTC, never below zero."""
    return max(0, round(clock.now().timestamp() * 1000))


def moment_of(wall: int) -> str:
    """A moment in milliseconds since 1970 to the minute, as people read it: ``2026-11-24 19:17 UTC``."""
    return f"{datetime.fromtimestamp(wall / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def day_of(wall: int) -> str:
    """The day of a moment in milliseconds since 1970, in UTC."""
    return datetime.fromtimestamp(wall / 1000, UTC).date().isoformat()
