"""PN532 modules for 13.56 MHz tags on a serial line (HSU): ``00 00 FF length check, data sum 00``.

The module is asked ten times a second which ISO 14443-A tag lies there; a tag's UID counts as scanned by hand.
Sources: the maker's manual UM0701-02, and logs of such modules.
"""

from __future__ import annotations

from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.conversation import Polled, Step
from assetaudit.readers.framing import Shape, sum_of
from assetaudit.readers.touch import AGAIN, USUAL, Touch

_WAKE = b"\x55\x55" + bytes(14)
_TO_MODULE, _FROM_MODULE, _ERROR = 0xD4, 0xD5, 0x7F
_VERSION, _MODE, _RADIO, _LIST = 0x02, 0x14, 0x32, 0x4A
_MARK, _OVERHEAD, _ACK_SIZE = 3, 7, 6
_ACKS = (b"\x00\xff", b"\xff\x00")
_PAUSE = 0.1
_UID_SIZES = (4, 7, 10)


def _length(held: bytes, at: int) -> int:
    head = held[at + _MARK : at + _MARK + 2]
    if head in _ACKS:
        return _ACK_SIZE
    return head[0] + _OVERHEAD if not sum_of(head) else 0


def _good(frame: bytes) -> bool:
    return frame[-1] == 0 and (len(frame) == _ACK_SIZE or not sum_of(frame[5:-1]))


SHAPE = Shape(least=5, most=262, length=_length, good=_good, marks=(b"\x00\x00\xff",))


def command(code: int, data: bytes = b"") -> bytes:
    """A command to the module."""
    body = bytes((_TO_MODULE, code)) + data
    head = bytes((len(body), -len(body) & 0xFF))
    return b"\x00\x00\xff" + head + body + bytes((-sum(body) & 0xFF, 0))


class Pn532(Polled):
    """Asks for one tag at a time."""

    def __init__(self, address: Address) -> None:
        self._touch = Touch(AGAIN.of(address, USUAL))
        steps = [
            Step("wake up", _WAKE + command(_MODE, b"\x01"), _MODE + 1),
            Step("tell its version", command(_VERSION), _VERSION + 1, vital=True),
            Step("ask tags only briefly", command(_RADIO, b"\x05\xff\x01\x02"), _RADIO + 1),
        ]
        poll = Step("look for a tag", command(_LIST, b"\x01\x00"), _LIST + 1, vital=True)
        super().__init__(address, SHAPE, steps, (poll,), pause=_PAUSE)

    def started(self) -> None:
        """Another module, or the same one after a while: nothing lies on it yet."""
        self._touch.clear()

    def take(self, frame: bytes, reads: list[Read]) -> None:
        """A tag, an answer, or an error."""
        data = frame[5:-2]
        if data[:1] == bytes((_ERROR,)):
            self.refused("it did not understand the command")
        elif len(data) >= 2 and data[0] == _FROM_MODULE:
            self.answered(data[1])
            if data[1] == _LIST + 1:
                self._found(data[2:], reads)

    def _found(self, data: bytes, reads: list[Read]) -> None:
        """``how many, number, ATQA, SAK, length, UID ...`` of the first tag."""
        size = data[5] if len(data) > 5 and data[0] else 0
        uid = data[6 : 6 + size].hex().upper()
        if size in _UID_SIZES and len(uid) == size * 2 and self._touch.fresh(uid, self.now):
            reads.append(Read(reader=self.reader, text=uid))


DIALECT = Dialect(
    "pn532",
    Pn532,
    basis="captures",
    product="PN532 modules for NFC and MIFARE tags on a serial line",
    settings=(AGAIN,),
    note="A tag held to it counts as a scan by hand; its UID is looked up.",
)
