"""A hub in a process of its own, over TLS: laptops enrol, bring what they have, and take what others brought."""

from __future__ import annotations

import hashlib
import json
import re
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from assetaudit.cli import run
from assetaudit.errors import SyncError
from assetaudit.paths import Home
from assetaudit.store.clock import SystemClock
from assetaudit.sync import card, hub_link
from assetaudit.sync.enrolling import enrol, invitation_in
from assetaudit.sync.exchange import Exchanged, exchange
from assetaudit.sync.hub_app import Hub, application
from assetaudit.sync.hub_home import HubHome, Joining, joining
from assetaudit.sync.hub_link import Enrolled, HubLink, load_enrolled
from assetaudit.sync.keys import fingerprint
from assetaudit.sync.receipt import Receipt
from assetaudit.sync.serving import Serving, serve
from assetaudit.sync.station import Station
from assetaudit.sync.trust import REVOKED, Peer
from assetaudit.wiring.terminal_code import qr_lines
from tests.store.event_sample import HandClock
from tests.sync.caller import Caller
from tests.sync.laptop import Laptop
from tests.sync.running_hub import RunningHub, command


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    hub = RunningHub(tmp_path_factory.mktemp("hub"))
    yield hub
    if hub.process.poll() is None:
        hub.stop()


def sync(laptop: Laptop) -> Exchanged:
    laptop.clock.time = SystemClock().now()
    with HubLink(load_enrolled(laptop.station.hub_file)) as link:
        return exchange(laptop.station, link, lambda _way, _at, _of: None)


def enrolled(hub: RunningHub, folder: Path, name: str) -> Laptop:
    laptop = Laptop(folder, name)
    enrol(laptop.station, hub.invite(name))
    return laptop


def test_two_laptops_meet_at_the_hub(hub: RunningHub, tmp_path: Path) -> None:
    one, two = enrolled(hub, tmp_path / "one", "one"), enrolled(hub, tmp_path / "two", "two")
    audit = one.audit("Meeting")
    one.scan(audit, "IT-1")
    assert sync(one).sent >= 1
    assert sync(two).new == len(one.lines(audit))
    two.scan(audit, "IT-2")
    sync(two)
    sync(one)
    assert one.lines(audit) == two.lines(audit)
    again = sync(one)
    assert (again.sent, again.received, again.new, again.texts) == (0, 0, 0, [])
    assert "one" in {peer.name for peer in two.station.trust.peers().values()}
    listed = json.loads(command("audit", "list", "--json", home=hub.home))
    assert "Meeting" in {line["name"] for line in listed}
    assert all("Import its file" in line["trouble"] for line in listed)


def test_a_hub_that_is_killed_in_between_loses_nothing(hub: RunningHub, tmp_path: Path) -> None:
    one = enrolled(hub, tmp_path / "one", "killer")
    audit = one.audit("Killed")
    for number in range(5):
        one.scan(audit, f"IT-{number}")
        one.station.seal()
    with HubLink(load_enrolled(one.station.hub_file)) as link:
        first, *rest = link.missing(one.station.shas())
        assert link.put(first, one.station.segments.data(first) or b"").status == "admitted"
        assert rest
    assert hub.stop(signal.SIGKILL) == -signal.SIGKILL
    with pytest.raises(SyncError, match="cannot be reached"):
        sync(one)
    hub.start()
    sync(one)
    assert sync(one).sent == 0
    assert len(command("log", "export", audit, home=hub.home).splitlines()) == len(one.lines(audit))


def test_an_invitation_is_good_once_and_the_hub_is_proved_by_it(hub: RunningHub, tmp_path: Path) -> None:
    code = hub.invite("once")
    enrol(Laptop(tmp_path / "one", "one").station, code)
    with pytest.raises(SyncError, match="used by another device"):
        enrol(Laptop(tmp_path / "two", "two").station, code)
    wrong = joining(hub.invite("x"))
    with pytest.raises(SyncError, match="not the hub that invited"):
        enrol(Laptop(tmp_path / "three", "3").station, str(Joining(wrong.url, wrong.token, wrong.key, "ab" * 32)))
    with pytest.raises(SyncError, match="no invitation"):
        enrol(Laptop(tmp_path / "four", "4").station, "hello")


