"""ThingMagic M6e and M7e modules: ``FF length opcode [status] data CRC``, with the maker's own kind of CRC.

Reading is continuous: tags come by themselves, and a sign of life every second where there are none.
Source: SparkFun's library for these modules (MIT), whose printed frame is among the tests.
"""

from __future__ import annotations

from binascii import crc_hqx

from assetaudit.model.read import Read
from assetaudit.readers import settings
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.conversation import Step, Streaming
from assetaudit.readers.framing import Shape
from assetaudit.readers.tags import MISFIT, tag, whole

POWER = settings.power(0, 31.5)
ANTENNAS = settings.antennas(4)
REGION = settings.region(
    {"us": 0x01, "us2": 0x0D, "eu": 0x08, "in": 0x04, "jp": 0x05, "cn": 0x06, "kr": 0x09, "au": 0x0B, "nz": 0x0C}
    | {"open": 0xFF}
)
_VERSION, _BOOT, _READ, _CONTINUE, _PORTS, _POWER, _PROTOCOL, _REGION = 0x03, 0x04, 0x22, 0x2F, 0x91, 0x92, 0x93, 0x97
_START = bytes.fromhex("0000 01 22 0000 05 07 22 10 001B 03E8 01FF")
_STOP = bytes.fromhex("0000 02")
_SEED = 0x1D0F
_ALIVE = 0x0400
_STATUSES = {
    0x0100: "a command has a wrong length",
    0x0101: "a command is not known to its firmware",
    0x0102: "a setting of it is not implemented",
    0x0103: "the power is too high for it",
    0x0105: "a setting is not valid for it",
    0x0106: "the power is too low for it",
    0x0302: "its firmware is not valid",
    0x0504: "it is too hot and pauses",
    0x0505: "too much of its power comes back from the antenna",
    0x0503: "this antenna port has nothing connected",
    0x0604: "the region is not valid for it",
}
_FIELDS = b"\x01\xff"
"""What is asked for with every tag: count, RSSI, antenna, frequency, time, phase, protocol, data, pins."""
_COUNT, _RSSI, _ANTENNA, _DATA = 6, 7, 8, 19
"""Where they stand, behind option, search flags, fields and number of tags; data has its own length in bits."""


def crc(data: bytes) -> int:
    """The maker's CRC: CCITT over a register that takes the bits in at its low end, begun with FFFF."""
    return crc_hqx(data[:-2], _SEED) ^ int.from_bytes(data[-2:], "big")


def _good(frame: bytes) -> bool:
    return crc(frame[1:-2]) == frame[-2] << 8 | frame[-1]


SHAPE = Shape(least=5, most=262, length=lambda held, at: held[at + 1] + 7, good=_good, marks=(b"\xff",))


def command(code: int, data: bytes = b"") -> bytes:
    """A command; unlike an answer it has no status."""
    body = bytes((len(data), code)) + data
    return b"\xff" + body + crc(body).to_bytes(2, "big")


class ThingMagic(Streaming):
    """Continuous reading of Gen2 tags."""

    def __init__(self, address: Address) -> None:
        steps = [
            Step("stop what it does", command(_CONTINUE, _STOP), _CONTINUE),
            Step("tell its version", command(_VERSION), _VERSION, vital=True),
            Step("start its firmware", command(_BOOT), _BOOT, patience=1.5),
            Step("read Gen2 tags", command(_PROTOCOL, b"\x00\x05"), _PROTOCOL),
        ]
        region, power, ports = REGION.of(address, None), POWER.of(address, None), ANTENNAS.of(address, ())
        if region is not None:
            steps.append(Step("use this region", command(_REGION, bytes((region,))), _REGION))
        if ports:
            pairs = bytes(byte for port in ports for byte in (port, port))
            steps.append(Step("use these antennas", command(_PORTS, b"\x02" + pairs), _PORTS))
        if power is not None:
            data = round(power * 100).to_bytes(2, "big")
            steps.append(Step(f"send with {power:g} dBm", command(_POWER, data), _POWER))
        super().__init__(
            address,
            SHAPE,
            steps,
            start=Step("read tags", command(_CONTINUE, _START), None),
            check=Step("stop reading", command(_CONTINUE, _STOP), _CONTINUE, vital=True),
        )

    def take(self, frame: bytes, reads: list[Read]) -> None:
        """A tag, a sign of life, an answer, or an error."""
        code, status, data = frame[2], frame[3] << 8 | frame[4], frame[5:-2]
        if code == _READ and not status:
            reads += self._tag(data)
        elif code == _READ:
            if status != _ALIVE:
                self.tell(f"The reader says: {_words(status)}.")
        elif code in (_BOOT, _VERSION):
            self.answered(code)
        elif status:
            self.refused(_words(status))
        else:
            self.answered(code)

    def _tag(self, data: bytes) -> list[Read]:
        """The tag as often as it was heard; ``data size, data, pins, EPC size, PC, EPC, CRC`` stand at its end."""
        if data[3:5] != _FIELDS or len(data) < _DATA + 5:
            return []
        more = data[_DATA + 2 : _DATA + 2 + ((data[_DATA] << 8 | data[_DATA + 1]) + 7) // 8]
        at = _DATA + 3 + len(more)
        size = int.from_bytes(data[at : at + 2], "big") // 8
        epc = data[at + 4 : at + size]
        if size < 6 or len(data) < at + 2 + size or not whole(data[at + 2 : at + 4], epc):
            self.tell(MISFIT)
            return []
        strength, tid = data[_RSSI], more if more[:1] in (b"\xe0", b"\xe2") else b""
        signal = strength - 256 if strength > 127 else strength
        read = tag(self.reader, epc, signal, "dBm", data[_ANTENNA] >> 4 or 16, tid)
        return [read] * max(1, data[_COUNT])


def _words(status: int) -> str:
    return _STATUSES.get(status, f"error {status:04X}")


DIALECT = Dialect(
    "thingmagic",
    ThingMagic,
    basis="captures",
    product="ThingMagic M6e, M6e Nano, M7e modules and readers built on them",
    settings=(POWER, ANTENNAS, REGION),
    note="Set the region: these modules do not read before they were told where they are.",
)
