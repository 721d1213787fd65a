"""How a read names the photograph that it was made from: by the SHA-256 of the picture's own bytes."""

from __future__ import annotations

import re

from assetaudit.model.read import Read

NOTE_PREFIX = "photo "
_NOTE = re.compile(NOTE_PREFIX + "([0-9a-f]{64})")


def photo_note(sha256: str) -> str:
    """The note of a read that was made from a photograph."""
    return f"{NOTE_PREFIX}{sha256}"


def photo_of(read: Read) -> str | None:
    """SHA-256 (hex) of the photograph that a read was made from; None for any other read."""
    match = _NOTE.fullmatch(read.note or "")
    return None if match is None else match[1]
