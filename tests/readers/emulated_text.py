"""RFID readers that speak lines of text, without hardware: each made after its protocol anew, not by the drivers."""

from __future__ import annotations

from collections.abc import Iterator

from tests.readers.emulation import Emulated, ccitt


def tag_crc(pc: str, number: str) -> str:
    """A Gen2 tag's own CRC: complemented."""
    return f"{ccitt(bytes.fromhex(pc + number)) ^ 0xFFFF:04X}"


class Lines(Emulated):
    """Commands end in CR; each is told by its first word."""

    end = b"\r"

    def wrap(self, data: bytes) -> bytes:
        return data + b"\r\n"

    def commands(self) -> Iterator[tuple[int, bytes]]:
        while (at := self.waiting.find(self.end)) >= 0:
            line = self.cut(at + len(self.end)).strip()
            if line:
                yield 0, line


class Tsl(Lines):
    protocol = "tsl"
    streams = False

    def answer(self, code: int, body: bytes) -> bytes:
        head = b"CS: " + body + b"\r\n"
        if not body.startswith((b".iv", b".ab")):
            return head + b"ER:001\r\n\r\n"
        if body != b".iv":
            return head + b"OK:\r\n\r\n"
        return head + (self.sweep() + b"OK:\r\n\r\n" if self.present else b"ER:005\r\n\r\n")

    def broken(self, number: str) -> bytes:
        return f"EP: {number[:12]}".encode()

    def tag(self, number: str) -> bytes:
        return f"EP: {number}\r\nPC: 3000\r\nCR: {tag_crc('3000', number)}\r\nRI: -52\r\n".encode()


class Zeti(Lines):
    protocol = "zeti"

    def answer(self, code: int, body: bytes) -> bytes:
        word = body.split()[0].decode()
        self.running = word in ("in", "inventory") or (self.running and word != "a")
        return f"Command:{word},Status:Command Successful\r\n".encode()

    def tag(self, number: str) -> bytes:
        return f",,{number},-52,45,17,\r\n".encode()


class Fonkan(Lines):
    protocol = "fonkan"
    streams = False

    def answer(self, code: int, body: bytes) -> bytes:
        if body[:1] == b"U":
            return self.sweep() + b"\nU\r\n"
        return b"\n" + body[:1] + b"1A\r\n"

    def tag(self, number: str) -> bytes:
        return f"\nU3000{number}{tag_crc('3000', number)}\r\n".encode()


class MetratecAt(Lines):
    protocol = "metratec"

    def answer(self, code: int, body: bytes) -> bytes:
        if body == b"AT+INVS?":
            return b"+INVS: 0,1,0,0,0,ALL,DUAL,-100\rOK\r"
        if body == b"AT+BINV" and not self.running:
            return b"ERROR\r<inventory is not running>\r"
        self.running = body == b"AT+CINV" or (self.running and body != b"AT+BINV")
        return b"OK\r"

    def tag(self, number: str) -> bytes:
        return f"+CINV: {number},-52\r".encode()

    def sweep(self) -> bytes:
        return super().sweep() + b"+CINV: <ROUND FINISHED, ANT=1>\r"


TEXT: tuple[type[Emulated], ...] = (Tsl, Zeti, Fonkan, MetratecAt)
