"""Chainway UR4 and its kin: ``A5 5A`` or ``C8 8C``, length, command, data, XOR, ``0D 0A``.

While it reads, it answers nothing but "stop". Ports are counted from 0 by every description; the one live sample there
is has 1 where its finder says "antenna 1", so the number shown may be one too high.
Source: an open-source client's protocol reference (MIT), reconstructed from the maker's libraries.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from assetaudit.model.read import Read
from assetaudit.readers import settings
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.conversation import Step, Streaming
from assetaudit.readers.framing import Shape
from assetaudit.readers.tags import MISFIT, tag

POWER = settings.power(0, 33)
ANTENNAS = settings.antennas(16)
REGION = settings.region(
    {"eu": 0x04, "us": 0x08, "cn": 0x02, "cn800": 0x01, "kr": 0x16, "jp": 0x32, "za": 0x33, "tw": 0x34, "vn": 0x35}
    | {"ru": 0x37, "my": 0x3B, "br": 0x3C, "au": 0x3E, "id": 0x3F, "il": 0x40, "hk": 0x41, "nz": 0x42, "sg": 0x44}
)
TID = settings.choice("tid", {"on": 1, "off": 0})
_VERSION, _POWER, _PORTS, _REGION, _MODE = 0x02, 0x10, 0x28, 0x2C, 0x70
_SINGLE, _START, _TAG, _STOP = 0x81, 0x82, 0x83, 0x8C
_END = b"\r\n"
_TID_BYTES = 12
_BEHIND = (0, 5, _TID_BYTES, _TID_BYTES + 5)
"""Bytes between EPC and RSSI: nothing, phase and frequency, the TID, or both."""


def _length(held: bytes, at: int) -> int:
    return held[at + 2] << 8 | held[at + 3]


def _good(frame: bytes) -> bool:
    return frame[-2:] == _END and not reduce(xor, frame[2:-2])


SHAPE = Shape(least=8, most=2048, length=_length, good=_good, marks=(b"\xa5\x5a", b"\xc8\x8c"))


def command(code: int, data: bytes = b"") -> bytes:
    """A command; settings sent by it last until the power goes."""
    body = (len(data) + 8).to_bytes(2, "big") + bytes((code,)) + data
    return b"\xa5\x5a" + body + bytes((reduce(xor, body),)) + _END


class ChainwayUr4(Streaming):
    """Reads until it is stopped; a tag a frame."""

    def __init__(self, address: Address) -> None:
        steps = [_step("stop what it does", _STOP), _step("tell its version", _VERSION, vital=True)]
        region, power, tid = REGION.of(address, None), POWER.of(address, None), TID.of(address, None)
        ports = ANTENNAS.of(address, ())
        if region is not None:
            steps.append(_step("use this region", _REGION, bytes((0, region))))
        if ports:
            mask = sum(1 << port - 1 for port in ports)
            steps.append(_step("use these antennas", _PORTS, b"\0" + mask.to_bytes(2, "big")))
        if power is not None:
            level = round(power * 100).to_bytes(2, "big")
            each = b"".join(bytes((port,)) + level + level for port in ports or (1, 2, 3, 4))
            steps.append(_step(f"send with {power:g} dBm", _POWER, b"\0" + each))
        if tid is not None:
            steps.append(_step("report the TID" if tid else "leave out the TID", _MODE, bytes((0, tid, 0, 0))))
        super().__init__(
            address,
            SHAPE,
            steps,
            start=Step("read tags", command(_START, b"\0\0"), None),
            check=_step("stop reading", _STOP, vital=True),
            quiet=5.0,
        )

    def take(self, frame: bytes, reads: list[Read]) -> None:
        """A tag, or an answer: its code is one above the command's."""
        code, data = frame[4], frame[5:-3]
        if code in (_TAG, _SINGLE):
            if len(data) >= 5:
                self._tag(data, reads)
        else:
            agreed = code == _VERSION + 1 or data[:1] == b"\1"
            self.answered(code, "" if agreed else f"it answers {data.hex().upper() or 'nothing'}")

    def _tag(self, data: bytes, reads: list[Read]) -> None:
        """``PC, EPC [, TID] [, phase, frequency], RSSI, port``; what is there is told by the length."""
        end = 2 + (data[0] >> 3) * 2
        rest = data[end:-3]
        if end == 2 or end > len(data) - 3 or len(rest) not in _BEHIND:
            self.tell(MISFIT)
            return
        tid = rest[:_TID_BYTES] if len(rest) >= _TID_BYTES else b""
        strength = int.from_bytes(data[-3:-1], "big", signed=True) / 10
        reads.append(tag(self.reader, data[2:end], strength, "dBm", data[-1] + 1, tid))


def _step(what: str, code: int, data: bytes = b"", *, vital: bool = False) -> Step:
    return Step(what, command(code, data), code + 1, vital=vital)


DIALECT = Dialect(
    "ur4",
    ChainwayUr4,
    basis="documents",
    product="Chainway UR4, UR8, UR1A fixed readers",
    settings=(POWER, ANTENNAS, REGION, TID),
    port=8888,
    note="One live record was at hand, whose antenna number can be read two ways.",
)
