"""The machine's clock, for those who are handed one."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """The Clock protocol over the operating system."""

    def now(self) -> datetime:
        """UTC, aware."""
        return datetime.fromtimestamp(time.time(), UTC)

    def mono_ms(self) -> int:
        """Milliseconds since some fixed moment of this boot."""
        return time.monotonic_ns() // 1_000_000

    def boot(self) -> str:
        """An id of this boot; empty where the system tells none."""
        return self._boot

    @cached_property
    def _boot(self) -> str:
        try:
            return _BOOT_ID.read_text("ascii").strip()
        except OSError:
            return ""
