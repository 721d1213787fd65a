"""Photographs as evidence: kept before the codes in them, named by hash, and not at all where they are forbidden."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from assetaudit.audit.photos import NOT_HERE
from assetaudit.model.photo import photo_note
from assetaudit.model.read import Read
from assetaudit.model.register import MemoryRegister
from assetaudit.paths import Home
from assetaudit.store.photo_album import PhotoAlbum
from tests.audit.hall import ASSETS, PLACES, RACK_A, RACK_B, Hall

PICTURE = b"\xff\xd8\xff\xe0 a photograph"
SHA = hashlib.sha256(PICTURE).hexdigest()


def seen(text: str) -> Read:
    return Read("camera:///rack.jpg", text=text, note=photo_note(SHA))


@dataclass
class Kept:
    size: int = len(PICTURE)
    media: str = "image/jpeg"


@dataclass
class Album:
    here: bool = True
    kept: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def keep(self, sha256: str) -> Kept | None:
        self.kept.append(sha256)
        return Kept() if self.here else None

    def drop(self, sha256: str) -> None:
        self.dropped.append(sha256)


def test_a_photograph_is_kept_once_before_the_first_code_in_it() -> None:
    hall, album = Hall(), Album()
    walk = hall.walk()
    walk.keep_photos(album)
    walk.go(RACK_A)
    assert [walk.take(seen(text)).verdict for text in ("IT-00101", "IT-00102")] == ["found", "found"]
    place, blob, *scans = hall.log.written[-4:]
    assert (blob.k, blob.d) == (
        "blob",
        {"at": place.hash, "bytes": len(PICTURE), "media": "image/jpeg", "sha256": SHA},
    )
    assert [scan.d["read"]["note"] for scan in scans] == [f"photo {SHA}"] * 2
    assert album.kept == [SHA]
    assert walk.undo().sentence == "Taken back: the scan 'IT-00102'."


def test_where_photographs_are_forbidden_the_codes_count_and_the_picture_is_dropped() -> None:
    hall, album = Hall(), Album()
    hall.register = MemoryRegister(ASSETS, (replace(PLACES[0], no_photos=True), *PLACES[1:]))
    walk = hall.walk()
    walk.keep_photos(album)
    walk.go(RACK_A)
    verdict = walk.take(seen("IT-00101"))
    assert verdict.verdict == "found"
    assert "Photographs are not allowed here" in verdict.sentence
    assert (album.kept, album.dropped) == ([], [SHA])
    assert "blob" not in [event.k for event in hall.log.written]


def test_a_photograph_that_is_not_here_is_told() -> None:
    hall, album = Hall(), Album(here=False)
    walk = hall.walk()
    walk.keep_photos(album)
    walk.go(RACK_B)
    assert "is not kept" in walk.take(seen("IT-00201")).sentence
    assert "blob" not in [event.k for event in hall.log.written]


def test_place_labels_and_control_codes_in_a_picture_are_no_devices() -> None:
    hall = Hall()
    walk = hall.walk()
    walk.go(RACK_A)
    for text in ("LOC:DC1/R2/A/08", "CMD:CLOSE"):
        verdict = walk.take(seen(text))
        assert verdict.verdict == "saved"
        assert "only from a hand scanner" in verdict.sentence
    assert walk.place == RACK_A
    assert [finding for finding in hall.audit.reconciliation.findings() if finding.identifier] == []


def test_the_album_keeps_drops_and_notices_a_changed_picture(tmp_path: Path) -> None:
    album = PhotoAlbum(Home(tmp_path).make())
    assert album.keep(SHA) is None
    assert album.offer(PICTURE) == SHA
    kept = album.keep(SHA)
    assert kept is not None
    assert (kept.size, kept.media, kept.file.name) == (len(PICTURE), "image/jpeg", f"{SHA}.jpg")
    album.offer(PICTURE)
    assert album.keep(SHA) == kept
    assert not list((tmp_path / "cache" / "photos").iterdir())
    other = album.offer(b"\x89PNG other")
    album.drop(other)
    assert album.keep(other) is None
    kept.file.write_bytes(PICTURE + b"doctored")
    assert album.find(SHA) is None


def forbidding() -> Hall:
    hall = Hall()
    places = [replace(PLACES[0], no_photos=True), *PLACES[1:]]
    hall.register = MemoryRegister(ASSETS, places)
    return hall


def test_a_pick_by_photograph_names_it_and_keeps_it() -> None:
    hall, album = Hall(), Album()
    walk = hall.walk()
    walk.keep_photos(album)
    walk.go(RACK_A)
    told = walk.pick("cmdb:IT-00101", "photo", photo=SHA)
    assert told.verdict == "found"
    assert album.kept == [SHA]
    assert hall.log.written[-1].d["photo"] == SHA


def test_where_photographs_are_forbidden_none_proves_anything() -> None:
    hall, album = forbidding(), Album()
    walk = hall.walk()
    walk.keep_photos(album)
    walk.go(RACK_A)
    walk.take(Read("keys://", text="IT-00102"))
    count = len(hall.log.written)
    for told in (walk.pick("cmdb:IT-00101", "photo", photo=SHA), walk.photo(SHA)):
        assert told.sentence == NOT_HERE
    assert len(hall.log.written) == count
    assert (album.kept, album.dropped) == ([], [SHA, SHA])
