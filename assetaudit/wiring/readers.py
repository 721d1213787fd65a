"""Readers of a walk: opened by address, with the photographs of a camera going into the workspace's album."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from assetaudit.readers.contract import Reader
    from assetaudit.store.photo_album import PhotoAlbum


def open_reader(address: str, album: PhotoAlbum) -> Reader:
    """A reader, not yet started; UsageError or ReaderError says what is wrong with the address."""
    from assetaudit.readers import opening

    if not address.startswith("camera"):
        return opening.open_reader(address)
    return opening.open_reader(address, lambda _way, data: _offer(album, data))


def photo_address(file: str) -> str:
    """The address of a photograph, or of a folder or pattern of them."""
    return f"camera://{quote(str(Path(file)), safe='/*')}"


def _offer(album: PhotoAlbum, data: bytes) -> None:
    album.offer(data)
