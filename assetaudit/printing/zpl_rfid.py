"""RFID by ZPL: the tag in a label is written, read back, and what was read is told to the host.

After the RFID chapter of the ZPL II guide: ``^RS`` tag type and what to do on errors, ``^RF`` write and read,
``^HV`` the field to be returned. A tag that fails is voided by the printer and the label tried again.
"""

from __future__ import annotations

import re

_TRIES = 3
"""Labels that the printer may use up on one that fails, before it pauses."""
_TOLD = re.compile(rb"EPC:([0-9A-Fa-f]{24})")


def encoding(epc: str) -> str:
    """The fields that write an EPC of 96 bits (hexadecimal) and send back what the tag then says."""
    return f"^RS8,,,{_TRIES},P^FS^RFW,H,,,A^FD{epc}^FS^FN1^RFR,H,,,E^FS^FH_^HV1,24,EPC:,_0D_0A,L^FS"


def read_back(answer: bytes) -> list[str]:
    """The EPCs that the printer read from the tags it wrote, in upper case, in their order."""
    return [found.decode("ascii").upper() for found in _TOLD.findall(answer)]


def differences(wanted: list[str], answer: bytes) -> list[str]:
    """What is wrong with the tags that were written, in sentences; none where every tag says what it should."""
    got = read_back(answer)
    told = [
        f"The tag of label {number} says {seen}, not {meant}."
        for number, (meant, seen) in enumerate(zip(wanted, got, strict=False), 1)
        if meant != seen
    ]
    if len(got) < len(wanted):
        told.append(f"The printer read back {len(got)} of {len(wanted)} tags.")
    return told
