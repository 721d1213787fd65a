"""Readers that a tag is held to: they repeat it as long as it lies there, which is one read."""

from __future__ import annotations

from assetaudit.readers import settings

AGAIN = settings.whole("again", 0, 60_000, "milliseconds")
"""How long a tag must have been away before it is read again."""
USUAL = 1000
_MOST = 64


class Touch:
    """Which tags lie on the reader."""

    def __init__(self, again_ms: int) -> None:
        self._away = again_ms / 1000
        self._seen: dict[str, float] = {}

    def fresh(self, number: str, now: float) -> bool:
        """Whether this tag was put there just now."""
        last = self._seen.pop(number, None)
        self._seen[number] = now
        if len(self._seen) > _MOST:
            del self._seen[next(iter(self._seen))]
        return last is None or now - last >= self._away

    def clear(self) -> None:
        """Whatever is read next was put there just now."""
        self._seen.clear()
