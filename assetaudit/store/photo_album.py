"""Photographs on disk, named by the SHA-256 of their bytes, so that the log's hash chain vouches for them too."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from assetaudit.paths import Home, replacing

_KINDS = (
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"\x89PNG", "png", "image/png"),
    (b"RIFF", "webp", "image/webp"),
    (b"BM", "bmp", "image/bmp"),
    (b"II*\x00", "tif", "image/tiff"),
    (b"MM\x00*", "tif", "image/tiff"),
)
_OTHER = ("bin", "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph that is on disk."""

    size: int
    media: str
    file: Path


class PhotoAlbum:
    """Fulfils ``model.needs.Album``: offered photographs wait in the cache until a walk keeps or drops them."""

    def __init__(self, home: Home) -> None:
        self._folder = home.photos
        self._waiting = home.cache / "photos"

    def offer(self, data: bytes) -> str:
        """A reader took a photograph; its SHA-256 in hex."""
        sha256 = hashlib.sha256(data).hexdigest()
        self._waiting.mkdir(parents=True, exist_ok=True, mode=0o700)
        with replacing(self._waiting / sha256) as file:
            file.write(data)
        return sha256

    def keep(self, sha256: str) -> Photo | None:
        """Put an offered photograph beside the log; what is there already stays as it is."""
        found = self.find(sha256)
        waiting = self._waiting / sha256
        if found is None and waiting.exists():
            data = waiting.read_bytes()
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            suffix, _ = _kind(data)
            with replacing(self._folder / f"{sha256}.{suffix}") as file:
                file.write(data)
            _flush(self._folder)
            found = self.find(sha256)
        waiting.unlink(missing_ok=True)
        return found

    def drop(self, sha256: str) -> None:
        """Forget an offered photograph."""
        (self._waiting / sha256).unlink(missing_ok=True)

    def find(self, sha256: str) -> Photo | None:
        """A photograph that was kept and is still what its name says; None otherwise."""
        file = next(iter(sorted(self._folder.glob(f"{sha256}.*"))), None)
        data = file.read_bytes() if file is not None else b""
        if file is None or hashlib.sha256(data).hexdigest() != sha256:
            return None
        return Photo(len(data), _kind(data)[1], file)


def _kind(data: bytes) -> tuple[str, str]:
    return next(((suffix, media) for head, suffix, media in _KINDS if data.startswith(head)), _OTHER)


def _flush(folder: Path) -> None:
    """Make the new name durable too, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
