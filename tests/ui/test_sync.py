"""The sync screen: where a workspace stands, bundles written and taken by hand, a hub met and missed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import zxingcpp
from PIL import Image, ImageOps
from textual.widgets import Input

from assetaudit.model.place import Place
from assetaudit.paths import Home
from assetaudit.sync.bundle import write_bundle
from assetaudit.sync.enrolling import enrol
from assetaudit.sync.hub_home import HubHome, Joining
from assetaudit.sync.hub_link import load_enrolled, save_enrolled
from assetaudit.sync.station import Station
from assetaudit.ui.app import AuditApp
from assetaudit.ui.screens.page import Text
from tests.sync.desk import in_process
from tests.sync.laptop import Laptop
from tests.ui.desk import Desk
from tests.ui.pressing import Person


async def at_sync(person: Person) -> None:
    await person.settle()
    await person.press("y")
    await person.settle()


async def name(person: Person, key: str, file: Path | str) -> None:
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
        assert "held back" in person.line("#known")
        assert other.store.audits() == []


async def test_a_device_is_trusted_and_revoked_by_keys(desk: Desk, tmp_path: Path) -> None:
    other, file = Desk(tmp_path / "other"), tmp_path / "to-go.aab"
    one = Laptop(desk.home, "desk")
    write_bundle(file, one.station.pieces())
    app = AuditApp(other)
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        await at_sync(person)
        await name(person, "t", file)
        await person.press("v")
        await person.pilot.pause()
        assert "Let its owner read this fingerprint" in person.shown()
        assert one.station.status().to_dict()["fingerprint"] in person.shown()
        await person.press("escape")
        await person.pilot.pause()
        assert other.store.audits() == []
        await press_and_go(person, "v")
        assert "new events" in person.line("#progress-text")
        assert [info.name for info in other.store.audits()] == ["Q4"]
        await name(person, "t", file)
        assert "Segments that were here already: 1." in person.line("#progress-text")
        assert "took a bundle of" in person.line("#about")
        await press_and_go(person, "r")
        assert "is revoked" in person.line("#progress-text")
        assert "revoked" in person.line("#known")


async def press_and_go(person: Person, key: str) -> None:
    """Press a key, and Enter to what it asks."""
    await person.press(key)
    await person.pilot.pause()
    await person.press("enter")
    await person.settle()


async def test_a_device_goes_on_under_a_new_key(desk: Desk) -> None:
    before = Laptop(desk.home, "desk").station.key.public
    async with AuditApp(desk).run_test(size=(80, 24)) as pilot:
        person = Person(pilot.app, pilot)  # type: ignore[arg-type]  # the app that was given
        await at_sync(person)
        await press_and_go(person, "v")
        assert any("Mark another device first" in told for told in person.told())
        await press_and_go(person, "k")
        after = Laptop(desk.home, "desk").station.status().to_dict()["fingerprint"]
        assert f"This device is {after} from now on" in person.line("#progress-text")
        assert after in person.line("#about")
    assert Laptop(desk.home, "desk").station.key.public != before


async def test_what_is_under_way_is_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for number in range(3):
        desk.create_audit(f"Q{number + 5}", [Place.parse("DC1/R2")])
    going, go_on, real = threading.Event(), threading.Event(), Station.pieces

    def slow(self: Station, *words: Any, **wishes: Any) -> Iterator[bytes]:
        for number, piece in enumerate(real(self, *words, **wishes)):
            if number == 1:
                going.set()
                go_on.wait(30)
            yield piece

    monkeypatch.setattr(Station, "pieces", slow)
    app = AuditApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        await at_sync(person)
        await person.press("w")
        await person.pilot.pause()
        person.app.screen.query_one(Input).value = str(tmp_path / "half.aab")
        await person.press("enter")
        await person.until(going.is_set)
        await person.press("s")
        assert any("stop it with x" in told for told in person.told())
        await person.press("x")
        go_on.set()
        await person.until(lambda: "It was stopped." in person.line("#progress-text"))
    assert list(tmp_path.glob("*half*")) == []


async def test_a_laptop_enrols_by_what_the_hub_shows(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = Desk(tmp_path / "hub")
    home = HubHome(hub.home)
    home.begin("http://hub.test")
    app = AuditApp(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        await at_sync(person)
        assert "this workspace is one" in person.line("#about")
        await name(person, "i", Path("laptop 7"))
        assert "Valid once" in person.shown()
        code = read_from(person.shown())
    file = tmp_path / "invitation"
    file.write_text(code + "\n", "utf-8")
    service = in_process(Station(Home(hub.home), hub.clock, hub.store), home, hub.clock)
    monkeypatch.setattr(httpx, "Client", service)
    app = AuditApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        await at_sync(person)
        await name(person, "e", tmp_path / "absent")
        assert "One is made at the hub with" in person.line("#progress-text")
        await name(person, "e", file)
        assert "This device is 'laptop 7' at http://hub.test" in person.line("#progress-text")
        await person.until(lambda: "To send: 1 segment" in person.line("#about"))
        for keys in ((), ("e",)):
            person.app.screen.query_one("#progress-text", Text).say([])
            await person.press(*keys)
            await person.scan(code)
            await person.until(lambda: "This device is 'laptop 7'" in person.line("#progress-text"))
        assert desk.kept_reads() == []


def read_from(shown: str) -> str:
    """The QR code among the characters of a screen."""
    halves = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1)}
    rows = [
        bytes(255 * halves.get(sign, (0, 0))[half] for sign in f"{line:80}"[:80])
        for line in shown.splitlines()
        for half in (0, 1)
    ]
    picture = Image.frombytes("L", (80, len(rows)), b"".join(rows)).resize(
        (320, len(rows) * 4), Image.Resampling.NEAREST
    )
    (found,) = zxingcpp.read_barcodes(ImageOps.expand(picture, 20))
    return str(found.text)


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
        assert "Sent: 1 segment. Received: nothing. 0 new events." in person.line("#progress-text")
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
