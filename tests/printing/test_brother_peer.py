"""Raster files held against those of brother_ql, a widely used writer of the same commands that is not ours."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from assetaudit.printing.drawing import label_picture
from assetaudit.printing.layout import Laid, Layout
from assetaudit.printing.sheet import dots
from assetaudit.printing.stock import Stock
from assetaudit.printing.template import template
from assetaudit.printing.work import Wishes, print_labels
from tests.printing.paper import StoppedClock, items_for
from tests.printing.test_brother import Page, media, taken_apart

_PRINTERS = {"QL": ("QL-720NW", "QL-820NWB"), "QL-wide": ("QL-1060N", "QL-1100")}
_OTHER_NAMES = {"38x90": "39x90", "102x153": "102x152"}
"""Media that brother_ql calls by the size on the box, not by the one that the printer is told."""


def of_peer(pictures: list[Any], made: Stock, printer: str) -> list[Page]:
    """The same pictures as brother_ql writes them, after its own preamble."""
    raster = import_module("brother_ql.raster").BrotherQLRaster(printer)
    width, length = made.head["width"], made.head["length"]
    label = str(width) if made.continuous else f"{width}x{length}"
    convert = import_module("brother_ql.conversion").convert
    data: bytes = convert(raster, pictures, _OTHER_NAMES.get(label, label), cut=True, rotate="0")
    return taken_apart(bytes(200) + data[data.index(b"\x1b@") :])


def across_the_head(laid: Laid, made: Stock) -> Image.Image:
    """The printable part of a label as it passes under the head."""
    inset = [dots((made.size[axis] - made.printable[axis]) / 2, 300) for axis in (0, 1)]
    area = [dots(length, 300) for length in made.printable]
    whole = label_picture(laid, (dots(made.size[0], 300), dots(made.size[1], 300)))
    picture = whole.crop((inset[0], inset[1], inset[0] + area[0], inset[1] + area[1]))
    return (picture.transpose(Image.Transpose.ROTATE_270) if made.turned else picture).convert("L")


@pytest.mark.parametrize("made", [each for each in media() if "length" in each.head], ids=lambda made: made.name)
def test_every_line_of_dots_and_the_medium_are_as_brother_ql_has_them(made: Stock, tmp_path: Path) -> None:
    kind = template("asset-datamatrix" if min(made.printable) < 17 else "asset-small")
    model = "QL-wide" if made.head["width"] > 62 else "QL"
    items, file = items_for(kind, 2), tmp_path / "a.brother"
    print_labels(items, made, kind, path=file, clock=StoppedClock(), wishes=Wishes(model=model, dpi=300))
    own = taken_apart(file.read_bytes())
    layout = Layout(made, kind, 300)
    pictures = [across_the_head(layout.lay(item), made) for item in items]
    for printer in _PRINTERS[model]:
        theirs = of_peer(pictures, made, printer)
        assert len(own) == len(theirs) == 2
        for mine, other in zip(own, theirs, strict=True):
            assert mine.media[:8] == other.media[:8]  # behind it: whether it is the first page, which the peer leaves 0
            assert (mine.margin, mine.cut, mine.last) == (other.margin, other.cut, other.last)
            assert mine.rows == other.rows
