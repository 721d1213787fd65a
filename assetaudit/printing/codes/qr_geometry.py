"""Where everything lies in a QR symbol: ISO/IEC 18004:2015 as numbers, with every module one bit of a big integer.

Rows are padded with light modules to whole bytes (at least four of them), so that a symbol is printable as it is and a
row never runs into the next one when the whole symbol is shifted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

LEVELS = "LMQH"
"""Error correction, weakest first: about 7, 15, 25 and 30 % of the codewords can be restored."""

# Table 9: error correction codewords of a block, and number of blocks, for versions 1 to 40
_CHECK_WORDS = {
    "L": "7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28 28 28 30 30 26 28" + " 30" * 14,
    "M": "10 16 26 18 24 16 18 22 22 26 30 22 22 24 24 28 28 26 26 26 26" + " 28" * 19,
    "Q": "13 22 18 26 18 24 18 22 20 24 28 26 24 20 30 24 28 28 26 30 28 30 30 30 30 28" + " 30" * 14,
    "H": "17 28 22 16 22 28 26 26 24 28 24 28 22 24 24 30 28 28 26 28 30 24" + " 30" * 18,
}
_BLOCKS = {
    "L": "1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8 8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 22 24 25",
    "M": "1 1 1 2 2 4 4 4 5 5 5 8 9 9 10 10 11 13 14 16 17 17 18 20 21 23 25 26 28 29 31 33 35 37 38 40 43 45 47 49",
    "Q": "1 1 2 2 4 4 6 6 8 8 8 10 12 16 12 17 16 18 21 20 23 23 25 27 29 34 34 35 38 40 43 45 48 51 53 56 59 62 65 68",
    "H": "1 1 2 4 4 4 5 6 8 8 11 11 16 16 18 16 19 21 25 25 25 34 30 32 35 37 40 42 45 48"
    " 51 54 57 60 63 66 70 74 77 81",
}
CHECK_WORDS = {level: tuple(map(int, text.split())) for level, text in _CHECK_WORDS.items()}
BLOCKS = {level: tuple(map(int, text.split())) for level, text in _BLOCKS.items()}
_FORMAT_LEVEL = {"L": 1, "M": 0, "Q": 3, "H": 2}
_FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")
_ALIGNMENT = ("11111", "10001", "10101", "10001", "11111")
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _column: row % 2 == 0,
    lambda _row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


@dataclass(frozen=True, slots=True)
class Geometry:
    """One version of QR symbols."""

    version: int
    size: int
    """Modules on a side."""
    stride: int
    """Bits of a row."""
    fixed: int
    """Dark modules of finders, timing, alignment and version information."""
    path: tuple[int, ...]
    """The bit (its value as an integer's shift) of every data module, in the order codewords are laid in."""
    masks: tuple[int, ...]
    """What each of the eight mask patterns turns over."""

    def shift(self, row: int, column: int) -> int:
        """Where a module lies in the integer."""
        return self.size * self.stride - 1 - (row * self.stride + column)


def bch(value: int, generator: int) -> int:
    """A value with its BCH check bits behind it (annexes C and D)."""
    bits = generator.bit_length() - 1
    rest = value << bits
    while rest.bit_length() > bits:
        rest ^= generator << (rest.bit_length() - bits - 1)
    return value << bits | rest


def alignment_centres(version: int) -> list[int]:
    """Row and column numbers at which alignment patterns are centred (annex E)."""
    if version == 1:
        return []
    count = version // 7 + 2
    last = version * 4 + 10
    step = 26 if version == 32 else -(-(last - 6) // (2 * (count - 1))) * 2
    return [6, *range(last - step * (count - 2), last + 1, step)]


def data_modules(version: int) -> int:
    """Modules left for data and check words, counted without laying a symbol out (table 1)."""
    size = version * 4 + 17
    patterns = version // 7 + 2 if version > 1 else 0
    alignment = (patterns * patterns - 3) * 25 - (patterns - 2) * 10 if patterns else 0
    version_information = 36 if version >= 7 else 0
    return size * size - 3 * 64 - 2 * (size - 16) - 31 - alignment - version_information


@lru_cache(maxsize=40)
def geometry(version: int) -> Geometry:
    """The geometry of a version, made once."""
    size = version * 4 + 17
    dark: dict[tuple[int, int], bool] = {}
    _finders(dark, size)
    _timing(dark, size)
    _alignment(dark, version)
    _version_information(dark, version, size)
    for place in format_places(size):
        dark.setdefault(place, False)
    stride = -(-(size + 4) // 8) * 8
    whole = size * stride - 1
    free = _zigzag(size, dark)
    masks = tuple(sum(1 << (whole - r * stride - c) for r, c in free if mask(r, c)) for mask in MASKS)
    fixed = sum(1 << (whole - r * stride - c) for (r, c), is_dark in dark.items() if is_dark)
    return Geometry(version, size, stride, fixed, tuple(whole - r * stride - c for r, c in free), masks)


def format_places(size: int) -> list[tuple[int, int]]:
    """Both copies of the fifteen format modules, most significant bit first, and the module that is always dark."""
    near = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    far = [(size - 1 - r, 8) for r in range(7)] + [(8, size - 8 + c) for c in range(8)]
    return [*near, *far, (size - 8, 8)]


def format_bits(level: str, mask: int) -> list[bool]:
    """Darkness of every format place for a level and a mask (7.9.1)."""
    word = bch(_FORMAT_LEVEL[level] << 3 | mask, 0x537) ^ 0x5412
    bits = [bool(word >> bit & 1) for bit in range(14, -1, -1)]
    return [*bits, *bits, True]


def _stamp(dark: dict[tuple[int, int], bool], pattern: tuple[str, ...], row: int, column: int) -> None:
    for down, line in enumerate(pattern):
        for right, module in enumerate(line):
            dark[row + down, column + right] = module == "1"


def _finders(dark: dict[tuple[int, int], bool], size: int) -> None:
    for row, column in ((0, 0), (0, size - 8), (size - 8, 0)):
        _stamp(dark, ("00000000",) * 8, row, column)
    for row, column in ((0, 0), (0, size - 7), (size - 7, 0)):
        _stamp(dark, _FINDER, row, column)


def _timing(dark: dict[tuple[int, int], bool], size: int) -> None:
    for at in range(8, size - 8):
        dark[6, at] = dark[at, 6] = at % 2 == 0


def _alignment(dark: dict[tuple[int, int], bool], version: int) -> None:
    centres = alignment_centres(version)
    for row in centres:
        for column in centres:
            at_finder = (row, column) in {(6, 6), (6, centres[-1]), (centres[-1], 6)}
            if not at_finder:
                _stamp(dark, _ALIGNMENT, row - 2, column - 2)


def _version_information(dark: dict[tuple[int, int], bool], version: int, size: int) -> None:
    if version < 7:
        return
    word = bch(version, 0x1F25)
    for bit in range(18):
        row, column = bit // 3, size - 11 + bit % 3
        dark[row, column] = dark[column, row] = bool(word >> bit & 1)


def _zigzag(size: int, taken: dict[tuple[int, int], bool]) -> list[tuple[int, int]]:
    path = []
    upward = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if upward else range(size):
            path += [(row, column) for column in (right, right - 1) if (row, column) not in taken]
        upward = not upward
    return path
