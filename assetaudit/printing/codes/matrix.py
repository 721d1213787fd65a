"""Data Matrix, Aztec and Micro QR: made by zxing-cpp, which is loaded when one is asked for."""

from __future__ import annotations

from typing import cast

from assetaudit.printing.codes.symbol import CodeError, Symbol, of_rows

_FORMATS = {
    "datamatrix": ("DataMatrix", 1),
    "gs1-datamatrix": ("DataMatrix", 1),
    "aztec": ("Aztec", 0),
    "microqr": ("MicroQRCode", 2),
}
"""Symbology to the library's name for it and the quiet zone its standard asks for, in modules."""


def encode(symbology: str, text: str, level: str = "M") -> Symbol:
    """A Data Matrix, Aztec or Micro QR symbol; CodeError where the text does not fit."""
    import zxingcpp

    name, quiet = _FORMATS[symbology]
    options = _options(symbology, level)
    try:
        barcode = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, name), **options)
        picture = memoryview(cast("bytes", zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)))
    except (ValueError, RuntimeError) as error:
        msg = f"A {name} symbol cannot hold '{text}' ({error})."
        raise CodeError(msg) from error
    height, width = picture.shape[:2] if picture.shape else (0, 0)
    pixels = picture.tobytes()
    rows = [[pixels[row * width + column] == 0 for column in range(width)] for row in range(height)]
    return of_rows(symbology, text, quiet, rows)


def _options(symbology: str, level: str) -> dict[str, object]:
    if symbology == "microqr":
        return {"ec_level": level}
    return {"gs1": True} if symbology == "gs1-datamatrix" else {}
