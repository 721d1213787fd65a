"""Short codes of places: what a label carries where a whole place will not fit or a keyboard would garble it.

Crockford's base 32 (no I, L, O, U) of a hash of the place, and a check character (Luhn mod 32), which notices every
single wrong character and nearly every exchange of two neighbours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

PREFIX = "LOC-"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {char: value for value, char in enumerate(_ALPHABET)}
_DOUBLED = {char: 2 * value // 32 + 2 * value % 32 for char, value in _VALUES.items()}
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SHORTEST = 5


def short_codes(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(place key, code) for every key, in sorted order; each code is given once."""
    taken: set[str] = set()
    for key in sorted(keys):
        digest = hashlib.sha256(key.encode()).digest()
        text = _base32(digest, _SHORTEST)
        while text in taken:
            text = _base32(digest, len(text) + 1)
        taken.add(text)
        yield key, text + check_character(text)


def check_character(text: str) -> str:
    """Luhn's check over base 32."""
    total = sum(map(_DOUBLED.__getitem__, text[::-2])) + sum(map(_VALUES.__getitem__, text[-2::-2]))
    return _ALPHABET[-total % 32]


def plain_code(text: str) -> str:
    """A code as typed or scanned, brought to how codes are stored: no prefix, look-alikes told apart, folded."""
    code = text.strip().upper()
    if code.startswith((PREFIX, "LOC:")):
        code = code[len(PREFIX) :]
    code = code.replace("-", "").translate(_LOOKALIKES)
    fits = len(code) > _SHORTEST and all(char in _VALUES for char in code) and check_character(code[:-1]) == code[-1]
    return code if fits else ""


def _base32(digest: bytes, length: int) -> str:
    number = int.from_bytes(digest, "big") >> 256 - 5 * length
    return "".join([_ALPHABET[(number >> shift) & 31] for shift in range(5 * length - 5, -1, -5)])
