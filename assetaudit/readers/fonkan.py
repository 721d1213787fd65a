"""``protocol=fonkan``: small UHF modules of Fonkan (FM-50x, FI-50x) and their like.

A command is ``LF letter arguments CR``, an answer ``LF letter payload CR LF``; numbers are in hexadecimal digits.
``U`` reads all tags, each in a line of its own with PC, EPC and the tag's own CRC; a bare ``U`` ends the round. There
is no RSSI. Sources: python-fi50x 0.2.0 and banana-fonkan 1.0.0 (both MIT), which quote the data sheet.
"""

from __future__ import annotations

import re
from binascii import crc_hqx

from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.settings import power, region, whole
from assetaudit.readers.text_framer import RESIDUE, Dialogue, TextFramer, as_announced

POWER = power(-2, 25)
"""The module's register holds dBm + 2, from 0 to 1B."""
Q = whole("q", 1, 8)
REGION = region({"us": "01", "tw": "02", "cn": "03", "cn2": "04", "eu": "05", "jp": "06", "kr": "07", "vn": "08"})
_TAG = re.compile(r"[QU]([0-9A-Fa-f]{4})((?:[0-9A-Fa-f]{4}){1,31})([0-9A-Fa-f]{4})")


class FonkanFramer(TextFramer):
    """Reads rounds of tags, one round after the other."""

    def __init__(self, address: Address) -> None:
        dbm, where, q = POWER.of(address, None), REGION.of(address, None), Q.of(address, 0)
        commands = ["V"]
        commands += [f"N5,{where}"] if where else []
        commands += [f"N1,{round(dbm) + 2:02X}"] if dbm is not None else []
        poll = f"U{q:X}" if q else "U"
        super().__init__(
            address, Dialogue([_command(text) for text in commands], poll=_command(poll), device="a Fonkan module")
        )

    def line(self, text: str) -> list[Read]:
        """One answer; a tag whose PC word tells another length was cut short on the line."""
        match = _TAG.fullmatch(text)
        if match is not None and as_announced(match[1], match[2]):
            self._said()
            if text[0] == "Q":
                self._dialogue.answered()
            return [self._found(match)]
        return self._told(text)

    def _found(self, match: re.Match[str]) -> Read:
        good = crc_hqx(bytes.fromhex("".join(match.groups())), 0xFFFF) == RESIDUE
        return self._tag(match[2], note=None if good else "the tag's own checksum is wrong")

    def _told(self, text: str) -> list[Read]:
        if re.fullmatch(r"[A-Z][0-9A-Za-z<>_,.]{0,16}", text) is None:
            return []
        self._said()
        self._dialogue.answered()
        return [self._status("The module does not know a command that was sent to it.")] if text == "X" else []


def _command(text: str) -> bytes:
    return f"\n{text}\r".encode()


DIALECT = Dialect(
    "fonkan",
    FonkanFramer,
    basis="documents",
    product="Fonkan FM-503, FM-505, FI-50x UHF modules",
    settings=(POWER, REGION, Q),
    baud=38400,
    note="The module reports no RSSI.",
)
