"""How fast a person walks, from their own scans in this walk: time used, and time that what is left will take."""

from __future__ import annotations

PAUSE_MS = 180_000
"""A gap longer than this is a break, and no walking."""
FEWEST = 8
"""Things seen before a pace is told at all."""


class Pace:
    """Counts what was seen, and the time between."""

    def __init__(self) -> None:
        self.used_ms = 0
        self._seen = 0
        self._last: int | None = None

    def note(self, now_ms: int, *, seen: bool) -> None:
        """Something was done; ``seen`` where a thing was scanned or picked."""
        if self._last is not None and 0 <= now_ms - self._last <= PAUSE_MS:
            self.used_ms += now_ms - self._last
        self._last = now_ms
        self._seen += seen

    def left_ms(self, things: int) -> int | None:
        """What so many things will take at this pace; None until there is one."""
        if self._seen < FEWEST or not self.used_ms:
            return None
        return things * self.used_ms // self._seen


def spoken(milliseconds: int) -> str:
    """``45 min`` or ``1 h 50``; ``0 min`` for less than one."""
    minutes = milliseconds // 60_000
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02}"
