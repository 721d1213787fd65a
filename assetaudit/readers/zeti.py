"""``protocol=zeti``: Zebra RFD8500 and its like by the ZETI command language.

Commands are words, answers are lines of comma separated values. The only source is one public ROS 2 driver for the
RFD8500; no manual was at hand, and newer sleds (RFD40) were not tried: hence the columns are taken by a header line
where one comes, else by the place that driver knows. RSSI is in dBm.
"""

from __future__ import annotations

import re

from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.settings import choice, power
from assetaudit.readers.text_framer import Dialogue, TextFramer, whole_number, words

POWER = power(0, 30)
SESSION = choice("session", {f"s{number}": number for number in range(4)})
BEEP = choice("beep", {"on": 0, "off": 3})
_COLUMNS = {"epc": 2, "rssi": 3}
"""With the flags that are asked for here."""
_WIDTH = 7
"""Cells of a row with these flags; another width counts from the second row of that width on."""
_PAIR = re.compile(r"([A-Za-z]+):([^,]*)")


class ZetiFramer(TextFramer):
    """Reads rows of tags, and answers to commands."""

    def __init__(self, address: Address) -> None:
        self._columns, self._width, self._odd = dict(_COLUMNS), _WIDTH, 0
        session, dbm = SESSION.of(address, None), POWER.of(address, None)
        beep = BEEP.of(address, BEEP.value("off"))
        tenths = f".power {dbm * 10:.0f} " if dbm is not None else ""
        commands = ["\ncn\r\n\r\n\r\n", f"setattr .attnum 140 .atttype B .attvalue {beep}\r\n"]
        commands += [f"qp .i {session}\r\n"] if session is not None else []
        commands += [f"in .batchmode disable .ez .ir .ik .ih .ec {tenths}\r\n"]
        super().__init__(address, Dialogue([text.encode() for text in commands], device="a Zebra ZETI reader"))

    @property
    def shape(self) -> tuple[dict[str, int], int]:
        """Columns and width of the rows that this device was found to send."""
        return self._columns, self._width

    def goodbye(self) -> bytes:
        """Stop the inventory."""
        return b"a\r\n"

    def lost(self) -> None:
        """Forget which columns the device was found to send."""
        self._columns, self._width, self._odd = dict(_COLUMNS), _WIDTH, 0
        super().lost()

    def line(self, text: str) -> list[Read]:
        """A row of a tag, an answer, a notification, or a row of column names."""
        pairs = dict(_PAIR.findall(text)) if ":" in text else {}
        if "Command" in pairs:
            return self._answer(pairs)
        if "Notification" in pairs:
            self._said()
            return []
        cells = [cell.strip() for cell in text.split(",")]
        return self._named(cells) if "EPC" in map(str.upper, cells) else self._row(cells)

    def _answer(self, pairs: dict[str, str]) -> list[Read]:
        self._said()
        self._dialogue.answered()
        status = pairs.get("Status", "")
        if not status or re.search("success|ok", status, re.IGNORECASE):
            return []
        return [self._status(f"The reader says to {pairs['Command']}: {status[:200]}.")]

    def _named(self, cells: list[str]) -> list[Read]:
        self._said()
        self._columns = {cell.lower(): place for place, cell in enumerate(cells) if cell}
        self._width = len(cells)
        return []

    def _row(self, cells: list[str]) -> list[Read]:
        cells = self._whole(cells)
        if len(cells) <= self._columns["epc"] or words(cells[self._columns["epc"]]) is not None:
            return []
        self._said()
        place = self._columns.get("rssi")
        rssi = whole_number(cells[place], -128, 0) if place is not None and place < len(cells) else None
        signal = {} if rssi is None else {"rssi": rssi, "rssi_unit": "dBm"}
        return [self._tag(cells[self._columns["epc"]], **signal)]

    def _whole(self, cells: list[str]) -> list[str]:
        """The row without the beginning of another that broke into it; nothing where it is cut short."""
        width, place = len(cells), self._columns["epc"]
        if width == self._odd and width > place and words(cells[place]) is None:
            self._width = width
        if width == self._width:
            self._odd = 0
            return cells
        self._odd = width
        return cells[-self._width :] if width > self._width else []


DIALECT = Dialect(
    "zeti",
    ZetiFramer,
    basis="documents",
    product="Zebra RFD8500 sled and its like (ZETI)",
    settings=(POWER, SESSION, BEEP),
    note="Experimental: one public driver was the only source, RFD40 and newer are not verified.",
)
