"""A laptop's own lane of label numbers: made of its own ids, so that laptops need not know each other."""

from __future__ import annotations

import hashlib

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O and U, which are misread."""
_LANE_LETTERS = 8


def own_lane(device: str, machine: str) -> str:
    """The lane of a laptop that was given none: from its workspace's id and its machine's, so that a copy differs."""
    return letters(f"label lane {device} {machine}", _LANE_LETTERS)


def is_own_lane(text: str) -> bool:
    """Whether a text can be a lane as ``own_lane`` makes them; a letter too many is a slip, even if its check fits."""
    return len(text) == _LANE_LETTERS and text[0] in _ALPHABET[10:] and set(text) <= set(_ALPHABET)


def letters(text: str, count: int) -> str:
    """So many letters of a hash; the first is no digit, so that no number of a digit lane looks like them."""
    value = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5], "big")
    first = _ALPHABET[10 + (value >> 35) % 22]
    return first + "".join(_ALPHABET[value >> (5 * place) & 31] for place in range(count - 2, -1, -1))
