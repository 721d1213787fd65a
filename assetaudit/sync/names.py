"""Names of people as they travel: outside the log, so that erasing them leaves the log whole.

An erased name travels as its id with an empty name, and erases it where it arrives.
"""

from __future__ import annotations

import msgspec

from assetaudit.sync.keys import SigningKey
from assetaudit.sync.piece import Piece, PieceError, seal

MOST_NAME = 200


def sealed(names: dict[str, str], key: SigningKey) -> bytes:
    """Opaque id to declared name, signed."""
    return seal("people", {}, msgspec.json.encode(names, order="sorted"), key)


def names_in(piece: Piece) -> dict[str, str]:
    """The names in a checked piece; PieceError where it holds none."""
    try:
        names = msgspec.json.decode(piece.body, type=dict[str, str])
    except msgspec.DecodeError as error:
        raise PieceError("its names cannot be read") from error
    return {key[:MOST_NAME]: name[:MOST_NAME] for key, name in names.items()}
