"""A hub's workspace whose events lie on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from assetaudit.paths import Home
from assetaudit.sync.bundle import Damage, pieces_in
from assetaudit.sync.hub_home import HubHome
from assetaudit.sync.station import Station
from assetaudit.sync.trust import TRUSTED, Peer
from tests.store.event_sample import HandClock
from tests.sync.laptop import Laptop


class PostgresHub:
    """A hub's workspace over a database."""

    def __init__(self, folder: Path, database: str) -> None:
        self.home = Home.of(folder).make()
        HubHome(self.home.root).begin("http://hub.test", database)
        self.station = Station(self.home, HandClock())

    def trust(self, *laptops: Laptop) -> None:
        for laptop in laptops:
            self.station.trust.set(Peer(laptop.station.key.public, TRUSTED, laptop.name))

    def take(self, bundle: bytes) -> int:
        pieces = [piece for piece in pieces_in(bundle) if not isinstance(piece, Damage)]
        return sum(self.station.take(piece).new for piece in pieces)

    def lines(self, audit: str) -> list[bytes]:
        return list(self.station.events.export(audit))
