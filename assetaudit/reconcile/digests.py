"""Hashes of events by number and numbers by hash, in 45 bytes each: what a day of RFID names is very many."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

SIZE = 32
"""Bytes of an event's hash."""
_FIRST = 16
"""Places in the table before it grows; it always is a power of two."""


class Digests:
    """Hashes, numbered from 0 in the order in which they came."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._table = array("I", bytes(4 * _FIRST))
        """Numbers, plus one, at the place that a hash falls to or at the next free one after it."""

    def __len__(self) -> int:
        return len(self._bytes) // SIZE

    def add(self, digest: bytes) -> int:
        """Number a hash that has none yet."""
        number = len(self)
        if 3 * (number + 1) > 2 * len(self._table):
            self._grow()
        self._bytes += digest
        self._seat(number)
        return number

    def number(self, name: str) -> int | None:
        """The number of a hash in hex; None where it has none."""
        digest = digest_of(name) if self._bytes else None
        if digest is None:
            return None
        spot = hash(digest) & (len(self._table) - 1)
        while known := self._table[spot]:
            if self._digest(known - 1) == digest:
                return known - 1
            spot = (spot + 1) & (len(self._table) - 1)
        return None

    def name(self, number: int) -> str:
        """The hash of a number, in hex."""
        return self._digest(number).hex()

    def _digest(self, number: int) -> bytes:
        return bytes(self._bytes[number * SIZE : (number + 1) * SIZE])

    def _seat(self, number: int) -> None:
        spot = hash(self._digest(number)) & (len(self._table) - 1)
        while self._table[spot]:
            spot = (spot + 1) & (len(self._table) - 1)
        self._table[spot] = number + 1

    def _grow(self) -> None:
        self._table = array("I", bytes(8 * len(self._table)))
        for number in range(len(self)):
            self._seat(number)


def digests_of(names: Sequence[str]) -> bytes | None:
    """The bytes of many hashes, one after the other; None where any is not written as hashes are."""
    together = "".join(names)
    try:
        digests = bytes.fromhex(together)
    except ValueError:
        return None
    return digests if set(map(len, names)) == {2 * SIZE} and digests.hex() == together else None


def digest_of(name: str) -> bytes | None:
    """The bytes of an event's hash; None where it is not written as hashes are."""
    try:
        digest = bytes.fromhex(name)
    except ValueError:
        return None
    return digest if len(digest) == SIZE and digest.hex() == name else None
