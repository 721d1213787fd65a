"""UHFReader18 and UHFReader288 families (Chafon, E310, RRU9816 ...): ``length address command [status] data CRC``.

The frames have no start mark, so a length that is noise is waited out. One question is one inventory round; the older
family answers with EPCs alone, the newer with antenna, RSSI (raw: the maker gives no dBm) and, where asked, the TID.
Sources: the makers' manuals (V2.20 for the 288) as cited by open-source drivers, and published captures.
"""

from __future__ import annotations

from assetaudit.model.read import Read
from assetaudit.readers import settings
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect
from assetaudit.readers.conversation import Polled, Step
from assetaudit.readers.framing import Shape, crc_mcrf4xx, is_mcrf4xx
from assetaudit.readers.tags import tag

BROADCAST = 0xFF
POWER = settings.power(0, 33)
ANTENNAS = settings.antennas(16)
PORTS = settings.whole("ports", 1, 16)
"""How many ports the reader has: above 8 it numbers them instead of setting bits."""
REGION = settings.region({"us": (2, 49), "eu": (4, 14), "cn": (1, 19), "kr": (3, 31), "open": (0, 62)})
"""Of each its number and its highest channel."""
TID = settings.choice("tid", {"on": True, "off": False})
_INVENTORY, _OLD_INVENTORY, _INFO, _REGION, _POWER, _PUSHED = 0x01, 0x0F, 0x21, 0x22, 0x2F, 0xEE
_DONE, _MORE, _FULL = 0x01, 0x03, 0x04
_HEARTBEAT, _STATISTICS, _NO_TAG = 0x28, 0x26, 0xFB
_TID_BYTES, _TRAILER = 12, 7
_SILENCE = 3.0
"""Seconds without a push after which a reader that pushes is asked again."""
_ERRORS = {
    0x00: "",
    0x05: "the password is wrong",
    0xF8: "an antenna is not connected or not fit for this band",
    0xF9: "a command could not be carried out",
    0xFA: "a tag in the field answers too weakly",
    0xFC: "a tag reports an error",
    0xFD: "the command has a wrong length",
    0xFE: "the command is not known to this model",
    0xFF: "a setting is out of its range",
}


def _length(held: bytes, at: int) -> int:
    return held[at] + 1 if held[at] >= 4 else 0


SHAPE = Shape(least=1, most=256, length=_length, good=is_mcrf4xx)


def command(code: int, data: bytes = b"", address: int = BROADCAST) -> bytes:
    """A command to one reader on the line, or to whichever there is."""
    body = bytes((len(data) + 4, address, code)) + data
    return body + crc_mcrf4xx(body).to_bytes(2, "little")


class UhfReader18(Polled):
    """The older family: EPCs and nothing else."""

    def __init__(self, address: Address) -> None:
        super().__init__(address, SHAPE, _steps(address), (_round(command(_INVENTORY)),))

    def take(self, frame: bytes, reads: list[Read]) -> None:
        """EPCs, an answer, or an error."""
        code, status, data = frame[2], frame[3], frame[4:-2]
        if code not in (_INVENTORY, _OLD_INVENTORY):
            self.answered(code, _trouble(status))
        elif _DONE <= status <= _FULL:
            self._tags(data, reads)
            if status != _MORE:
                self.answered(_INVENTORY)
        else:
            self.answered(_INVENTORY)
            self._say(status)

    def _tags(self, data: bytes, reads: list[Read]) -> None:
        """``how many, then length and EPC of each``; what does not come out even is another family's and no tag."""
        count, at, found = data[0] if data else 0, 1, []
        while at < len(data) and 0 < data[at] < len(data) - at:
            found.append(tag(self.reader, data[at + 1 : at + 1 + data[at]]))
            at += 1 + data[at]
        if len(found) == count and at == len(data):
            reads += found
        else:
            self._short(count, len(found), "uhfreader288")

    def _short(self, count: int, found: int, other: str) -> None:
        hint = f"if this goes on, it may speak protocol={other}"
        self.tell(f"The reader announced {count} tags and sent {found}; {hint}.")

    def _say(self, status: int) -> None:
        if status != _NO_TAG and _trouble(status):
            self.tell(f"The reader says: {_trouble(status)}.")


