"""``protocol=tsl``: hand-held readers of Technology Solutions (TSL) by their ASCII protocol 2.

A response is a block of ``XX: value`` lines from ``CS:`` (the command) to ``OK:`` or ``ER:``, and an empty line. Lines
of one tag stand together from its ``EP:`` on. The lines themselves have no checksum, so the tag's own PC and CRC are
asked for, and a tag that contradicts them is left out. Source: the maker's command pages at asciiprotocol.com (``.iv``,
``.ab``, ``.bc``) and public clients; RSSI is in dBm.
"""

from __future__ import annotations

from binascii import crc_hqx
from dataclasses import replace

from assetaudit.identify import aim
from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.settings import choice, power
from assetaudit.readers.text_framer import RESIDUE, Dialogue, TextFramer, as_announced, is_hex, whole_number, words

POWER = power(10, 29)
SESSION = choice("session", {name: name for name in ("s0", "s1", "s2", "s3")})
BEEP = choice("beep", {"on": "on", "off": "off"})
START = choice("start", {"auto": True, "trigger": False})
_ERRORS = {
    "001": "command not recognised",
    "002": "parameter not recognised",
    "005": "no tag in the field",
    "008": "antenna not fitted",
}
"""Of those whose meaning a public client tells."""
NO_TAG = "005"
_FREE = frozenset({"BC", "ME"})
"""Heads of lines whose value is free text."""


class TslFramer(TextFramer):
    """Puts the lines of one tag together."""

    def __init__(self, address: Address) -> None:
        self._begun: Read | None = None
        self._own: dict[str, str] = {}
        """The PC and CRC of the tag that was begun, in hex."""
        dbm, session = POWER.of(address, None), SESSION.of(address, None)
        settings = f".iv -n -al {BEEP.of(address, 'off')} -r on -ie on -e on -c on -fi on"
        settings += f" -o {dbm:.0f}" if dbm is not None else ""
        settings += f" -qs {session}" if session else ""
        auto = START.of(address, True)  # noqa: FBT003 - a default
        super().__init__(
            address, Dialogue([f"{settings}\r\n".encode()], poll=b".iv\r\n" if auto else b"", device="a TSL reader")
        )

    def goodbye(self) -> bytes:
        """End whatever runs."""
        return b".ab\r\n"

    def lost(self) -> None:
        """Forget what was begun; half a tag is no tag."""
        self._begun, self._own = None, {}
        super().lost()

    def line(self, text: str) -> list[Read]:
        """One ``XX: value`` line; one that another broke into counts from its last head on."""
        start = max(text.rfind(f"{head}:") for head in ("EP", "CS"))
        head, colon, value = (text[start:] if start > 0 and text[:2] not in _FREE else text).partition(":")
        head, value = head.strip(), value.strip()
        if not colon or len(head) != 2:
            return []
        self._said()
        if head in ("OK", "ER"):
            return self.flush() + self._ended(head, value)
        if head == "CS":
            return self.flush()
        return self._told(head, value)

    def flush(self) -> list[Read]:
        """The tag that was begun, and is complete."""
        begun, own, self._begun, self._own = self._begun, self._own, None, {}
        if begun is None:
            return []
        if not _agrees(begun.epc or "", own.get("PC", ""), own.get("CR", "")):
            return [self._status("The reader sent a tag that contradicts its own checksum; it was left out.")]
        return [begun]

    def _ended(self, head: str, value: str) -> list[Read]:
        self._dialogue.answered()
        if head == "OK" or value == NO_TAG:
            return []
        meaning = _ERRORS.get(value, "an error of its own")
        return [self._status(f"The reader says error {value}: {meaning}.")]

    def _told(self, head: str, value: str) -> list[Read]:
        if head == "EP":
            done, why = self.flush(), words(value)
            if why is not None:
                return [*done, self._status(f"The reader sent a tag whose EPC {why}; it was left out.")]
            self._begun = self._tag(value)
            return done
        if head == "BC":
            symbology, body = aim.split(value)
            return [*self.flush(), Read(reader=self._reader, text=body, symbology=symbology)] if body else []
        if head == "ME":
            return [self._status(f"The reader says: {value[:200]}")]
        self._more(head, value)
        return []

    def _more(self, head: str, value: str) -> None:
        if self._begun is None:
            return
        if head == "RI" and (rssi := whole_number(value, -128, 0)) is not None:
            self._begun = replace(self._begun, rssi=rssi, rssi_unit="dBm")
        elif head in ("PC", "CR") and len(value) == 4 and is_hex(value):
            self._own[head] = value
        elif head in ("TD", "TR") and is_hex(value) and len(value) <= 64:
            self._begun = replace(self._begun, tid=value.upper())


def _agrees(epc: str, pc: str, crc: str) -> bool:
    """Whether an EPC is as long as its PC word says and its CRC is right; what was not told is no evidence."""
    if pc and not as_announced(pc, epc):
        return False
    return not (pc and crc) or crc_hqx(bytes.fromhex(pc + epc + crc), 0xFFFF) == RESIDUE


DIALECT = Dialect(
    "tsl",
    TslFramer,
    basis="documents",
    product="TSL 1128, 1153, 2128, 2173 and other ASCII 2 hand-held readers",
    settings=(POWER, SESSION, BEEP, START),
    note="Bluetooth readers first have to be paired; they appear as a serial port. The trigger works as well; "
    "start=trigger leaves reading to it alone.",
)
