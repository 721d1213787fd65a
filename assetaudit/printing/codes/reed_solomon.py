"""Reed-Solomon check words over GF(256) with the polynomial of QR symbols (x^8 + x^4 + x^3 + x^2 + 1)."""

from __future__ import annotations

from functools import lru_cache

_POLYNOMIAL = 0x11D
_POWERS = [1]
for _ in range(254):
    _doubled = _POWERS[-1] << 1
    _POWERS.append(_doubled ^ _POLYNOMIAL if _doubled > 255 else _doubled)
_LOGARITHMS = {value: power for power, value in enumerate(_POWERS)}


def multiply(left: int, right: int) -> int:
    """The product of two field elements."""
    if not left or not right:
        return 0
    return _POWERS[(_LOGARITHMS[left] + _LOGARITHMS[right]) % 255]


@lru_cache(maxsize=64)
def generator(count: int) -> bytes:
    """Coefficients of the generator polynomial for a number of check words, highest first, the leading 1 left out."""
    polynomial = [1]
    for power in range(count):
        longer = [*polynomial, 0]
        for at, coefficient in enumerate(polynomial):
            longer[at + 1] ^= multiply(coefficient, _POWERS[power])
        polynomial = longer
    return bytes(polynomial[1:])


def times_x(rest: bytes) -> bytes:
    """A remainder shifted by one word, and reduced again."""
    lead = rest[0]
    shifted = (*rest[1:], 0)
    return bytes(word ^ multiply(lead, factor) for word, factor in zip(shifted, generator(len(rest)), strict=True))


def check_words(data: bytes, count: int) -> bytes:
    """The check words that follow a block of data words."""
    rest = bytes(count)
    for word in data:
        rest = times_x(bytes((rest[0] ^ word, *rest[1:])))
    return rest
