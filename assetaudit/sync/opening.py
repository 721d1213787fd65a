"""The events of a workspace, wherever it keeps them: a hub may keep them on PostgreSQL, and others may look there."""

from __future__ import annotations

from assetaudit.model.needs import Clock
from assetaudit.paths import Home, replacing
from assetaudit.store.event_log import EventStore

_VIEW = "views.txt"
"""Holds the URL of a hub's database that the workspace looks at; it may hold a password: for its owner only."""


def open_events(home: Home, clock: Clock) -> EventStore:
    """The event store of a workspace."""
    if (view := home.root / _VIEW).exists():
        return EventStore(home, clock, database=view.read_text("utf-8").strip())
    if not (home.root / "hub.json").exists():
        return EventStore(home, clock)
    from assetaudit.sync.hub_home import HubHome

    return EventStore(home, clock, database=HubHome(home.root).database())


def is_view(home: Home) -> bool:
    """Whether the workspace looks at a hub's database by a reader's login."""
    return (home.root / _VIEW).exists()


def view(home: Home, clock: Clock, database: str) -> EventStore:
    """Make the workspace a view of a hub's database, by a reader's login; StoreError where it lets nobody in."""
    events = EventStore(home, clock, database=database)
    with replacing(home.root / _VIEW) as file:
        file.write(database.encode() + b"\n")
    return events
