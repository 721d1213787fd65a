"""Makers of readers by their USB vendor numbers: what a plugged-in device probably is and speaks.

A number says who made the USB part, not what hangs behind it: a guess that ``readers test`` confirms. The numbers are
those that udev rules and manuals of these makers publish.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guess:
    """What a device probably is."""

    maker: str
    scheme: str = "serial"
    protocols: tuple[str, ...] = ()
    """Likely ones, the likeliest first; none where any is as likely."""
    hint: str = ""


_ADAPTER = "an adapter: what hangs on it may be a scanner or any RFID module"
_RFID = ("r200", "uhfreader18", "uhfreader288", "a0", "rdm6300", "line")
VENDORS = {
    0x05E0: Guess("Zebra (Symbol)", protocols=("line",)),
    0x0C2E: Guess("Honeywell", protocols=("line",)),
    0x05F9: Guess("Datalogic", protocols=("line",)),
    0x1EAB: Guess("Newland", protocols=("line",)),
    0x072F: Guess("Advanced Card Systems", protocols=("pn532",)),
    0x1546: Guess("u-blox", scheme="gps", hint="a satellite receiver"),
    0x1A86: Guess("QinHeng (CH340)", protocols=("fonkan", *_RFID), hint=_ADAPTER),
    0x10C4: Guess("Silicon Labs (CP210x)", protocols=_RFID, hint=_ADAPTER),
    0x0403: Guess("FTDI", protocols=_RFID, hint=_ADAPTER),
    0x067B: Guess("Prolific (PL2303)", protocols=_RFID, hint=_ADAPTER),
}
SCANNER_MAKERS = frozenset({0x05E0, 0x0C2E, 0x05F9, 0x1EAB})
_BY_NAME = (
    (re.compile(r"u-?blox|\bgps\b|gnss", re.IGNORECASE), Guess("", scheme="gps", hint="a satellite receiver")),
    (re.compile(r"\b(1128|1153|1166|2128|2166|2173|TSL)\b"), Guess("", protocols=("tsl",))),
    (re.compile(r"RFD\d{2,4}", re.IGNORECASE), Guess("", protocols=("zeti",))),
    (re.compile(r"metratec", re.IGNORECASE), Guess("", protocols=("metratec",))),
    (re.compile(r"nordic ?id|\bnur\b", re.IGNORECASE), Guess("", protocols=("nur",))),
)
_SCANNER_WORDS = re.compile(r"scan|bar ?code|imager|symbol|honeywell|datalogic|zebra|newland|opticon", re.IGNORECASE)


def guess(vendor: int | None, name: str) -> Guess | None:
    """What a serial device probably is, by its name before its number; None where nothing is known of it."""
    for words, found in _BY_NAME:
        if words.search(name):
            return found
    return VENDORS.get(vendor) if vendor is not None else None


def is_scanner(vendor: int, name: str) -> bool:
    """Whether a device that types is probably a scanner and no keyboard."""
    return vendor in SCANNER_MAKERS or _SCANNER_WORDS.search(name) is not None
