"""The events of a workspace, wherever it keeps them: a hub may keep them on PostgreSQL, and others may look there."""

from __future__ import annotations

import platform

from assetaudit.model.needs import Clock
from assetaudit.paths import Home, replacing
from assetaudit.store.event_log import EventStore

_VIEW = "views.txt"
"""Holds the URL of a hub's database that the workspace looks at; it may hold a password: for its owner only."""


def open_events(home: Home, clock: Clock) -> EventStore:
    """The event store of a workspace."""
    return EventStore(home, clock, database=_database(home), laptops=lambda: laptops(home))


def _database(home: Home) -> str:
    """Where the events lie; empty for the workspace's own file."""
    if (view := home.root / _VIEW).exists():
        return view.read_text("utf-8").strip()
    if not (home.root / "hub.json").exists():
        return ""
    from assetaudit.sync.hub_home import HubHome

    return HubHome(home.root).database()


def laptops(home: Home) -> dict[str, str]:
    """What devices are called, by their ids: as this workspace or its hub calls them, or else as they do themselves."""
    from assetaudit.store.event_device import known_device
    from assetaudit.sync.trust import Trust

    own = {known_device(home): platform.node()}
    return own | {peer.device: peer.name for peer in Trust(home.root / "peers.json").peers().values() if peer.name}


def is_view(home: Home) -> bool:
    """Whether the workspace looks at a hub's database by a reader's login."""
    return (home.root / _VIEW).exists()


def view(home: Home, clock: Clock, database: str) -> EventStore:
    """Make the workspace a view of a hub's database, by a reader's login; StoreError where it lets nobody in."""
    events = EventStore(home, clock, database=database)
    with replacing(home.root / _VIEW) as file:
        file.write(database.encode() + b"\n")
    return events
