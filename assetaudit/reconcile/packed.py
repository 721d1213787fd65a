"""Tags of bulk events in a tenth of their room: they are looked at again only where their place or frame changes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assetaudit.model.event import Event

_FLAT = (str, int, type(None))


def packed(event: Event) -> Event:
    """The event as it is kept: what bulk readers heard is pressed, where it is as readers write it."""
    tags = event.d.get("tags")
    if event.k != "bulk" or not isinstance(tags, list) or not all(map(_is_flat, tags)):
        return event
    return replace(event, d=event.d | {"tags": zlib.compress(json.dumps(tags).encode(), 1)})


def tags_of(event: Event) -> Sequence[Any]:
    """The tags of a bulk event, pressed or not; none where there is no list of them."""
    tags = event.d.get("tags")
    if isinstance(tags, bytes):
        found: list[Any] = json.loads(zlib.decompress(tags))
        return found
    return tags if isinstance(tags, list) else ()


def _is_flat(tag: object) -> bool:
    return isinstance(tag, dict) and all(isinstance(value, _FLAT) for value in tag.values())
