"""A QR code on a plain terminal, two rows of modules a line: a camera or a scanner takes it from the screen."""

from __future__ import annotations

from assetaudit.printing.codes.qr import encode

_HALVES = {(False, False): "█", (True, False): "▄", (False, True): "▀", (True, True): " "}
"""Dark modules are the dark background: terminals are dark more often than not, and scanners take light quiet zones."""


def qr_lines(text: str) -> list[str]:
    """The code of a text, quiet zone included."""
    symbol = encode(text, "L")
    rows = [[symbol.dark(row, column) for column in range(symbol.width)] for row in range(symbol.height)]
    blank = [False] * (symbol.width + 2 * symbol.quiet)
    side = [False] * symbol.quiet
    framed = [blank] * symbol.quiet + [side + row + side for row in rows] + [blank] * symbol.quiet
    if len(framed) % 2:
        framed.append(blank)
    pairs = zip(framed[::2], framed[1::2], strict=True)
    return ["".join(_HALVES[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs]