def test_a_code_on_the_screen_is_read_by_a_camera() -> None:
    made = Joining("https://hub.dc1.example.com:8443", "T" * 24, "ab" * 32, "cd" * 32)
    text = made.dense
    lines = qr_lines(text)
    assert len(lines) < 24
    light = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
    rows = [bytes(255 * light[sign][half] for sign in line) for line in lines for half in (0, 1)]
    picture = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows)).resize(
        (len(rows[0]) * 4, len(rows) * 4), Image.Resampling.NEAREST
    )
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [text]
    assert joining(text) == joining(text.lower()) == replace(made, certificate="cd" * 20)
    assert joining(text).proves("cd" * 32)
    assert not any(joining(text).proves(other) for other in ("cd" * 19 + "ab" * 13, "ab" * 32, ""))


@pytest.mark.parametrize("url", ["http://hub:1", "https://Hub.example/Audits", "https://hub_1.example"])
def test_a_code_of_any_address_is_read(url: str) -> None:
    made = Joining(url, "T" * 24, "ab" * 32, "" if url.startswith("http:") else "cd" * 32)
    assert joining(made.dense).url == url
    assert joining(str(made)) == made


@pytest.mark.parametrize(
    "text", ["AAHUB1:T.1.+https://hub", "AAHUB1:T.AA+https://hub", "AAHUB1:T.AA.AA+ftp://hub", "x+y"]
)
def test_a_torn_code_is_none(text: str) -> None:
    with pytest.raises(SyncError, match="no invitation"):
        joining(text)


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Caller, Station, HubHome]:
    home = Home.of(tmp_path / "hub").make()
    hub_home = HubHome(home.root)
    hub_home.begin("http://testserver")
    station = Station(home, HandClock())
    return Caller(application(Hub(station, hub_home, HandClock()))), station, hub_home


def with_pass(desk: tuple[Caller, Station, HubHome], laptop: Laptop) -> dict[str, str]:
    client, _station, home = desk
    own = card.of_self(laptop.station.key, "d", "n")
    answer = client.request("POST", "/v1/enrol", json={"token": home.invite("lap"), "card": own.hex()})
    return {"authorization": f"Bearer {answer.json()['pass']}"}


def test_who_is_not_enrolled_gets_nothing(desk: tuple[Caller, Station, HubHome]) -> None:
    client, _station, _home = desk
    sha = "00" * 32
    for method, path in (
        ("POST", "/v1/missing"),
        ("POST", "/v1/lacking"),
        ("PUT", f"/v1/pieces/{sha}"),
        ("GET", f"/v1/pieces/{sha}"),
        ("GET", "/v1/small"),
        ("GET", "/v1/registers"),
        ("GET", f"/v1/registers/{sha}"),
    ):
        answer = client.request(method, path, json={"shas": []}, headers={"authorization": "Bearer x"})
        assert (answer.status_code, "not enrolled" in answer.json()["text"]) == (401, True), path
    assert client.request("GET", "/v1/about").json()["pieces"] == 1


def test_a_revoked_device_is_shown_the_door(desk: tuple[Caller, Station, HubHome], tmp_path: Path) -> None:
    client, station, _home = desk
    laptop = Laptop(tmp_path / "lap", "lap")
    headers = with_pass(desk, laptop)
    station.trust.set(Peer(laptop.station.key.public, REVOKED))
    assert client.request("GET", "/v1/small", headers=headers).status_code == 403
    own = card.of_self(laptop.station.key, "d", "n")
    answer = client.request("POST", "/v1/enrol", json={"token": _home.invite("x"), "card": own.hex()})
    assert (answer.status_code, answer.json()["text"]) == (
        403,
        "This device was revoked here; who runs the hub can trust it again.",
    )


