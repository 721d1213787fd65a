"""Will it scan? Modules in whole dots and large enough, quiet zones kept; else one sentence with what works."""

from __future__ import annotations

from assetaudit.errors import PrintError
from assetaudit.printing import codes
from assetaudit.printing.codes import CodeError, Symbol
from assetaudit.printing.sheet import MM_PER_INCH
from assetaudit.printing.stock import Stock
from assetaudit.printing.template import CodeElement

LEAST_BAR_HEIGHT = 5.0
"""Millimetres of bars that a hand scanner hits without aiming (the 5 mm of ISO/IEC 15417)."""
_NAMES = {
    "qr": "QR code", "microqr": "Micro QR code", "datamatrix": "Data Matrix",
    "gs1-datamatrix": "GS1 DataMatrix", "aztec": "Aztec code",
    "code128": "Code 128", "gs1-128": "GS1-128", "code39": "Code 39",
}  # fmt: skip
_GOOD_CONTRAST, _LEAST_CONTRAST = 0.55, 0.20
"""Symbol contrast of grades B and D (ISO/IEC 15416, 5.4): below the second nothing is promised to scan."""
_RESOLUTIONS = (203, 300, 600, 1200)


def mils(length: float) -> float:
    """Millimetres in thousandths of an inch, as scanners' data sheets give module sizes."""
    return length / MM_PER_INCH * 1000


def contrast(ground: str, ink: str) -> float:
    """Symbol contrast, 0 to 1, of two colours (``#rrggbb``): the worse of a red laser's view and of a camera's."""
    light, dark = (_reflectances(colour) for colour in (ground, ink))
    return min(bright - black for bright, black in zip(light, dark, strict=True))


def _reflectances(colour: str) -> tuple[float, float]:
    """What a red laser gets back, and what a camera that sees by brightness does."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def contrast_note(stock: Stock) -> str:
    """What is to be said of the contrast of codes on a stock, or nothing; PrintError where they would not scan."""
    found = contrast(stock.ground, stock.ink)
    if found >= _GOOD_CONTRAST:
        return ""
    told = f"codes in {stock.ink} on {stock.ground} ({stock.material}) have a contrast of {found:.0%}"
    if found < _LEAST_CONTRAST:
        msg = f"On {stock.name} nothing would scan: {told}, and {_LEAST_CONTRAST:.0%} is the least."
        raise PrintError(msg, hint="Take black on white, yellow or silver.")
    return f"{told}; {_GOOD_CONTRAST:.0%} scans at once everywhere, so try one label first"


def facts(symbol: Symbol, module: int, dpi: int) -> str:
    """A symbol in one line: kind, module in millimetres, mils and dots, quiet zone."""
    width = module * MM_PER_INCH / dpi
    kind = f"{_NAMES[symbol.symbology]} {symbol.variant}".strip()
    return (
        f"{kind}, module {width:.2f} mm ({mils(width):.0f} mil, {module} dots at {dpi} dpi), "
        f"quiet zone {symbol.quiet * width:.1f} mm"
    )


def module_size(element: CodeElement, symbol: Symbol, room: tuple[int, int], dpi: int) -> int:
    """The largest module, in dots, with which a symbol and its quiet zone fit into so many dots.

    CodeError where that is too small to be scanned: it names the size, the least size, and what would fit.
    """
    module = _module(element, symbol, room, dpi)
    if not module:
        raise CodeError(_too_fine(element, symbol, room, dpi))
    return module


def _module(element: CodeElement, symbol: Symbol, room: tuple[int, int], dpi: int) -> int:
    """Dots of a module, or 0 where the largest that fits is smaller than the template allows."""
    fitting = room[0] // (symbol.width + 2 * symbol.quiet)
    if not symbol.linear:
        fitting = min(fitting, room[1] // (symbol.height + 2 * symbol.quiet))
    elif _too_low(room, dpi):
        return 0
    module = min(fitting, max(int(element.largest * dpi / MM_PER_INCH), 1))
    return module if module * MM_PER_INCH / dpi >= element.least - 1e-9 else 0


def _too_low(room: tuple[int, int], dpi: int) -> bool:
    """Whether bars would be lower than a hand scanner hits."""
    return room[1] * MM_PER_INCH < (LEAST_BAR_HEIGHT - 0.1) * dpi


def _too_fine(element: CodeElement, symbol: Symbol, room: tuple[int, int], dpi: int) -> str:
    across = symbol.width + 2 * symbol.quiet
    size = f"{room[0] * MM_PER_INCH / dpi:.1f} x {room[1] * MM_PER_INCH / dpi:.1f} mm"
    if symbol.linear and _too_low(room, dpi):
        return (
            f"The bars of the {_NAMES[symbol.symbology]} for '{symbol.text}' would be "
            f"{room[1] * MM_PER_INCH / dpi:.1f} mm high, and {LEAST_BAR_HEIGHT:g} mm are needed: take larger labels."
        )
    module = min(room[0] / across, room[1] / (symbol.height + 2 * symbol.quiet) if not symbol.linear else room[0])
    width = module * MM_PER_INCH / dpi
    return (
        f"{_NAMES[symbol.symbology]} for '{symbol.text}' would have modules of {width:.2f} mm ({mils(width):.1f} mil) "
        f"in {size}, and {element.least:.2f} mm ({mils(element.least):.1f} mil) are needed: "
        f"{_what_works(element, symbol, room, dpi)}."
    )


def _what_works(element: CodeElement, symbol: Symbol, room: tuple[int, int], dpi: int) -> str:
    for finer in _RESOLUTIONS:
        scale = finer / dpi
        if scale > 1 and _module(element, symbol, (int(room[0] * scale), int(room[1] * scale)), finer):
            return f"a printer with {finer} dpi can print it"
    if symbol.symbology == "qr" and element.level != "L":
        weaker = codes.encode("qr", symbol.text, "L")
        if _module(element, weaker, room, dpi):
            return "error correction level L fits"
    longest = _longest(element, symbol, room, dpi)
    if longest:
        return f"at most {longest} such characters fit here"
    return f"it needs {(symbol.width + 2 * symbol.quiet) * element.least:.0f} mm across, so take larger labels"


def _longest(element: CodeElement, symbol: Symbol, room: tuple[int, int], dpi: int) -> int:
    """How many characters of the text can be printed here, found by halving."""
    fits, fails = 0, len(symbol.text)
    while fails - fits > 1:
        length = (fits + fails) // 2
        if _shorter_fits(element, symbol, length, room, dpi):
            fits = length
        else:
            fails = length
    return fits


def _shorter_fits(element: CodeElement, symbol: Symbol, length: int, room: tuple[int, int], dpi: int) -> bool:
    try:
        shorter = codes.encode(symbol.symbology, symbol.text[:length].strip() or "0", element.level)
    except CodeError:
        return False
    return bool(_module(element, shorter, room, dpi))
