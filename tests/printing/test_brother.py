"""Brother raster files taken apart again by the published commands: media, margins, and codes that read back."""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from assetaudit.errors import PrintError
from assetaudit.printing.brother import HEADS, BrotherPrinter
from assetaudit.printing.layout import Layout
from assetaudit.printing.stock import Stock, stock, stocks
from assetaudit.printing.template import template
from assetaudit.printing.work import Wishes, print_labels
from tests.printing.paper import Pixels, StoppedClock, codes_of, ink, items_for, read_codes

CLOCK = StoppedClock()
PARAMETERS = {b"ia": 1, b"iz": 10, b"iM": 1, b"iA": 1, b"iK": 1, b"id": 2, b"iS": 0}


@dataclass
class Page:
    """One label as the printer takes it."""

    media: bytes = b""
    margin: int = 0
    cut: bool = False
    rows: list[bytes] = field(default_factory=list)
    last: bool = False

    @property
    def pixels(self) -> Pixels:
        """What is burnt, seen from the front: the first dot of a line is the rightmost pin."""
        bits = np.unpackbits(np.frombuffer(b"".join(self.rows), dtype=np.uint8)).reshape(len(self.rows), -1)
        return np.where(bits[:, ::-1], 0, 255).astype(np.uint8)


def taken_apart(data: bytes) -> list[Page]:
    """Every page of a raster file; fails where a byte is no command."""
    assert data[:200] == bytes(200)
    assert data[200:202] == b"\x1b@"
    pages, page, at = [], Page(), 202
    while at < len(data):
        if data[at] == 0x1B:
            name = data[at + 1 : at + 3]
            value = data[at + 3 : at + 3 + PARAMETERS[name]]
            at += 3 + len(value)
            page.media = value if name == b"iz" else page.media
            page.margin = struct.unpack("<H", value)[0] if name == b"id" else page.margin
            page.cut = value == b"\x40" if name == b"iM" else page.cut
        elif data[at : at + 1] in (b"g", b"G"):
            length = data[at + 2] if data[at : at + 1] == b"g" else struct.unpack("<H", data[at + 1 : at + 3])[0]
            page.rows.append(data[at + 3 : at + 3 + length])
            at += 3 + length
        elif data[at : at + 1] == b"M":
            assert data[at + 1] == 0
            at += 2
        else:
            assert data[at] in (0x0C, 0x1A)
            page.last = data[at] == 0x1A
            pages.append(page)
            page, at = Page(), at + 1
    return pages


def media() -> list[Stock]:
    return [each for each in stocks() if each.head]


@pytest.mark.parametrize("made", media(), ids=lambda made: made.name)
def test_codes_read_back_from_the_dots(made: Stock, tmp_path: Path) -> None:
    tape, wide = "length" not in made.head, made.head["width"] > 62
    kind = template("asset-datamatrix" if min(made.printable) < 17 else "asset-small")
    file, items = tmp_path / "a.brother", items_for(kind, 3)
    for model in ("PT", "PT-wide") if tape else ("QL-wide",) if wide else ("QL", "QL-wide"):
        head = HEADS[model]
        report = print_labels(items, made, kind, path=file, clock=CLOCK, wishes=Wishes(model=model, dpi=head.dpi))
        pages = taken_apart(file.read_bytes())
        assert (report.pages, report.size, len(pages)) == (3, file.stat().st_size, 3)
        assert [page.last for page in pages] == [False, False, True]
        layout = Layout(made, kind, head.dpi)
        for number, (page, item) in enumerate(zip(pages, items, strict=True)):
            assert page.pixels.shape[1] == head.pins
            assert struct.unpack("<L", page.media[4:8])[0] == len(page.rows)
            assert page.media[2] == made.head["width"]
            assert page.media[8] == (number > 0)
            assert page.cut
            found: Counter[tuple[str, str]] = read_codes(np.repeat(np.repeat(page.pixels, 2, axis=0), 2, axis=1))
            assert found == codes_of(layout.lay(item))


def test_media_and_margins() -> None:
    printer = BrotherPrinter()
    assert printer.suffix == ".brother"
    assert {each.name: tuple(each.head.values()) for each in media()}["brother-dk-11209"] == (62, 29, 12)


def test_ink_is_on_the_pins_over_the_medium(tmp_path: Path) -> None:
    made, kind, file = stock("brother-dk-11209"), template("asset-small"), tmp_path / "a.brother"
    print_labels(items_for(kind, 1), made, kind, path=file, clock=CLOCK)
    (page,) = taken_apart(file.read_bytes())
    assert page.media[:4] == bytes((0xCE, 0x0B, 62, 29))
    assert page.margin == 0
    left, _, right, _ = ink(page.pixels) or (0, 0, 0, 0)
    assert 720 - 12 - 696 <= left < right <= 720 - 12
    continuous = stock("brother-dk-22205")
    print_labels(items_for(kind, 1), continuous, kind, path=file, clock=CLOCK)
    (page,) = taken_apart(file.read_bytes())
    assert page.media[:4] == bytes((0xCE, 0x0A, 62, 0))
    assert page.margin == 35


@pytest.mark.parametrize(("model", "pins", "first"), [("PT", 70, 29), ("PT-wide", 150, 197)])
def test_tape_lies_over_the_pins_that_brother_names(model: str, pins: int, first: int, tmp_path: Path) -> None:
    """Twelve millimetres: 70 of 128 pins from the 30th on, 150 of 560 from the 198th on, as it is read."""
    made, kind, file = stock("brother-tze-231"), template("asset-datamatrix"), tmp_path / "a.brother"
    wishes = Wishes(model=model, dpi=HEADS[model].dpi)
    print_labels(items_for(kind, 1), made, kind, path=file, clock=CLOCK, wishes=wishes)
    (page,) = taken_apart(file.read_bytes())
    bits = np.unpackbits(np.frombuffer(b"".join(page.rows), np.uint8)).reshape(len(page.rows), -1)
    inked = np.flatnonzero(bits.any(axis=0))
    assert first <= inked[0] <= inked[-1] < first + pins
    assert abs((inked[0] - first) - (first + pins - 1 - inked[-1])) < pins // 2
    upright = np.where(bits.T, 0, 255).astype(np.uint8)
    assert read_codes(np.repeat(np.repeat(upright, 2, axis=0), 2, axis=1))
    left = ink(upright)
    assert left is not None
    assert left[0] < len(page.rows) // 4


def test_what_a_printer_cannot_take_is_refused(tmp_path: Path) -> None:
    kind, file = template("asset-small"), tmp_path / "a.brother"
    for name, wishes, said in (
        ("avery-l7160", Wishes(), "no medium"),
        ("brother-tze-231", Wishes(), "no medium"),
        ("brother-dk-11209", Wishes(model="PT", dpi=180), "no medium"),
        ("brother-dk-11209", Wishes(dpi=203), "300 dpi"),
        ("brother-dk-11240", Wishes(), "this print head has"),
        ("brother-dk-11209", Wishes(model="HL"), "called 'HL'"),
    ):
        with pytest.raises(PrintError, match=said):
            print_labels(items_for(kind, 1), stock(name), kind, path=file, clock=CLOCK, wishes=wishes)
    assert list(tmp_path.iterdir()) == []
