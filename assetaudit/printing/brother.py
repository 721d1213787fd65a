"""Labels as raster data for Brother QL and P-touch printers, after Brother's published raster command references.

Each label is one page: print information with the medium, cutting, margin, then a line of dots for every step of the
feed, the pin at the right end of the print head first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.errors import PrintError
from assetaudit.model.needs import Clock
from assetaudit.printing.layout import Laid
from assetaudit.printing.part_file import part_of
from assetaudit.printing.sheet import dots
from assetaudit.printing.stock import Stock
from assetaudit.printing.work import Finished, Setting

if TYPE_CHECKING:
    from PIL.Image import Image

_VALID = {"type": 0x02, "width": 0x04, "length": 0x08, "quality": 0x40, "recover": 0x80}
_CONTINUOUS, _DIE_CUT = 0x0A, 0x0B
_AUTO_CUT = 0x40
_CUT_AT_END = 0x08
_CONTINUOUS_MARGIN, _TAPE_MARGIN = 35, 14
"""Dots of feed that a cut needs (300 and 180 dpi)."""
_TAPE_PINS = {6: (32, 64), 9: (50, 106), 12: (70, 150), 18: (112, 234), 24: (128, 320), 36: (0, 454)}
"""Pins that print on a tape of so many millimetres: of 128 at 180 dpi, and of 560 at 360 dpi."""
_WIDE_SHIFT = 8
"""Pins by which tape lies nearer to the first pin of a 560-pin head than to the last."""


@dataclass(frozen=True, slots=True)
class Head:
    """A family of printers by its print head."""

    pins: int
    dpi: int
    tape: bool
    """P-touch tape rather than QL labels."""


HEADS = {
    "QL": Head(720, 300, tape=False),
    "QL-wide": Head(1296, 300, tape=False),
    "PT": Head(128, 180, tape=True),
    "PT-wide": Head(560, 360, tape=True),
}


class BrotherPrinter:
    """Writes a file of raster commands, to be sent to the printer as it is."""

    suffix = ".brother"
    default_dpi = 300
    drawings = ("dots",)

    def print(
        self,
        labels: Iterable[tuple[int, int, Laid]],
        setting: Setting,
        path: Path,
        clock: Clock,  # noqa: ARG002 - raster data has no place for a date, but every printer is called alike
    ) -> Finished:
        """Write labels, given with page and cell in ascending order, and tell pages and bytes."""
        head = _head(setting)
        with part_of(path) as part, part.open("wb") as file:
            count = 0
            file.write(bytes(200) + b"\x1b@")
            for count, page in enumerate(_pages(labels, setting, head), 1):  # noqa: B007 - the last count is the answer
                file.write(page)
            file.write(b"\x1a" if count else b"")
            return Finished(count, file.tell())


def _head(setting: Setting) -> Head:
    model = setting.wishes.model or ("PT" if setting.dpi == 180 else "QL")
    head = HEADS.get(model)
    if head is None:
        msg = f"There is no family of Brother printers called '{model}'."
        raise PrintError(msg, hint=f"Choose one of {', '.join(HEADS)}.")
    if setting.dpi != head.dpi:
        msg = f"Brother's {model} printers have {head.dpi} dpi, not {setting.dpi}."
        raise PrintError(msg, hint="Leave the resolution out, or choose another printer.")
    stock = setting.stock
    if "width" not in stock.head or head.tape != ("length" not in stock.head):
        kind = "TZe tape" if head.tape else "DK labels"
        msg = f"{stock.name} is no medium of Brother's {model} printers."
        raise PrintError(msg, hint=f"They take {kind}: 'labels stocks brother' lists them.")
    return head


def _pages(labels: Iterable[tuple[int, int, Laid]], setting: Setting, head: Head) -> Iterator[bytes]:
    for number, (_, _, laid) in enumerate(labels):
        picture = _picture(laid, setting)
        before = b"\x0c" if number else b""
        yield before + _page(picture, setting.stock, head, cut=setting.wishes.finish != "tear", first=not number)


def _picture(laid: Laid, setting: Setting) -> Image:
    """The printable area as the head passes over it: across the head from left to right, the feed downwards."""
    from PIL import Image

    from assetaudit.printing.drawing import label_picture

    stock, dpi = setting.stock, setting.dpi
    size = (dots(stock.size[0], dpi), dots(stock.size[1], dpi))
    inset = [(stock.size[axis] - stock.printable[axis]) / 2 for axis in (0, 1)]
    left, top = dots(inset[0], dpi), dots(inset[1], dpi)
    area = (left, top, left + dots(stock.printable[0], dpi), top + dots(stock.printable[1], dpi))
    picture = label_picture(laid, size).crop(area)
    return picture.transpose(Image.Transpose.ROTATE_270) if stock.turned else picture


def _page(picture: Image, stock: Stock, head: Head, *, cut: bool, first: bool) -> bytes:
    said = b"\x1bia\x01" + _information(picture.height, stock, head, first=first)
    said += bytes((0x1B, ord("i"), ord("M"), _AUTO_CUT if cut else 0))
    said += (b"\x1biA\x01" if cut else b"") + bytes((0x1B, ord("i"), ord("K"), _CUT_AT_END))
    return said + b"\x1bid" + struct.pack("<H", _margin(stock, head)) + b"M\x00" + _lines(picture, stock, head)


def _information(lines: int, stock: Stock, head: Head, *, first: bool) -> bytes:
    flags = _VALID["width"] | _VALID["recover"]
    kind, length = 0, 0
    if not head.tape:
        flags |= _VALID["type"] | _VALID["length"] | _VALID["quality"]
        kind = _CONTINUOUS if stock.continuous else _DIE_CUT
        length = 0 if stock.continuous else stock.head["length"]
    media = bytes((flags, kind, stock.head["width"], length))
    return b"\x1biz" + media + struct.pack("<L", lines) + bytes((0 if first else 1, 0))


def _margin(stock: Stock, head: Head) -> int:
    if head.tape:
        return _TAPE_MARGIN * head.dpi // 180
    return _CONTINUOUS_MARGIN if stock.continuous else 0


def _lines(picture: Image, stock: Stock, head: Head) -> bytes:
    """Every line mirrored, since the first dot is for the pin at the right end."""
    from PIL import Image, ImageOps

    right = _free_at_right(picture.width, stock, head)
    line = Image.new("1", (head.pins, picture.height), 255)
    line.paste(picture, (head.pins - picture.width - right, 0))
    data = ImageOps.mirror(line).point(lambda level: 0 if level else 255).tobytes()
    count = head.pins // 8
    start = b"G" + struct.pack("<H", count) if head.tape else bytes((ord("g"), 0, count))
    rows = (data[at : at + count] for at in range(0, len(data), count))
    return b"".join(start + row for row in rows)


def _free_at_right(width: int, stock: Stock, head: Head) -> int:
    if not head.tape:
        right = stock.head.get("skip", 0) + (44 if head.pins == HEADS["QL-wide"].pins else 0)
        room = head.pins - right
    else:
        room = _TAPE_PINS.get(stock.head["width"], (0, 0))[head.pins == HEADS["PT-wide"].pins]
        shift = _WIDE_SHIFT if head.pins == HEADS["PT-wide"].pins else 0
        right = (head.pins - width) // 2 - shift
    if width > room:
        msg = f"{stock.name} needs {width} pins across, and this print head has {room} for it."
        raise PrintError(msg, hint="Choose a narrower medium or a wider printer.")
    return right
