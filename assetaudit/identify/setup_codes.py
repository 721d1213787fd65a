"""The codes of the scanner set-up sheet: what is printed on it is what is looked for when they are scanned."""

from __future__ import annotations

from dataclasses import dataclass

GS = "\x1d"


@dataclass(frozen=True, slots=True)
class SetupCode:
    """One code of the sheet."""

    name: str
    title: str
    text: str
    """What it holds; GS stands where its second FNC1 is."""
    gs1: bool = False


SETUP_CODES = (
    SetupCode("letters", "Letters and digits", "AZQWMY-azqwmy-0123456789"),
    SetupCode("signs", "Signs", "-_/.:;,#*()<>?!%&$"),
    SetupCode("rare", "Rare signs", "= + ` ^ ~ [ ] { } | @"),
    SetupCode("separator", "Separator (GS, FNC1)", f"10SETUP{GS}21END", gs1=True),
)
"""Scanned in any order, and only those that are wanted. The blanks keep dead keys from joining their neighbours."""
