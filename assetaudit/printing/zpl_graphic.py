"""Dots as a ZPL graphic field (``^GFA``), packed by the alternative data compression of the ZPL II guide."""

from __future__ import annotations

import re

from assetaudit.printing.pictures import Raster

_RUN = re.compile(r"(.)\1{2,}")


def field(raster: Raster, left: int, top: int) -> str:
    """The field that puts dots on a label, its upper left corner at a dot."""
    total = raster.row_bytes * raster.height
    return f"^FO{left},{top}^GFA,{total},{total},{raster.row_bytes},{packed(raster)}^FS"


def packed(raster: Raster) -> str:
    """Rows in hexadecimal: runs counted, a row's last zeros or ones cut short, a repeated row as a colon."""
    rows = []
    before = None
    for at in range(0, len(raster.bits), raster.row_bytes):
        row = raster.bits[at : at + raster.row_bytes].hex().upper()
        rows.append(":" if row == before else _row(row))
        before = row
    return "".join(rows)


def _row(row: str) -> str:
    for digit, sign in (("0", ","), ("F", "!")):
        rest = row.rstrip(digit)
        if len(row) - len(rest) > 1:
            return _RUN.sub(_counted, rest) + sign
    return _RUN.sub(_counted, row)


def _counted(run: re.Match[str]) -> str:
    """A count and the digit: ``g`` to ``z`` are 20 to 400, ``G`` to ``Y`` are 1 to 19."""
    count, said = len(run[0]), ""
    while count >= 20:
        twenties = min(count // 20, 20)
        said += chr(ord("f") + twenties)
        count -= twenties * 20
    if count:
        said += chr(ord("F") + count)
    return said + run[1]
