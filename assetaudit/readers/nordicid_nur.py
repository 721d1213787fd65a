"""Nordic ID NUR modules and the readers with one inside (Sampo, Stix, EXA ...), little endian throughout.

``A5 length flags check``, then ``command [status] data CRC``. Every notification of tags wants to be acknowledged, and
a stream ends by itself after a while and is begun again. Sources: the maker's micro API (MIT) and nurapy (MIT).
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from assetaudit.model.read import Read
from assetaudit.readers import settings
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.conversation import Step, Streaming
from assetaudit.readers.framing import Shape, crc_ccitt
from assetaudit.readers.tags import MISFIT, tag, whole

POWER = settings.power(0, 30)
ANTENNAS = settings.antennas(4)
REGION = settings.region(
    {"eu": 0, "us": 1, "cn": 2, "my": 3, "br": 4, "au": 5, "nz": 6, "jp": 7, "jp-drm": 8, "kr": 9, "in": 10, "ru": 11}
    | {"vn": 12, "sg": 13, "th": 14, "ph": 15, "ma": 16, "pe": 17}
)
_HEAD, _LONGEST = 6, 8 * 1024 + 5
_PING, _ACKNOWLEDGE, _CAPABILITIES, _STOP, _SETUP, _STREAM, _TAGS = 0x01, 0x02, 0x0B, 0x0E, 0x22, 0x39, 0x82
_UNASKED, _WITH_DATA = 1, 2
_POWER_FIELD, _REGION_FIELD, _MASK_FIELD, _PORT_FIELD = 1 << 2, 1 << 4, 1 << 8, 1 << 11
_NO_TAG = 0x20
_STATUSES = {
    0x01: "a command is not known to its firmware",
    0x02: "a command has a wrong length",
    0x03: "a setting is out of its range",
    0x05: "a setting is not valid for it",
    0x0B: "a checksum was wrong",
    0x0D: "it is not ready",
    0x0E: "its firmware is missing",
}


def _check(head: bytes) -> int:
    return reduce(xor, head, 0xFF)


def _length(held: bytes, at: int) -> int:
    size = held[at + 1] | held[at + 2] << 8
    return size + _HEAD if size >= 3 and _check(held[at : at + 5]) == held[at + 5] else 0


def _good(frame: bytes) -> bool:
    return crc_ccitt(frame[_HEAD:-2]) == frame[-1] << 8 | frame[-2]


SHAPE = Shape(least=_HEAD, most=_LONGEST, length=_length, good=_good, marks=(b"\xa5",))


def command(code: int, data: bytes = b"") -> bytes:
    """A command; unlike an answer it has no status."""
    body = bytes((code,)) + data
    head = b"\xa5" + (len(body) + 2).to_bytes(2, "little") + b"\0\0"
    return head + bytes((_check(head),)) + body + crc_ccitt(body).to_bytes(2, "little")


ACKNOWLEDGEMENT = command(_ACKNOWLEDGE)


class NordicIdNur(Streaming):
    """An inventory stream, begun again whenever it ends."""

    def __init__(self, address: Address) -> None:
        self._power = POWER.of(address, None)
        steps = [Step("stop what it does", command(_STOP), _STOP), Step("answer", command(_PING), _PING, vital=True)]
        if self._power is not None:
            steps.append(Step("tell its power", command(_CAPABILITIES), _CAPABILITIES))
        region, ports = REGION.of(address, None), ANTENNAS.of(address, ())
        if region is not None:
            steps.append(_setup("use this region", _REGION_FIELD, bytes((region,))))
        if ports:
            mask = sum(1 << port - 1 for port in ports)
            steps.append(_setup("use these antennas", _MASK_FIELD | _PORT_FIELD, bytes((mask, 0xFF))))
        super().__init__(
            address,
            SHAPE,
            steps,
            start=Step("read tags", command(_STREAM, b"\x00\x00\x0a"), _STREAM),
            check=Step("stop reading", command(_STOP), _STOP, vital=True),
        )

    def take(self, frame: bytes, reads: list[Read]) -> None:
        """Tags, an answer, or an error."""
        flags, code, status, data = frame[3], frame[6], frame[7] if len(frame) > 9 else 0, frame[8:-2]
        if code == _TAGS:
            self.reply(ACKNOWLEDGEMENT)
            self._notified(data, reads, with_data=bool(flags & _WITH_DATA))
        elif flags & _UNASKED:
            return
        elif code == _CAPABILITIES and not status:
            self.answered(code)
            self._level(data)
        elif code != _ACKNOWLEDGE:
            self.answered(code, "" if status in (0, _NO_TAG) else _STATUSES.get(status, f"error {status:02X}"))

    def _notified(self, data: bytes, reads: list[Read], *, with_data: bool) -> None:
        if data[:1] not in (b"", b"\0"):
            self.over()
        at = 5
        while at < len(data) and 12 <= data[at] < len(data) - at:
            block = data[at + 1 : at + 1 + data[at]]
            if with_data:
                extra, block = block[8], block[:8] + block[9:]
                block = block[: max(12, len(block) - extra)]
            self._tag(block, reads)
            at += 1 + data[at]

    def _tag(self, block: bytes, reads: list[Read]) -> None:
        """``RSSI, scaled RSSI, time, frequency, PC, channel, port, EPC``; the PC word's low byte is the first."""
        strength = block[0] - 256 if block[0] > 127 else block[0]
        if whole(block[9:7:-1], block[12:]):
            reads.append(tag(self.reader, block[12:], strength, "dBm", block[11] + 1))
        else:
            self.tell(MISFIT)

    def _level(self, data: bytes) -> None:
        """Power is set in steps below the module's own highest, which it has just told."""
        if self._power is None or len(data) < 24:
            return
        highest, step = (int.from_bytes(data[at : at + 4], "little", signed=True) for at in (12, 16))
        steps = int.from_bytes(data[22:24], "little")
        level = round((highest - self._power) / max(1, step))
        if not 0 <= level < max(1, steps):
            self.tell(f"The reader cannot send with {self._power:g} dBm; its highest is {highest} dBm.")
            level = min(max(level, 0), max(0, steps - 1))
        self.then(_setup(f"send with {self._power:g} dBm", _POWER_FIELD, bytes((level & 0xFF,))))


def _setup(what: str, fields: int, data: bytes) -> Step:
    return Step(what, command(_SETUP, fields.to_bytes(4, "little") + data), _SETUP)


DIALECT = Dialect(
    "nur",
    NordicIdNur,
    basis="documents",
    product="Nordic ID readers with a NUR module: Sampo, Stix, AR and EXA series",
    settings=(POWER, ANTENNAS, REGION),
    port=4333,
    note="Its commands are from captures, its tag reports from the maker's source code.",
)
