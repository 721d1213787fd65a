"""Register versions as they travel, signed: the whole file, packed, or what changed since a version that is there."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

from assetaudit.paths import replacing
from assetaudit.store.register_index import VersionInfo
from assetaudit.store.register_version import RegisterStore
from assetaudit.sync import register_delta
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
    return _adopt_delta(piece, registers) if "base" in piece.header else _adopt_whole(piece, registers)


def _adopt_whole(piece: Piece, registers: RegisterStore) -> bool:
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


def _adopt_delta(piece: Piece, registers: RegisterStore) -> bool:
    try:
        names = msgspec.convert(piece.header, register_delta.DeltaNames)
    except (msgspec.ValidationError, ValueError) as error:
        raise PieceError("its header does not name what a register's must") from error
    base = next((info for info in registers.versions() if info.version == names.base.version), None)
    if base is None:
        raise PieceError("the register that it goes on from is not here")

    def place(file: Path) -> None:
        draft = file.with_name(f".new-{file.name}")
        draft.unlink(missing_ok=True)
        try:
            register_delta.written(piece, names, registers.file(base.version), draft)
            with draft.open("rb") as whole:
                os.fsync(whole.fileno())
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)

    return registers.adopt(names.info, place)
