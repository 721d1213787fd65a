"""A list of what one side has, by content, so that the other side hands on only what is lacking."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assetaudit.errors import SyncError
from assetaudit.paths import replacing

_SIZE = 32


def write_have(file: Path, shas: Iterable[bytes]) -> int:
    """Write the list, one hash a line; returns how many."""
    lines = sorted(sha.hex() for sha in shas)
    with replacing(file) as new:
        new.write("".join(f"{line}\n" for line in lines).encode())
    return len(lines)


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
        raise SyncError(f"{file}:{number}: this is no hash of a segment.", hint="Make it with: assetaudit sync have")
    return sha
