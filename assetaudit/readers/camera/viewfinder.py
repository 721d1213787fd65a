"""What the camera sees, small, for the screen: made only while somebody looks, and not faster than a person sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetaudit.readers.camera.code import Code
from assetaudit.readers.camera.opencv import opencv

if TYPE_CHECKING:
    from assetaudit.readers.camera.opencv import Image

SECONDS_BETWEEN = 0.15
"""Between two pictures for the screen: what a terminal takes without falling behind."""
KEPT = 1.2
"""Seconds that a code's box stays after the frame in which it was read: not every frame is readable."""


@dataclass(frozen=True, slots=True)
class Box:
    """A code that was read, as a part of the picture (0 to 1 in both directions)."""

    text: str
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """One small picture with what was read in it."""

    number: int
    width: int
    height: int
    rgb: bytes
    boxes: tuple[Box, ...] = ()
    hint: str = ""
    frames_a_second: float = 0.0


class Viewfinder:
    """Written by the camera's thread, read by the screen's; the newest picture replaces the one before."""

    def __init__(self) -> None:
        self._wanted: tuple[int, int] | None = None
        self._sight: Sight | None = None
        self._boxes: dict[str, tuple[float, Box]] = {}
        self._last = -1.0
        self._rate = 0.0
        self._before = 0.0
        self._held: tuple[Image, Sequence[Code], str] | None = None
        """The last frame that nobody saw: a photograph is read before anybody can look at it."""

    def watch(self, width: int, height: int) -> None:
        """Somebody looks, at so many pixels."""
        self._wanted = (max(2, width), max(2, height))
        held, self._held = self._held, None
        if held is not None:
            self._note(held[0], held[1], self._last)
            self._sight = self._small(held[0], self._wanted, held[2])

    def leave(self) -> None:
        """Nobody looks any more."""
        self._wanted = None

    @property
    def sight(self) -> Sight | None:
        """The newest picture; None before the first."""
        return self._sight

    def show(self, image: Image, codes: Sequence[Code], hint: str, now: float) -> None:
        """A frame was decoded at ``now`` seconds."""
        if now > self._before:
            self._rate = 0.9 * self._rate + 0.1 / (now - self._before)
            self._before = now
        if self._wanted is None:
            self._held = (image, codes, hint)
            return
        self._note(image, codes, now)
        if now - self._last < SECONDS_BETWEEN and self._sight is not None:
            return
        self._last = now
        self._boxes = {name: kept for name, kept in self._boxes.items() if now - kept[0] <= KEPT}
        self._sight = self._small(image, self._wanted, hint)

    def _note(self, image: Image, codes: Sequence[Code], now: float) -> None:
        height, width = image.shape[:2]
        for code in codes:
            corners = tuple((x / width, y / height) for x, y in code.corners)
            self._boxes[code.name] = (now, Box(code.text or code.hex or "", corners))

    def _small(self, image: Image, wanted: tuple[int, int], hint: str) -> Sight:
        cv2 = opencv()
        height, width = image.shape[:2]
        scale = min(wanted[0] / width, wanted[1] / height)
        size = (max(2, round(width * scale)), max(2, round(height * scale)))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        rgb = cv2.cvtColor(small, cv2.COLOR_BGR2RGB if small.ndim == 3 else cv2.COLOR_GRAY2RGB)
        number = 1 if self._sight is None else self._sight.number + 1
        boxes = tuple(box for _, box in self._boxes.values())
        return Sight(number, size[0], size[1], rgb.tobytes(), boxes, hint, round(self._rate, 1))