def test_receipts_are_signed_and_damage_is_refused(desk: tuple[Caller, Station, HubHome], tmp_path: Path) -> None:
    client, station, home = desk
    laptop = Laptop(tmp_path / "lap", "lap")
    headers = with_pass(desk, laptop)
    audit = laptop.audit()
    (sha,) = laptop.station.shas()
    data = laptop.station.segments.data(sha) or b""
    hurt = data[:-1] + bytes([data[-1] ^ 1])
    answer = client.request("PUT", f"/v1/pieces/{sha.hex()}", content=hurt, headers=headers)
    assert (answer.status_code, answer.json()["status"]) == (422, "refused")
    answer = client.request("PUT", f"/v1/pieces/{sha.hex()}", content=data, headers=headers)
    receipt = Receipt(**answer.json())
    assert (answer.status_code, receipt.status, receipt.genuine) == (200, "admitted", True)
    assert receipt.hub == station.key.public
    assert not Receipt(**(answer.json() | {"status": "known"})).genuine
    assert client.request("PUT", f"/v1/pieces/{sha.hex()}", content=data, headers=headers).json()["status"] == "known"
    assert b"".join(station.events.export(audit)) == b"".join(laptop.lines(audit))
    assert [line["status"] for line in home.ledger(9)] == ["enrolled", "refused", "admitted", "known"]


def test_who_sent_what_can_be_read(hub: RunningHub, tmp_path: Path) -> None:
    one = enrolled(hub, tmp_path / "one", "laptop 7")
    one.scan(one.audit("Ledger"), "IT-1")
    sync(one)
    with (hub.home / "hub_ledger.jsonl").open("a", encoding="utf-8") as torn:
        torn.write('{"at": "2026-')
    one.scan(one.audit("After a power cut"), "IT-1")
    sync(one)
    said = command("hub", "ledger", home=hub.home).splitlines()
    mine = [line for line in said if line.endswith(f"laptop 7 ({fingerprint(one.station.key.public)})")]
    assert [line.split()[1] for line in mine].count("admitted") >= 1
    assert mine[0].split()[1] == "enrolled"
    whole = json.loads(command("hub", "ledger", "--json", home=hub.home))
    assert {line["sha"] for line in whole} >= {sha.hex() for sha in one.station.shas()}


def test_bodies_are_bounded(desk: tuple[Caller, Station, HubHome], tmp_path: Path) -> None:
    client, _station, _home = desk
    headers = with_pass(desk, Laptop(tmp_path / "lap", "lap"))
    huge = b"AASEG1\n" + (100).to_bytes(4, "big") + (100).to_bytes(4, "big") + bytes(10_000)
    assert client.request("PUT", f"/v1/pieces/{'00' * 32}", content=huge, headers=headers).status_code == 413
    assert client.request("PUT", f"/v1/pieces/{'00' * 32}", content=b"x" * 100, headers=headers).status_code == 400
    assert client.request("POST", "/v1/missing", content=b"[" * 100_000, headers=headers).status_code == 400


@settings(max_examples=60, deadline=None)
@given(
    path=st.sampled_from(["/v1/missing", "/v1/lacking", "/v1/enrol", "/v1/pieces/", "/v1/registers/", "/v1/small"]),
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE"]),
    tail=st.text(max_size=70),
    body=st.binary(max_size=300),
)
def test_any_request_gets_an_answer(path: str, method: str, tail: str, body: bytes) -> None:
    client, headers = asked_by_chance()
    url = path + (httpx.URL("/", params={"q": tail}).query.decode() if path.endswith("/") else "")
    answer = client.request(method, url, content=body, headers=headers)
    assert answer.status_code in (200, 400, 401, 403, 404, 405, 413, 422)


