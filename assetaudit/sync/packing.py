"""Packing with Zstandard (RFC 8878); what unpacks to more than was announced is refused before it fills the memory."""

from __future__ import annotations

from typing import Any

from assetaudit.errors import MissingExtraError
from assetaudit.sync.piece import PieceError

_LEVEL = 3


def pack(data: bytes) -> bytes:
    """The bytes, packed."""
    packed: bytes = _zstd().ZstdCompressor(level=_LEVEL).compress(data)
    return packed


def unpack(packed: bytes, size: int) -> bytes:
    """Exactly ``size`` bytes; PieceError where the packed ones are anything else."""
    zstd = _zstd()
    try:
        with zstd.ZstdDecompressor().stream_reader(packed, read_across_frames=False) as reader:
            data: bytes = reader.read(size)
            more = reader.read(1)
    except zstd.ZstdError as error:
        raise PieceError("its content cannot be unpacked") from error
    if len(data) != size or more:
        raise PieceError("its content has another size than it says")
    return data


def _zstd() -> Any:  # noqa: ANN401 - the module itself
    try:
        import zstandard
    except ImportError as error:
        raise MissingExtraError("Packing for sync", "sync") from error
    return zstandard
