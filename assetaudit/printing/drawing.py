"""Labels and sheets as pictures: for the eye before paper is used, and for printers that take dots."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from assetaudit.pdf.fonts import Font, face
from assetaudit.printing.layout import Laid, PlacedCode, PlacedText
from assetaudit.printing.pictures import Raster, raster_of
from assetaudit.printing.sheet import STRAIGHT, Alignment, cells, dots
from assetaudit.printing.stock import Stock

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_EDGE = 190
"""Grey of a label's edge in a picture of a sheet."""
_GROUND = 232
"""Grey of what is no label."""


def label_picture(laid: Laid, size: tuple[int, int], *, smooth: bool = False) -> Image:
    """One label in dots of the printer; ``smooth`` draws letters with greys, for screens."""
    from PIL import Image

    picture = Image.new("L", size, 255)
    draw_label(picture, laid, 0, 0, smooth=smooth)
    return picture if smooth else picture.convert("1", dither=Image.Dither.NONE)


def draw_label(picture: Image, laid: Laid, left: int, top: int, *, smooth: bool = False) -> None:
    """Draw one label into a picture of mode L, its upper left corner at a dot."""
    from PIL import Image, ImageDraw

    for code in laid.codes:
        picture.paste(0, (left + code.left, top + code.top), _symbol(code))
    for each in laid.pictures:
        raster = each.raster
        mask = Image.frombytes("1", (raster.width, raster.height), raster.bits)
        picture.paste(0, (left + each.left, top + each.top), mask)
    draw = ImageDraw.Draw(picture)
    draw.fontmode = "L" if smooth else "1"
    for text in laid.texts:
        _write(draw, text, left + text.left, top + text.base)


def text_raster(text: PlacedText) -> tuple[Raster, int, int]:
    """A row of text as dots, and how far its upper left corner lies right of and below the text's point."""
    from PIL import Image, ImageDraw

    width = round(face(bold=text.bold).width(text.text) * text.size) + 4
    above, below = round(text.size * 1.1) + 1, round(text.size * 0.35) + 1
    picture = Image.new("1", (width, above + below), 255)
    draw = ImageDraw.Draw(picture)
    draw.fontmode = "1"
    _write(draw, text, 2, above)
    return raster_of(picture), -2, -above


def sheet_picture(stock: Stock, labels: Iterable[tuple[int, Laid]], dpi: int, alignment: Alignment = STRAIGHT) -> Image:
    """One page with the edges of all its cells; labels are given with their cells."""
    from PIL import Image, ImageDraw

    page = (dots(stock.page[0], dpi), dots(stock.page[1], dpi))
    picture = Image.new("L", page, _GROUND)
    draw = ImageDraw.Draw(picture)
    radius = dots(stock.corner, dpi)
    for cell in cells(stock):
        box = (dots(cell.left, dpi), dots(cell.top, dpi))
        end = (min(box[0] + dots(cell.width, dpi), page[0]) - 1, min(box[1] + dots(cell.height, dpi), page[1]) - 1)
        if stock.shape == "round":
            draw.ellipse((*box, *end), fill=255, outline=_EDGE)
        else:
            draw.rounded_rectangle((*box, *end), radius, fill=255, outline=_EDGE)
    placed = cells(stock, alignment)
    for number, laid in labels:
        draw_label(picture, laid, dots(placed[number].left, dpi), dots(placed[number].top, dpi), smooth=True)
    return picture


def half_blocks(picture: Image, columns: int, rows: int) -> list[str]:
    """A picture for the terminal: each character is two dots above each other, as large as fits, dark on light."""
    from PIL import Image

    scale = min(columns / picture.width, 2 * rows / picture.height)
    width = max(1, min(columns, int(picture.width * scale)))
    height = max(2, min(2 * rows, int(picture.height * scale)))
    small = picture.convert("L").resize((width, height + height % 2), Image.Resampling.BOX)
    levels = small.tobytes()
    lines = []
    for row in range(0, small.height, 2):
        upper, lower = levels[row * width : (row + 1) * width], levels[(row + 1) * width : (row + 2) * width]
        lines.append("".join(_BLOCKS[up < 150, down < 150] for up, down in zip(upper, lower, strict=True)))
    return lines


_BLOCKS = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}
"""Light dots are drawn, since a terminal is dark: (upper is dark, lower is dark)."""


def _symbol(code: PlacedCode) -> Image:
    """A mask whose dots are the dark modules."""
    from PIL import Image

    symbol = code.symbol
    modules = Image.frombytes("1", (symbol.stride, symbol.height), symbol.bits).crop(
        (0, 0, symbol.width, symbol.height)
    )
    return modules.resize((symbol.width * code.module, code.height), Image.Resampling.NEAREST)


def _write(draw: ImageDraw, text: PlacedText, left: int, base: int) -> None:
    """Each letter at the place that the layout gave it, whatever widths the drawing would round to."""
    letters = face(bold=text.bold)
    along = 0
    for character in text.text:
        font = _font(letters.font_of(character) or letters.first, text.size)
        draw.text((left + along * text.size / 1000, base), character, fill=0, font=font, anchor="ls")
        along += letters.widths[character]


@lru_cache(maxsize=64)
def _font(font: Font, size: float) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(io.BytesIO(font.data), size, layout_engine=ImageFont.Layout.BASIC)
