"""R200, M100 and YRM100 modules: ``BB type command length parameters sum 7E``, or the same within ``AA ... DD``.

The maker's manual (V2.3.3) frames by AA and DD, most modules sold by BB and 7E; the first good frame tells which.
"""

from __future__ import annotations

from assetaudit.model.read import Read
from assetaudit.readers import settings
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.conversation import Step, Streaming
from assetaudit.readers.framing import Shape, sum_of
from assetaudit.readers.tags import MISFIT, tag, whole

LONGEST = 512
"""Bytes of a frame; the longest tag takes 74."""
POWER = settings.power(0, 33)
REGION = settings.region({"cn": 1, "us": 2, "eu": 3, "cn800": 4, "kr": 6})
_COMMAND, _RESPONSE, _NOTICE = 0, 1, 2
_INFO, _REGION, _POLL, _MANY, _STOP, _POWER, _ERROR = 0x03, 0x07, 0x22, 0x27, 0x28, 0xB6, 0xFF
_NO_TAG = 0x15
_ENDS = {0xBB: 0x7E, 0xAA: 0xDD}
_ERRORS = {
    0x09: "a tag could not be read; it may be at the edge of the field",
    0x0E: "this is no command of its firmware",
    0x10: "a tag could not be written",
    0x16: "a tag wants a password",
    0x17: "the command is wrong for its firmware",
    0x20: "it could not find a free channel to hop to",
}


def _length(held: bytes, at: int) -> int:
    return (held[at + 3] << 8 | held[at + 4]) + 7 if held[at + 1] <= _NOTICE else 0


def _good(frame: bytes) -> bool:
    return frame[-1] == _ENDS[frame[0]] and frame[-2] == sum_of(frame[1:-2])


SHAPE = Shape(least=7, most=LONGEST, length=_length, good=_good, marks=(b"\xbb", b"\xaa"), lock=True)


def command(code: int, data: bytes = b"", head: int = 0xBB) -> bytes:
    """A command in one of the two framings."""
    body = bytes((_COMMAND, code)) + len(data).to_bytes(2, "big") + data
    return bytes((head,)) + body + bytes((sum_of(body), _ENDS[head]))


class R200(Streaming):
    """Reads by "multiple polling", of which the module does 65,535 rounds at a time."""

    def __init__(self, address: Address) -> None:
        steps = [Step("tell its version", command(_INFO, b"\0"), _INFO, vital=True)]
        region, power = REGION.of(address, None), POWER.of(address, None)
        if region is not None:
            steps.append(Step("use this region", command(_REGION, bytes((region,))), _REGION))
        if power is not None:
            data = round(power * 100).to_bytes(2, "big")
            steps.append(Step(f"send with {power:g} dBm", command(_POWER, data), _POWER))
        super().__init__(
            address,
            SHAPE,
            steps,
            start=Step("read tags", command(_MANY, b"\x22\xff\xff"), None),
            check=Step("stop reading", command(_STOP), _STOP, vital=True),
        )

    def due(self, now: float) -> bytes:
        """The next command, in the framing that the module speaks, or in both while that is not known."""
        return self._framed(super().due(now))

    def goodbye(self) -> bytes:
        """The command that ends reading."""
        return self._framed(super().goodbye())

    def take(self, frame: bytes, reads: list[Read]) -> None:
        """A tag, an answer, or an error."""
        kind, code = frame[1], frame[2]
        if kind == _NOTICE and code == _POLL:
            self._tag(frame, reads)
        elif code == _ERROR:
            self._trouble(frame[5:-2])
        elif kind == _RESPONSE:
            self.answered(code, "" if code == _INFO or frame[5:-2] == b"\0" else "it says no")

    def _tag(self, frame: bytes, reads: list[Read]) -> None:
        strength, epc = frame[5], frame[8:-4]
        if len(frame) >= 14 and whole(frame[6:8], epc):
            reads.append(tag(self.reader, epc, strength - 256 if strength > 127 else strength, "dBm"))
        else:
            self.tell(MISFIT)

    def _trouble(self, data: bytes) -> None:
        code = data[0] if data else _NO_TAG
        if code != _NO_TAG:
            self.refused(_ERRORS.get(code, f"error {code:02X}"))

    def _framed(self, data: bytes) -> bytes:
        if not data or self.cutter.mark == b"\xbb":
            return data
        other = b"\xaa" + data[1:-1] + b"\xdd"
        return other if self.cutter.mark else data + other


DIALECT = Dialect(
    "r200",
    R200,
    basis="captures",
    product="R200, M100, YRM100, JRD-4035 UHF modules",
    settings=(POWER, REGION),
    note="No antenna port and no TID in its reports.",
)
