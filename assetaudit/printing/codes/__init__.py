"""Bar codes: text in, modules out; every symbology behind one function."""

from __future__ import annotations

import re
import unicodedata

from assetaudit.printing.codes import code39, code128, qr
from assetaudit.printing.codes.symbol import CodeError, Symbol

__all__ = ["SYMBOLOGIES", "CodeError", "Symbol", "encode"]

SYMBOLOGIES = ("qr", "microqr", "datamatrix", "gs1-datamatrix", "aztec", "code128", "gs1-128", "code39")
"""Codes that a template may name."""
_FIRST_AI = re.compile(r"^\((\d{2,4})\)")
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co")


def encode(symbology: str, text: str, level: str = "M") -> Symbol:
    """The symbol that says exactly this text; CodeError says in one sentence why there is none.

    A text with control or invisible characters is refused: a scanner would type them.
    """
    if not text.isprintable() or not text:
        raise CodeError(_why_not(text))
    if symbology == "qr":
        return qr.encode(text, level)
    if symbology == "code128":
        return code128.encode(text)
    if symbology == "gs1-128":
        return code128.encode(plain_elements(text), gs1=True)
    if symbology == "code39":
        return code39.encode(text)
    from assetaudit.printing.codes import matrix

    return matrix.encode(symbology, text, level)


def plain_elements(text: str) -> str:
    """GS1 data as a symbol holds it: without the brackets that people read around the first identifier."""
    return _FIRST_AI.sub(r"\1", text, count=1)


def _why_not(text: str) -> str:
    for at, character in enumerate(text, 1):
        if unicodedata.category(character) in _INVISIBLE:
            return f"Character {at} is U+{ord(character):04X}, which a scanner would type as a key; correct the record."
    return "There is nothing to encode." if not text else "It holds a blank that is no plain space; correct the record."
