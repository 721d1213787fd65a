"""What readers are called, and how fast they read: counted in their threads, asked for once a second by the screen."""

from __future__ import annotations

import threading
from collections import Counter


def reader_name(address: str) -> str:
    """What people call a reader: ``serial ttyACM0`` for ``serial:///dev/ttyACM0?baud=115200``."""
    scheme, _, rest = address.partition("://")
    name = rest.partition("?")[0].rstrip("/").rpartition("/")[2]
    return f"{scheme} {name}".strip()


class Rates:
    """Reads since the last question, by reader."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def note(self, reader: str) -> None:
        """One more read; from any thread."""
        with self._lock:
            self._counts[reader] += 1

    def per_second(self) -> dict[str, int]:
        """Reads since this was asked last, which is a second ago."""
        with self._lock:
            counts, self._counts = dict(self._counts), Counter()
        return counts
