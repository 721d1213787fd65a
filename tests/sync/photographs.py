"""Photographs that a walk kept."""

from __future__ import annotations

from assetaudit.model.event import Draft
from tests.sync.laptop import Laptop

PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 40


def photographed(laptop: Laptop, audit: str, data: bytes = PICTURE) -> str:
    """A photograph that a walk kept."""
    sha256 = laptop.station.photos.offer(data)
    laptop.station.photos.keep(sha256)
    laptop.write(audit, Draft("blob", {"sha256": sha256, "bytes": len(data), "media": "image/jpeg"}))
    return sha256
