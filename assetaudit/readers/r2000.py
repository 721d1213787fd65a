"""R2000 readers with the "A0" protocol (Invelion, Rodinbell and many without a name): ``A0 length address command``.

One question is one inventory round; tags come as they are heard, then a count. RSSI stays the reader's raw number: one
source takes 129 off to have dBm, which nobody has confirmed. Source: published captures of such readers.
"""

from __future__ import annotations

from assetaudit.model.read import Read
from assetaudit.readers import settings
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.conversation import Polled, Step
from assetaudit.readers.framing import Shape, sum_of
from assetaudit.readers.tags import MISFIT, tag, whole

BROADCAST = 0xFF
POWER = settings.power(0, 33)
ANTENNAS = settings.antennas(4)
REGION = settings.region({"us": (1, 0x07, 0x3B), "eu": (2, 0x00, 0x06), "cn": (3, 0x2B, 0x35)})
"""Of each its number and its first and last channel."""
_VERSION, _ANTENNA, _POWER, _REGION = 0x72, 0x74, 0x76, 0x78
_REAL_TIME, _FAST_SWITCH, _SESSION = 0x89, 0x8A, 0x8B
_ROUNDS = (_REAL_TIME, _FAST_SWITCH, _SESSION)
_SUCCESS, _NO_TAG, _COUNTS = 0x10, 0x36, (7, 2)
_ERRORS = {
    0x11: "a command failed",
    0x20: "its processor was reset",
    0x21: "its carrier could not be switched on",
    0x22: "no antenna is connected to the port in use",
    0x23: "its memory could not be written",
    0x24: "its memory could not be read",
    0x25: "its power could not be set",
    0x31: "an inventory failed",
    0x32: "a tag could not be read",
    0x40: "the password is wrong",
    0x41: "a setting is not valid for it",
    0x42: "a command has too many settings",
    0x43: "a setting is out of its range",
    0x48: "this antenna port does not exist",
    0x49: "its power is out of its range",
    0x4A: "its region is out of its range",
    0x4E: "the frequency is not allowed in its region",
    0x53: "the antenna port is broken or not terminated",
    0x54: "its temperature is too high",
    0x55: "too much of its power comes back from the antenna",
}


def _length(held: bytes, at: int) -> int:
    return held[at + 1] + 2 if held[at + 1] >= 3 else 0


SHAPE = Shape(least=5, most=257, length=_length, good=lambda frame: not sum_of(frame), marks=(b"\xa0",))


def command(code: int, data: bytes = b"", address: int = BROADCAST) -> bytes:
    """A command to one reader on the line, or to whichever there is."""
    body = bytes((0xA0, len(data) + 3, address, code)) + data
    return body + bytes((-sum(body) & 0xFF,))


class R2000(Polled):
    """Real-time inventory, one round at a time, port after port where several are named."""

    def __init__(self, address: Address) -> None:
        steps = [Step("tell its version", command(_VERSION), _VERSION, vital=True)]
        region, power = REGION.of(address, None), POWER.of(address, None)
        if region is not None:
            steps.append(Step("use this region", command(_REGION, bytes(region)), _REGION))
        if power is not None:
            steps.append(Step(f"send with {power:g} dBm", command(_POWER, bytes((round(power),))), _POWER))
        ports = [_port(port) for port in ANTENNAS.of(address, ())]
        if len(ports) == 1:
            steps.append(ports.pop())
        turns = [step for port in ports for step in (port, _ROUND)] or [_ROUND]
        super().__init__(address, SHAPE, steps, turns)

    def take(self, frame: bytes, reads: list[Read]) -> None:
        """A tag, the end of a round, an answer, or an error."""
        code, data = frame[3], frame[4:-1]
        if code not in _ROUNDS:
            self.answered(code, _trouble(data[0]) if len(data) == 1 else "")
        elif len(data) == 1:
            self._failed(code, data[0])
        elif len(data) in _COUNTS:
            self.answered(code)
        elif len(data) >= 6:
            self._tag(data, reads)

    def _tag(self, data: bytes, reads: list[Read]) -> None:
        """A sum of eight bits lets noise through now and then, so the PC word has to agree as well."""
        epc = data[3:-1]
        if whole(data[1:3], epc):
            reads.append(tag(self.reader, epc, data[-1], "raw", (data[0] & 3) + 1))
        else:
            self.tell(MISFIT)

    def _failed(self, code: int, error: int) -> None:
        self.answered(code)
        if error != _NO_TAG and _trouble(error):
            self.tell(f"The reader says: {_trouble(error)}.")


_ROUND = Step("read tags", command(_REAL_TIME, b"\x01"), _REAL_TIME, vital=True, patience=3.0)


def _port(number: int) -> Step:
    return Step(f"use antenna {number}", command(_ANTENNA, bytes((number - 1,))), _ANTENNA)


def _trouble(code: int) -> str:
    return "" if code == _SUCCESS else _ERRORS.get(code, f"error {code:02X}")


DIALECT = Dialect(
    "a0",
    R2000,
    basis="captures",
    product='R2000 readers with the "A0" protocol: Invelion, Rodinbell and alike',
    settings=(POWER, ANTENNAS, REGION),
    port=4001,
    note="RSSI is the reader's own raw number, no dBm; no TID in its reports.",
)
