"""When this workspace last met others, and what went over: for people to look at; nothing rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
from filelock import FileLock

from assetaudit.paths import replacing

SYNCED = "synced"
TOOK = "took a bundle"
WROTE = "wrote a bundle"


@dataclass(frozen=True, slots=True)
class Meeting:
    """The last time that one key was met in one way."""

    key: str
    """Public key of the other side; this device's own for a bundle that was written."""
    way: str
    """``synced``, ``took a bundle`` or ``wrote a bundle``."""
    at: int
    """Milliseconds since 1970 UTC, by this device's clock."""
    told: str = ""
    """What went over, in a sentence."""


class Meetings:
    """The file of meetings of a workspace; one that cannot be read is begun anew."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = FileLock(file.with_suffix(".lock"))

    def listed(self) -> list[Meeting]:
        """Every meeting, the latest first."""
        try:
            found = msgspec.json.decode(self._file.read_bytes(), type=list[Meeting])
        except (OSError, msgspec.DecodeError):
            return []
        return sorted(found, key=lambda meeting: -meeting.at)

    def note(self, new: Meeting) -> None:
        """Write one down; it takes the place of the last with this key, of this way."""
        with self._lock:
            others = [one for one in self.listed() if (one.key, one.way) != (new.key, new.way)]
            with replacing(self._file) as file:
                file.write(msgspec.json.encode([new, *others]))
