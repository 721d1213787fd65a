"""Photographs and other evidence as it travels: each a piece of its own, known by the SHA-256 of its content.

An erased one travels as its hash with the time of its erasure, and is erased where it arrives.
"""

from __future__ import annotations

import re

import msgspec

from assetaudit.sync.keys import SigningKey
from assetaudit.sync.piece import Piece, PieceError, seal

_SHA256 = re.compile("[0-9a-f]{64}")
_MOST_WHEN = 40


def sealed(data: bytes, key: SigningKey) -> bytes:
    """A photograph, signed by who hands it on."""
    return seal("blob", {}, data, key)


def sealed_erasures(erased: dict[str, str], key: SigningKey) -> bytes:
    """SHA-256 of what was erased to when (UTC, RFC 3339), signed."""
    return seal("erased", {}, msgspec.json.encode(erased, order="sorted"), key)


def erasures_in(piece: Piece) -> dict[str, str]:
    """What a checked piece says was erased; PieceError where it says no such thing."""
    try:
        erased = msgspec.json.decode(piece.body, type=dict[str, str])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PieceError("what it says was erased cannot be read") from error
    if not all(_SHA256.fullmatch(sha256) for sha256 in erased):
        raise PieceError("what it says was erased is no photograph")
    return {sha256: when[:_MOST_WHEN] for sha256, when in erased.items()}
