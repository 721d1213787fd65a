"""A hub and laptops as processes, killed and copied on a bad network; afterwards every scan is accounted for."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from assetaudit.paths import Home
from assetaudit.store.event_log import EventStore
from assetaudit.sync.enrolling import enrol
from assetaudit.sync.hub_home import HubHome, Joining
from assetaudit.sync.hub_link import load_enrolled, save_enrolled
from assetaudit.sync.keys import device_key
from assetaudit.sync.opening import open_events
from tests.store.event_sample import HandClock
from tests.sync.fault_proxy import FAULTS, FaultProxy
from tests.sync.laptop import Laptop
from tests.sync.nursery import Nursery, met
from tests.sync.postgres import Server, binaries
from tests.sync.running_hub import free_port

LONG = bool(os.environ.get("ASSETAUDIT_LONG_TESTS"))
PROGRAMS = binaries()
NAMES = ("anna", "ben", "cleo")
CLONE = "clone"


@dataclass(frozen=True, slots=True)
class Account:
    """What became of every scan."""

    attempted: int
    acknowledged: int
    lost: int
    """Acknowledged to a person, and not at the hub."""
    unexpected: int
    """At the hub, and never attempted, or there twice."""
    recovered: int
    """At the hub, although the laptop died before it could say so."""


class Chaos:
    """A hub, laptops around it, and what befalls them."""

    HOST = "127.0.0.1"

    def __init__(self, folder: Path, server: Server | None = None, *, by_number: bool = False) -> None:
        self.happened: Counter[str] = Counter()
        self._folder = folder
        self._server = server
        self._by_number = by_number
        self._chance = random.Random(7)
        self._port = free_port()
        self._nursery = Nursery()
        self._hub = self._begin_hub()
        self._way = self._begin_way()
        self._audit = self._enrol()
        self._living: dict[str, int] = {}

    def run(self, seconds: float) -> None:
        """Let them work for so long, and kill whoever chance names; half-way one of them is copied."""
        for name in NAMES:
            self._bear(name)
        start = time.monotonic()
        while (passed := time.monotonic() - start) < seconds:
            time.sleep(self._chance.uniform(0.1, 0.4))
            if CLONE not in self._living and passed > seconds / 3:
                self._clone(NAMES[0])
            self._mishap()

    def end(self) -> None:
        """Nothing runs any more."""
        for name in list(self._living):
            self._kill(name)
        self._end_way()
        self._kill_hub()
        self._nursery.end()

    def _begin_way(self) -> str:
        """The address at which laptops find the hub while it is stormy."""
        self._proxy = FaultProxy(self._port, seed=7)
        self._proxy.begin()
        return f"http://127.0.0.1:{self._proxy.port}"

    def _end_way(self) -> None:
        self._proxy.end()
        self.happened.update(self._proxy.happened)

    def heal(self) -> None:
        """The network is well again, and everybody meets the hub."""
        for name in self._living:
            self._kill(name)
        laptops = [Laptop(self._folder / name, name) for name in self._living]
        for _round in range(2):
            for laptop in laptops:
                self._point(laptop, self._address)
                assert met(laptop) == "exchanged"
        self.held = [laptop.lines(self._audit) for laptop in laptops]
        self.troubles = [trouble for laptop in laptops for trouble in laptop.events.verify(self._audit)]
        for laptop in laptops:
            laptop.shut()
        self._living.clear()

    def account(self) -> Account:
        """Every scan, once the hub is at rest."""
        lines = (self._folder / "journal").read_text("ascii").splitlines()
        words = [line.split() for line in lines]
        attempted = {text for what, text in words if what == "attempted"}
        acknowledged = {text for what, text in words if what == "acknowledged"}
        self.happened.update(what for what, text in words if text == "-")
        events = self._events()
        self.lines = list(events.export(self._audit))
        self.remarks = events.ends(self._audit).remarks
        events.close()
        bodies = [json.loads(line) for line in self.lines]
        stored = [body["d"]["read"]["text"] for body in bodies if body["k"] == "scan"]
        there = set(stored)
        doubled = len(stored) - len(there)
        return Account(
            len(attempted),
            len(acknowledged),
            len(acknowledged - there),
            len(there - attempted) + doubled,
            len(there - acknowledged),
        )

    def _events(self) -> EventStore:
        return open_events(Home.of(self._folder / "hub"), HandClock())

    @property
    def _address(self) -> str:
        return f"http://{self.HOST}:{self._port}"

    def _begin_hub(self) -> int:
        home = HubHome(Home.of(self._folder / "hub").make().root)
        home.begin(self._address, self._server.database() if self._server else "")
        return self._bear_hub()

    def _bear_hub(self) -> int:
        number = self._nursery.bear(**self._hub_wish())
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                httpx.get(f"{self._address}/v1/about", timeout=1)
            except httpx.HTTPError:
                time.sleep(0.02)
            else:
                return number
        raise AssertionError("the hub does not answer")

    def _hub_wish(self) -> dict[str, Any]:
        return {"role": "hub", "folder": str(self._folder / "hub"), "by_number": self._by_number}

    def _enrol(self) -> str:
        hub = HubHome(self._folder / "hub")
        key = device_key(self._folder / "hub" / "device.key").public
        laptops = [Laptop(self._folder / name, name) for name in NAMES]
        for laptop in laptops:
            enrol(laptop.station, str(Joining(hub.url(), hub.invite(laptop.name), key, "")))
        audit = laptops[0].audit()
        for laptop in laptops:
            assert met(laptop) == "exchanged"
            self._point(laptop, self._way)
            laptop.shut()
        return audit

    @staticmethod
    def _point(laptop: Laptop, url: str) -> None:
        file = laptop.station.hub_file
        save_enrolled(file, replace(load_enrolled(file), url=url))

    def _bear(self, name: str) -> None:
        self._living[name] = self._nursery.bear(**self._laptop_wish(name))

    def _laptop_wish(self, name: str) -> dict[str, Any]:
        folder, journal = str(self._folder / name), str(self._folder / "journal")
        return {"role": "laptop", "folder": folder, "audit": self._audit, "name": name, "journal": journal}

    def _kill(self, name: str) -> None:
        assert self._nursery.kill(self._living[name]) == 9, f"{name} had ended of its own"
        self.happened["laptop killed"] += 1

    def _kill_hub(self) -> None:
        assert self._nursery.kill(self._hub) == 9, "the hub had ended of its own"

    def _mishap(self) -> None:
        what = self._chance.random()
        if what < 0.2:
            self._kill_hub()
            self.happened["hub killed"] += 1
            self._hub = self._bear_hub()
        elif what < 0.3 and self._server is not None:
            self._server.crash()
            self.happened["database crashed"] += 1
            self._server.start()
        else:
            name = self._chance.choice(list(self._living))
            self._kill(name)
            self._bear(name)

    def _clone(self, name: str) -> None:
        self._kill(name)
        shutil.copytree(self._folder / name, self._folder / CLONE)
        self.happened["cloned"] += 1
        self._bear(CLONE)
        self._bear(name)


def survived(chaos: Chaos, seconds: float) -> Account:
    try:
        chaos.run(seconds)
        chaos.heal()
    finally:
        chaos.end()
    account = chaos.account()
    print(account, dict(chaos.happened))
    return account


def judged(chaos: Chaos, account: Account, faults: Sequence[str] = FAULTS) -> None:
    assert (account.lost, account.unexpected) == (0, 0)
    assert account.acknowledged > 100
    assert any("(numbers used twice: " in text for text in chaos.remarks)
    assert chaos.troubles == []
    assert all(sorted(lines) == sorted(chaos.lines) for lines in chaos.held)
    wanted = {"laptop killed", "hub killed", "cloned", "exchanged", "interrupted", *faults}
    assert wanted <= set(chaos.happened) or not LONG, wanted - set(chaos.happened)
