"""A symbol as modules: what an encoder makes and what every printer draws."""

from __future__ import annotations

from dataclasses import dataclass


class CodeError(ValueError):
    """A content that a symbology cannot hold; the message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """Dark and light modules of one bar code, without its quiet zone."""

    symbology: str
    """``qr``, ``code128`` ..., as templates name it."""
    text: str
    """What it says."""
    width: int
    """Modules across."""
    height: int
    """Modules down; 1 for a linear symbol, whose bars are as high as the label gives room for."""
    quiet: int
    """Light modules that its standard asks for on each side (of a linear symbol: left and right only)."""
    stride: int
    """Bits of a row, a multiple of 8; bits past ``width`` are light."""
    bits: bytes
    """Rows from the top, leftmost module first, 1 is dark."""
    variant: str = ""
    """Which of the symbology's sizes it is, such as ``2-M``."""

    @property
    def linear(self) -> bool:
        """Whether it is bars rather than a matrix."""
        return self.height == 1

    def dark(self, row: int, column: int) -> bool:
        """Whether one module is dark; counted from the upper left."""
        at = row * self.stride + column
        return bool(self.bits[at >> 3] >> (7 - (at & 7)) & 1)


def of_pattern(symbology: str, text: str, quiet: int, pattern: int, width: int) -> Symbol:
    """A linear symbol whose bars are the ones of a binary number, leftmost bar first."""
    stride = -(-width // 8) * 8
    bits = (pattern << (stride - width)).to_bytes(stride // 8, "big")
    return Symbol(symbology, text, width, 1, quiet, stride, bits)


def of_rows(symbology: str, text: str, quiet: int, rows: list[list[bool]]) -> Symbol:
    """A matrix symbol from rows of dark modules."""
    width = len(rows[0])
    stride = -(-width // 8) * 8
    numbers = (sum(1 << (stride - 1 - column) for column, dark in enumerate(row) if dark) for row in rows)
    bits = b"".join(number.to_bytes(stride // 8, "big") for number in numbers)
    return Symbol(symbology, text, width, len(rows), quiet, stride, bits)
