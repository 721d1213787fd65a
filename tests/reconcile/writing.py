"""Writes real, hash-chained events for tests of the engine: several logs, one counted clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from assetaudit.model.event import Draft, Event
from assetaudit.model.read import Read
from assetaudit.store.event_chain import Chain


class CountedClock:
    """Every look at it is one second later."""

    def __init__(self) -> None:
        self.seconds = 0

    def now(self) -> datetime:
        self.seconds += 1
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def mono_ms(self) -> int:
        return self.seconds * 1000

    def boot(self) -> str:
        return "boot"


class Writer:
    """The logs of one audit in a test, and all events in the order in which they were written."""

    def __init__(self) -> None:
        self.clock = CountedClock()
        self.events: list[Event] = []
        self._chains: dict[str, Chain] = {}

    def write(self, k: str, user: str = "ana", sup: Sequence[str] = (), **d: Any) -> Event:
        """Append one event to a person's log; payload keys that are None are left out, ``at_`` is ``at``."""
        chain = self._chains.get(user) or Chain(1, f"log-{user}", "audit")
        payload = {name.rstrip("_"): value for name, value in d.items() if value is not None}
        self._chains[user], event, _row = chain.link(Draft(k, payload, tuple(sup)), user=user, clock=self.clock)
        self.events.append(event)
        return event

    def scan(self, text: str, at: Event | None, user: str = "ana", **more: Any) -> Event:
        """One code read under a place event."""
        read = Read(reader="keys://", text=text).to_dict()
        return self.write("scan", user, read=read, at=at.hash if at else None, **more)

    def place(self, text: str, user: str = "ana", sup: Sequence[str] = (), side: str | None = None) -> Event:
        """Somebody goes to a place."""
        return self.write("place", user, sup, place=text, side=side, by="typed")

    def close(self, *places: str, user: str = "ana", side: str | None = None) -> Event:
        """Somebody confirms that places were seen whole."""
        covers = [{"place": place} | ({"side": side} if side else {}) for place in places]
        return self.write("sweep", user, state="closed", covers=covers)

    def void(self, *events: Event, user: str = "ana") -> Event:
        """Somebody takes events back."""
        return self.write("void", user, [event.hash for event in events])
