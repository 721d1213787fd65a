"""From a picture to the codes in it, within a time: a quick look first, then those that find what it misses.

A *live* picture gets one quick look, and where that finds nothing (or now and then) one further look, another one each
time. A *still* one gets every look that its time allows. A code is certain where its format checks itself on untouched
pixels, or where two looks agree; a linear code may come out of a sharpened picture with a valid check digit and a wrong
text.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assetaudit.readers.camera import looks
from assetaudit.readers.camera.code import Code, Formats, read_codes
from assetaudit.readers.camera.looks import Look
from assetaudit.readers.camera.second_opinion import qr_codes

if TYPE_CHECKING:
    from assetaudit.readers.camera.opencv import Image

STILL_SECONDS = 0.25
"""For a picture of up to two million pixels; larger ones get as much more."""
_STILL_PIXELS = 2_000_000
BESIDE = 3
"""Every so many frames a further look is taken although something was read: hard codes stand beside easy ones."""


@dataclass(frozen=True, slots=True)
class Found:
    """A code, and how often it was read in this picture."""

    code: Code
    reads: int = 1
    untouched: bool = False
    """Whether the picture's own pixels gave it."""

    @property
    def certain(self) -> bool:
        """Whether this picture alone is enough to believe it."""
        return self.reads > 1 or (self.untouched and self.code.checked)


class LiveDecoder:
    """Decodes frame after frame; what is uncertain in one may be certain in the next."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self._next = 0
        self._frames = 0

    def decode(self, gray: Image) -> list[Found]:
        """Codes in the next frame."""
        found: dict[str, Found] = {}
        _add(found, _counted(read_codes(gray, self._formats.all), untouched=True))
        self._frames += 1
        if not found or self._frames % BESIDE == 0:
            look = looks.LIVE[self._next]
            self._next = (self._next + 1) % len(looks.LIVE)
            _add(found, _counted(look(gray, self._formats), untouched=look in looks.UNTOUCHED))
        return list(found.values())


def decode_still(gray: Image, formats: Formats, *, clock: Callable[[], float] = time.thread_time) -> list[Found]:
    """Every code in one picture; further looks are taken while the time for a picture of its size lasts."""
    until = clock() + STILL_SECONDS * max(1.0, gray.size / _STILL_PIXELS)
    found: dict[str, Found] = {}
    for look in _in_turn(found, clock, until):
        _add(found, _counted(look(gray, formats), untouched=look in looks.UNTOUCHED))
    if not found:
        _add(found, _counted(qr_codes(gray), untouched=True))
    return [_confirmed(gray, one, formats) for one in found.values()]


def _in_turn(found: dict[str, Found], clock: Callable[[], float], until: float) -> Iterator[Look]:
    """The looks that show every code in view, then further ones until something certain is found; within the time."""
    for number, look in enumerate((*looks.EVERY, *looks.FURTHER)):
        enough = number >= len(looks.EVERY) and any(one.certain for one in found.values())
        if enough or (number and clock() > until):
            return
        yield look


def _counted(codes: Iterable[Code], *, untouched: bool) -> list[Found]:
    """Each code once, with the number of its reads."""
    found: dict[str, Found] = {}
    _add(found, [Found(code, untouched=untouched) for code in codes])
    return list(found.values())


def _add(found: dict[str, Found], more: Iterable[Found]) -> None:
    for one in more:
        known = found.get(one.code.name)
        if known is None:
            found[one.code.name] = one
        else:
            untouched = known.untouched or one.untouched
            found[one.code.name] = replace(known, reads=known.reads + one.reads, untouched=untouched)


def _confirmed(gray: Image, found: Found, formats: Formats) -> Found:
    """What is not certain is looked at more closely; a second read that agrees makes it so."""
    if found.certain:
        return found
    agreed = any(code.name == found.code.name for code in looks.closer(gray, found.code, formats))
    return replace(found, reads=found.reads + 1) if agreed else found
