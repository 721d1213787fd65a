"""Frames of a binary protocol out of a stream of bytes: length-driven, capped, checked, resynchronised.

A protocol describes the shape of its frames; cutting them is done here, once. Marks are only where to look first:
they occur inside tags as well, so a frame ends where its length says and counts only when its check is right. After
a false start the search goes on at the very next byte, so noise never costs more than itself.
"""

from __future__ import annotations

import re
from binascii import crc_hqx
from collections.abc import Callable
from dataclasses import dataclass

PATIENCE = 0.25
"""Seconds without a byte after which whole frames are looked for behind a frame that was begun and does not go on."""
FORGET = 2.0
"""Seconds without a byte after which a frame that was begun is given up."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What frames of a protocol look like."""

    least: int
    """Bytes of a frame that tell its length."""
    most: int
    """Bytes of the longest frame; a greater length is noise."""
    length: Callable[[bytes, int], int]
    """The whole frame's length, told by the bytes from an offset on; 0 where there can be no frame."""
    good: Callable[[bytes], bool]
    """Whether a whole frame's checksum, and its end mark if there is one, are right."""
    marks: tuple[bytes, ...] = ()
    """How frames begin, one byte or more; none where the protocol has no such mark."""
    lock: bool = False
    """Whether all frames of a device begin with the mark of its first good one."""


class Cutter:
    """Cuts frames; holds at most one unfinished one."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._held = b""
        self._last = 0.0
        self._looked = False
        self._since_good = 0
        self._marks = shape.marks or (b"",)
        self._find = _finder(self._marks)
        self.mark: bytes | None = None
        """The mark that this device was found to use, where the shape locks it."""
        self.dropped = 0
        """Bytes that belonged to no good frame."""

    def __len__(self) -> int:
        """Bytes held of a frame that was begun."""
        return len(self._held)

    def feed(self, data: bytes, now: float) -> list[bytes]:
        """Good frames that these bytes complete."""
        self._last, self._looked = now, False
        return self._cut(self._held + data if self._held else data)

    def idle(self, now: float) -> list[bytes]:
        """Good frames behind one that was begun and does not go on; asked only when nothing waits to be fed."""
        silence = now - self._last
        if not self._held or silence < PATIENCE:
            return []
        frames: list[bytes] = []
        while not self._looked:
            found = self._behind()
            frames += found
            self._looked = not found
        if silence > FORGET:
            self._drop(len(self._held))
            self._held = b""
        return frames

    def clear(self) -> None:
        """Forget what was begun, and which mark the device uses."""
        self._held, self._since_good = b"", 0
        self._keep_to(None)

    def _cut(self, held: bytes) -> list[bytes]:
        shape, frames = self._shape, []
        length, good, least, most = shape.length, shape.good, shape.least, shape.most
        at, end = self._start(held, 0), len(held)
        while end - at >= least:
            size = length(held, at)
            if least <= size <= most:
                if end - at < size:
                    break
                frame = held[at : at + size]
                if good(frame):
                    frames.append(frame)
                    self._found(frame)
                    at += size
                    if not held.startswith(self._marks, at):
                        at = self._start(held, at)
                    continue
            self._drop(1)
            at = self._start(held, at + 1)
        self._held = held[at:]
        return frames

    def _behind(self) -> list[bytes]:
        held, shape = self._held, self._shape
        for at in range(1, len(held) - shape.least + 1):
            size = shape.length(held, at) if held.startswith(self._marks, at) else 0
            whole = shape.least <= size <= min(shape.most, len(held) - at)
            if whole and shape.good(held[at : at + size]):
                self._drop(at)
                return self._cut(held[at:])
        return []

    def _start(self, held: bytes, at: int) -> int:
        """Where the next frame may begin, at least in part; what stands before it is no frame."""
        found = self._find(held, at)
        if found is not None:
            start = found.start()
        else:
            parts = (mark[:size] for mark in self._marks for size in range(1, len(mark)))
            start = len(held) - max((len(part) for part in parts if held.endswith(part, at)), default=0)
        if start > at:
            self._drop(start - at)
        return start

    def _keep_to(self, mark: bytes | None) -> None:
        self.mark = mark
        self._marks = self._shape.marks or (b"",) if mark is None else (mark,)
        self._find = _finder(self._marks)

    def _found(self, frame: bytes) -> None:
        self._since_good = 0
        if self._shape.lock and self.mark is None:
            self._keep_to(next(mark for mark in self._shape.marks if frame.startswith(mark)))

    def _drop(self, count: int) -> None:
        self.dropped += count
        self._since_good += count
        if self._since_good > 4 * self._shape.most and self.mark is not None:
            self._keep_to(None)  # a lock that lets nothing through was made by noise


def _finder(marks: tuple[bytes, ...]) -> Callable[[bytes, int], re.Match[bytes] | None]:
    return re.compile(b"|".join(re.escape(mark) for mark in marks)).search


def sum_of(data: bytes) -> int:
    """The sum of bytes, modulo 256."""
    return sum(data) & 0xFF


def crc_ccitt(data: bytes) -> int:
    """CRC-16/CCITT-FALSE (polynomial 1021, from FFFF)."""
    return crc_hqx(data, 0xFFFF)


_MIRROR = bytes(int(f"{value:08b}"[::-1], 2) for value in range(256))


def is_mcrf4xx(frame: bytes) -> bool:
    """Whether a frame ends with its own CRC-16/MCRF4XX, low byte first: over both together it comes to nothing."""
    return not crc_hqx(frame.translate(_MIRROR), 0xFFFF)


def crc_mcrf4xx(data: bytes) -> int:
    """CRC-16/MCRF4XX (polynomial 8408 mirrored, from FFFF): CCITT-FALSE with every bit order turned round."""
    crc = crc_hqx(data.translate(_MIRROR), 0xFFFF)
    return _MIRROR[crc >> 8] | _MIRROR[crc & 0xFF] << 8
