"""The set-up sheet of a scanner: codes that tell its suffix, its keyboard layout and whether GS survives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assetaudit.identify.setup_codes import SETUP_CODES, SetupCode
from assetaudit.model.needs import Clock
from assetaudit.printing.codes import code128
from assetaudit.printing.layout import Laid, PlacedCode, PlacedText
from assetaudit.printing.marks import plain_page
from assetaudit.printing.pdf import PdfPrinter
from assetaudit.printing.sheet import dots
from assetaudit.printing.template import Template
from assetaudit.printing.work import Finished, Setting

_DPI = 300
_MODULE = 4
"""Dots of the narrowest bar: 0.34 mm, which every scanner reads."""
_LEFT = 20.0
_BARS = 14.0
"""Millimetres."""
_FIRST, _STEP = 62.0, 31.0
_LINE = 4.6
_TITLE = "Set-up sheet for scanners"
_HOW = (
    "1. Run 'assetaudit readers calibrate' (or 'assetaudit readers calibrate serial:///dev/ttyACM0' for a scanner on a",
    "    serial line).",
    "2. Scan the four codes one after the other, in any order.",
    "3. Press Enter. It says what to set, keeps the correction, and from then on scans arrive as they are printed.",
)
_BEEP = (
    "The scanner's own beep comes before the scan is saved; the beep that counts is this computer's. To switch the",
    "scanner's off, look in its quick start guide for 'good read beep off' ('do not beep after good decode' at Zebra,",
    "'beeper - good read off' at Honeywell). These codes differ from model to model and are not repeated here.",
    "",
    "Worth setting as well: the suffix CR (Enter), and AIM identifiers ('code ID', 'symbology identifier').",
    "A scanner in USB serial mode (CDC, 'virtual COM port') needs none of this: no keyboard layout can disturb it.",
)


def write_scanner_sheet(path: Path, clock: Clock, paper: str = "a4") -> Finished:
    """Write the sheet as a PDF of one page."""
    page = Setting(plain_page(paper), Template("scanner", "", (), ()), _DPI, "mask", title=_TITLE)
    laid = Laid(tuple(map(_code, range(len(SETUP_CODES)))), tuple(_texts()))
    return PdfPrinter().print([(0, 0, laid)], page, path, clock)


def _code(number: int) -> PlacedCode:
    code = SETUP_CODES[number]
    symbol = code128.encode(code.text, gs1=code.gs1)
    left = dots(_LEFT, _DPI) + symbol.quiet * _MODULE
    return PlacedCode(symbol, left, dots(_FIRST + number * _STEP, _DPI), _MODULE, dots(_BARS, _DPI))


def _texts() -> Iterator[PlacedText]:
    yield _text(_TITLE, 24.0, 16.0, bold=True)
    yield from _lines(_HOW, 33.0)
    for number, code in enumerate(SETUP_CODES):
        top = _FIRST + number * _STEP
        yield _text(f"{number + 1}. {code.title}", top - 2.5, 10.0, bold=True)
        yield _text(_shown(code), top + _BARS + 4.5, 10.0)
    yield from _lines(_BEEP, _FIRST + len(SETUP_CODES) * _STEP + 2.0)


def _shown(code: SetupCode) -> str:
    return code.text.replace("\x1d", " <GS> ")


def _lines(lines: tuple[str, ...], top: float) -> Iterator[PlacedText]:
    for number, line in enumerate(lines):
        if line:
            yield _text(line, top + number * _LINE, 9.0)


def _text(text: str, base: float, points: float, *, bold: bool = False) -> PlacedText:
    return PlacedText(text, dots(_LEFT, _DPI), dots(base, _DPI), points * _DPI / 72, bold=bold)
