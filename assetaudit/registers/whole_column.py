"""What one look at a whole column tells, its cells joined by line breaks: most columns of a register are regular.

Each of these says yes only where it holds for every cell; where it says no, the cells are looked at one by one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from assetaudit.registers import cells

_LONGEST_NAME = 64
"""Characters of a serial or tag, of which no column of real ones has more."""
_USUAL = 64
"""Characters a cell has on average at most; where a column has more, its longest cell is looked at."""
_LONGEST_SUM = 15
_LARGEST = 10**_LONGEST_SUM
"""Where the sum of a column is below this, none of its cells is longer than a sum may be."""
_POINTS = bytes(code == ord(".") for code in range(256))
_ENDS = bytes(code == ord("\n") for code in range(256))
_whole_numbers = msgspec.json.Decoder(list[int]).decode


class Halves(NamedTuple):
    """A column of which each cell has one colon."""

    lefts: Sequence[str]
    """What stands before the colons, each with a line break before it."""
    rights: Sequence[str]
    written: str
    """What stands before the colons, joined by line breaks."""


def is_tidy(together: str) -> bool:
    """Whether cells are trimmed, with single blanks between their words."""
    if " " not in together:
        return "\t" not in together
    return not (
        "\t" in together
        or together[0] == " "
        or together[-1] == " "
        or any(blanks in together for blanks in ("  ", " \n", "\n "))
    )


def is_clean(together: str, column: Sequence[str]) -> bool:
    """Whether there is nothing to be cleaned of any cell; ``together`` may have line breaks of its own."""
    if not together.replace("\n", "").isprintable() or together.count("\n") >= len(column) or not is_tidy(together):
        return False
    if len(together) > _USUAL * len(column) and max(map(len, column)) > cells.MAX_CELL:
        return False
    return together.isascii() or unicodedata.is_normalized("NFC", together)


def names_all(column: Sequence[str], together: str) -> bool:
    """Whether no serial or tag is junk; it may say no too often."""
    if not together.isascii():
        return not any(map(cells.is_junk, column))
    capitals = together == together.upper()
    if not capitals:
        together = together.lower()
    names = column if capitals else together.split("\n")
    length = len(names[0])
    alike = together[length :: length + 1] == "\n" * (len(names) - 1) and len(together) == (length + 1) * len(names) - 1
    lengths = {length} if alike else set(map(len, names))
    if max(lengths) > _LONGEST_NAME:
        return not any(map(cells.is_junk, column))
    junk = {name for length in lengths for name in _junk(length, capitals=capitals)}
    if alike and length > 1:
        firsts, seconds = together[:: length + 1], together[1 :: length + 1]
        junk = {name for name in junk if name[0] in firsts and name[1] in seconds}
    return junk.isdisjoint(names)


@cache
def _junk(length: int, *, capitals: bool) -> frozenset[str]:
    """Every ASCII text of some length that names nothing, in small letters or in capitals."""
    repeated = (chr(code) * length for code in range(128)) if length > 2 else ()
    junk = {name.lower() for name in (*cells.JUNK, *repeated) if len(name) == length and name.isascii()}
    return frozenset(name.upper() for name in junk) if capitals else frozenset(junk)


def plain_sums(together: str) -> list[int] | None:
    """Hundredths of sums such as 1234.56, with a point and two digits each; None where any is otherwise."""
    written = together.encode() + b"\n"
    pointed = written.translate(_POINTS)[:-3] == written.translate(_ENDS)[3:] and b"\n" not in written[:3]
    if not pointed or written.translate(None, b"0123456789.\n") or written[:1] == b"." or b"\n." in written:
        return None
    digits = together.replace(".", "").replace("\n", ",")
    try:
        sums = _whole_numbers(f"[{digits}]")
    except msgspec.DecodeError:  # JSON knows no 099
        each = digits.split(",")
        if max(map(len, each)) >= _LONGEST_SUM:
            return None
        sums = list(map(int, each))
    return sums if sum(sums) < _LARGEST else None


def halves(together: str, count: int) -> Halves | None:
    """What stands before and behind the colon of each cell; None where a cell has none, or several."""
    pieces = ("\n" + together.replace("\n", ":\n")).split(":")
    if len(pieces) != 2 * count:
        return None
    lefts = pieces[::2]
    written = "".join(lefts)
    return Halves(lefts, pieces[1::2], written[1:]) if written.count("\n") == count else None
