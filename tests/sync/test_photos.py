"""Photographs travel with what was scanned: by stick and by hub, whole or not at all, and erased ones never again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assetaudit.sync import blob
from assetaudit.sync.bundle import Damage, pieces_in, read_bundle, write_bundle
from assetaudit.sync.have import read_have, write_have
from assetaudit.sync.hub_link import HubLink
from assetaudit.sync.keys import new_key
from assetaudit.sync.piece import Piece, PieceError, seal, unseal
from assetaudit.sync.taking import take_bundle
from tests.sync.hub_desk import HubDesk
from tests.sync.laptop import Laptop, pair
from tests.sync.photographs import PICTURE, photographed

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubDesk]:
    desk = HubDesk(tmp_path, monkeypatch)
    yield desk
    desk.shut()


def read(laptop: Laptop, sha256: str) -> bytes:
    found = laptop.station.photos.find(sha256)
    return b"" if found is None else found.file.read_bytes()


def test_a_stick_carries_pictures_and_not_twice(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    sha256 = photographed(one, one.audit())
    file = tmp_path / "x.aab"
    write_bundle(file, one.station.pieces())
    assert any("New pictures: 1." in text for text in take_bundle(two.station, file).texts)
    assert read(two, sha256) == PICTURE
    assert not any("pictures" in text for text in take_bundle(two.station, file).texts)
    write_have(tmp_path / "have", two.station.have())
    has = read_have(tmp_path / "have")
    assert not [piece for piece in map(unseal, one.station.pieces(has)) if piece.kind == "blob"]
    assert not [piece for piece in map(unseal, one.station.pieces(photos=False)) if piece.kind == "blob"]
    photographed(one, one.events.audits()[0].id, PICTURE + b"2")
    assert len([piece for piece in map(unseal, one.station.pieces(has)) if piece.kind == "blob"]) == 1


@pytest.mark.parametrize("where", [20, 200, 5_000, -1])
def test_a_damaged_picture_is_refused_and_told(tmp_path: Path, where: int) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    sha256 = photographed(one, audit)
    file = tmp_path / "x.aab"
    write_bundle(file, one.station.pieces())
    *rest, last = (piece for piece in read_bundle(file) if isinstance(piece, Piece))
    assert last.kind == "blob"
    hurt = bytearray(last.data)
    hurt[where] ^= 4
    write_bundle(file, [*(piece.data for piece in rest), bytes(hurt)])
    taken = take_bundle(two.station, file)
    assert not taken.whole
    assert any("cannot be used" in text for text in taken.texts)
    assert two.station.photos.kept() == []
    assert two.lines(audit) == one.lines(audit)
    two.take(one.bundle())
    assert read(two, sha256) == PICTURE


def test_the_hub_has_every_picture_and_hands_it_on(desk: HubDesk) -> None:
    one, two = desk.laptop("one"), desk.laptop("two")
    audit = one.audit()
    sha256 = photographed(one, audit)
    assert desk.sync(one).sent >= 2
    assert desk.station.photos.kept() == [sha256]
    desk.sync(two)
    assert read(two, sha256) == PICTURE
    assert (desk.sync(one).sent, desk.sync(two).received) == (0, 0)


def test_a_picture_that_rots_on_the_disk_is_not_handed_on(desk: HubDesk) -> None:
    one = desk.laptop("one")
    sha256 = photographed(one, one.audit())
    found = one.station.photos.find(sha256)
    assert found is not None
    found.file.write_bytes(b"\xff\xd8\xffrot")
    assert any("damaged on this disk" in text for text in desk.sync(one).texts)
    assert desk.station.photos.kept() == []
    assert not [piece for piece in map(unseal, one.station.pieces()) if piece.kind == "blob"]


def test_a_picture_that_is_changed_on_the_way_is_not_taken(desk: HubDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = desk.laptop("one"), desk.laptop("two")
    sha256 = photographed(one, one.audit())
    desk.sync(one)
    real = HubLink.photo
    monkeypatch.setattr(HubLink, "photo", lambda self, name: real(self, name)[:-1] + b"x")
    assert any("Damaged on the way" in text for text in desk.sync(two).texts)
    assert two.station.photos.kept() == []
    monkeypatch.setattr(HubLink, "photo", real)
    desk.sync(two)
    assert read(two, sha256) == PICTURE


def test_an_older_hub_keeps_none_and_that_is_told(desk: HubDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk.laptop("one")
    photographed(one, one.audit())
    monkeypatch.setattr(HubLink, "_photos", lambda *_arguments: None)
    assert any("keeps no pictures" in text for text in desk.sync(one).texts)


def test_erased_here_is_erased_everywhere_and_nothing_brings_it_back(desk: HubDesk) -> None:
    one, two = desk.laptop("one"), desk.laptop("two")
    sha256 = photographed(one, one.audit())
    desk.sync(one)
    desk.sync(two)
    old = two.bundle()
    one.station.photos.erase(sha256, NOW)
    desk.sync(one)
    assert desk.station.photos.kept() == []
    assert any("Erased at" in text for text in desk.sync(two).texts)
    assert two.station.photos.kept() == []
    assert two.station.photos.erased() == {sha256: "2026-03-02T00:00:00Z"}
    one.take(old)
    desk.sync(one)
    assert one.station.photos.kept() == desk.station.photos.kept() == []
    assert hashlib.sha256(PICTURE).hexdigest() == sha256
    assert not any(PICTURE in file.read_bytes() for file in desk.folder.rglob("*") if file.is_file())


def test_strangers_bring_no_pictures_and_erase_none(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    audit = one.audit()
    sha256 = photographed(one, audit)
    two.take(one.bundle())
    stranger = Laptop(tmp_path / "three", "three")
    stranger.station.photos.erase(sha256, NOW)
    other = photographed(stranger, stranger.audit("Other"), PICTURE + b"3")
    said = [taken.text for taken in two.take(stranger.bundle())]
    assert any("A picture of" in text and "trust the device, then take the bundle again" in text for text in said)
    assert two.station.photos.kept() == [sha256]
    two.trust(stranger)
    two.take(stranger.bundle())
    assert two.station.photos.kept() == [other]


def test_what_says_nonsense_of_erasures_is_refused() -> None:
    key, _secret = new_key()
    for body in (b"[]", b'{"x": "y"}', b"\xff", b'{"' + b"ab" * 32 + b'": 7}'):
        with pytest.raises(PieceError, match="erased"):
            blob.erasures_in(unseal(seal("erased", {}, body, key)))
    (found,) = pieces_in(seal("blob", {}, b"", key)[:-1])
    assert isinstance(found, Damage)
