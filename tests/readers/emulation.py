"""What every emulated RFID reader has: its checksums, tags, and how it hears and answers a driver, byte by byte."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import reduce
from operator import xor


def ccitt(data: bytes, register: int = 0xFFFF) -> int:
    """CRC-16/CCITT-FALSE, bit by bit."""
    for byte in data:
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1 ^ (0x1021 if register & 0x8000 else 0)) & 0xFFFF
    return register


def mirrored(data: bytes) -> int:
    """CRC-16/MCRF4XX, bit by bit as the makers' manuals print it."""
    register = 0xFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (0x8408 if register & 1 else 0)
    return register


def mercury(data: bytes) -> int:
    """ThingMagic's CRC: each bit pushed in at the low end."""
    register = 0xFFFF
    for byte in data:
        for bit in range(7, -1, -1):
            out = register & 0x8000
            register = (register << 1 | byte >> bit & 1) & 0xFFFF
            register ^= 0x1021 if out else 0
    return register


class Emulated(ABC):
    """A reader with tags in front of it."""

    protocol = ""
    numbers: tuple[str, ...] = ("E2801160600002000000000A", "3474257BF40000000000162E", "BB7EA0FFCFA55A0D0A0055FF")
    streams = True
    """Whether it sends tags without being asked each time."""
    tells_pc = False
    """Whether its reports hold the tag's PC word."""

    def __init__(self) -> None:
        self.present: list[str] = list(self.numbers)
        self.running = False
        self.heard: list[tuple[int, bytes]] = []
        """Commands, and their data."""
        self.refuse: int | None = None
        """The command that it refuses."""
        self.waiting = b""
        self.announced: bytes | None = None
        """The PC word that its reports hold instead of the right one."""

    def hear(self, data: bytes) -> bytes:
        """Its answers to what the host sent."""
        self.waiting += data
        answers = b""
        for code, body in self.commands():
            self.heard.append((code, body))
            answers += self.answer(code, body)
        return answers

    def said(self, code: int) -> list[bytes]:
        """The data of every command with a code."""
        return [body for heard, body in self.heard if heard == code]

    def cut(self, size: int) -> bytes:
        """A whole command of so many bytes out of what waits; nothing where it is not all there."""
        if len(self.waiting) < size:
            return b""
        frame, self.waiting = self.waiting[:size], self.waiting[size:]
        return frame

    @abstractmethod
    def commands(self) -> Iterator[tuple[int, bytes]]: ...

    @abstractmethod
    def answer(self, code: int, body: bytes) -> bytes: ...

    def pc(self, epc: bytes) -> bytes:
        """A tag's PC word, high byte first."""
        return self.announced or bytes((len(epc) // 2 << 3, 0))

    @abstractmethod
    def tag(self, number: str) -> bytes:
        """How it reports a tag."""

    def broken(self, number: str) -> bytes:
        """A report that ends in its middle."""
        report = self.tag(number)
        return report[: len(report) // 2]

    def wrap(self, data: bytes) -> bytes:
        """Any content in a whole frame with the right length and check, where there are such."""
        return data

    def sweep(self) -> bytes:
        """All tags that are there, once."""
        return b"".join(self.tag(number) for number in self.present)


class Silent(Emulated):
    """RDM6300: only talks."""

    protocol = "rdm6300"
    numbers = ("62E3086CED", "01000734E0", "0415148F26")

    def __init__(self) -> None:
        super().__init__()
        self.running = True

    def commands(self) -> Iterator[tuple[int, bytes]]:
        yield from ()

    def answer(self, code: int, body: bytes) -> bytes:
        raise AssertionError("nothing is sent to a reader that only talks")

    def tag(self, number: str) -> bytes:
        check = reduce(xor, bytes.fromhex(number))
        return b"\x02" + f"{number}{check:02X}".encode() + b"\r\n\x03"

    def wrap(self, data: bytes) -> bytes:
        return self.tag((data + bytes(5))[:5].hex().upper())
