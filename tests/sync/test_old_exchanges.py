"""Clients and hubs of every release meet this one's: what they said to each other once is said again, word for word.

An old laptop's requests go to the present hub, which goes on from that hub's own files; the present laptop, with that
laptop's own files, talks to the old hub's answers. A newer side is this one, whose every message says more.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from assetaudit.sync import hub_link, piece
from assetaudit.sync.bundle import Damage, pieces_in
from assetaudit.sync.enrolling import enrol, link
from assetaudit.sync.exchange import Exchanged, exchange
from assetaudit.sync.hub_home import HubHome, Joining
from assetaudit.sync.keys import SigningKey, is_signed_in_hex, key_of, new_key, signed_text
from assetaudit.sync.piece import MAGICS, unseal
from assetaudit.sync.taking import take_bundle
from tests.old_exchanges.make_exchange import URL
from tests.store.event_sample import HandClock
from tests.sync.desk import Direct
from tests.sync.laptop import Laptop
from tests.sync.photographs import photographed

OLD = Path(__file__).parents[1] / "old_exchanges"
EVERY = sorted(OLD.glob("exchange_*.json"))


class Call(msgspec.Struct):
    """One question and its answer."""

    method: str
    path: str
    given: bool = msgspec.field(name="pass")
    sent: str
    status: int
    answer: str

    @property
    def body(self) -> bytes:
        return b64decode(self.answer)


class Recorded(msgspec.Struct):
    """What a release said, and its small files."""

    url: str
    kinds: list[str]
    audit: str
    register: str
    events: list[str]
    files: dict[str, dict[str, str]]
    calls: dict[str, list[Call]]

    def lay_out(self, who: str, folder: Path) -> Path:
        """A workspace as that release left it, as far as its small files go."""
        folder.mkdir(parents=True)
        for name, text in self.files[who].items():
            (folder / name).write_text(text, "utf-8")
        return folder


@pytest.fixture(params=EVERY, ids=lambda file: str(file.stem))
def recorded(request: pytest.FixtureRequest) -> Recorded:
    return msgspec.json.decode(request.param.read_bytes(), type=Recorded)


def says_as_much(old: object, new: object) -> bool:
    """Whether whoever reads the old answer finds all of it in the new one, of the same kind."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(name in new and says_as_much(value, new[name]) for name, value in old.items() if name != "held")
    return type(old) is type(new)


def test_a_hub_serves_clients_of_every_release(recorded: Recorded, tmp_path: Path) -> None:
    """The old laptops' own requests, passes and keys; the hub knows them from its own old files."""
    hub = Laptop(recorded.lay_out("hub", tmp_path / "hub"), "hub")
    direct = Direct(hub.station, HubHome(hub.folder), hub.clock)
    client = httpx.Client(base_url=recorded.url, transport=direct)
    for who in ("up", "down"):
        given = msgspec.json.decode(recorded.files[who]["belongs_to.json"])["given"]
        for call in recorded.calls[who]:
            headers = {"authorization": f"Bearer {given}"} if call.given else {}
            answer = client.request(call.method, call.path, content=b64decode(call.sent), headers=headers)
            assert answer.status_code == call.status, (call.path, answer.content)
            if call.path == "/v1/enrol":
                given = answer.json()["pass"]
            check_answer(call, answer.content, recorded)
    assert [line.decode() for line in hub.lines(recorded.audit)] == recorded.events
    assert [info.version for info in hub.station.registers.versions()] == [recorded.register]
    assert hub.events.verify(recorded.audit) == []


def check_answer(call: Call, content: bytes, recorded: Recorded) -> None:
    """An old client has to find in an answer what it found there before."""
    if call.method == "PUT":
        receipt, old = msgspec.json.decode(content), msgspec.json.decode(call.body)
        words = {name: receipt[name] for name in ("epoch", "hub", "sha", "status", "text")}
        body = signed_text("receipt", msgspec.json.encode(words, order="sorted"))
        assert is_signed_in_hex(receipt["hub"], receipt["signature"], body)
        assert (receipt["sha"], receipt["status"] in (old["status"], "known")) == (old["sha"], True)
    elif call.path.startswith("/v1/pieces/"):
        assert content == call.body
    elif call.path.startswith("/v1/registers/"):
        assert unseal(content).header["info"]["version"] == recorded.register
    elif call.path == "/v1/small":
        assert {type(found) for found in pieces_in(content)} == {piece.Piece}
    else:
        assert says_as_much(msgspec.json.decode(call.body), msgspec.json.decode(content)), call.path


