"""Keys of the terminal, told apart before anything else sees them: what a scanner typed, what a person pressed."""

from __future__ import annotations

from typing import NamedTuple

from assetaudit.model.read import Read

READER = "keys://"
_SUFFIXES = {"enter", "ctrl+j", "tab"}
_GAP = 0.05


class Pressed(NamedTuple):
    """A key that a person pressed."""

    key: str
    character: str | None


class Hearing:
    """Assembles scans from keys."""

    def __init__(self) -> None:
        self._held: list[Pressed] = []
        self._last = 0.0

    @property
    def pending(self) -> bool:
        """Whether keys are held that only time can tell apart."""
        return bool(self._held)

    def key(self, key: str, character: str | None, now: float) -> list[Read | Pressed]:
        """What is certain now that this key came."""
        out = self.tick(now)
        self._last = now
        if key in _SUFFIXES and len(self._held) >= 3:
            return [*out, *self._flush(scan=True)]
        self._held.append(Pressed(key, character))
        return out

    def tick(self, now: float) -> list[Read | Pressed]:
        """What is certain now that so much time has passed (seconds)."""
        if self._held and now - self._last >= _GAP:
            return self._flush(scan=len(self._held) >= 4)
        return []

    def paste(self, text: str) -> list[Read]:
        """A paste is one scan a line."""
        return [read_of(line) for line in text.replace("\r", "\n").split("\n") if line.strip()]

    def _flush(self, *, scan: bool) -> list[Read | Pressed]:
        held, self._held = self._held, []
        if scan:
            return [read_of("".join(_char(one) for one in held))]
        return list(held)


def _char(one: Pressed) -> str:
    return "\x1d" if one.key == "ctrl+right_square_bracket" else one.character or ""


def read_of(text: str) -> Read:
    """The read of a text as the terminal delivered it; bytes that were no UTF-8 are kept as bytes."""
    return Read.of_bytes(text.encode("utf-8", "surrogateescape"), READER)
