"""Which tags were heard in each of 64 bulk events, how often and how strongly: a page that is pressed once it is full.

A page lies tag by tag, for a tag that stays where it is sounds alike from second to second.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

SPAN = 64
"""Events of a page."""
_HEAD = struct.Struct("=IIcqcq")
"""Tags and rows of a pressed page, then of its two columns of figures the type and what every figure is above."""


class Row(NamedTuple):
    """One tag in one event."""

    slot: int
    """The number of the tag."""
    times: int
    strongest: int
    """In tenths of dBm."""


class OpenPage:
    """The page that is being written."""

    def __init__(self) -> None:
        self._tracks: dict[int, tuple[list[int], array[int], array[int]]] = {}

    def write(self, index: int, rows: Mapping[int, Sequence[int]]) -> None:
        """Note one event, which comes after all others of the page: by tag the count and the strongest."""
        for slot, (count, strongest) in rows.items():
            track = self._tracks.get(slot)
            if track is None:
                track = self._tracks[slot] = ([0], array("q"), array("q"))
            mask, counts, levels = track
            mask[0] |= 1 << index
            counts.append(count)
            levels.append(strongest)

    def rows(self, index: int) -> Iterator[Row]:
        """Every tag of one event."""
        for slot, (mask, counts, levels) in self._tracks.items():
            if mask[0] >> index & 1:
                at = _rank(mask[0], index)
                yield Row(slot, counts[at], levels[at])

    def track(self, slot: int) -> Iterator[tuple[int, Row]]:
        """One tag in all events."""
        track = self._tracks.get(slot)
        if track is not None:
            mask, counts, levels = track
            for at, index in enumerate(_bits(mask[0])):
                yield index, Row(slot, counts[at], levels[at])

    def pressed(self) -> bytes:
        """The page as it is kept."""
        slots = sorted(self._tracks)
        tracks = [self._tracks[slot] for slot in slots]
        counts = _narrow(array("q", [count for track in tracks for count in track[1]]))
        levels = _narrow(array("q", [level for track in tracks for level in track[2]]))
        head = _HEAD.pack(len(slots), len(counts[2]), *counts[:2], *levels[:2])
        columns = array("I", slots), array("Q", [mask[0] for mask, _, _ in tracks]), counts[2], levels[2]
        return zlib.compress(head + b"".join(column.tobytes() for column in columns))


class PressedPage:
    """A full page, opened again to be read."""

    def __init__(self, pressed: bytes | bytearray) -> None:
        data = zlib.decompress(pressed)
        tags, rows, count_code, self._least, level_code, self._lowest = _HEAD.unpack_from(data)
        at = _HEAD.size
        columns = []
        for code, length in (("I", tags), ("Q", tags), (count_code.decode(), rows), (level_code.decode(), rows)):
            column: array[int] = array(code)
            upto = at + column.itemsize * length
            column.frombytes(data[at:upto])
            columns.append(column)
            at = upto
        self._slots, self._masks, self._counts, self._levels = columns
        self._starts = [0, *accumulate(mask.bit_count() for mask in self._masks)]

    def rows(self, index: int) -> Iterator[Row]:
        """Every tag of one event."""
        for tag, mask in enumerate(self._masks):
            if mask >> index & 1:
                yield self._row(tag, _rank(mask, index))

    def track(self, slot: int) -> Iterator[tuple[int, Row]]:
        """One tag in all events."""
        tag = bisect_left(self._slots, slot)
        if tag < len(self._slots) and self._slots[tag] == slot:
            for rank, index in enumerate(_bits(self._masks[tag])):
                yield index, self._row(tag, rank)

    def _row(self, tag: int, rank: int) -> Row:
        at = self._starts[tag] + rank
        return Row(self._slots[tag], self._counts[at] + self._least, self._levels[at] + self._lowest)


def _rank(mask: int, index: int) -> int:
    """How many bits are set below one."""
    return (mask & ((1 << index) - 1)).bit_count()


def _bits(mask: int) -> Iterator[int]:
    return (index for index in range(SPAN) if mask >> index & 1)


def _narrow(values: array[int]) -> tuple[bytes, int, array[int]]:
    """The narrowest column that holds figures, its type, and what every figure of it is above."""
    least = min(values, default=0)
    span = max(values, default=0) - least
    code = next(code for code in "BHIQ" if span < 1 << 8 * array(code).itemsize)
    return code.encode(), least, array(code, [value - least for value in values])
