"""The photographs of a walk in its report: what each shows, and what became of those that were erased."""

from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image

from assetaudit.model.place import Place
from assetaudit.paths import Home
from assetaudit.wiring import Workspace
from tests.cli.inside import Inside
from tests.cli.opened import opened


def taken(home: Path, shade: int) -> str:
    """A photograph that a walk is offered; its SHA-256."""
    data = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, shade, shade)).save(data, "PNG")
    return Workspace(Home(home)).photos.offer(data.getvalue())


def page_of(program: Inside, file: Path) -> str:
    """The HTML report."""
    program.ok("report", "Q4", "-o", file)
    return file.read_text("utf-8")


def test_each_photograph_says_what_it_shows_until_it_is_erased(tmp_path: Path) -> None:
    program = opened(tmp_path)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101")
    space = Workspace(Home(program.home))
    walk = space.walk("Q4", by="ana")
    walk.go(Place.parse("DC1/R2/A/07"))
    sha256 = taken(program.home, 90)
    walk.pick(next(one.key for one in space.register().assets() if one.asset_tag == "IT-00102"), "photo", photo=sha256)
    walk.end()
    page = page_of(program, tmp_path / "r.html")
    assert page.count("<img ") == 1
    (caption,) = re.findall("<figcaption>(.*?)</figcaption>", page)
    assert caption.startswith("IT-00102, verified, DC1/R2/A/07")
    assert sha256 in page
    program.ok("photos", "erase", "Q4", "--older-than", "0")
    page = page_of(program, tmp_path / "r.html")
    assert "<img " not in page
    assert re.search("<figcaption>IT-00102, verified.*: erased</figcaption>", page)