class UhfReader288(UhfReader18):
    """The newer family: antenna, raw RSSI and perhaps the TID with every EPC; may push tags without being asked."""

    def __init__(self, address: Address) -> None:
        self._pushes = False
        self._many_ports = PORTS.of(address, 4) > 8
        flags = 0x24 if TID.of(address, default=False) else 0x04
        ports = ANTENNAS.of(address, ())
        asked = [bytes((flags, 0, 0, 0x80 + port - 1, 3)) for port in ports] or [bytes((flags, 0))]
        polls = tuple(_round(command(_INVENTORY, data)) for data in asked)
        Polled.__init__(self, address, SHAPE, _steps(address), polls)

    def started(self) -> None:
        """Whether this reader pushes is not known yet."""
        self._pushes = False

    def round(self, silence: float) -> Step | None:
        """The next question, unless the reader pushes tags without being asked."""
        return None if self._pushes and silence < _SILENCE else super().round(silence)

    def take(self, frame: bytes, reads: list[Read]) -> None:
        """As before, and what the reader pushes or counts."""
        code, status, data = frame[2], frame[3], frame[4:-2]
        if code == _PUSHED:
            self._pushes = True
            self.answered(_INVENTORY)
            if status == 0 and data:
                self._blocks(data[1:], self._antenna(data[0]), reads)
        elif code == _INVENTORY and status in (_STATISTICS, _HEARTBEAT):
            return
        else:
            super().take(frame, reads)

    def _tags(self, data: bytes, reads: list[Read]) -> None:
        if len(data) >= 2:
            found = self._blocks(data[2:], self._antenna(data[0]), reads)
            if found < data[1]:
                self._short(data[1], found, "uhfreader18")

    def _blocks(self, data: bytes, antenna: int | None, reads: list[Read]) -> int:
        """``flags and length, EPC [TID], RSSI [, phase and frequency]``, again and again; returns how many."""
        at, count = 0, 0
        while at < len(data):
            size, flags = data[at] & 0x3F, data[at] & 0xC0
            end = at + 1 + size
            if not size or end >= len(data):
                break
            split = end - _TID_BYTES if flags & 0x80 and size > _TID_BYTES else end
            reads.append(tag(self.reader, data[at + 1 : split], data[end], "raw", antenna, data[split:end]))
            at = end + 1 + (_TRAILER if flags & 0x40 else 0)
            count += 1
        return count

    def _antenna(self, value: int) -> int | None:
        """The port, counted from 1; of several that heard the tag the highest."""
        return value + 1 if self._many_ports else value.bit_length() or None


def _steps(address: Address) -> list[Step]:
    steps = [Step("tell its version", command(_INFO), _INFO, vital=True)]
    region, power = REGION.of(address, None), POWER.of(address, None)
    if region is not None:
        band, highest = region
        data = bytes((band >> 2 << 6 | highest, (band & 3) << 6))
        steps.append(Step("use this region", command(_REGION, data), _REGION))
    if power is not None:
        steps.append(Step(f"send with {power:g} dBm", command(_POWER, bytes((round(power),))), _POWER))
    return steps


def _round(send: bytes) -> Step:
    return Step("read tags", send, _INVENTORY, vital=True, patience=4.0)


def _trouble(status: int) -> str:
    return _ERRORS.get(status, f"error {status:02X}")


DIALECT = Dialect(
    "uhfreader18",
    UhfReader18,
    basis="captures",
    product="UHFReader18 family: Chafon CF-RU5102, RU5106, RU5112 and alike",
    settings=(POWER, REGION),
    baud=57600,
    port=6000,
    note="Reports the EPC alone: neither antenna nor signal strength.",
)
DIALECT_288 = Dialect(
    "uhfreader288",
    UhfReader288,
    basis="documents",
    product="UHFReader288 family: E310 and E710 readers, RRU9816, Chafon CF-MU801, MU804, MU904",
    settings=(POWER, ANTENNAS, PORTS, REGION, TID),
    baud=57600,
    port=6000,
    note="RSSI is the reader's own raw number, no dBm.",
)
