"""Which codes of a row of frames are told: certain ones, and each of them once while it stays in view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assetaudit.readers.camera.code import Code
from assetaudit.readers.camera.decoding import Found

AGAIN = 3.0
"""Seconds out of view after which a code that comes back is a new read."""
AGREE = 1.0
"""Seconds within which two frames have to agree on a code that one frame alone does not make certain."""


@dataclass(slots=True)
class _Seen:
    last: float
    told: bool


class Believing:
    """Holds what was in view lately, and no more; pure but for that."""

    def __init__(self, again: float = AGAIN) -> None:
        self._again = again
        self._seen: dict[str, _Seen] = {}

    def take(self, found: Iterable[Found], now: float) -> list[Code]:
        """Codes of a frame, taken at ``now`` seconds, that are to be told."""
        told = []
        for one in found:
            before = self._seen.get(one.code.name)
            agreed = before is not None and now - before.last <= AGREE
            known = before is not None and before.told and now - before.last <= self._again
            believed = known or one.certain or agreed
            self._seen[one.code.name] = _Seen(now, believed)
            if believed and not known:
                told.append(one.code)
        self._forget(now)
        return told

    def _forget(self, now: float) -> None:
        old = [name for name, seen in self._seen.items() if now - seen.last > max(self._again, AGREE)]
        for name in old:
            del self._seen[name]
