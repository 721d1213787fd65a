"""Tags that nobody wrote yet: blank ones, and those with the number that their maker gives all or many of them."""

from __future__ import annotations

IMPINJ = "300833B2DDD9014"
"""Impinj delivers its Monza chips with this SGTIN-96 and a serial number that many tags share."""


def factory_tag(digits: str) -> str:
    """Why an EPC (hex) says nothing of the thing that carries it, in one sentence; empty where it may."""
    digits = digits.upper()
    if not digits.strip("0"):
        return "The tag is blank: its EPC holds only zeros, like that of every tag that was never written."
    if not digits.strip("F"):
        return "The tag is blank: its EPC holds only ones."
    if digits.startswith("00"):
        return "The tag was never written: header 00."
    if digits.startswith("E2"):
        return "A tag as it left the factory: its EPC is the chip's own number, not a programmed EPC (header E2)."
    if digits.startswith(IMPINJ):
        return "A tag as it left the factory: Impinj gives this EPC to many tags, so it may be anywhere twice."
    return ""
