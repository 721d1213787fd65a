"""A photograph of a rack's front on the command line: a scan of every label in it, and kept as evidence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.cli.program import Program

pytest.importorskip("cv2", reason="OpenCV is not installed: pip install 'assetaudit[camera]'")


def test_a_photograph_of_a_rack_is_scanned_and_kept(hall: Program, tmp_path: Path) -> None:
    from tests.readers.camera.scenes import C128, DM, QR, Label, jpeg, scene

    picture = jpeg(
        scene(
            Label("IT-00101", QR, 300, 150),
            Label("IT-00102", C128, 800, 300, angle=14),
            Label("IT-00201", DM, 400, 600),
            Label("LOC:DC1/R2/A/07", QR, 1100, 560),
        )
    )
    file = tmp_path / "rack 7 (front).jpg"
    file.write_bytes(picture)
    done = hall.ok("scan", "Q4", "--by", "ana", "--at", "DC1/R2/A/07", "--photo", file)
    assert done.out.splitlines() == [
        "found  IT-00101",
        "found  IT-00102",
        "saved  LOC:DC1/R2/A/07",
        "misplaced  IT-00201",
    ]
    assert f"{file}: 4 codes read." in done.err
    sha256 = hashlib.sha256(picture).hexdigest()
    assert (hall.home / "photos" / f"{sha256}.jpg").read_bytes() == picture
    events = hall.ok("log", "export", "Q4").lines
    assert [event["d"]["sha256"] for event in events if event["k"] == "blob"] == [sha256]
    assert {event["d"]["read"]["note"] for event in events if event["k"] == "scan"} == {f"photo {sha256}"}
    assert hall.ok("log", "verify", "Q4").code == 0


def test_a_photograph_that_is_not_there_is_told(hall: Program) -> None:
    done = hall.run("scan", "Q4", "--photo", "/nowhere/rack.jpg")
    assert (done.code, done.out) == (1, "")
    assert "There are no pictures at /nowhere/rack.jpg." in done.err
    done = hall.run("scan", "Q4", "--at", ":", "-")
    assert done.code == 2
    assert done.err.startswith("assetaudit: --at: ")
