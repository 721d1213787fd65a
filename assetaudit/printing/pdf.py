"""Label sheets as PDF: pages streamed to the disk, each symbol one small mask or one path on the printer's dots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from assetaudit.model.needs import Clock
from assetaudit.pdf import PdfFile, date_string, text_string
from assetaudit.pdf.fonts import face
from assetaudit.pdf.letters import Letters
from assetaudit.printing import marks
from assetaudit.printing.layout import Laid, PlacedCode, PlacedPicture, PlacedText
from assetaudit.printing.part_file import part_of
from assetaudit.printing.pictures import Raster
from assetaudit.printing.sheet import MM_PER_INCH, cells, dots
from assetaudit.printing.work import Finished, Setting

_DARK = re.compile("1+")
_POINTS = 72 / MM_PER_INCH


class PdfPrinter:
    """Writes a PDF whose sheets look like the stock; the printer must print it at 100 %."""

    suffix = ".pdf"
    default_dpi = 300
    drawings = ("mask", "path")
    """One picture of a bit a module (small), or one path (for printers that smooth pictures)."""

    def print(self, labels: Iterable[tuple[int, int, Laid]], setting: Setting, path: Path, clock: Clock) -> Finished:
        """Write labels, given with page and cell in ascending order, and tell pages and bytes."""
        with part_of(path) as part, part.open("wb") as file:
            return _Sheets(PdfFile(file, "1.5"), setting).write(labels, clock)


class _Sheets:
    def __init__(self, file: PdfFile, setting: Setting) -> None:
        self._file = file
        self._setting = setting
        self._letters = {bold: Letters(face(bold=bold)) for bold in (False, True)}
        self._tree = file.reserve()
        self._names: dict[int, tuple[str, int]] = {}
        """Pictures that were embedded: name and object number, by what they are."""
        self._pages: list[int] = []
        self._height = dots(setting.stock.page[1], setting.dpi)
        self._corners = [
            (dots(cell.left, setting.dpi), self._height - dots(cell.top, setting.dpi))
            for cell in cells(setting.stock, setting.alignment)
        ]

    def write(self, labels: Iterable[tuple[int, int, Laid]], clock: Clock) -> Finished:
        marks = list(self._marks())
        content: list[str] = list(marks)
        page_now = 0
        for page, cell, laid in labels:
            if page != page_now:
                self._page(content)
                content, page_now = list(marks), page
            content += self._label(laid, *self._corners[cell])
        if content or not self._pages:
            self._page(content)
        return Finished(len(self._pages), self._close(clock))

    def _page(self, content: list[str]) -> None:
        scale = 72 / self._setting.dpi
        rest = self._setting.stock.page[1] * _POINTS - self._height * scale
        head = f"{scale:.6g} 0 0 {scale:.6g} 0 {rest:.4f} cm\n"
        stream = self._file.add_stream((head + "\n".join(content)).encode("ascii"))
        self._pages.append(
            self._file.put(f"<</Type/Page/Parent {self._tree} 0 R/Contents {stream} 0 R>>"),
        )

    def _marks(self) -> Iterator[str]:
        """Cut marks and scale bar, the same on every sheet."""
        stock, wishes = self._setting.stock, self._setting.wishes
        lines = list(marks.cut_marks(stock)) if wishes.cut_marks else []
        words: list[marks.Words] = []
        if wishes.scale_bar:
            bar, words = marks.scale_bar(stock)
            lines += bar
        scale = self._setting.dpi / MM_PER_INCH
        for line in lines:
            left, top, width, height = (edge * scale for edge in (line.left, line.top, line.width, line.height))
            yield f"{left:.1f} {self._height - top - height:.1f} {width:.1f} {height:.1f} re f"
        for word in words:
            show = self._letters[False].show(word.text, word.size * self._setting.dpi / 72)
            yield f"BT 1 0 0 1 {word.left * scale:.1f} {self._height - word.base * scale:.1f} Tm {show} ET"

    def _picture(self, placed: PlacedPicture, left: int, top: int) -> str:
        raster = placed.raster
        name, _ = self._names.get(id(raster)) or self._embed(raster)
        bottom = top - placed.top - raster.height
        return f"q {raster.width} 0 0 {raster.height} {left + placed.left} {bottom} cm /{name} Do Q"

    def _embed(self, raster: Raster) -> tuple[str, int]:
        size = f"/Width {raster.width}/Height {raster.height}"
        entries = f"/Type/XObject/Subtype/Image{size}/BitsPerComponent 1/ImageMask true/Decode[1 0]"
        made = (f"P{len(self._names)}", self._file.add_stream(raster.bits, entries))
        self._names[id(raster)] = made
        return made

    def _label(self, laid: Laid, left: int, top: int) -> Iterator[str]:
        draw = _mask if self._setting.drawing == "mask" else _path
        for code in laid.codes:
            yield draw(code, left + code.left, top - code.top - code.height)
        for picture in laid.pictures:
            yield self._picture(picture, left, top)
        if laid.texts:
            yield "BT " + " ".join(self._text(text, left, top) for text in laid.texts) + " ET"

    def _text(self, text: PlacedText, left: int, top: int) -> str:
        show = self._letters[text.bold].show(text.text, text.size)
        return f"1 0 0 1 {left + text.left} {top - text.base} Tm {show}"

    def _close(self, clock: Clock) -> int:
        file, page = self._file, self._setting.stock.page
        fonts = "".join(letters.embed(file) for letters in self._letters.values())
        pictures = "".join(f"/{name} {number} 0 R" for name, number in self._names.values())
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        size = f"{page[0] * _POINTS:.4f} {page[1] * _POINTS:.4f}"
        file.put(
            f"<</Type/Pages/Count {len(self._pages)}/MediaBox[0 0 {size}]"
            f"/Resources<</Font<<{fonts}>>/XObject<<{pictures}>>>>/Kids[{kids}]>>",
            self._tree,
        )
        catalogue = file.put(
            f"<</Type/Catalog/Pages {self._tree} 0 R"
            "/ViewerPreferences<</PrintScaling/None/Duplex/Simplex/PickTrayByPDFSize true>>>>"
        )
        information = file.put(
            f"<</Title{text_string(self._setting.title)}/Producer(assetaudit)/CreationDate{date_string(clock.now())}>>"
        )
        return file.finish(catalogue, information)


def _mask(code: PlacedCode, left: int, bottom: int) -> str:
    """A symbol as a picture of one bit a module, painted where it is 1."""
    symbol = code.symbol
    return (
        f"q {symbol.stride * code.module} 0 0 {code.height} {left} {bottom} cm BI/W {symbol.stride}/H {symbol.height}"
        f"/BPC 1/IM true/D[1 0]/F/AHx ID {symbol.bits.hex()}>\nEI Q"
    )


def _path(code: PlacedCode, left: int, bottom: int) -> str:
    """A symbol as one path: a rectangle for every run of dark modules in a row."""
    symbol = code.symbol
    height = code.height // symbol.height
    row_bytes = symbol.stride // 8
    boxes = []
    for row in range(symbol.height):
        number = int.from_bytes(symbol.bits[row * row_bytes : (row + 1) * row_bytes], "big")
        up = symbol.height - 1 - row
        boxes += [
            f"{run.start()} {up} {run.end() - run.start()} 1 re"
            for run in _DARK.finditer(f"{number:0{symbol.stride}b}")
        ]
    return f"q {code.module} 0 0 {height} {left} {bottom} cm {' '.join(boxes)} f Q"
