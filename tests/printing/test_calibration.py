"""Calibration: a page is printed with known faults, photographed askew, and measured back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from assetaudit.errors import PrintError
from assetaudit.printing.calibration import LINE, bars, of_measures, target_of, targets, write_page
from assetaudit.printing.photo import measure
from assetaudit.printing.sheet import Alignment, cell
from assetaudit.printing.stock import stock
from tests.printing.paper import StoppedClock, ink, pages

DPI = 200


def printed(paper: str, file: Path, right: float, down: float, across: float, along: float) -> Image.Image:
    """The calibration page as a printer with these faults puts it on paper."""
    write_page(paper, file, StoppedClock())
    page = Image.fromarray(pages(file, DPI)[0])
    scale = DPI / 25.4
    back = (1 / across, 0, -right * scale / across, 0, 1 / along, -down * scale / along)
    return page.transform(page.size, Image.Transform.AFFINE, back, Image.Resampling.BICUBIC, fillcolor=255)


def photographed(page: Image.Image) -> Image.Image:
    """A page on a dark table, seen from somewhat askew and not quite sharp."""
    width, height = page.width + 400, page.height + 300
    corners = ((190, 130), (page.width + 160, 170), (page.width + 210, page.height + 120), (150, page.height + 170))
    rows = []
    for (x, y), (u, v) in zip(corners, ((0, 0), (page.width, 0), page.size, (0, page.height)), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    from assetaudit.printing.photo import _solved

    back = _solved([[float(value) for value in row] for row in rows])
    white = page.transform((width, height), Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC, fillcolor=40)
    return white.filter(ImageFilter.GaussianBlur(0.8))


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_photo_tells_offset_and_scale(paper: str, tmp_path: Path) -> None:
    page = printed(paper, tmp_path / "page.pdf", 1.7, -2.3, 0.995, 1.004)
    photographed(page).save(tmp_path / "photo.jpg", quality=80)
    found = measure(tmp_path / "photo.jpg")
    assert found.paper == paper
    assert found.codes >= 20
    assert found.right == pytest.approx(1.7, abs=0.15)
    assert found.down == pytest.approx(-2.3, abs=0.15)
    assert found.scale_across == pytest.approx(0.995, abs=0.0008)
    assert found.scale_down == pytest.approx(1.004, abs=0.0008)
    assert found.error < 0.2


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_flatbed_scan_fills_the_picture_and_may_lie_any_way(turn: int, tmp_path: Path) -> None:
    page = printed("a4", tmp_path / "page.pdf", -1.0, 0.5, 1.0, 1.0)
    page.rotate(turn, expand=True).save(tmp_path / "scan.png")
    found = measure(tmp_path / "scan.png")
    assert found.right == pytest.approx(-1.0, abs=0.12)
    assert found.down == pytest.approx(0.5, abs=0.12)


def test_the_alignment_undoes_what_was_measured(tmp_path: Path) -> None:
    page = printed("a4", tmp_path / "page.pdf", 1.7, -2.3, 0.995, 1.004)
    page.save(tmp_path / "scan.png")
    alignment = measure(tmp_path / "scan.png").alignment
    made = stock("avery-l7160")
    for number in range(made.per_page):
        wanted, sent = cell(made, number), cell(made, number, alignment)
        assert 1.7 + 0.995 * sent.left == pytest.approx(wanted.left, abs=0.15)
        assert -2.3 + 1.004 * sent.top == pytest.approx(wanted.top, abs=0.15)


def test_a_ruler_gives_the_same() -> None:
    across, down = bars("a4")
    right, lower = 1.5, -1.0
    alignment = of_measures("a4", right + 0.99 * LINE, lower + 1.01 * LINE, 0.99 * across, 1.01 * down)
    assert right + 0.99 * (alignment.right + alignment.scale_across * 50) == pytest.approx(50)
    assert lower + 1.01 * (alignment.down + alignment.scale_down * 80) == pytest.approx(80)
    assert of_measures("letter", LINE, LINE, *bars("letter")) == Alignment(0, 0, 1, 1)
    with pytest.raises(PrintError):
        of_measures("a4", 20, 20, 0, 200)


def test_the_lines_lie_where_they_are_measured(tmp_path: Path) -> None:
    write_page("a4", tmp_path / "page.pdf", StoppedClock())
    page = pages(tmp_path / "page.pdf", 600)[0]
    strip = page[round(150 / 25.4 * 600) : round(151 / 25.4 * 600), round(16 / 25.4 * 600) : round(24 / 25.4 * 600)]
    left, _, right, _ = ink(strip) or (0, 0, 0, 0)
    assert 16 + (left + right) / 2 * 25.4 / 600 == pytest.approx(LINE, abs=0.05)
    assert len(targets("a4")) == 24
    assert target_of("CAL:a4:350:400") == ("a4", 35.0, 40.0)
    assert target_of("IT-00101") is None


def test_pictures_that_cannot_be_measured_are_told(tmp_path: Path) -> None:
    (tmp_path / "no.png").write_bytes(b"no picture")
    Image.new("L", (600, 800), 255).save(tmp_path / "white.png")
    page = printed("a4", tmp_path / "page.pdf", 0, 0, 1, 1)
    page.crop((150, 150, page.width - 150, page.height - 150)).save(tmp_path / "cut.png")
    for name, said in (("no.png", "cannot be read"), ("white.png", "shows 0 codes"), ("missing.png", "cannot be read")):
        with pytest.raises(PrintError, match=said):
            measure(tmp_path / name)
    with pytest.raises(PrintError, match="does not show the page to its edges"):
        measure(tmp_path / "cut.png")
