"""The events of a workspace, wherever it keeps them: a hub may keep them on PostgreSQL."""

from __future__ import annotations

from assetaudit.model.needs import Clock
from assetaudit.paths import Home
from assetaudit.store.event_log import EventStore


def open_events(home: Home, clock: Clock) -> EventStore:
    """The event store of a workspace."""
    if not (home.root / "hub.json").exists():
        return EventStore(home, clock)
    from assetaudit.sync.hub_home import HubHome

    return EventStore(home, clock, database=HubHome(home.root).database())
