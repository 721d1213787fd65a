"""One label laid out: codes in whole dots of the printer, text inside its box. Pure, and the same for PDF and ZPL."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.errors import PrintError
from assetaudit.printing import codes
from assetaudit.printing.item import LabelItem
from assetaudit.printing.pictures import Pictures, Raster
from assetaudit.printing.preflight import module_size
from assetaudit.printing.sheet import MM_PER_INCH, dots
from assetaudit.printing.stock import Stock
from assetaudit.printing.template import Box, CodeElement, PictureElement, Template, TextElement
from assetaudit.printing.text import Fitted, TooWideError, fit

_POINTS = 72 / MM_PER_INCH


class LabelRefusedError(ValueError):
    """A label that is not printed, because it could not be scanned or read; the message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class PlacedCode:
    """A symbol on a label, in dots from the label's upper left corner."""

    symbol: codes.Symbol
    left: int
    top: int
    module: int
    """Dots of one module."""
    height: int
    """Dots from its upper to its lower edge."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A row of text on a label, in dots from the label's upper left corner."""

    text: str
    left: int
    base: int
    """Down to the base line."""
    size: float
    """Dots."""
    bold: bool


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture on a label, in dots from the label's upper left corner; the same on every label."""

    raster: Raster
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Laid:
    """One label, ready to be drawn."""

    codes: tuple[PlacedCode, ...]
    texts: tuple[PlacedText, ...]
    notes: tuple[str, ...] = ()
    """What was cut or left out, in sentences."""
    pictures: tuple[PlacedPicture, ...] = ()
    epc: str = ""
    """What the label's RFID tag is to say, in hexadecimal digits; empty where it is to say nothing."""


@dataclass(frozen=True, slots=True)
class _Area:
    """An element's box in dots from the label's upper left corner, and in points for its text."""

    left: int
    top: int
    width: int
    height: int
    points: tuple[float, float]


class Layout:
    """How a template lies on one stock at one resolution; PrintError where it does not fit on it."""

    def __init__(self, stock: Stock, template: Template, dpi: int, pictures: Pictures | None = None) -> None:
        pictures = pictures or Pictures()
        arrangement = template.arrangement(stock.printable, pictures.names)
        if arrangement is None:
            raise PrintError(_too_small(stock, template), hint="'labels stocks' lists larger ones.")
        self.dpi = dpi
        self._needs = template.needs
        try:
            boxes = arrangement.boxes(stock.printable)
        except ValueError as error:
            msg = f"The template '{template.name}' does not fit on {stock.name}: {error}."
            raise PrintError(msg) from error
        inset = ((stock.size[0] - stock.printable[0]) / 2, (stock.size[1] - stock.printable[1]) / 2)
        self._codes: list[tuple[CodeElement, _Area]] = []
        self._texts: list[tuple[TextElement, _Area]] = []
        self._pictures: tuple[PlacedPicture, ...] = ()
        for element, _ in arrangement.elements:
            area = _area(boxes[element.name], inset, dpi)
            if isinstance(element, CodeElement):
                self._codes.append((element, area))
            elif isinstance(element, TextElement):
                self._texts.append((element, area))
            else:
                self._pictures += (_picture(element, area, pictures),)

    def lay(self, item: LabelItem) -> Laid:
        """One label; LabelRefusedError where it could not be scanned or its identifier not be read."""
        lacking = [name for name in self._needs if not item.value(name)]
        if lacking:
            msg = f"It has no {lacking[0]}, which this template prints."
            raise LabelRefusedError(msg)
        notes: list[str] = []
        placed = [self._code(element, area, item, notes) for element, area in self._codes]
        texts: list[PlacedText] = []
        for element, area in self._texts:
            texts += self._text(element, area, item, notes)
        symbols = tuple(code for code in placed if code is not None)
        return Laid(symbols, tuple(texts), tuple(notes), self._pictures, item.value("epc"))

    def _code(self, element: CodeElement, area: _Area, item: LabelItem, notes: list[str]) -> PlacedCode | None:
        content = element.pattern.fill(item)
        if not content and element.optional:
            return None
        try:
            symbol = codes.encode(element.symbology, content, element.level)
            module = module_size(element, symbol, (area.width, area.height), self.dpi)
        except codes.CodeError as error:
            if not element.optional:
                raise LabelRefusedError(str(error)) from error
            notes.append(f"the {element.symbology} code was left out: {error}")
            return None
        if element.symbology == "code39" and (caution := codes.code39.caution(content)):
            notes.append(caution)
        return _placed(element, area, symbol, module)

    def _text(self, element: TextElement, area: _Area, item: LabelItem, notes: list[str]) -> list[PlacedText]:
        filled = ((line.fill(item), line.style) for line in element.lines)
        lines = [(text, style) for text, style in filled if text]
        if not lines:
            return []
        try:
            fitted = fit(lines, *area.points)
        except TooWideError as error:
            msg = f"{error} in the {area.points[0] / _POINTS:.0f} x {area.points[1] / _POINTS:.0f} mm for it."
            raise LabelRefusedError(msg) from error
        if fitted.cut:
            notes.append("some text was cut")
        return self._rows(element, area, fitted)

    def _rows(self, element: TextElement, area: _Area, fitted: Fitted) -> list[PlacedText]:
        scale = self.dpi / 72
        spare = max(0.0, area.points[1] - fitted.height)
        down = {"top": 0.0, "middle": spare / 2, "bottom": spare}[element.valign]
        rows = []
        for row in fitted.rows:
            right = {"left": 0.0, "center": 0.5, "right": 1.0}[element.align] * (area.points[0] - row.width)
            left = area.left + int(max(right, 0.0) * scale)
            rows.append(
                PlacedText(row.text, left, area.top + int((down + row.down) * scale), row.size * scale, row.bold)
            )
        return rows


def _too_small(stock: Stock, template: Template) -> str:
    smallest = min((each.least for each in template.arrangements), key=lambda size: size[0] * size[1])
    return (
        f"The template '{template.name}' needs {smallest[0]:g} x {smallest[1]:g} mm to print on; "
        f"{stock.name} has {stock.printable[0]:.1f} x {stock.printable[1]:.1f} mm."
    )


def _area(box: Box, inset: tuple[float, float], dpi: int) -> _Area:
    left, top = dots(inset[0] + box.left, dpi), dots(inset[1] + box.top, dpi)
    right, bottom = dots(inset[0] + box.right, dpi), dots(inset[1] + box.bottom, dpi)
    return _Area(left, top, right - left, bottom - top, (box.width * _POINTS, box.height * _POINTS))


def _picture(element: PictureElement, area: _Area, pictures: Pictures) -> PlacedPicture:
    raster = pictures.raster(element.picture, area.width, area.height)
    right = {"left": 0, "center": (area.width - raster.width) // 2, "right": area.width - raster.width}[element.align]
    spare = area.height - raster.height
    return PlacedPicture(
        raster, area.left + right, area.top + {"top": 0, "middle": spare // 2}.get(element.valign, spare)
    )


def _placed(element: CodeElement, area: _Area, symbol: codes.Symbol, module: int) -> PlacedCode:
    quiet = symbol.quiet * module
    width = symbol.width * module
    free = area.width - width - 2 * quiet
    left = area.left + quiet + {"left": 0, "center": free // 2, "right": free}[element.align]
    if symbol.linear:
        return PlacedCode(symbol, left, area.top, module, area.height)
    height = symbol.height * module
    spare = area.height - height - 2 * quiet
    top = area.top + quiet + {"top": 0, "middle": spare // 2, "bottom": spare}[element.valign]
    return PlacedCode(symbol, left, top, module, height)
