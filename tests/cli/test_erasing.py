"""Names and pictures erased through the command line: the log verifies, reports and evidence say what is gone."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from assetaudit.model.event import Draft
from assetaudit.paths import Home
from assetaudit.store.review_packing import Packing
from assetaudit.wiring import Workspace
from assetaudit.wiring.evidence import verify
from tests.cli.inside import Inside
from tests.cli.opened import registered

PICTURES = (b"\x89PNG of a rack", b"\x89PNG of another rack")


@pytest.fixture
def program(tmp_path: Path) -> Inside:
    """An audit that ana walked, mia decided and bob approved, with two pictures."""
    program = registered(tmp_path)
    program.ok("audit", "new", "Q4", "--scope", "DC1/R2", "--by", "bob")
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201")
    program.ok("decide", "make", "Q4", "accept_move", "IT-00201", "--why", "seen", "--by", "mia")
    program.ok("decide", "approve", "Q4", "IT-00201", "--by", "bob")
    for picture in PICTURES:
        add_picture(program.home, "Q4", picture)
    return program


def add_picture(home: Path, audit: str, picture: bytes) -> None:
    """A photograph as a walk keeps it."""
    space = Workspace(Home(home))
    sha256 = space.photos.offer(picture)
    assert space.photos.keep(sha256)
    writer = space.events.writer(space.find(audit).id)
    writer.append(Draft("blob", {"bytes": len(picture), "media": "image/png", "sha256": sha256}), user="x")
    writer.close()


def everything(home: Path) -> bytes:
    """All bytes of a workspace but its register."""
    return b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file() and "registers" not in file.parts)


def test_an_erased_name_is_nowhere_and_the_log_is_whole(program: Inside, tmp_path: Path) -> None:
    assert b"mia" in everything(program.home)
    before = program.ok("log", "export", "Q4").out
    mia = next(row["id"] for row in program.ok("people", "list", "--json").json if row["name"] == "mia")
    told = program.ok("people", "erase", "MIA").out
    assert f"person {mia[:8]}…" in told
    assert b"mia" not in everything(program.home)
    assert program.ok("log", "export", "Q4").out == before
    assert program.run("log", "verify", "Q4").code == 0
    (decision,) = [row["decision"] for row in program.ok("decide", "list", "Q4", "--json").json if row["decision"]]
    assert (decision["by"], decision["approved_by"]) == (f"person {mia[:8]}…", ["bob"])
    program.ok("report", "Q4", "-o", tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert f"person {mia[:8]}…" in page
    assert ">mia<" not in page
    program.ok("report", "Q4", "-o", tmp_path / "bericht.html", "--language", "de")
    assert f"Person {mia[:8]}…" in (tmp_path / "bericht.html").read_text("utf-8")
    assert f"person {mia[:8]}…" not in (tmp_path / "bericht.html").read_text("utf-8")
    assert "(erased)" in program.ok("people", "list").out
    assert program.run("people", "erase", "mia").code == 2


def test_the_settings_do_not_bring_a_name_back(program: Inside) -> None:
    settings = program.home / "settings.toml"
    settings.write_text('person = "Mia"\n', "utf-8")
    program.ok("people", "rename", "mia", "Mia Muster")
    assert 'person = "Mia Muster"' in settings.read_text("utf-8")
    program.ok("people", "erase", "Mia Muster")
    assert b"Muster" not in everything(program.home)
    program.scan("Q4", "LOC:DC1/R2/A/08")
    assert "Muster" not in program.ok("people", "list").out


def test_a_picture_that_is_left_out_of_a_file_is_told(program: Inside, tmp_path: Path) -> None:
    program.ok("evidence", "export", "Q4", "-o", tmp_path / "e.zip")
    assert "not in this file" not in program.ok("evidence", "verify", tmp_path / "e.zip").out
    left_out = hashlib.sha256(PICTURES[0]).hexdigest()
    with zipfile.ZipFile(tmp_path / "e.zip") as parts, (tmp_path / "made.zip").open("wb") as made:
        packing = Packing(made)
        manifest = json.loads(parts.read("manifest.json"))
        for name in manifest.pop("parts"):
            if left_out not in name:
                packing.add(name, [parts.read(name)], packed=not name.startswith("photos/"))
        del manifest["evidence"]
        packing.manifest(manifest)
        packing.seal()
    told = program.ok("evidence", "verify", tmp_path / "made.zip")
    assert "1 picture named by the events not in this file" in told.out
    checked = verify(tmp_path / "made.zip")
    assert (checked.good, checked.absent, checked.erased) == (True, 1, 0)


def test_an_erased_picture_leaves_its_hash_and_is_told(program: Inside, tmp_path: Path) -> None:
    hashes = sorted(hashlib.sha256(picture).hexdigest() for picture in PICTURES)
    listed = program.ok("photos", "list", "Q4", "--json").json
    assert [(row["sha256"], row["state"]) for row in sorted(listed, key=lambda row: str(row["sha256"]))] == [
        (sha256, "kept") for sha256 in hashes
    ]
    assert "0 pictures erased" in program.ok("photos", "erase", "Q4", "--older-than", "1").out
    assert "2 pictures erased" in program.ok("photos", "erase", "Q4").out
    assert not any(picture in everything(program.home) for picture in PICTURES)
    assert "0 pictures erased" in program.ok("photos", "erase", "Q4").out
    assert program.ok("photos", "list", "Q4").out.count("picture erased") == 2
    assert all(sha256 in program.ok("log", "export", "Q4").out for sha256 in hashes)
    assert program.run("log", "verify", "Q4").code == 0
    program.ok("report", "Q4", "-o", tmp_path / "report.html")
    assert "2 of 2 pictures: picture erased" in (tmp_path / "report.html").read_text("utf-8")
    program.ok("evidence", "export", "Q4", "-o", tmp_path / "e.zip", "--format", "csv")
    parts = zipfile.ZipFile(tmp_path / "e.zip")
    assert parts.read("erased.txt").decode().splitlines() == [f"{sha256} picture erased" for sha256 in hashes]
    assert verify(tmp_path / "e.zip").good
    assert "2 pictures erased before the export" in program.ok("evidence", "verify", tmp_path / "e.zip").out


def test_a_picture_that_another_audit_names_is_told(program: Inside) -> None:
    program.ok("audit", "new", "Q5", "--scope", "DC1/R2")
    add_picture(program.home, "Q5", PICTURES[0])
    assert "evidence of other audits too: Q5" in program.ok("photos", "erase", "Q4").out
    assert "picture erased" in program.ok("photos", "list", "Q5").out


def test_days_below_zero_are_wrong_use(program: Inside) -> None:
    assert program.run("photos", "erase", "Q4", "--older-than", "-1").code == 2
