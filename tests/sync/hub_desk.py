"""A hub in the tests' own process with laptops enrolled: exchanges, purges, backups, restores, and days that pass."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assetaudit.model.event import Draft
from assetaudit.paths import Home
from assetaudit.sync import hub_link
from assetaudit.sync.enrolling import enrol
from assetaudit.sync.exchange import Exchanged, exchange
from assetaudit.sync.holding import Holding
from assetaudit.sync.hub_home import HubHome, Joining
from assetaudit.sync.hub_link import HubLink, load_enrolled
from assetaudit.sync.purging import ask_hub, let_go, look, purge, spare
from assetaudit.sync.station import Station
from tests.store.event_sample import HandClock, scan
from tests.sync.desk import in_process
from tests.sync.laptop import Laptop

DAY = 86_400.0
CLOSING = Draft("audit.close", {"reason": "", "tips": {}})


class HubDesk:
    """A hub, and the laptops that belong to it."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, *, horizon: int = 0) -> None:
        self.folder = folder
        self.clock = HandClock()
        self._patch = patch
        self.open()
        self.home.begin("http://hub.invalid")
        if horizon:
            self.home.set_horizon(horizon)

    def open(self) -> None:
        """Start the hub."""
        self.station = Station(Home.of(self.folder / "hub").make(), self.clock)
        self.home = HubHome(self.folder / "hub")
        self._patch.setattr(hub_link, "_client", self._client)

    def _client(self, enrolled: hub_link.Enrolled, *_wishes: object) -> object:
        headers = {"authorization": f"Bearer {enrolled.given}"}
        return in_process(self.station, self.home, self.clock)(base_url=enrolled.url, headers=headers)

    def laptop(self, name: str) -> Laptop:
        """A laptop that is enrolled."""
        laptop = Laptop(self.folder / name, name)
        laptop.clock.time = self.clock.time
        enrol(laptop.station, str(Joining(self.home.url(), self.home.invite(name), self.station.key.public, "")))
        return laptop

    def sync(self, laptop: Laptop) -> Exchanged:
        """One exchange."""
        laptop.clock.time = self.clock.time
        with self.link(laptop) as link:
            return exchange(laptop.station, link, lambda _way, _at, _of: None)

    def link(self, laptop: Laptop) -> HubLink:
        """A connection of a laptop."""
        return HubLink(load_enrolled(laptop.station.hub_file))

    def holding(self, laptop: Laptop) -> Holding:
        """What the hub says to a laptop now."""
        laptop.clock.time = self.clock.time
        with self.link(laptop) as link:
            return ask_hub(laptop.station, link, look=True)

    def purge(self, laptop: Laptop) -> int:
        """Purge what may be; returns how many audits were."""
        holding = self.holding(laptop)
        ready = [audit for audit in look(laptop.station, holding) if not audit.refusal]
        for audit in ready:
            purge(laptop.station, holding, audit)
        let_go(laptop.station, spare(laptop.station, holding))
        return len(ready)

    def back_up(self, folder: Path) -> None:
        """Copy the hub, as a backup does."""
        self.station.events.close()
        shutil.copytree(self.folder / "hub", folder)
        self.open()

    def restore(self, folder: Path) -> None:
        """The hub's disk breaks, and a backup takes its place."""
        self.station.events.close()
        shutil.rmtree(self.folder / "hub")
        shutil.copytree(folder, self.folder / "hub")
        self.open()

    def shut(self) -> None:
        """End the hub."""
        self.station.events.close()


def audited(laptop: Laptop, name: str, *codes: str) -> str:
    """An audit that was walked and closed."""
    audit = laptop.audit(name)
    laptop.write(audit, *(scan(code) for code in codes), CLOSING)
    return audit
