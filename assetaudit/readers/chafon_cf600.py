"""Chafon CF600 and "UHF Prime" readers: ``CF address command length [status] data CRC``.

What is published of this protocol contradicts itself. Decided here by captures of two readers: the CRC's high byte
comes first (one manual says the low one); a tag is RSSI in tenths of dBm, port, channel, length and EPC (programs in
use cut the EPC out 13 or 14 bytes in instead, which fits only the tags of their own shop); and two commands that
arrive at once silence the reader. In no capture: the power command, and whether ports count from 0 or 1; the number is
given on as it comes, for the captured reader sent 1 for its only one.
"""

from __future__ import annotations

from assetaudit.model.read import Read
from assetaudit.readers import settings
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.conversation import Step, Streaming
from assetaudit.readers.framing import Shape, crc_mcrf4xx, is_mcrf4xx
from assetaudit.readers.tags import tag

BROADCAST = 0xFF
POWER = settings.power(0, 33)
_INVENTORY, _STOP, _POWER, _INFO = 0x0001, 0x0002, 0x0053, 0x0070
_UNTIL_STOPPED = bytes(5)
_DONE, _NO_TAG = 0x12, 0x13
_STATUSES = {0x01: "a setting is not valid for it", 0x02: "its radio module failed"}


def _good(frame: bytes) -> bool:
    return is_mcrf4xx(frame[:-2] + frame[:-3:-1])


SHAPE = Shape(least=7, most=262, length=lambda held, at: held[at + 4] + 7, good=_good, marks=(b"\xcf",))


def command(code: int, data: bytes = b"", address: int = BROADCAST) -> bytes:
    """A command to one reader on the line, or to whichever there is."""
    body = bytes((0xCF, address)) + code.to_bytes(2, "big") + bytes((len(data),)) + data
    return body + crc_mcrf4xx(body).to_bytes(2, "big")


class ChafonCf600(Streaming):
    """Reads until it is stopped; a reader set to work by itself sends its tags as well."""

    def __init__(self, address: Address) -> None:
        steps = [Step("tell its version", command(_INFO), _INFO, vital=True)]
        power = POWER.of(address, None)
        if power is not None:
            data = bytes((round(power), 0))
            steps.append(Step(f"send with {power:g} dBm", command(_POWER, data), _POWER))
        super().__init__(
            address,
            SHAPE,
            steps,
            start=Step("read tags", command(_INVENTORY, _UNTIL_STOPPED), None),
            check=Step("stop reading", command(_STOP), _STOP, vital=True),
            quiet=5.0,
        )

    def take(self, frame: bytes, reads: list[Read]) -> None:
        """A tag, the end of a round, an answer, or an error."""
        code, status, data = frame[2] << 8 | frame[3], frame[5] if frame[4] else 0, frame[6:-2]
        if code != _INVENTORY:
            self.answered(code, "" if status == 0 else _words(status))
        elif status in (_DONE, _NO_TAG):
            self.over()
        elif status:
            self.refused(_words(status))
        elif len(data) > 5 and 0 < data[4] <= len(data) - 5:
            reads.append(self._tag(data))

    def _tag(self, data: bytes) -> Read:
        strength = int.from_bytes(data[:2], "big", signed=True) / 10
        return tag(self.reader, data[5 : 5 + data[4]], strength, "dBm", data[2] or None)


def _words(status: int) -> str:
    return _STATUSES.get(status, f"error {status:02X}")


DIALECT = Dialect(
    "cf600",
    ChafonCf600,
    basis="captures",
    product="Chafon CF600, CF661 and UHF Prime readers",
    settings=(POWER,),
    port=2022,
    note="Published descriptions contradict each other; decided by captures of two readers. Set the region with the "
    "maker's program. Its power command was not seen in any capture.",
)
