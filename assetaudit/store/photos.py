"""Photographs that prove something: copied into the workspace under the hash of their content, never changed."""

from __future__ import annotations

from pathlib import Path

from assetaudit.errors import StoreError
from assetaudit.paths import Home
from assetaudit.store.photo_album import PhotoAlbum

LARGEST = 40 * 1024 * 1024
"""Bytes of a photograph."""
_HEADS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
"""First bytes of the formats that are taken: JPEG, PNG, WebP."""


def keep(home: Home, file: Path) -> str:
    """Copy a photograph; returns the SHA-256 of its content in hex. StoreError where it is none or cannot be read."""
    try:
        if file.stat().st_size > LARGEST:
            raise StoreError(f"{file} is larger than {LARGEST >> 20} MiB.", hint="Take a smaller picture.")
        content = file.read_bytes()
    except OSError as error:
        raise StoreError(f"{file} cannot be read: {error.strerror}.", hint="Check the path.") from error
    if not content.startswith(_HEADS):
        raise StoreError(f"{file} is no photograph.", hint="Take a JPEG, PNG or WebP file.")
    album = PhotoAlbum(home)
    name = album.offer(content)
    album.keep(name)
    return name
