"""``protocol=tsl``: hand-held readers of Technology Solutions (TSL) by their ASCII protocol 2.

A response is a block of ``XX: value`` lines from ``CS:`` (the command) to ``OK:`` or ``ER:``, and an empty line. Lines
of one tag stand together from its ``EP:`` on. Source: the maker's command pages at asciiprotocol.com (``.iv``, ``.ab``,
``.bc``) and public clients; RSSI is in dBm.
"""

from __future__ import annotations

from dataclasses import replace

from assetaudit.identify import aim
from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.settings import choice, power
from assetaudit.readers.text_framer import Dialogue, TextFramer, is_hex, whole_number, words

POWER = power(10, 29)
SESSION = choice("session", {name: name for name in ("s0", "s1", "s2", "s3")})
BEEP = choice("beep", {"on": "on", "off": "off"})
START = choice("start", {"auto": True, "trigger": False})
_SWITCH = {"on", "off"}
_ERRORS = {
    "001": "command not recognised",
    "002": "parameter not recognised",
    "005": "no tag in the field",
    "008": "antenna not fitted",
}
"""Of those whose meaning a public client tells."""
NO_TAG = "005"


class TslFramer(TextFramer):
    """Puts the lines of one tag together."""

    def __init__(self, address: Address) -> None:
        self._begun: Read | None = None
        self._ours = False
        dbm, session = POWER.of(address, None), SESSION.of(address, None)
        settings = f".iv -n -al {BEEP.of(address, 'off')} -r on -ie on -fi on"
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
        self._begun = None
        super().lost()

    def line(self, text: str) -> list[Read]:
        """One ``XX: value`` line."""
        head, colon, value = text.partition(":")
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
        begun, self._begun = self._begun, None
        return [begun] if begun is not None else []

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
        elif head in ("TD", "TR") and is_hex(value) and len(value) <= 64:
            self._begun = replace(self._begun, tid=value.upper())


DIALECT = Dialect(
    "tsl",
    TslFramer,
    basis="documents",
    product="TSL 1128, 1153, 2128, 2173 and other ASCII 2 hand-held readers",
    settings=(POWER, SESSION, BEEP, START),
    note="Bluetooth readers first have to be paired; they appear as a serial port. The trigger works as well; "
    "start=trigger leaves reading to it alone.",
)
