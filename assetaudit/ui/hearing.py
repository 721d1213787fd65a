"""Keys of the terminal, told apart before anything else sees them: reads of a scanner, keys of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assetaudit.model.read import Read
from assetaudit.readers.correction import NO_CORRECTION, Correction
from assetaudit.readers.keys import Heard, Key, Scan, Wedge


class Hearing:
    """The wedge, with reads as the rest of the program knows them."""

    def __init__(self, now_text: Callable[[], str], correction: Correction = NO_CORRECTION) -> None:
        self._wedge = Wedge(correction)
        self._now_text = now_text

    @property
    def pending(self) -> bool:
        """Whether keys are held that only time can tell apart."""
        return self._wedge.pending

    def key(self, key: str, character: str | None, now: float, sequence: str = "") -> Iterator[Read | Key]:
        """What is certain now that this key arrived (seconds of a steady clock), spelt by a sequence or not."""
        return self._told(self._wedge.feed(key, character, now, sequence))

    def tick(self, now: float) -> Iterator[Read | Key]:
        """What is certain now that so much time has passed."""
        return self._told(self._wedge.tick(now))

    def paste(self, text: str) -> Iterator[Read | Key]:
        """A paste is one scan a line."""
        return self._told(self._wedge.paste(text))

    def _told(self, heard: Iterable[Heard]) -> Iterator[Read | Key]:
        for one in heard:
            if isinstance(one, Scan):
                yield one.read(self._now_text())
            else:
                yield from one.keys
