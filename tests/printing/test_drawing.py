"""Labels as pictures: what is drawn reads back, stays in its place, and looks in the terminal as it does on paper."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assetaudit.errors import PrintError
from assetaudit.printing.drawing import half_blocks, label_picture, sheet_picture, text_raster
from assetaudit.printing.item import LabelItem
from assetaudit.printing.layout import LabelRefusedError, Laid, Layout, PlacedText
from assetaudit.printing.pictures import Pictures
from assetaudit.printing.sheet import cells, dots
from assetaudit.printing.stock import Stock, stock, stocks
from assetaudit.printing.template import Template, read_template, template, templates
from assetaudit.printing.work import Wishes, print_labels
from tests.printing.paper import StoppedClock, codes_of, crop, ink, items_for, pages, read_codes

CLOCK = StoppedClock()


@pytest.mark.parametrize("dpi", [180, 203, 300, 600])
@pytest.mark.parametrize("name", ["asset", "asset-datamatrix", "asset-gs1", "asset-aztec"])
def test_a_label_in_dots_reads_back_and_stays_inside(name: str, dpi: int) -> None:
    made, kind = stock("zebra-76x51"), template(name)
    laid = Layout(made, kind, dpi).lay(items_for(kind, 1)[0])
    picture = label_picture(laid, (dots(made.size[0], dpi), dots(made.size[1], dpi)))
    assert picture.mode == "1"
    grey = np.array(picture.convert("L"))
    assert read_codes(grey) == codes_of(laid)
    left, top, right, bottom = ink(grey) or (0, 0, 0, 0)
    edge = [(made.size[axis] - made.printable[axis]) / 2 * dpi / 25.4 for axis in (0, 1)]
    assert left >= edge[0] - 1.5
    assert top >= edge[1] - 1.5
    assert right <= grey.shape[1] - edge[0] + 1.5
    assert bottom <= grey.shape[0] - edge[1] + 1.5


ZBAR = {"QR Code": "QRCODE", "Code 128": "CODE128", "Code 39": "CODE39"}


def zbar_pairs() -> list[tuple[Stock, Template]]:
    """Stock and templates whose codes zbar knows; all of them in a long run."""
    pairs = [(made, kind) for made in stocks() for kind in templates() if kind.arrangement(made.printable)]
    return pairs if os.environ.get("ASSETAUDIT_LONG_TESTS") else pairs[::60]


@pytest.mark.parametrize(("made", "kind"), zbar_pairs(), ids=lambda each: each.name)
def test_a_second_decoder_reads_the_same(made: Stock, kind: Template) -> None:
    try:
        from pyzbar.pyzbar import ZBarSymbol, decode
    except ImportError as error:
        pytest.skip(f"the library zbar is not installed on this machine: {error}")
    laid = Laid((), ())
    with contextlib.suppress(LabelRefusedError):
        laid = Layout(made, kind, 300).lay(items_for(kind, 1)[0])
    wanted = Counter((ZBAR[kind], text) for (kind, text) in codes_of(laid).elements() if kind in ZBAR)
    size = (dots(made.size[0], 300), dots(made.size[1], 300))
    pixels = np.pad(np.array(label_picture(laid, size).convert("L")), 24, constant_values=255)
    found = decode(pixels, symbols=[ZBarSymbol[name] for name in ZBAR.values()])
    assert Counter((each.type, each.data.decode()) for each in found) == wanted


def test_dots_and_pdf_put_the_same_ink_down(tmp_path: Path) -> None:
    made, kind = stock("avery-l7160"), template("asset")
    (item,) = items_for(kind, 1)
    print_labels([item], made, kind, path=tmp_path / "a.pdf", clock=CLOCK)
    cell = cells(made)[0]
    paper = crop(pages(tmp_path / "a.pdf")[0], (cell.left, cell.top, cell.width, cell.height)) < 128
    size = (paper.shape[1], paper.shape[0])
    drawn = np.array(label_picture(Layout(made, kind, 300).lay(item), size, smooth=True)) < 128
    assert (paper ^ drawn).mean() < 0.02
    assert paper.sum() == pytest.approx(drawn.sum(), rel=0.03)


def test_a_row_of_text_is_as_wide_as_the_layout_thought() -> None:
    for text in ("IT-00101", "Łódź ΩΜΕΓΑ", "WWWWiiii"):
        placed = PlacedText(text, 0, 0, 40.0, bold=True)
        raster, right, down = text_raster(placed)
        bits = np.unpackbits(np.frombuffer(raster.bits, np.uint8).reshape(raster.height, -1), axis=1)[:, : raster.width]
        assert 0 < bits.sum() < bits.size // 2
        assert (right, down) == (-2, -45)
        assert not bits[:, -1].any()


def test_the_terminal_shows_dark_and_light() -> None:
    picture = Image.new("L", (40, 20), 255)
    ImageDraw.Draw(picture).rectangle((0, 0, 19, 19), fill=0)
    lines = half_blocks(picture, 20, 5)
    assert lines == [" " * 10 + "█" * 10] * 5
    wide = half_blocks(picture, 7, 50)
    assert {len(line) for line in wide} == {7}


def test_a_sheet_shows_its_cells(tmp_path: Path) -> None:
    made, kind = stock("avery-l7651"), template("asset-small")
    laid = Layout(made, kind, 300).lay(items_for(kind, 1)[0])
    sheet = np.array(sheet_picture(made, [(64, laid)], 300))
    cell = cells(made)[64]
    assert read_codes(crop(sheet, (cell.left, cell.top, cell.width, cell.height))) == codes_of(laid)


def logo(folder: Path, name: str = "logo.png") -> None:
    picture = Image.new("RGBA", (400, 100), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, 399, 99), fill=(200, 30, 30, 255), outline=(0, 0, 0, 255))
    picture.save(folder / name)


def test_a_logo_is_printed_where_there_is_one(tmp_path: Path) -> None:
    made, kind = stock("avery-l7160"), template("asset-owner")
    logo(tmp_path)
    inks = []
    for folder in (None, tmp_path):
        file = tmp_path / "a.pdf"
        wishes = Wishes(pictures=folder)
        print_labels(items_for(kind, 3), made, kind, path=file, clock=CLOCK, wishes=wishes)
        (page,) = pages(file)
        for cell, item in zip(cells(made), items_for(kind, 3), strict=False):
            area = crop(page, (cell.left, cell.top, cell.width, cell.height))
            assert ("QR Code", item.code) in read_codes(area)
        inks.append(int((page < 128).sum()))
    assert inks[1] > inks[0] + 3 * 5_000
    assert len((tmp_path / "a.pdf").read_bytes()) < 40_000
    zpl = tmp_path / "a.zpl"
    print_labels(
        items_for(kind, 1), stock("zebra-76x51"), kind, path=zpl, clock=CLOCK, wishes=Wishes(pictures=tmp_path)
    )
    assert "^GFA" in zpl.read_text()


def test_a_picture_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG not really")
    with pytest.raises(PrintError, match=r"logo\.png"):
        Layout(stock("avery-l7160"), template("asset-owner"), 300, Pictures(tmp_path))
    assert Pictures(tmp_path / "none").names == frozenset()


def test_lines_may_depend_on_what_is_known(tmp_path: Path) -> None:
    file = tmp_path / "t.toml"
    file.write_text(
        'title = "T"\nkinds = ["asset"]\n[[arrangement]]\nleast = [1, 1]\n[[arrangement.element]]\nlines = ['
        '{ text = "has a serial", size = 6, when = "serial" }, { text = "has none", size = 6, unless = "serial" }]\n'
    )
    layout = Layout(stock("avery-l7160"), read_template(file), 300)
    for fields, said in (({"serial": "7"}, "has a serial"), ({}, "has none")):
        assert [row.text for row in layout.lay(LabelItem("asset", "x", fields=fields)).texts] == [said]
