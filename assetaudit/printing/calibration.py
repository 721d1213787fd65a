"""The calibration page of a printer: lines to be measured with a ruler, and codes that a photo is measured by.

What is printed at (x, y) comes out at (right + scale_across x, down + scale_down y). Whoever measures that gets the
alignment that undoes it: places are moved before they are printed, codes keep their size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from assetaudit.errors import PrintError
from assetaudit.model.needs import Clock
from assetaudit.printing import codes
from assetaudit.printing.layout import Laid, PlacedCode, PlacedPicture, PlacedText
from assetaudit.printing.marks import PAPERS, plain_page
from assetaudit.printing.pdf import PdfPrinter
from assetaudit.printing.pictures import Raster
from assetaudit.printing.sheet import Alignment, dots
from assetaudit.printing.template import Template
from assetaudit.printing.work import Finished, Setting

LINE = 20.0
"""Millimetres from the left and upper edge to the lines that are measured."""
_DPI = 600
_MODULE = 0.55
_CODE = re.compile(r"CAL:(a4|letter):(\d{1,4}):(\d{1,4})")
_COLUMNS, _ROWS = 4, 6


def bars(paper: str) -> tuple[float, float]:
    """Length of the bar across and of the bar down, in millimetres."""
    width, height = PAPERS[paper]
    return (width - 2 * LINE) // 10 * 10, (height - 2 * LINE) // 10 * 10


def targets(paper: str) -> list[tuple[float, float]]:
    """Where the centres of the codes are meant to be; millimetres from the upper left."""
    width, height = PAPERS[paper]
    across = [35.0 + column * (width - 70.0) / (_COLUMNS - 1) for column in range(_COLUMNS)]
    down = [40.0 + row * (height - 70.0) / (_ROWS - 1) for row in range(_ROWS)]
    return [(round(x, 1), round(y, 1)) for y in down for x in across]


def target_of(text: str) -> tuple[str, float, float] | None:
    """Paper and nominal centre that a code of the page names."""
    found = _CODE.fullmatch(text)
    return (found[1], int(found[2]) / 10, int(found[3]) / 10) if found else None


def write_page(paper: str, path: Path, clock: Clock) -> Finished:
    """Write the calibration page for a size of paper, as it is to be printed at 100 %."""
    page = Setting(
        plain_page(paper), Template("calibration", "", (), ()), _DPI, "mask", title=f"Calibration page, {paper}"
    )
    return PdfPrinter().print([(0, 0, _laid(paper))], page, path, clock)


def of_measures(paper: str, left: float, top: float, across: float, down: float) -> Alignment:
    """The alignment from four lengths taken with a ruler: to the two lines, and of the two bars (millimetres)."""
    nominal = bars(paper)
    if min(across, down) <= 0:
        msg = "A bar cannot have no length."
        raise PrintError(msg, hint="Measure the two bars in millimetres.")
    scales = (across / nominal[0], down / nominal[1])
    return undone(left - scales[0] * LINE, top - scales[1] * LINE, *scales)


def undone(right: float, down: float, scale_across: float, scale_down: float) -> Alignment:
    """What must be done to places so that a printer with these faults puts them where they belong."""
    return Alignment(-right / scale_across, -down / scale_down, 1 / scale_across, 1 / scale_down)


def fit(pairs: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Offset, scale and largest error of measured over nominal lengths, by least squares (millimetres)."""
    count = len(pairs)
    mean_nominal = sum(nominal for nominal, _ in pairs) / count
    mean_measured = sum(measured for _, measured in pairs) / count
    spread = sum((nominal - mean_nominal) ** 2 for nominal, _ in pairs)
    if not spread:
        msg = "The codes that were found lie on one line."
        raise PrintError(msg, hint="Take the whole page into the picture.")
    scale = sum((nominal - mean_nominal) * (measured - mean_measured) for nominal, measured in pairs) / spread
    offset = mean_measured - scale * mean_nominal
    return offset, scale, max(abs(offset + scale * nominal - measured) for nominal, measured in pairs)


def _laid(paper: str) -> Laid:
    return Laid(tuple(_codes(paper)), tuple(_texts(paper)), pictures=tuple(_lines(paper)))


def _codes(paper: str) -> Iterator[PlacedCode]:
    module = dots(_MODULE, _DPI)
    for x, y in targets(paper):
        symbol = codes.encode("qr", f"CAL:{paper}:{x * 10:.0f}:{y * 10:.0f}", "M")
        half = symbol.width * module / 2
        left, top = round(x * _DPI / 25.4 - half), round(y * _DPI / 25.4 - half)
        yield PlacedCode(symbol, left, top, module, symbol.height * module)


def _lines(paper: str) -> Iterator[PlacedPicture]:
    width, height = PAPERS[paper]
    across, down = bars(paper)
    yield _bar(LINE, 10.0, 0.1, height - 20.0)
    yield _bar(10.0, LINE, width - 20.0, 0.1)
    for at in (0.0, across):
        yield _bar(LINE + at, height - 16.0, 0.1, 4.0)
    yield _bar(LINE, height - 14.0, across, 0.1)
    for at in (0.0, down):
        yield _bar(10.0, LINE + at, 6.0, 0.1)
    yield _bar(13.0, LINE, 0.1, down)


def _bar(left: float, top: float, width: float, height: float) -> PlacedPicture:
    """A black bar whose middle line is meant."""
    size = (max(2, dots(width, _DPI)), max(2, dots(height, _DPI)))
    row = (((1 << size[0]) - 1) << (-size[0] % 8)).to_bytes(-(-size[0] // 8), "big")
    thin = (1 if width < 1 else 0, 1 if height < 1 else 0)
    return PlacedPicture(Raster(*size, row * size[1]), dots(left, _DPI) - thin[0], dots(top, _DPI) - thin[1])


def _texts(paper: str) -> Iterator[PlacedText]:
    across, down = bars(paper)
    height = PAPERS[paper][1]
    name = {"a4": "A4", "letter": "Letter"}[paper]
    told = (
        (27.0, f"Calibration page for {name}: print it at 100 % ('actual size'), on one side."),
        (60.0, "Measure with a ruler: from the paper's left edge to the long upright line, from its upper edge to the"),
        (64.0, "long level line (20 mm each if the printer is right), and the length of both bars."),
        (68.0, "Or lay the page on a dark table and take a photo of all of it, straight from above."),
        (height - 18.0, f"This bar is meant to be {across:g} mm long, the one at the left {down:g} mm."),
    )
    for y, text in told:
        yield PlacedText(text, dots(LINE + 3.0, _DPI), dots(y, _DPI), 8.0 * _DPI / 72, bold=False)