_BY_CHANCE: list[Any] = []


def asked_by_chance() -> tuple[Caller, dict[str, str]]:
    """One hub for all examples."""
    if not _BY_CHANCE:
        import tempfile

        folder = Path(tempfile.mkdtemp(prefix="hub"))
        home = Home.of(folder / "hub").make()
        hub_home = HubHome(home.root)
        hub_home.begin("http://testserver")
        station = Station(home, HandClock())
        desk = (Caller(application(Hub(station, hub_home, HandClock()))), station, hub_home)
        _BY_CHANCE.extend((desk[0], with_pass(desk, Laptop(folder / "lap", "lap"))))
    return _BY_CHANCE[0], _BY_CHANCE[1]


def test_a_false_hub_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    false = Laptop(tmp_path / "false", "false")
    link = HubLink(Enrolled("http://hub.invalid", "ab" * 32, "x", ""))
    sha = hashlib.sha256(b"x").digest()
    forged = Receipt(sha.hex(), "admitted", "", false.station.key.public, "1").signed(false.station.key)
    answer = httpx.Response(200, json=forged.to_dict())
    monkeypatch.setattr(httpx.Client, "request", lambda *_arguments, **_wishes: answer)
    with pytest.raises(SyncError, match="no hub would"):
        link.put(sha, b"x")
    assert fingerprint(false.station.key.public) != fingerprint("ab" * 32)


def test_a_proxy_of_the_system_is_used_but_for_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.invalid:3128")
    monkeypatch.setenv("no_proxy", "hub.near")
    assert hub_link._proxy("https://hub.far:8443") == "http://proxy.invalid:3128"
    assert hub_link._proxy("https://hub.near:8443") is None
    link = HubLink(Enrolled("https://hub.far:8443", "ab" * 32, "x", ""))
    with link, pytest.raises(SyncError, match="cannot be reached"):
        link.greet()


def test_a_port_that_is_taken_is_told(hub: RunningHub) -> None:
    with pytest.raises(SyncError, match=r"cannot listen at 127\.0\.0\.1:\d+: Address already in use"):
        serve(Home.of(hub.home), HubHome(hub.home), SystemClock(), ready=print, how=Serving("127.0.0.1"))


@pytest.mark.parametrize(
    "url", ["https://", "https://hub:99999", "https://hub:0", "ftp://hub", "hub.example", "https://[x"]
)
def test_what_is_no_address_makes_no_hub(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(tmp_path), "hub", "init", "--url", url]) == 2
    assert "is no address" in capsys.readouterr().err


def test_an_invitation_in_a_file_is_for_its_owner_only(hub: RunningHub, tmp_path: Path) -> None:
    file = tmp_path / "code"
    command("hub", "invite", "file", "-o", file, home=hub.home)
    assert file.stat().st_mode & 0o77 == 0
    assert joining(invitation_in(str(file))).url == hub.url


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (
            "certificate has expired (_ssl.c:1006)",
            r"not valid at the time that this laptop shows\. Look at this laptop's",
        ),
        ("certificate is not yet valid (_ssl.c:1006)", "not valid at the time that this laptop shows"),
        ("self-signed certificate (_ssl.c:1006)", r"another certificate than when this device enrolled\. Somebody may"),
    ],
)
def test_a_certificate_that_does_not_fit_is_told_as_what_it_is(why: str, told: str) -> None:
    said = httpx.ConnectError(f"[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {why}")
    with HubLink(Enrolled("http://127.0.0.1:9", "ab" * 32, "", "")) as link:
        assert re.search(told, str(link._unreachable(said)))


def test_a_failure_is_told_without_the_systems_number() -> None:
    with pytest.raises(SyncError, match=r"cannot be reached: Connection refused\. Nothing is lost"):
        HubLink(Enrolled("http://127.0.0.1:9", "ab" * 32, "", "")).greet()
