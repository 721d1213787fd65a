"""What lies in a bundle."""

from __future__ import annotations

from assetaudit.sync.bundle import pieces_in
from assetaudit.sync.piece import Piece


def segments(bundle: bytes) -> list[Piece]:
    return [piece for piece in pieces_in(bundle) if isinstance(piece, Piece) and piece.kind == "segment"]
