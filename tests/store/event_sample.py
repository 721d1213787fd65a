"""A small audit to write into, and a clock that tests move by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from assetaudit.model.event import Draft
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.paths import Home
from assetaudit.store.event_log import EventStore


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 8, tzinfo=UTC)
        self.mono = 1_000

    def move(self, seconds: float) -> None:
        """Go on, or back; the monotonic clock only goes on."""
        self.time += timedelta(seconds=seconds)
        self.mono += round(max(0.0, seconds) * 1000)

    def now(self) -> datetime:
        return self.time

    def mono_ms(self) -> int:
        return self.mono

    def boot(self) -> str:
        return "boot"


def frame(name: str = "Hall one", *, blind: bool = False) -> Frame:
    """A frame over two rooms."""
    return Frame(name, (Place.parse("DC1/R1"), Place.parse("DC1/R2")), "ab" * 32, blind=blind)


def store(folder: Path, clock: HandClock | None = None) -> EventStore:
    """The event store of a workspace in a folder."""
    return EventStore(Home.of(folder), clock or HandClock())


def scan(text: str) -> Draft:
    """A scan of a code."""
    return Draft("scan", {"read": {"kind": "code", "reader": "keys://", "text": text}})
