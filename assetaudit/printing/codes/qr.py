"""QR symbols, quickly: a symbol is affine over GF(2) in its data bytes, so it is put together by XOR of table rows.

The tables (one a version and level, made on first use) hold what each half byte of data turns over in the finished
symbol, its share of the error correction included.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from assetaudit.printing.codes import reed_solomon
from assetaudit.printing.codes.qr_geometry import (
    BLOCKS,
    CHECK_WORDS,
    LEVELS,
    Geometry,
    data_modules,
    format_bits,
    format_places,
    geometry,
)
from assetaudit.printing.codes.qr_penalty import penalty
from assetaudit.printing.codes.symbol import CodeError, Symbol

QUIET = 4
_ALPHANUMERIC = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")}
_DIGITS = frozenset("0123456789")
_NUMERIC_MODE, _ALPHANUMERIC_MODE, _BYTE_MODE = 1, 2, 4
_COUNT_BITS = {_NUMERIC_MODE: (10, 12, 14), _ALPHANUMERIC_MODE: (9, 11, 13), _BYTE_MODE: (8, 16, 16)}
_UTF8_HEADER = (0b0111 << 8 | 26, 12)
"""An ECI designator: what follows is UTF-8 (plain byte mode means ISO/IEC 8859-1)."""
_TABLES_UP_TO = 14
"""Larger versions are laid out directly: their tables would take hundreds of megabytes."""
_PADDING = b"\xec\x11" * 1500


@dataclass(frozen=True, slots=True)
class _Payload:
    """One segment of data, before the version is known."""

    mode: int
    count: int
    """Characters (bytes in byte mode)."""
    value: int
    bits: int
    header: tuple[int, int] = (0, 0)

    def needs(self, version: int) -> int:
        """Bits in a symbol of a version."""
        return self.header[1] + 4 + _count_bits(self.mode, version) + self.bits


def encode(text: str, level: str = "M", *, version: int | None = None, mask: int | None = None) -> Symbol:
    """The smallest QR symbol of at least this error correction; CodeError where the text is too long.

    Where a stronger level costs no larger symbol it is taken, unless the version is given.
    """
    payload = _payload(text)
    if version is None:
        version = _smallest(payload, level)
        level = _strongest(payload, version, level)
    if not _fits(payload, version, level):
        msg = f"{len(text)} characters do not fit into a QR symbol of version {version} at level {level}."
        raise CodeError(msg)
    shape = geometry(version)
    data = _data_words(payload, version, level)
    turned = _turned(version, level, data)
    bases = _bases(version, level)
    modules = turned ^ bases[mask] if mask is not None else _least_penalty(shape, turned, bases)
    packed = modules.to_bytes(shape.size * shape.stride // 8, "big")
    return Symbol("qr", text, shape.size, shape.size, QUIET, shape.stride, packed, f"{version}-{level}")


def mode_of(text: str) -> tuple[str, int]:
    """How a text is held (``N`` numeric, ``A`` alphanumeric, ``B`` bytes, ``U`` marked UTF-8), and how long it is."""
    payload = _payload(text)
    letter = {_NUMERIC_MODE: "N", _ALPHANUMERIC_MODE: "A", _BYTE_MODE: "U" if payload.header[1] else "B"}
    return letter[payload.mode], payload.count


def _payload(text: str) -> _Payload:
    if text and _DIGITS.issuperset(text):
        return _numeric(text)
    if text and _ALPHANUMERIC.keys() >= set(text):
        return _alphanumeric(text)
    data = text.encode("utf-8")
    header = (0, 0) if text.isascii() else _UTF8_HEADER
    return _Payload(_BYTE_MODE, len(data), int.from_bytes(data, "big"), len(data) * 8, header)


def _numeric(text: str) -> _Payload:
    value = bits = 0
    for at in range(0, len(text), 3):
        group = text[at : at + 3]
        width = len(group) * 3 + 1
        value, bits = value << width | int(group), bits + width
    return _Payload(_NUMERIC_MODE, len(text), value, bits)


def _alphanumeric(text: str) -> _Payload:
    values = [_ALPHANUMERIC[character] for character in text]
    value = 0
    for left, right in zip(values[::2], values[1::2], strict=False):
        value = value << 11 | left * 45 + right
    if len(values) % 2:
        value = value << 6 | values[-1]
    return _Payload(_ALPHANUMERIC_MODE, len(text), value, len(values) // 2 * 11 + len(values) % 2 * 6)


def _count_bits(mode: int, version: int) -> int:
    return _COUNT_BITS[mode][(version >= 10) + (version >= 27)]


@cache
def _data_count(version: int, level: str) -> int:
    words = data_modules(version) // 8
    return words - CHECK_WORDS[level][version - 1] * BLOCKS[level][version - 1]


def _fits(payload: _Payload, version: int, level: str) -> bool:
    counted = payload.count < 1 << _count_bits(payload.mode, version)
    return counted and payload.needs(version) <= _data_count(version, level) * 8


def _smallest(payload: _Payload, level: str) -> int:
    for version in range(1, 41):
        if _fits(payload, version, level):
            return version
    msg = f"{payload.count} characters are more than a QR symbol of level {level} can hold."
    raise CodeError(msg)


def _strongest(payload: _Payload, version: int, level: str) -> str:
    stronger = LEVELS[LEVELS.index(level) :]
    return max((each for each in stronger if _fits(payload, version, each)), key=LEVELS.index)


def _data_words(payload: _Payload, version: int, level: str) -> bytes:
    """Header, characters, terminator and padding: the data words of a symbol (7.4)."""
    count_bits = _count_bits(payload.mode, version)
    head, head_bits = payload.header
    word = (head << 4 | payload.mode) << count_bits | payload.count
    word = word << payload.bits | payload.value
    used = head_bits + 4 + count_bits + payload.bits
    room = _data_count(version, level) * 8
    ended = min(used + 4, room)
    ended += -ended % 8
    filled = (word << (ended - used)).to_bytes(ended // 8, "big")
    return filled + _PADDING[: room // 8 - len(filled)]


def _turned(version: int, level: str, data: bytes) -> int:
    """The modules that the data words and their check words turn dark."""
    if version > _TABLES_UP_TO:
        return _laid_out(version, level, data)
    modules = 0
    for (high, low), word in zip(_tables(version, level), data, strict=True):
        modules ^= high[word >> 4] ^ low[word & 15]
    return modules


@cache
def _blocks(version: int, level: str) -> tuple[int, ...]:
    """Lengths of the data blocks, shorter ones first."""
    count = BLOCKS[level][version - 1]
    length, longer = divmod(_data_count(version, level), count)
    return (length,) * (count - longer) + (length + 1,) * longer


def _sequence(version: int, level: str) -> list[list[int]]:
    """For every block the places of its words (data, then check words) in the interleaved stream (7.6)."""
    lengths = _blocks(version, level)
    places: list[list[int]] = [[] for _ in lengths]
    stream = 0
    for at in range(max(lengths)):
        for block, length in enumerate(lengths):
            if at < length:
                places[block].append(stream)
                stream += 1
    for _ in range(CHECK_WORDS[level][version - 1]):
        for block_places in places:
            block_places.append(stream)
            stream += 1
    return places


def _word_modules(shape: Geometry, place: int, word: int) -> int:
    shifts = shape.path[place * 8 : place * 8 + 8]
    return sum(1 << shift for bit, shift in enumerate(shifts) if word >> (7 - bit) & 1)


def _laid_out(version: int, level: str, data: bytes) -> int:
    shape = geometry(version)
    modules = start = 0
    for places, length in zip(_sequence(version, level), _blocks(version, level), strict=True):
        block = data[start : start + length]
        words = block + reed_solomon.check_words(block, CHECK_WORDS[level][version - 1])
        modules |= sum(_word_modules(shape, place, word) for place, word in zip(places, words, strict=True))
        start += length
    return modules


@lru_cache(maxsize=32)
def _tables(version: int, level: str) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """For each data word what its upper and its lower half byte turn over, for all sixteen values."""
    shape = geometry(version)
    tables: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    for places, length in zip(_sequence(version, level), _blocks(version, level), strict=True):
        rest = reed_solomon.generator(CHECK_WORDS[level][version - 1])
        block = []
        for at in range(length - 1, -1, -1):
            turns = [_unit(shape, places[at], places[length:], rest, 1 << bit) for bit in range(8)]
            block.append((_sixteen(turns[4:]), _sixteen(turns[:4])))
            rest = reed_solomon.times_x(rest)
        tables += reversed(block)
    return tuple(tables)


def _unit(shape: Geometry, place: int, check_places: list[int], rest: bytes, word: int) -> int:
    modules = _word_modules(shape, place, word)
    for check_place, check in zip(check_places, rest, strict=True):
        modules |= _word_modules(shape, check_place, reed_solomon.multiply(check, word))
    return modules


def _sixteen(turns: list[int]) -> tuple[int, ...]:
    table = [0]
    for turn in turns:
        table += [turn ^ earlier for earlier in table]
    return tuple(table)


@cache
def _bases(version: int, level: str) -> tuple[int, ...]:
    """Finished symbols of nothing but zeros, one for each mask."""
    shape = geometry(version)
    places = format_places(shape.size)
    bases = []
    for mask, pattern in enumerate(shape.masks):
        bits = format_bits(level, mask)
        marks = sum(1 << shape.shift(*place) for place, dark in zip(places, bits, strict=True) if dark)
        bases.append(shape.fixed | pattern | marks)
    return tuple(bases)


def _least_penalty(shape: Geometry, turned: int, bases: tuple[int, ...]) -> int:
    return min((turned ^ base for base in bases), key=lambda modules: penalty(shape, modules))
