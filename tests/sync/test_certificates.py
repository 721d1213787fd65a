"""A hub that asks for certificates: a device's key opens it, a pass does not, and who was revoked is told so."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from assetaudit.errors import SyncError
from assetaudit.paths import Home
from assetaudit.store.clock import SystemClock
from assetaudit.sync.certificate import device_certificate, key_in, make_certificate
from assetaudit.sync.enrolling import enrol, rekey
from assetaudit.sync.exchange import Exchanged, exchange
from assetaudit.sync.hub_home import HubHome
from assetaudit.sync.hub_link import HubLink, load_enrolled, save_enrolled
from assetaudit.sync.keys import SigningKey, new_key
from assetaudit.sync.trust import REVOKED, Peer, Trust
from tests.sync.laptop import Laptop
from tests.sync.running_hub import RunningHub, command


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    hub = RunningHub(tmp_path_factory.mktemp("hub"), "--certificates")
    yield hub
    assert hub.stop() in (0, -15)


def enrolled(hub: RunningHub, folder: Path, name: str) -> Laptop:
    laptop = Laptop(folder, name)
    enrol(laptop.station, hub.invite(name))
    return laptop


def sync(laptop: Laptop, key: SigningKey | None = None) -> Exchanged:
    with HubLink(load_enrolled(laptop.station.hub_file), key or laptop.station.key) as link:
        return exchange(laptop.station, link, lambda _way, _at, _of: None)


def test_a_device_enrols_and_is_known_by_its_key(hub: RunningHub, tmp_path: Path) -> None:
    one = enrolled(hub, tmp_path / "one", "one")
    own = load_enrolled(one.station.hub_file)
    assert key_in(ssl.PEM_cert_to_DER_cert(own.own)) == one.station.key.public
    save_enrolled(one.station.hub_file, replace(own, given="not this"))
    audit = one.audit("Certified")
    one.scan(audit, "IT-1")
    assert sync(one).sent >= 1
    assert sync(one).sent == 0
    assert len(command("log", "export", audit, home=hub.home).splitlines()) == len(one.lines(audit))
    command("sync", home=one.folder)
    (line,) = {json.dumps(row["from"]) for row in HubHome(hub.home).ledger(99) if row["from"]}
    assert json.loads(line) == one.station.key.public


def test_a_pass_alone_opens_nothing(hub: RunningHub, tmp_path: Path) -> None:
    one = enrolled(hub, tmp_path / "one", "stolen")
    pass_only = replace(load_enrolled(one.station.hub_file), own="")
    with HubLink(pass_only, one.station.key) as link, pytest.raises(SyncError, match="asks devices for a certificate"):
        link.small()
    with HubLink(pass_only) as link:
        assert link.greet() == ""


def test_a_certificate_that_this_hub_did_not_issue_is_refused(hub: RunningHub, tmp_path: Path) -> None:
    one = enrolled(hub, tmp_path / "one", "forged")
    other, key = tmp_path / "other.crt", tmp_path / "other.pem"
    make_certificate(hub.url, other, key, SystemClock())
    forged = device_certificate(one.station.key.public, other, key, SystemClock())
    link = HubLink(replace(load_enrolled(one.station.hub_file), own=forged), one.station.key)
    with link, pytest.raises(SyncError, match="cannot be reached"):
        link.small()


def test_an_earlier_key_of_a_device_is_not_shown_for_its_new_one(hub: RunningHub, tmp_path: Path) -> None:
    one = enrolled(hub, tmp_path / "one", "rekeyed")
    assert "lets it in again by a new invitation only" in rekey(one.station)[-1]
    with pytest.raises(SyncError, match=r"asks devices for a certificate.*sync enrol CODE"):
        sync(one)
    enrol(one.station, hub.invite("rekeyed again"))
    sync(one)


def test_a_revoked_device_is_told_so_and_what_it_has_is_kept_apart(hub: RunningHub, tmp_path: Path) -> None:
    one = enrolled(hub, tmp_path / "one", "lost")
    sync(one)
    command("sync", "revoke", one.station.key.public, home=hub.home)
    with pytest.raises(SyncError, match=r"was revoked here\. What it holds may still come by stick; it is kept apart"):
        sync(one)
    one.scan(one.audit("Late"), "IT-1")
    (tmp_path / "stick.aab").write_bytes(one.bundle())
    assert "That device was revoked here" in command("sync", "take", tmp_path / "stick.aab", home=hub.home)
    names = {line["name"] for line in json.loads(command("audit", "list", "--json", home=hub.home))}
    assert "Late" not in names


def test_a_key_that_the_hub_forgot_is_told_so(hub: RunningHub, tmp_path: Path) -> None:
    home, (key, _secret) = HubHome(hub.home), new_key()
    own = device_certificate(key.public, home.certificate, home.certificate_key, SystemClock())
    one = enrolled(hub, tmp_path / "one", "known")
    forgotten, revoked = (pytest.raises(SyncError, match=said) for said in ("not known here any more", "revoked"))
    with HubLink(replace(load_enrolled(one.station.hub_file), own=own), key) as link, forgotten:
        link.small()
    Trust(Home.of(hub.home).root / "peers.json").set(Peer(key.public, REVOKED))
    with HubLink(replace(load_enrolled(one.station.hub_file), own=own), key) as link, revoked:
        link.small()


def test_older_tls_is_not_spoken(hub: RunningHub) -> None:
    context = ssl.create_default_context(cadata=HubHome(hub.home).certificate.read_text("ascii"))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{hub.url}/v1/about", verify=context)
