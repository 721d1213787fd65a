"""The sync screen: where a workspace stands, bundles written and taken by hand, a hub met and missed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from textual.widgets import Input

from assetaudit.model.place import Place
from assetaudit.paths import Home
from assetaudit.sync.enrolling import enrol
from assetaudit.sync.hub_home import HubHome, Joining
from assetaudit.sync.hub_link import load_enrolled, save_enrolled
from assetaudit.sync.station import Station
from assetaudit.ui.app import AuditApp
from tests.sync.desk import in_process
from tests.sync.laptop import Laptop
from tests.ui.desk import Desk
from tests.ui.pressing import Person


async def at_sync(person: Person) -> None:
    await person.settle()
    await person.press("y")
    await person.settle()


async def name(person: Person, key: str, file: Path) -> None:
    """Press a key, and say which file."""
    await person.press(key)
    await person.pilot.pause()
    person.app.screen.query_one(Input).value = str(file)
    await person.press("enter")
    await person.settle()


async def test_a_bundle_goes_over_and_is_held_back_until_the_device_is_known(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other")
    file = tmp_path / "to-go.aab"
    app = AuditApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        await at_sync(person)
        assert "No other device was met yet" in person.shown()
        assert "none yet" in person.shown()
        await person.press("w")
        await person.pilot.pause()
        proposed = Path(person.app.screen.query_one(Input).value).name
        own = "-".join(Laptop(desk.home, "desk").station.status().to_dict()["fingerprint"].split()[:2])
        assert proposed == f"assetaudit-{own}.aab"
        await person.press("escape")
        await name(person, "w", file)
        assert "pieces" in person.line("#progress-text")
    app = AuditApp(other)
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        await at_sync(person)
        await name(person, "t", file)
        assert "assetaudit sync trust" in person.line("#progress-text")
        assert "Held back" in person.line("#about")
        Laptop(other.home, "other").station.decide(Laptop(desk.home, "desk").station.key.public, "trusted", "ana")
        await name(person, "t", file)
        assert "new events" in person.line("#progress-text")
        assert "trusted" in person.shown()
    assert [info.name for info in other.store.audits()] == ["Q4"]


async def test_a_stick_that_is_not_there_is_told(desk: Desk, tmp_path: Path) -> None:
    app = AuditApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        person = Person(app, pilot)
        await at_sync(person)
        for key in ("t", "w"):
            await name(person, key, tmp_path / "absent" / "x.aab")
            assert "nothing is lost" in person.line("#progress-text")
        torn = tmp_path / "torn.aab"
        torn.write_bytes(b"AASEG1\nxx")
        await name(person, "t", torn)
        assert "cannot be used" in person.line("#progress-text")


async def test_a_hub_is_met_and_missed(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub, home = Laptop(tmp_path / "hub", "hub"), HubHome(tmp_path / "hub")
    home.begin("http://hub.test")
    real: Any = httpx.Client
    monkeypatch.setattr(httpx, "Client", in_process(Station(Home.of(hub.folder), hub.clock), home, hub.clock))
    station = Station(Home.of(desk.home), desk.clock, desk.store)
    code = str(Joining("http://hub.test", home.invite("desk"), hub.station.key.public, ""))
    await asyncio.to_thread(enrol, station, code)
    app = AuditApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        await at_sync(person)
        assert "http://hub.test" in person.line("#about")
        await person.press("s")
        await person.settle()
        assert "Sent 1, received 0" in person.line("#progress-text")
        assert [info.name for info in hub.events.audits()] == ["Q4"]
        monkeypatch.setattr(httpx, "Client", real)
        save_enrolled(station.hub_file, replace(load_enrolled(station.hub_file), url="http://127.0.0.1:9"))
        await person.press("s")
        await person.settle()
        assert "cannot be reached" in person.line("#progress-text")


async def test_who_belongs_to_no_hub_is_told_how_to(desk: Desk) -> None:
    app = AuditApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        await at_sync(person)
        await person.press("s")
        await person.settle()
        assert "belongs to no hub" in person.shown()
        desk.create_audit("Q5", [Place.parse("DC1/R2")])
        await person.press("escape")
        await person.settle()
        assert "Q5" in person.shown()
