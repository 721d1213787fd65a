"""Labels as ZPL II for thermal printers: native codes with the very symbol that was laid out, or the same as graphics.

Everything that comes from a register is written with ``^FH`` escapes, so that no text can be a command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

from assetaudit.errors import PrintError
from assetaudit.model.needs import Clock
from assetaudit.printing import zpl_graphic, zpl_rfid
from assetaudit.printing.codes import code128, qr
from assetaudit.printing.layout import Laid, PlacedCode, PlacedText
from assetaudit.printing.part_file import part_of
from assetaudit.printing.pictures import symbol_raster
from assetaudit.printing.sheet import cells, dots
from assetaudit.printing.work import Finished, Setting

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -./:,;()+*#@=!?%&$'\"<>|[]{}")
_STARTS = {103: ">9", 104: ">:", 105: ">;"}
_CHANGES = {103: ">7", 104: ">6", 105: ">5"}
_FINISHES = {"": "", "tear": "^MMT", "peel": "^MMP", "cut": "^MMC", "rewind": "^MMR"}
_RESOLUTIONS = (152, 203, 300, 600)
_QR_SHIFT = 10
"""Printers set a QR code ten dots lower than the field's origin says."""


class ZplPrinter:
    """Writes a file of ZPL II: one format a row of labels, to be sent to the printer as it is."""

    suffix = ".zpl"
    default_dpi = 203
    drawings = ("native", "graphic")
    """The printer's own codes, or pictures of them (for other makers' ZPL)."""

    def print(
        self,
        labels: Iterable[tuple[int, int, Laid]],
        setting: Setting,
        path: Path,
        clock: Clock,  # noqa: ARG002 - ZPL has no place for a date, but every printer is called alike
    ) -> Finished:
        """Write labels, given with page and cell in ascending order, and tell rows and bytes."""
        _check(setting)
        with part_of(path) as part, part.open("w", encoding="ascii", newline="\n") as file:
            pages = 0
            for pages, (_, row) in enumerate(groupby(labels, key=lambda label: label[0]), 1):  # noqa: B007 - the last is told
                file.writelines(_format(row, setting))
            return Finished(pages, file.tell())


def _check(setting: Setting) -> None:
    if setting.stock.feed != "roll":
        msg = f"{setting.stock.name} is a sheet, and ZPL is for printers with rolls."
        raise PrintError(msg, hint="Write a .pdf, or choose a roll: 'labels stocks roll' lists them.")
    if setting.dpi not in _RESOLUTIONS:
        msg = f"No ZPL printer has {setting.dpi} dpi."
        raise PrintError(msg, hint="They have 203, 300 or 600.")
    if setting.wishes.rfid and setting.stock.per_page > 1:
        msg = f"{setting.stock.name} has several labels across, and a printer encodes one tag at a time."
        raise PrintError(msg, hint="Choose a roll with one label across.")


def _format(row: Iterable[tuple[int, int, Laid]], setting: Setting) -> Iterator[str]:
    page = setting.stock.page
    finish = _FINISHES[setting.wishes.finish]
    yield f"^XA^CI28{finish}^LH0,0^LS0^PW{dots(page[0], setting.dpi)}^LL{dots(page[1], setting.dpi)}\n"
    corners = [
        (dots(each.left, setting.dpi), dots(each.top, setting.dpi)) for each in cells(setting.stock, setting.alignment)
    ]
    for _, cell, laid in row:
        left, top = corners[cell]
        yield from _label(laid, left, top, setting)
    yield "^XZ\n"


def _label(laid: Laid, left: int, top: int, setting: Setting) -> Iterator[str]:
    for code in laid.codes:
        yield _code(code, left + code.left, top + code.top, setting.drawing) + "\n"
    for picture in laid.pictures:
        yield zpl_graphic.field(picture.raster, left + picture.left, top + picture.top) + "\n"
    for text in laid.texts:
        yield _text(text, left + text.left, top + text.base, setting.drawing) + "\n"
    if setting.wishes.rfid and laid.epc:
        yield zpl_rfid.encoding(laid.epc) + "\n"


def _text(text: PlacedText, left: int, base: int, drawing: str) -> str:
    """The printer's own letters where it surely has them, else the letters as dots."""
    if drawing == "graphic" or not text.text.isascii():
        from assetaudit.printing.drawing import text_raster

        raster, right, down = text_raster(text)
        return zpl_graphic.field(raster, max(left + right, 0), max(base + down, 0))
    size = max(round(text.size), 10)
    return f"^FT{left},{base}^A0N,{size},{size}^FH_^FD{escaped(text.text)}^FS"


def escaped(text: str) -> str:
    """A text as field data after ``^FH_``: every byte that is not plainly harmless in hexadecimal."""
    return "".join(
        character if character in _PLAIN else "".join(f"_{byte:02X}" for byte in character.encode("utf-8", "replace"))
        for character in text
    )


def _code(code: PlacedCode, left: int, top: int, drawing: str) -> str:
    native = _NATIVE.get(code.symbol.symbology) if drawing == "native" else None
    return native(code, left, top) if native else _graphic(code, left, top)


def _qr(code: PlacedCode, left: int, top: int) -> str:
    """``^BQ`` in manual mode with our segment and level, so that the printer arrives at the version laid out."""
    level = code.symbol.variant[-1]
    mode, count = qr.mode_of(code.symbol.text)
    if mode == "U" or code.module > 100:
        return _graphic(code, left, top)
    head = f"B{count:04d}" if mode == "B" else mode
    field = f"{level}M,{head}{escaped(code.symbol.text)}"
    return f"^FO{left},{max(top - _QR_SHIFT, 0)}^BQN,2,{code.module}^FH_^FD{field}^FS"


def _code128(code: PlacedCode, left: int, top: int) -> str:
    """``^BC`` without automatics: the same symbol characters as laid out, code sets and all."""
    gs1 = code.symbol.symbology == "gs1-128"
    data = escaped(_invocations(code128.characters(code.symbol.text, gs1=gs1)))
    return f"^FO{left},{top}^BY{code.module}^BCN,{code.height},N,N,N,N^FH_^FD{data}^FS"


def _invocations(values: list[int]) -> str:
    now = values[0]
    said = [_STARTS[now]]
    for value in values[1:]:
        if now == code128.START_C and value < 100:
            said.append(f"{value:02d}")
        elif value in code128.SWITCHES:
            now = code128.SWITCHES[value]
            said.append(_CHANGES[now])
        elif value == code128.FNC1:
            said.append(">8")
        else:
            character = chr(value + 32)
            said.append(">0" if character == ">" else character)
    return "".join(said)


def _code39(code: PlacedCode, left: int, top: int) -> str:
    data = escaped(code.symbol.text)
    return f"^FO{left},{top}^BY{code.module},3^B3N,N,{code.height},N,N^FH_^FD{data}^FS"


_NATIVE: dict[str, Callable[[PlacedCode, int, int], str]] = {
    "qr": _qr,
    "code128": _code128,
    "gs1-128": _code128,
    "code39": _code39,
}


def _graphic(code: PlacedCode, left: int, top: int) -> str:
    return zpl_graphic.field(symbol_raster(code), left, top)
