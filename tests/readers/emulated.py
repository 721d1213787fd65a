"""RFID readers without hardware: each speaks the bytes of its protocol, made here anew and not by the drivers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import xor

from tests.readers.emulation import Emulated, Silent, ccitt, mercury, mirrored


class R200(Emulated):
    protocol = "r200"
    tells_pc = True
    head, end = 0xBB, 0x7E

    def framed(self, kind: int, code: int, data: bytes) -> bytes:
        body = bytes((kind, code, len(data) >> 8, len(data) & 255)) + data
        return bytes((self.head,)) + body + bytes((sum(body) % 256, self.end))

    def commands(self) -> Iterator[tuple[int, bytes]]:
        while (at := self.waiting.find(self.head)) >= 0:
            self.waiting = self.waiting[at:]
            size = int.from_bytes(self.waiting[3:5], "big") + 7
            frame = self.cut(size)
            if not frame:
                return
            assert frame[-1] == self.end
            assert frame[-2] == sum(frame[1:-2]) % 256
            yield frame[2], frame[5:-2]

    def answer(self, code: int, body: bytes) -> bytes:
        if code == self.refuse:
            return self.framed(1, 0xFF, b"\x17")
        if code in (0x27, 0x28):
            self.running = code == 0x27
        if code == 0x27:
            return self.framed(1, 0xFF, b"\x15")
        return self.framed(1, code, b"\0M100 26dBm V1.0" if code == 3 else b"\0")

    def tag(self, number: str) -> bytes:
        epc = bytes.fromhex(number)
        return self.framed(2, 0x22, b"\xc4" + self.pc(epc) + epc + b"\x12\x34")

    def wrap(self, data: bytes) -> bytes:
        kind, code, *rest = data + bytes(2)
        return self.framed(kind % 3, code, bytes(rest[:-2] if len(data) > 1 else ()))


class R200InTheOtherFraming(R200):
    head, end = 0xAA, 0xDD


class UhfReader18(Emulated):
    protocol = "uhfreader18"
    streams = False
    info = bytes.fromhex("0208033100 1E 0A".replace(" ", ""))

    def framed(self, code: int, status: int, data: bytes = b"") -> bytes:
        body = bytes((len(data) + 5, 0, code, status)) + data
        return body + mirrored(body).to_bytes(2, "little")

    def commands(self) -> Iterator[tuple[int, bytes]]:
        while self.waiting and (frame := self.cut(self.waiting[0] + 1)):
            assert mirrored(frame) == 0
            yield frame[2], frame[3:-2]

    def answer(self, code: int, body: bytes) -> bytes:
        if code == self.refuse:
            return self.framed(code, 0xFF)
        if code == 1:
            return self.inventory()
        return self.framed(code, 0, self.info if code == 0x21 else b"")

    def inventory(self) -> bytes:
        if not self.present:
            return self.framed(1, 0xFB)
        *before, last = [self.tag(number) for number in self.present]
        return b"".join(before) + self.framed(1, 1, last[4:-2])

    def tag(self, number: str) -> bytes:
        epc = bytes.fromhex(number)
        return self.framed(1, 3, bytes((1, len(epc))) + epc)

    def wrap(self, data: bytes) -> bytes:
        code, status = (data + b"\1\1")[:2]
        return self.framed(code, status, data[2:250])


class UhfReader288(UhfReader18):
    protocol = "uhfreader288"

    def tag(self, number: str) -> bytes:
        epc = bytes.fromhex(number)
        return self.framed(1, 3, bytes((2, 1, len(epc))) + epc + b"\x50")


class A0(Emulated):
    protocol = "a0"
    tells_pc = True
    streams = False
    port = 0

    def framed(self, code: int, data: bytes) -> bytes:
        body = bytes((0xA0, len(data) + 3, 1, code)) + data
        return body + bytes((-sum(body) % 256,))

    def commands(self) -> Iterator[tuple[int, bytes]]:
        while len(self.waiting) > 1 and (frame := self.cut(self.waiting[1] + 2)):
            assert frame[0] == 0xA0
            assert sum(frame) % 256 == 0
            yield frame[3], frame[4:-1]

    def answer(self, code: int, body: bytes) -> bytes:
        if code == self.refuse:
            return self.framed(code, b"\x41")
        if code == 0x72:
            return self.framed(code, b"\x08\x02")
        if code == 0x74:
            self.port = body[0]
        if code != 0x89:
            return self.framed(code, b"\x10")
        count = len(self.present)
        return self.sweep() + self.framed(0x89, bytes((self.port, 0, 17, 0, 0, 0, count)))

    def tag(self, number: str) -> bytes:
        epc = bytes.fromhex(number)
        return self.framed(0x89, bytes((0x8C | self.port,)) + self.pc(epc) + epc + b"\x37")

    def wrap(self, data: bytes) -> bytes:
        return self.framed((data + b"\x89")[0], data[1:250])


class ThingMagic(Emulated):
    protocol = "thingmagic"
    tells_pc = True

    def framed(self, code: int, status: int, data: bytes = b"") -> bytes:
        body = bytes((len(data), code, status >> 8, status & 255)) + data
        return b"\xff" + body + mercury(body).to_bytes(2, "big")

    def commands(self) -> Iterator[tuple[int, bytes]]:
        while len(self.waiting) > 1 and (frame := self.cut(self.waiting[1] + 5)):
            assert frame[0] == 0xFF
            assert mercury(frame[1:-2]) == int.from_bytes(frame[-2:], "big")
            yield frame[2], frame[3:-2]

    def answer(self, code: int, body: bytes) -> bytes:
        if code == self.refuse:
            return self.framed(code, 0x0105)
        if code == 4:
            return self.framed(4, 0x0101)
        if code == 0x2F:
            self.running = body[2] == 1
        return self.framed(code, 0, bytes(20) if code == 3 else b"")

    def tag(self, number: str) -> bytes:
        epc = bytes.fromhex(number)
        bits = ((len(epc) + 4) * 8).to_bytes(2, "big")
        head = bytes.fromhex("10001B01FF0101C4110E16400000012700000500000F")
        return self.framed(0x22, 0, head + bits + self.pc(epc) + epc + b"\xe9\x4a")

    def wrap(self, data: bytes) -> bytes:
        return self.framed((data + b"\x22")[0], int.from_bytes(data[1:3], "big"), data[3:250])


class Cf600(Emulated):
    protocol = "cf600"

    def framed(self, code: int, data: bytes) -> bytes:
        body = b"\xcf\x01" + code.to_bytes(2, "big") + bytes((len(data),)) + data
        return body + mirrored(body).to_bytes(2, "big")

    def commands(self) -> Iterator[tuple[int, bytes]]:
        while len(self.waiting) > 4 and (frame := self.cut(self.waiting[4] + 7)):
            assert frame[0] == 0xCF
            assert mirrored(frame[:-2]) == int.from_bytes(frame[-2:], "big")
            yield frame[2] << 8 | frame[3], frame[5:-2]

    def answer(self, code: int, body: bytes) -> bytes:
        if code == self.refuse:
            return self.framed(code, b"\x01")
        if code in (1, 2):
            self.running = code == 1
        return b"" if code == 1 else self.framed(code, b"\0" + (bytes(152) if code == 0x70 else b""))

    def tag(self, number: str) -> bytes:
        epc = bytes.fromhex(number)
        return self.framed(1, b"\0\xfd\x08\x01\x04" + bytes((len(epc),)) + epc)

    def wrap(self, data: bytes) -> bytes:
        return self.framed(int.from_bytes(data[:2], "big"), data[2:250])


class Ur4(Emulated):
    protocol = "ur4"
    tells_pc = True

    def framed(self, code: int, data: bytes) -> bytes:
        body = (len(data) + 8).to_bytes(2, "big") + bytes((code,)) + data
        return b"\xc8\x8c" + body + bytes((reduce(xor, body),)) + b"\r\n"

    def commands(self) -> Iterator[tuple[int, bytes]]:
        while len(self.waiting) > 3 and (frame := self.cut(int.from_bytes(self.waiting[2:4], "big"))):
            assert frame[:2] == b"\xa5\x5a"
            assert frame[-2:] == b"\r\n"
            assert reduce(xor, frame[2:-2]) == 0
            yield frame[4], frame[5:-3]

    def answer(self, code: int, body: bytes) -> bytes:
        if code in (0x82, 0x8C):
            self.running = code == 0x82
        if code == 0x82 or (self.running and code != 0x8C):
            return b""
        if code == self.refuse:
            return self.framed(code + 1, b"\0")
        return self.framed(code + 1, b"\x05\x01\x02" if code == 2 else b"\x01")

    def tag(self, number: str) -> bytes:
        epc = bytes.fromhex(number)
        return self.framed(0x83, self.pc(epc) + epc + b"\xfd\xb1\x01") + b"\0"

    def wrap(self, data: bytes) -> bytes:
        return self.framed((data + b"\x83")[0], data[1:])


class Nur(Emulated):
    protocol = "nur"
    tells_pc = True

    def framed(self, flags: int, data: bytes) -> bytes:
        head = b"\xa5" + (len(data) + 2).to_bytes(2, "little") + flags.to_bytes(2, "little")
        return head + bytes((reduce(xor, head, 0xFF),)) + data + ccitt(data).to_bytes(2, "little")

    def commands(self) -> Iterator[tuple[int, bytes]]:
        while len(self.waiting) > 5 and (frame := self.cut(int.from_bytes(self.waiting[1:3], "little") + 6)):
            assert frame[0] == 0xA5
            assert reduce(xor, frame[:5], 0xFF) == frame[5]
            assert ccitt(frame[6:-2]) == int.from_bytes(frame[-2:], "little")
            yield frame[6], frame[7:-2]

    def answer(self, code: int, body: bytes) -> bytes:
        if code == self.refuse:
            return self.framed(0, bytes((code, 5)))
        if code in (0x39, 0x0E):
            self.running = code == 0x39
        if code == 2:
            return b""
        highest = (
            bytes(12) + (27).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes((0xF4, 1, 20, 0)) + bytes(16)
        )
        return self.framed(0, bytes((code, 0)) + (highest if code == 0x0B else b"OK" if code == 1 else b""))

    def tag(self, number: str) -> bytes:
        epc = bytes.fromhex(number)
        block = bytes.fromhex("C6467B00543A0D00") + self.pc(epc)[::-1] + b"\3\0" + epc
        return self.framed(1, b"\x82\0\0\x01\0\0\x04" + bytes((len(block),)) + block)

    def wrap(self, data: bytes) -> bytes:
        return self.framed(data[0] if data else 1, data[1:] or b"\x82")


class Pn532(Emulated):
    protocol = "pn532"
    streams = False
    numbers = ("14E0992C",)

    def framed(self, data: bytes) -> bytes:
        return b"\0\0\xff" + bytes((len(data), -len(data) % 256)) + data + bytes((-sum(data) % 256, 0))

    def commands(self) -> Iterator[tuple[int, bytes]]:
        while (at := self.waiting.find(b"\0\0\xff")) >= 0 and len(self.waiting) > at + 4:
            self.waiting = self.waiting[at:]
            frame = self.cut(self.waiting[3] + 7)
            if not frame:
                return
            assert (frame[3] + frame[4]) % 256 == 0
            assert sum(frame[5:-1]) % 256 == 0
            yield frame[6], frame[7:-2]

    def answer(self, code: int, body: bytes) -> bytes:
        ack = bytes.fromhex("0000FF00FF00")
        if code == 0x4A:
            return ack + (self.tag(self.present[0]) if self.present else self.framed(b"\xd5\x4b\0"))
        return ack + self.framed(bytes((0xD5, code + 1)) + (b"\x32\x01\x06\x07" if code == 2 else b""))

    def tag(self, number: str) -> bytes:
        uid = bytes.fromhex(number)
        return self.framed(b"\xd5\x4b\x01\x01\0\x04\x08" + bytes((len(uid),)) + uid)

    def wrap(self, data: bytes) -> bytes:
        return self.framed((data or b"\xd5")[:250])


ALL: tuple[type[Emulated], ...] = (
    R200,
    R200InTheOtherFraming,
    UhfReader18,
    UhfReader288,
    A0,
    ThingMagic,
    Cf600,
    Ur4,
    Nur,
    Pn532,
    Silent,
)
