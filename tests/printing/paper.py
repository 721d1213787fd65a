"""What the printing tests look at: pages rendered to pixels, codes read back from them, and ink measured."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pypdfium2
import zxingcpp
from numpy.typing import NDArray

from assetaudit.model.place import Place
from assetaudit.printing.codes import Symbol
from assetaudit.printing.item import LabelItem, control_labels, unit_label
from assetaudit.printing.layout import Laid
from assetaudit.printing.template import Template

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class StoppedClock:
    """Always the same moment."""

    moment: datetime = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def mono_ms(self) -> int:
        return 0

    def boot(self) -> str:
        return ""


def pages(path: Path, dpi: int = 300) -> list[Pixels]:
    """Every page of a PDF as grey pixels."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [np.array(page.render(scale=dpi / 72, grayscale=True).to_numpy()).squeeze() for page in document]
    finally:
        document.close()


def read_codes(pixels: Pixels) -> Counter[tuple[str, str]]:
    """Format and text of every code on a page or label, with white around it."""
    found = zxingcpp.read_barcodes(np.ascontiguousarray(np.pad(pixels, 24, constant_values=255)))
    return Counter((str(each.format), each.bytes.decode()) for each in found)


def crop(pixels: Pixels, box: tuple[float, float, float, float], dpi: int = 300) -> Pixels:
    """Left, top, width, height in millimetres, cut out of a page."""
    left, top, width, height = (each * dpi / 25.4 for each in box)
    return pixels[round(top) : round(top + height), round(left) : round(left + width)]


def ink(pixels: Pixels) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of what is not white; None for an empty page."""
    dark = pixels < 200
    if not dark.any():
        return None
    columns, rows = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def picture(symbol: Symbol, scale: int = 3) -> Pixels:
    """A symbol with its quiet zone as pixels."""
    modules = np.array(
        [[symbol.dark(row, column) for column in range(symbol.width)] for row in range(symbol.height)], dtype=bool
    )
    quiet = symbol.quiet + 2
    high = 40 if symbol.linear else 1
    padded = np.pad(np.repeat(modules, high, axis=0), quiet)
    return np.ascontiguousarray(np.where(np.kron(padded, np.ones((scale, scale), dtype=bool)), 0, 255).astype(np.uint8))


def items_for(template: Template, count: int) -> list[LabelItem]:
    """Labels of the kind that a template is for."""
    kind = template.kinds[0]
    if kind == "control":
        return (control_labels() * (count // 11 + 1))[:count]
    if kind == "unit":
        return [unit_label(Place.parse("DC1/R2/A/07"), number + 1) for number in range(count)]
    if kind == "place":
        return [
            LabelItem("place", f"DC1/R2/A/{number:02d}", f"R{number:02d}A", (f"A/{number:02d}", "DC1 / R2"))
            for number in range(count)
        ]
    return [
        LabelItem(
            "asset",
            f"IT-{number:05d}",
            lines=(f"web-{number:02d}.example", "Dell PowerEdge R740"),
            fields={"serial": f"7LDDH{number:02d}", "owner": "Example Ltd", "giai": f"4061414IT{number:05d}"},
        )
        for number in range(count)
    ]


FORMATS = {
    "qr": "QR Code", "microqr": "Micro QR Code", "datamatrix": "Data Matrix", "gs1-datamatrix": "Data Matrix",
    "aztec": "Aztec", "code128": "Code 128", "gs1-128": "Code 128", "code39": "Code 39",
}  # fmt: skip


def codes_of(laid: Laid) -> Counter[tuple[str, str]]:
    """Format and text of every code that a label was given."""
    symbols = [code.symbol for code in laid.codes]
    return Counter((FORMATS[symbol.symbology], symbol.text.replace("(8004)", "8004")) for symbol in symbols)
