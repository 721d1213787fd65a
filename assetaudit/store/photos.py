"""Photographs that prove something: copied into the workspace under the hash of their content, never changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assetaudit.errors import StoreError
from assetaudit.paths import Home, replacing

LARGEST = 40 * 1024 * 1024
"""Bytes of a photograph."""
_HEADS = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"RIFF": ".webp"}
"""First bytes of the formats that are taken (JPEG, PNG, WebP), with the suffix under which they are kept."""


def keep(home: Home, file: Path) -> str:
    """Copy a photograph; returns the SHA-256 of its content in hex. StoreError where it is none or cannot be read."""
    try:
        if file.stat().st_size > LARGEST:
            raise StoreError(f"{file} is larger than {LARGEST >> 20} MiB.", hint="Take a smaller picture.")
        content = file.read_bytes()
    except OSError as error:
        raise StoreError(f"{file} cannot be read: {error.strerror}.", hint="Check the path.") from error
    suffix = next((suffix for head, suffix in _HEADS.items() if content.startswith(head)), None)
    if suffix is None:
        raise StoreError(f"{file} is no photograph.", hint="Take a JPEG, PNG or WebP file.")
    name = hashlib.sha256(content).hexdigest()
    folder = home.root / "photos"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / f"{name}{suffix}"
    if not kept.exists():
        with replacing(kept) as new:
            new.write(content)
    return name