class OldHub(httpx.BaseTransport):
    """A hub of an earlier release: it says what it said then, knows the kinds of pieces it knew, and signs alike."""

    def __init__(self, recorded: Recorded) -> None:
        self._recorded = recorded
        self._answers = {(call.method, call.path): call for call in recorded.calls["down"]}
        self._paths = {path for _method, path in self._answers}
        hub = recorded.files["hub"]
        self._key: SigningKey = key_of(bytes.fromhex(hub["device.key"]))
        self._epoch = msgspec.json.decode(hub["hub.json"])["epoch"]
        self.taken: list[bytes] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """As it answered."""
        path, body = request.url.path, request.read()
        if request.method == "PUT":
            return self._take(path.rpartition("/")[2], body)
        if path == "/v1/missing":
            return httpx.Response(200, json={"shas": msgspec.json.decode(body)["shas"]})
        if path == "/v1/photos/missing" and "blob" in self._recorded.kinds:
            return httpx.Response(200, json={"shas": msgspec.json.decode(body)["shas"]})
        call = self._answers.get((request.method, path))
        if call is None:
            return httpx.Response(405 if path in self._paths else 404, content=b"Not Found")
        return httpx.Response(call.status, content=call.body)

    def _take(self, sha: str, data: bytes) -> httpx.Response:
        if MAGICS.get(data[:7]) not in self._recorded.kinds:
            return httpx.Response(400, json={"text": "This is no piece: it does not begin as a piece does."})
        self.taken.append(data)
        words = {"epoch": self._epoch, "hub": self._key.public, "sha": sha, "status": "admitted", "text": ""}
        signature = self._key.sign(signed_text("receipt", msgspec.json.encode(words, order="sorted"))).hex()
        return httpx.Response(200, json=words | {"signature": signature})


@pytest.fixture
def meet(monkeypatch: pytest.MonkeyPatch) -> Callable[[Laptop, httpx.BaseTransport], Exchanged]:
    """An exchange of a laptop with whatever answers."""

    def met(laptop: Laptop, hub: httpx.BaseTransport) -> Exchanged:
        client = httpx.Client(base_url=URL, transport=hub)
        monkeypatch.setattr(hub_link, "_client", lambda *_wishes: client)
        with link(laptop.station) as line:
            return exchange(laptop.station, line, lambda *_told: None)

    return met


Meet = Callable[[Laptop, httpx.BaseTransport], Exchanged]


def test_a_client_meets_hubs_of_every_release(recorded: Recorded, tmp_path: Path, meet: Meet) -> None:
    """All that the old hub has comes down, all that it can take goes up, and what it cannot take is told."""
    laptop = Laptop(recorded.lay_out("down", tmp_path / "down"), "down")
    mine = laptop.audit("Mine")
    photographed(laptop, mine)
    laptop.station.photos.erase("ab" * 32, laptop.clock.now())
    hub = OldHub(recorded)
    done = meet(laptop, hub)
    assert [line.decode() for line in laptop.lines(recorded.audit)] == recorded.events
    assert [info.version for info in laptop.station.registers.versions()] == [recorded.register]
    assert laptop.station.registers.current() is not None
    went = [unseal(data) for data in hub.taken]
    assert {one.kind for one in went} >= {"card", "segment"}
    assert any(one.kind == "segment" and one.header["audit"] == mine for one in went)
    told = any("older assetaudit" in text for text in done.texts)
    assert told == ("blob" not in recorded.kinds), done.texts
    assert not any("Damaged" in text for text in done.texts)


def test_there_is_an_exchange_of_the_present_kinds() -> None:
    kinds = [msgspec.json.decode(file.read_bytes(), type=Recorded).kinds for file in EVERY]
    assert sorted(MAGICS.values()) in kinds
    assert len(kinds) > 2


