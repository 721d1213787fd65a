"""Photographs in an HTML report: small, upright, without what a camera adds, and never anything but pictures."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from assetaudit.reports.html import photos
from assetaudit.reports.report import AuditReport, Picture
from tests.reports import sample
from tests.reports.test_html_report import ALLOWED, Seen

Make = Callable[[AuditReport, str], bytes]
_SOURCE = re.compile('src="data:image/jpeg;base64,([A-Za-z0-9+/=]+)"')
_ORIENTATION, _MAKER, _POSITION = 0x0112, 0x010F, 0x8825


def picture(file: Path | None, about: str = "IT-00101, verified, DC1/R1/A/01:U12", **more: str) -> Picture:
    """A photograph as the report is given it."""
    return Picture(sample.sha(str(file)), about, "2026-11-22T09:30:00Z", more.get("state", "kept"), file)


def jpeg(file: Path, size: tuple[int, int], *, turned: bool = False) -> Path:
    """A photograph with what cameras add: maker, position, and how it was held."""
    image = Image.new("RGB", size, "white")
    image.paste((200, 30, 30), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[_MAKER] = "Spy Cameras"
    exif[_ORIENTATION] = 6 if turned else 1
    exif.get_ifd(_POSITION)[1] = "N"
    image.save(file, "JPEG", exif=exif)
    return file


def shown(html: str) -> list[Image.Image]:
    """The pictures of a page."""
    return [Image.open(io.BytesIO(base64.b64decode(data))) for data in _SOURCE.findall(html)]


def test_a_photograph_is_small_upright_and_says_nothing_of_the_camera(made: Make, tmp_path: Path) -> None:
    file = jpeg(tmp_path / "a.jpg", (3000, 2000), turned=True)
    html = made(sample.report(pictures=(picture(file),)), "html").decode()
    (image,) = shown(html)
    assert image.size == (480, 720)
    assert not image.getexif()
    assert b"Spy" not in base64.b64decode(_SOURCE.findall(html)[0])
    red = image.convert("RGB").getpixel((400, 100))
    assert isinstance(red, tuple)
    assert red[0] > 150 > red[1]
    assert 'alt="Photograph: IT-00101, verified, DC1/R1/A/01:U12"' in html
    assert "img-src data:" in html
    assert len(html) < 200_000


@pytest.mark.parametrize("mode", ["P", "RGBA", "LA", "L", "1", "CMYK", "I;16"])
def test_every_kind_of_picture_is_shown(tmp_path: Path, mode: str) -> None:
    file = tmp_path / ("a.tif" if mode in ("CMYK", "I;16") else "a.png")
    Image.new(mode, (40, 30)).save(file)
    data = photos.small(file)
    assert data is not None
    assert Image.open(io.BytesIO(data)).size == (40, 30)


def test_what_is_no_picture_or_is_not_here_is_told(made: Make, tmp_path: Path) -> None:
    broken = tmp_path / "b.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 and no more")
    huge = tmp_path / "c.png"
    Image.new("1", (20_000, 20_000)).save(huge)
    pictures = (picture(broken), picture(huge), picture(None, state="erased"), picture(None, state="not here"))
    html = made(sample.report(pictures=pictures), "html").decode()
    assert not shown(html)
    captions = re.findall("<figcaption>(.*?)</figcaption>", html)
    assert [caption.rpartition(": ")[2] for caption in captions] == ["cannot be shown"] * 2 + ["erased", "not here"]


def test_a_hostile_name_stays_a_name(made: Make, tmp_path: Path) -> None:
    about = '"><script>alert(1)</script><img src=x onerror="x'
    file = jpeg(tmp_path / "a.jpg", (40, 30))
    html = made(sample.report(pictures=(picture(file, about),)), "html").decode()
    seen = Seen(html)
    assert seen.names <= ALLOWED | {"figure", "figcaption", "img"}
    assert "onerror" not in seen.attributes
    assert html.count("<img ") == 1


def test_there_is_an_end_to_photographs(made: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST", 2)
    file = jpeg(tmp_path / "a.jpg", (40, 30))
    html = made(sample.report(pictures=(picture(file),) * 5), "html").decode()
    assert len(shown(html)) == 2
    assert "3 more are named in the table only." in html
