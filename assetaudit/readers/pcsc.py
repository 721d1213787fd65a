"""``pcsc://``: ACR122 and other contactless readers behind the system's smart card service (extra ``pcsc``).

The service is asked a few times a second for the UID of the card that lies on the reader, by the command that PC/SC
part 3 has for it (``FF CA 00 00 00``, answered by the UID and ``90 00``). A UID counts as scanned by hand.
"""

from __future__ import annotations

import importlib.util
import time
from typing import Any

from assetaudit.errors import MissingExtraError
from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import TICK, Driver, Framer, LinkLostError, Reader, Tap
from assetaudit.readers.stream import StreamReader
from assetaudit.readers.touch import AGAIN, USUAL, Touch

FORM = "pcsc:// or pcsc://NAME"
GET_UID = (0xFF, 0xCA, 0x00, 0x00, 0x00)
_DONE = b"\x90\x00"
_UID_SIZES = (4, 7, 8, 10)
_LOOKS = 3
"""Ticks between two looks at the reader."""


class PcscLink:
    """The first reader of the service, or the first whose name holds a text; what is received is one answer."""

    def __init__(self, address: Address) -> None:
        self._wanted = address.target.strip("/").casefold()
        self._reader: Any = None

    def open(self) -> None:
        """Find the reader."""
        found = [reader for reader in _readers() if self._wanted in str(reader).casefold()]
        if not found:
            which = f"whose name holds '{self._wanted}' " if self._wanted else ""
            raise LinkLostError(f"No smart card reader {which}is plugged in.")
        self._reader = found[0]

    def receive(self) -> bytes:
        """The answer of the card that lies there; empty where none does."""
        from smartcard.Exceptions import SmartcardException

        time.sleep(TICK * _LOOKS)
        try:
            connection = self._reader.createConnection()
            connection.connect()
            data, first, second = connection.transmit([*GET_UID])
            connection.disconnect()
        except SmartcardException:  # no card, or taken away while it was asked
            if str(self._reader) not in [str(reader) for reader in _readers()]:
                raise LinkLostError(f"{self._reader} is gone.") from None
            return b""
        return bytes((*data, first, second))

    def send(self, data: bytes) -> None:
        """Nothing is sent but the question for the UID."""

    def close(self) -> None:
        """Let go of the reader."""
        self._reader = None


class Cards(Framer):
    """Answers in, UIDs out."""

    def __init__(self, address: Address) -> None:
        self._reader = address.text
        self._touch = Touch(AGAIN.of(address, USUAL))

    def feed(self, data: bytes, now: float) -> list[Read]:
        """The UID in an answer; a refusal is told."""
        uid, status = data[:-2].hex().upper(), data[-2:]
        if status != _DONE or len(data) - 2 not in _UID_SIZES:
            said = f"The card did not tell its number (answer {data.hex().upper() or 'empty'})."
            return [Read(reader=self._reader, kind="status", note=said)]
        return [Read(reader=self._reader, text=uid)] if self._touch.fresh(uid, now) else []

    def lost(self) -> None:
        """Whatever lies there next was put there just now."""
        self._touch.clear()


def _readers() -> list[Any]:
    from smartcard.System import readers

    try:
        return list(readers())
    except Exception as error:
        raise LinkLostError(f"The smart card service cannot be reached: {error}.") from error


def open_pcsc(address: Address, tap: Tap | None) -> Reader:
    """A reader behind the smart card service; MissingExtraError where pyscard is not installed."""
    address.only((AGAIN.name,))
    cards = Cards(address)
    if importlib.util.find_spec("smartcard") is None:
        raise MissingExtraError("Support for smart card readers (pyscard)", "pcsc")
    return StreamReader(address, PcscLink(address), cards, tap)


DRIVER = Driver("pcsc", open_pcsc, FORM, "ACR122 and other NFC readers, by the smart card service")