class SayingMore(httpx.BaseTransport):
    """A newer side: every message holds what this program has never heard of."""

    def __init__(self, hub: Direct) -> None:
        self._hub = hub

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the hub as a newer client would, and answer as a newer hub would."""
        body = request.read()
        if request.headers.get("content-type") == "application/json":
            body = more(body)
        headers = {name: value for name, value in request.headers.items() if name == "authorization"}
        asked = httpx.Request(request.method, request.url, headers=headers, content=body)
        answer = self._hub.handle_request(asked)
        content = answer.content
        if content[:1] == b"{":
            content = more(content)
        elif request.url.path == "/v1/small":
            content = UNHEARD + content + UNHEARD
        return httpx.Response(answer.status_code, content=content)


def unheard_piece() -> bytes:
    """A piece of a kind that nobody knows today."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(piece.MAGIC_OF, "some day", b"AAXYZ7\n")
        return piece.seal("some day", {"v": 1}, b"unheard of", new_key()[0])


UNHEARD = unheard_piece()


def more(message: bytes) -> bytes:
    """A message with fields of another day."""
    said: dict[str, Any] = msgspec.json.decode(message)
    return msgspec.json.encode(said | {"some_day": {"unheard": [1.5, None]}, "Another": 7})


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Laptop]:
    hub = Laptop(tmp_path / "hub", "hub")
    HubHome(hub.folder).begin(URL)
    yield hub
    hub.shut()


def test_messages_that_say_more_are_understood(hub: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = HubHome(hub.folder)
    newer = SayingMore(Direct(hub.station, home, HandClock()))

    def client(enrolled: hub_link.Enrolled, *_wishes: object) -> httpx.Client:
        headers = {"authorization": f"Bearer {enrolled.given}"} if enrolled.given else {}
        return httpx.Client(base_url=URL, transport=newer, headers=headers)

    monkeypatch.setattr(hub_link, "_client", client)
    laptops = [Laptop(tmp_path / name, name) for name in ("one", "two")]
    for laptop in laptops:
        enrol(laptop.station, str(Joining(URL, home.invite(laptop.name), hub.station.key.public, "")))
    audit = laptops[0].audit()
    photographed(laptops[0], audit)
    for laptop in laptops:
        with link(laptop.station) as line:
            done = exchange(laptop.station, line, lambda *_told: None)
        assert any("newer assetaudit" in text for text in done.texts), done.texts
        assert not any("Damaged" in text for text in done.texts)
    assert laptops[1].lines(audit) == laptops[0].lines(audit) == hub.lines(audit)
    assert laptops[1].station.photos.kept() == laptops[0].station.photos.kept()


@pytest.mark.parametrize("name", ["hub.json", "peers.json", "belongs_to.json", "hub_holds.json"])
def test_small_files_of_a_newer_release_are_read(name: str, tmp_path: Path) -> None:
    recorded = msgspec.json.decode(EVERY[-1].read_bytes(), type=Recorded)
    who = "hub" if name == "hub.json" else "down"
    laptop = Laptop(recorded.lay_out(who, tmp_path / who), who)
    file = laptop.folder / name
    file.write_bytes(more(file.read_bytes()))
    status = laptop.station.status()
    assert status.peers
    assert laptop.station.is_hub == (name == "hub.json")


def test_a_piece_of_an_unheard_kind_is_told_and_hurts_nothing(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "one", "one")
    audit = laptop.audit()
    bundle = laptop.bundle()
    file = tmp_path / "x.aab"
    file.write_bytes(UNHEARD + bundle + UNHEARD)
    found = list(pieces_in(file.read_bytes()))
    assert [type(one) for one in found] == [Damage, piece.Piece, piece.Piece, Damage]
    taken = take_bundle(laptop.station, file)
    assert taken.whole
    assert [text for text in taken.texts if "only a newer assetaudit knows" in text]
    assert laptop.events.find_audit(audit)


def flipped(data: bytes, at: int) -> list[Damage]:
    """What is said of a piece with one bit turned round."""
    hurt = bytearray(data)
    hurt[at] ^= 1
    return [found for found in pieces_in(bytes(hurt)) if isinstance(found, Damage)]


def test_damage_does_not_pass_for_a_newer_kind(tmp_path: Path) -> None:
    card = next(iter(Laptop(tmp_path / "one", "one").station.small_pieces()))
    for at in range(7):
        assert [damage.newer for damage in flipped(card, at)] == [False], at
    for at in (0, 1, 6, 8, 12, 20, len(UNHEARD) - 1):
        assert [damage.newer for damage in flipped(UNHEARD, at)] == [False], at
    assert [damage.newer for damage in pieces_in(UNHEARD) if isinstance(damage, Damage)] == [True]
