"""RDM6300, ID-12LA and ID-20LA modules for 125 kHz tags: STX, ten hex digits, their XOR, [CR LF], ETX.

The module only talks, about fifteen times a second while a tag is near. Its numbers are printed on cards in three ways;
``form`` says which of them the register holds. Sources: Seeed's wiki, arduino12/rdm6300.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from assetaudit.model.read import Read
from assetaudit.readers import settings
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect, Framer
from assetaudit.readers.framing import Cutter, Shape
from assetaudit.readers.touch import AGAIN, USUAL, Touch

_SHORT, _LONG = 14, 16
_ETX = 3
_HEX = frozenset(b"0123456789ABCDEFabcdef")


def _hex(number: bytes) -> str:
    return number.hex().upper()


def _decimal(number: bytes) -> str:
    return f"{int.from_bytes(number[1:], 'big'):010}"


def _facility(number: bytes) -> str:
    return f"{number[2]:03},{int.from_bytes(number[3:], 'big'):05}"


FORM = settings.choice("form", {"hex": _hex, "decimal": _decimal, "facility": _facility})
"""``62E3086CED``, ``3808980205`` or ``008,27885``: ten digits of the whole, or the card's number behind its site's."""


def _length(held: bytes, at: int) -> int:
    return _SHORT if held[at + _SHORT - 1] == _ETX else _LONG


def _good(frame: bytes) -> bool:
    if frame[-1] != _ETX or frame[13:-1] not in (b"", b"\r\n") or not _HEX.issuperset(frame[1:13]):
        return False
    return not reduce(xor, bytes.fromhex(frame[1:13].decode("ascii")))


SHAPE = Shape(least=_SHORT, most=_LONG, length=_length, good=_good, marks=(b"\x02",))


class Rdm6300(Framer):
    """Listens; each tag is one read, as if its number had been scanned."""

    def __init__(self, address: Address) -> None:
        self._reader = address.text
        self._form = FORM.of(address, _hex)
        self._touch = Touch(AGAIN.of(address, USUAL))
        self.cutter = Cutter(SHAPE)

    def feed(self, data: bytes, now: float) -> list[Read]:
        """Tags that these bytes complete."""
        return self._reads(self.cutter.feed(data, now), now)

    def idle(self, now: float) -> list[Read]:
        """Tags behind noise that looked like the beginning of one."""
        return self._reads(self.cutter.idle(now), now)

    def lost(self) -> None:
        """Half a number is no number."""
        self.cutter.clear()
        self._touch.clear()

    def _reads(self, frames: list[bytes], now: float) -> list[Read]:
        texts = [self._form(bytes.fromhex(frame[1:11].decode("ascii"))) for frame in frames]
        return [Read(reader=self._reader, text=text) for text in texts if self._touch.fresh(text, now)]


DIALECT = Dialect(
    "rdm6300",
    Rdm6300,
    basis="captures",
    product="RDM6300, ID-12LA, ID-20LA modules for 125 kHz tags",
    settings=(FORM, AGAIN),
    baud=9600,
    note="A tag held to it counts as a scan by hand; its number is looked up as it is printed.",
)
