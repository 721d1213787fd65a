"""Photographs that prove something: copied under the hash of their content; a walk keeps them, or may not."""

from __future__ import annotations

from pathlib import Path

from assetaudit.errors import StoreError
from assetaudit.paths import Home
from assetaudit.store.photo_album import PhotoAlbum

LARGEST = 40 * 1024 * 1024
"""Bytes of a photograph."""
_HEADS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
"""First bytes of the formats that are taken: JPEG, PNG, WebP."""


def offer(home: Home, file: Path) -> str:
    """Copy a photograph into the cache, for a walk to keep; its SHA-256 in hex. StoreError says why not."""
    try:
        if file.stat().st_size > LARGEST:
            raise StoreError(f"{file} is larger than {LARGEST >> 20} MiB.", hint="Take a smaller picture.")
        content = file.read_bytes()
    except OSError as error:
        raise StoreError(f"{file} cannot be read: {error.strerror}.", hint="Check the path.") from error
    if not content.startswith(_HEADS):
        raise StoreError(f"{file} is no photograph.", hint="Take a JPEG, PNG or WebP file.")
    return PhotoAlbum(home).offer(content)
