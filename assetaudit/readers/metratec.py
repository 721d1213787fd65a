"""``protocol=metratec``: readers of metraTec, by their AT protocol and the older ASCII one.

AT: ``+CINV: EPC[,TID][,RSSI]`` lines ended by CR, then ``<ROUND FINISHED, ANT=2>``; which fields come is told by
``AT+INVS?``. ASCII: bare identifiers, then ``ARP antenna`` and ``IVF count``. Source: metratec-rfid 1.4.5 (MIT). RSSI
is in dBm; a field whose meaning the reader did not tell is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.settings import antennas, choice, power
from assetaudit.readers.text_framer import Dialogue, Round, TextFramer, is_hex, whole_number, words

POWER = power(-2, 30)
ANTENNA = antennas(64)
SPEAKS = choice("speaks", {"at": "at", "ascii": "ascii"})
_INVENTORY = re.compile(r"\+[CM]?INVR?: (.+)")
_ROUND = re.compile(r"<ROUND FINISHED,? ANT=?(\d{1,2})>")
_SETTINGS = re.compile(r"\+INVS: ([01]),([01]),([0-9]+)")
_REPORT = re.compile(r"ARP (\d{1,2})")
_UID = re.compile(r"E0[0-9A-F]{14}", re.IGNORECASE)
"""Identifiers of HF tags (ISO 15693) begin so."""
_ANSWER = re.compile(r"OK|ERROR|[A-Z]{3}$")
_QUIET = frozenset({"HBT", "BRA"})
"""Heartbeat, and stopped."""


@dataclass(frozen=True, slots=True)
class _Fields:
    """What follows an EPC, as the reader's settings say."""

    rssi: bool
    tid: bool


class MetratecFramer(TextFramer):
    """Reads rounds of tags in either protocol."""

    def __init__(self, address: Address) -> None:
        self._round = Round()
        self._fields: _Fields | None = None
        self._at = SPEAKS.of(address, "at") == "at"
        commands = (_at_commands if self._at else _ascii_commands)(address)
        super().__init__(address, Dialogue([f"{text}\r".encode() for text in commands], device="a metraTec reader"))

    def goodbye(self) -> bytes:
        """Stop the inventory."""
        return b"AT+BINV\r" if self._at else b"BRK\r"

    def lost(self) -> None:
        """Forget what was begun, and what the reader told of its settings."""
        self._fields = None
        super().lost()

    def flush(self) -> list[Read]:
        """Tags of a round that does not end."""
        return self._round.ended(None)

    def line(self, text: str) -> list[Read]:
        """One line of either protocol; one that another broke into counts from its last ``+`` on."""
        text = text[max(text.rfind("+"), 0) :].strip()
        inventory = _INVENTORY.fullmatch(text)
        if inventory is not None:
            self._said()
            return self._inventoried(inventory[1])
        settings = _SETTINGS.match(text)
        if settings is not None:
            self._fields = _Fields(rssi=settings[2] == "1", tid=settings[3] != "0")
        return self._plain(text)

    def _inventoried(self, body: str) -> list[Read]:
        ended = _ROUND.fullmatch(body)
        if ended is not None:
            return self._round.ended(int(ended[1]))
        if body.startswith("<"):
            quiet = "NO TAGS FOUND" in body
            return (
                self.flush() if quiet else [*self.flush(), self._status(f"The reader says: {body.strip('<>')[:200]}.")]
            )
        return self._tagged([part.strip() for part in body.split(",")])

    def _tagged(self, parts: list[str]) -> list[Read]:
        why = words(parts[0])
        if why is not None:
            return [self._status(f"The reader sent a tag whose EPC {why}; it was left out.")]
        more: dict[str, object] = {}
        rest = parts[1:]
        with_tid = self._fields.tid if self._fields is not None else bool(rest) and len(rest[0]) >= 16
        if with_tid and rest and is_hex(rest[0]):
            more["tid"] = rest.pop(0).upper()
        told = self._fields is not None and self._fields.rssi
        if told and rest and (rssi := whole_number(rest[0], -128, 0)) is not None:
            more |= {"rssi": rssi, "rssi_unit": "dBm"}
        return self._round.add(self._tag(parts[0], **more))

    def _plain(self, text: str) -> list[Read]:
        report = _REPORT.fullmatch(text)
        if report is not None:
            self._said()
            return self._round.ended(int(report[1]))
        if re.fullmatch(r"IVF \d{1,4}", text):
            self._said()
            self._dialogue.answered()
            return self.flush()
        if len(text) >= 16 and words(text) is None:
            self._said()
            return self._round.add(self._identifier(text.upper()))
        return self._answer(text)

    def _identifier(self, text: str) -> Read:
        if _UID.fullmatch(text):
            return Read(reader=self._reader, kind="tag", text=text, tid=text)
        return self._tag(text)

    def _answer(self, text: str) -> list[Read]:
        """An answer to a command; the first one stops what may run, and it is no error that nothing does."""
        if _ANSWER.match(text) is None:
            return []
        self._said()
        nothing_ran = self._dialogue.answers == 0
        if text != "HBT":
            self._dialogue.answered()
        if text.startswith("OK") or text in _QUIET or nothing_ran:
            return []
        return [self._status(f"The reader says: {text[:200]}.")]


def _at_commands(address: Address) -> list[str]:
    dbm, ports = POWER.of(address, None), ANTENNA.of(address, None)
    commands = ["AT+BINV", "AT+INVS?"]
    commands += [f"AT+PWR={dbm:.0f}"] if dbm is not None else []
    if ports is not None:
        commands += [f"AT+MUX={','.join(map(str, ports))}"] if len(ports) > 1 else [f"AT+ANT={ports[0]}"]
    return [*commands, "AT+CINV"]


def _ascii_commands(address: Address) -> list[str]:
    dbm, ports = POWER.of(address, None), ANTENNA.of(address, None)
    commands = ["BRK"]
    commands += [f"CFG PWR {dbm:.0f}"] if dbm is not None else []
    if ports is not None:
        commands += ["SAP ARP ON", f"SAP MAN {ports[0]}" if len(ports) == 1 else f"SAP AUT {max(ports)} 0"]
    return [*commands, "CNR INV"]


DIALECT = Dialect(
    "metratec",
    MetratecFramer,
    basis="documents",
    product="metraTec PulsarLR, PulsarMX, DeskID and QRG2 readers",
    settings=(POWER, ANTENNA, SPEAKS),
    note="speaks=at is the protocol of today's readers, speaks=ascii that of the older ones.",
)
