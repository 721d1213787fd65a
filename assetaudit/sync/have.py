"""A list of what one side has, by content, so that the other side hands on only what is lacking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assetaudit.errors import SyncError
from assetaudit.model.amount import counted
from assetaudit.paths import replacing

_SIZE = 32


@dataclass(frozen=True, slots=True)
class Have:
    """What one side has; of a register its version, which is a hash, too."""

    segments: Sequence[bytes]
    photos: Sequence[bytes]
    registers: Sequence[bytes]

    def __str__(self) -> str:
        return ", ".join(
            (
                counted(len(self.segments), "segment", "segments"),
                counted(len(self.photos), "picture", "pictures"),
                counted(len(self.registers), "register", "registers"),
            )
        )


def write_have(file: Path, have: Have) -> None:
    """Write the list, one hash a line."""
    lines = sorted(sha.hex() for sha in (*have.segments, *have.photos, *have.registers))
    try:
        with replacing(file) as new:
            new.write("".join(f"{line}\n" for line in lines).encode())
    except OSError as error:
        msg = f"The list {file} cannot be written: {error.strerror or error}."
        raise SyncError(msg, hint="Check that the stick is there, may be written, and has room.") from error


def read_have(file: Path) -> frozenset[bytes]:
    """The hashes of a list; SyncError names the line that is none."""
    try:
        lines = file.read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SyncError(
            f"The list {file} cannot be read: {error}.", hint="Make it with: assetaudit sync have"
        ) from error
    return frozenset(_sha(file, number, line) for number, line in enumerate(lines, 1) if line.strip())


def _sha(file: Path, number: int, line: str) -> bytes:
    try:
        sha = bytes.fromhex(line.strip())
    except ValueError:
        sha = b""
    if len(sha) != _SIZE:
        raise SyncError(f"{file}:{number}: this is no hash.", hint="Make it with: assetaudit sync have")
    return sha
