"""Register versions as they travel: the whole file, packed, under the signature of the workspace that made it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from assetaudit.paths import replacing
from assetaudit.store.register_index import VersionInfo
from assetaudit.store.register_version import RegisterStore
from assetaudit.sync.keys import SigningKey
from assetaudit.sync.packing import pack, unpack
from assetaudit.sync.piece import Piece, PieceError, seal

MOST_BYTES = 4 << 30
"""Bytes of a register file, unpacked."""


class Names(msgspec.Struct, frozen=True):
    """What the header says of a register version."""

    info: VersionInfo
    size: int
    sha256: str


def sealed(info: VersionInfo, file: Path, key: SigningKey) -> bytes:
    """The piece of one version."""
    data = file.read_bytes()
    names = Names(info, len(data), hashlib.sha256(data).hexdigest())
    return seal("register", dict(msgspec.to_builtins(names)), pack(data), key)


def adopt(piece: Piece, registers: RegisterStore) -> bool:
    """Take the version over; False where it is here already; PieceError where it is not what it says."""
    try:
        names = msgspec.convert(piece.header, Names)
        version = bytes.fromhex(names.info.version)
    except (msgspec.ValidationError, ValueError) as error:
        raise PieceError("its header does not name what a register's must") from error
    if len(version) != 32 or not 0 < names.size <= MOST_BYTES:
        raise PieceError("its header does not name what a register's must")

    def place(file: Path) -> None:
        data = unpack(piece.body, names.size)
        if hashlib.sha256(data).hexdigest() != names.sha256:
            raise PieceError("its content is another than its header says")
        with replacing(file) as new:
            new.write(data)

    return registers.adopt(names.info, place)
