"""Old bundles are read for ever, newer pieces are kept until they are understood, and a hub says how old it is."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

import tests.sync.desk
from assetaudit.errors import SyncError
from assetaudit.paths import Home
from assetaudit.store.people import People
from assetaudit.sync import hub_app, piece
from assetaudit.sync.bundle import read_bundle
from assetaudit.sync.enrolling import enrol
from assetaudit.sync.exchange import exchange
from assetaudit.sync.holding import kept_holding
from assetaudit.sync.hub_home import HubHome, Joining
from assetaudit.sync.hub_link import HubLink, load_enrolled
from assetaudit.sync.piece import Piece
from assetaudit.sync.purging import ask_hub
from assetaudit.sync.station import Station
from assetaudit.sync.trust import TRUSTED, Peer
from tests.old_bundles import make_pieces
from tests.sync.desk import in_process
from tests.sync.hub_desk import HubDesk, audited
from tests.sync.laptop import Laptop, pair
from tests.sync.newer_program import NEW, newer_program
from tests.sync.photographs import photographed
from tests.sync.published import publish, rows

OLD = Path(__file__).parents[1] / "old_bundles"


@pytest.mark.parametrize("file", sorted(OLD.glob("*.aab")), ids=lambda file: str(file.stem))
def test_a_bundle_of_every_released_version_is_read(file: Path, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "today", "today")
    pieces = [found for found in read_bundle(file) if isinstance(found, Piece)]
    assert sum(len(found.data) for found in pieces) == file.stat().st_size
    assert {found.kind for found in pieces} == {"card", "people", "register", "segment"}
    laptop.take(file.read_bytes())
    laptop.station.decide(pieces[0].signer, TRUSTED, "boss")
    assert {taken.status for taken in laptop.take(file.read_bytes())} <= {"admitted", "known"}
    (audit,) = laptop.events.audits()
    assert b"".join(line + b"\n" for line in laptop.lines(audit.id)) == file.with_suffix(".jsonl").read_bytes()
    assert laptop.events.verify(audit.id) == []
    assert [info.version for info in laptop.station.registers.versions()] == [audit.frame.register]
    assert {asset.asset_tag for asset in laptop.station.registers.open(audit.frame.register).assets()} == {
        "IT-1",
        "Ä-2",
    }
    assert list(People(Home.of(laptop.folder)).names().values()) == ["Ana Ünal"]


@pytest.mark.parametrize("file", sorted(OLD.glob("pieces_v*.bin")), ids=lambda file: str(file.stem))
def test_pictures_and_erasures_of_every_released_version_are_read(file: Path, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "today", "today")
    laptop.station.trust.set(Peer(make_pieces.KEY.public, TRUSTED, "old"))
    assert [taken.status for taken in laptop.take(file.read_bytes())] == ["admitted", "admitted"]
    assert laptop.station.photos.erased() == make_pieces.GONE
    assert laptop.station.photos.kept() == [hashlib.sha256(make_pieces.PICTURE).hexdigest()]


@pytest.mark.parametrize("file", sorted(OLD.glob("holding_v*.json")), ids=lambda file: str(file.stem))
def test_what_a_hub_of_every_released_version_said_counts(file: Path) -> None:
    word = kept_holding(file)
    assert word is not None
    assert (dict(word.held), word.hub) == (make_pieces.HELD, make_pieces.KEY.public)
    assert [word.is_safe(bytes.fromhex(sha)) for sha in ("cd" * 32, "ce" * 32)] == [True, False]


def test_there_is_a_bundle_of_the_present_version() -> None:
    assert (OLD / f"bundle_v{piece.VERSION}.aab").exists()
    assert (OLD / f"pieces_v{piece.VERSION}.bin").exists()
    assert (OLD / f"holding_v{piece.VERSION}.json").exists()


def test_what_a_newer_program_made_is_kept_and_counts_after_an_upgrade(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    with newer_program():
        audit = one.audit()
        one.scan(audit, "IT-1")
        People(Home.of(one.folder)).id_of("Ana")
        bundle = one.bundle()
    told = two.take(bundle)
    assert {taken.status for taken in told} == {"newer"}
    assert "Upgrade" in told[0].text
    assert two.events.audits() == []
    assert two.station.release() == []
    third = Laptop(tmp_path / "three", "three")
    third.trust(one)
    third.take(two.bundle())
    for laptop in (two, third):
        with newer_program():
            assert sum(taken.new for taken in laptop.station.release()) == len(one.lines(audit))
            assert laptop.station.release() == []
            assert laptop.lines(audit) == one.lines(audit)
            assert {info.state for info in laptop.station.segments.listed()} == {"admitted"}
            assert laptop.take(bundle)[-1].status == "known"
    assert list(People(Home.of(two.folder)).names().values()) == ["Ana"]


def test_a_newer_piece_of_a_stranger_is_held_back_after_an_upgrade(tmp_path: Path) -> None:
    one, two = Laptop(tmp_path / "one", "one"), Laptop(tmp_path / "two", "two")
    with newer_program():
        audit = one.audit()
        bundle = one.bundle()
    two.take(bundle)
    with newer_program():
        two.station.release()
        assert {info.state for info in two.station.segments.listed()} == {"quarantined"}
        two.trust(one)
        two.station.release()
    assert two.lines(audit) == one.lines(audit)


@pytest.fixture
def met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Laptop, Laptop]:
    """A hub in this process, and a laptop that belongs to it."""
    hub, laptop = Laptop(tmp_path / "hub", "hub"), Laptop(tmp_path / "one", "one")
    home = HubHome(hub.folder)
    home.begin("http://hub.test")
    monkeypatch.setattr(httpx, "Client", in_process(Station(Home.of(hub.folder), hub.clock), home, hub.clock))
    enrol(laptop.station, str(Joining("http://hub.test", home.invite("one"), hub.station.key.public, "")))
    return hub, laptop


def test_a_newer_hub_says_what_to_do_before_anything_goes_over(
    met: tuple[Laptop, Laptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, laptop = met
    laptop.audit()
    monkeypatch.setattr(hub_app, "VERSION", NEW)
    with HubLink(load_enrolled(laptop.station.hub_file)) as link, pytest.raises(SyncError, match="newer") as refused:
        exchange(laptop.station, link, lambda _way, _at, _of: None)
    assert "pip install --upgrade assetaudit" in (refused.value.hint or "")
    assert hub.events.audits() == []


def test_an_older_hub_is_told_and_served(met: tuple[Laptop, Laptop], monkeypatch: pytest.MonkeyPatch) -> None:
    hub, laptop = met
    audit = laptop.audit()
    monkeypatch.setattr(hub_app, "VERSION", 0)
    with HubLink(load_enrolled(laptop.station.hub_file)) as link:
        done = exchange(laptop.station, link, lambda _way, _at, _of: None)
    assert any("older" in text for text in done.texts)
    assert hub.lines(audit) == laptop.lines(audit)


def test_another_hub_at_the_address_is_not_believed(met: tuple[Laptop, Laptop]) -> None:
    hub, laptop = met
    laptop.audit()
    enrolled = replace(load_enrolled(laptop.station.hub_file), hub="ab" * 32)
    with HubLink(enrolled) as link, pytest.raises(SyncError, match="no hub would"):
        exchange(laptop.station, link, lambda _way, _at, _of: None)
    assert hub.events.audits() == []


def test_a_hub_of_the_release_before_is_met_without_what_it_does_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = hub_app.application

    def older(hub: hub_app.Hub) -> Starlette:
        app = whole(hub)
        routes = [route for route in app.router.routes if isinstance(route, Route)]
        new = ("/v1/holding", "/v1/photos")
        return Starlette(
            routes=[
                route
                for route in routes
                if not route.path.startswith(new) and (route.path, route.methods) != (_REGISTER, {"POST"})
            ]
        )

    monkeypatch.setattr(tests.sync.desk, "application", older)
    desk = HubDesk(tmp_path, monkeypatch, horizon=30)
    first, second = publish(desk, rows(30)), publish(desk, rows(31))
    one = desk.laptop("one")
    audit = audited(one, "Q4", "IT-1")
    photographed(one, audit)
    (said,) = desk.sync(one).texts
    assert "older assetaudit, which keeps no pictures" in said
    assert [info.version for info in one.station.registers.versions()] == [first, second]
    publish(desk, rows(32))
    desk.sync(one)
    assert len(one.station.registers.versions()) == 3
    assert set(desk.station.events.export(audit)) == set(one.lines(audit))
    with desk.link(one) as link, pytest.raises(SyncError, match="says nothing of its backups"):
        ask_hub(one.station, link, look=True)
    desk.shut()


_REGISTER = "/v1/registers/{version}"
