"""AIM symbology identifiers (ISO/IEC 15424): what kind of symbol a scanner says it read."""

from __future__ import annotations

import re

NAMES = {
    "A": "Code 39",
    "C": "Code 128",
    "E": "EAN/UPC",
    "F": "Codabar",
    "G": "Code 93",
    "H": "Code 11",
    "I": "Interleaved 2 of 5",
    "J": "DotCode",
    "L": "PDF417",
    "M": "MSI",
    "Q": "QR Code",
    "R": "straight 2 of 5",
    "S": "straight 2 of 5",
    "U": "MaxiCode",
    "X": "other",
    "d": "Data Matrix",
    "e": "GS1 DataBar",
    "z": "Aztec",
}
GS1 = frozenset({"]C1", "]e0", "]e1", "]e2", "]e3", "]d2", "]Q3", "]J1"})
"""Symbols whose data are GS1 element strings."""
RETAIL = frozenset({"]E0", "]E4"})
"""EAN-13, UPC-A and EAN-8: the data are a GTIN."""

_KNOWN = re.compile(r"\](?:[ACEFGHILMRSUXe][0-9]|d[0-6]|Q[0-6]|J[0-5]|z[0-9A-C])")


def split(text: str) -> tuple[str | None, str]:
    """The symbology identifier a text begins with, if it is a known one, and the rest."""
    if text[:1] == "]" and _KNOWN.match(text):
        return text[:3], text[3:]
    return None, text


def name(symbology: str) -> str:
    """The symbol's name for people; the identifier itself where it is not known."""
    return NAMES.get(symbology[1:2], symbology)
