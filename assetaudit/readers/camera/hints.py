"""What a person can do so that a picture becomes readable: light, focus, glare and distance, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetaudit.readers.camera.locate import Stripes, by_edges
from assetaudit.readers.camera.opencv import opencv

if TYPE_CHECKING:
    from assetaudit.readers.camera.opencv import Image

DARK = "It is dark here: switch a torch on."
GLARE = "There is glare: tilt the camera or the torch a little."
BLURRED = "The picture is blurred: hold still, or move back until it is sharp."
SMALL = "There is a code, but it is too small: go nearer."
_WIDTH = 640
_FINE_WIDTH = 1280
"""Pixels across at which bars are looked for that are too fine to read."""
_DARK = 38.0
"""Mean grey, of 255."""
_GLARE = 0.06
"""Share of the picture that is burnt out, beside parts that are not bright."""
_SHARP = 45.0
"""Variance of the Laplacian 640 pixels across; text and bars in focus have several hundred."""
_SMALLEST_BARS = 180.0
"""Pixels along a bar code: a label of ten characters has about 150 modules, each more than a pixel."""


def hint(gray: Image) -> str:
    """What most likely stands in the way of reading a code here; empty where nothing does."""
    cv2 = opencv()
    scale = min(1.0, _WIDTH / gray.shape[1])
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else gray
    if float(small.mean()) < _DARK:
        return DARK
    if _burnt(small):
        return GLARE
    if float(cv2.Laplacian(small, cv2.CV_64F).var()) < _SHARP:
        return BLURRED
    lengths = [patch.length for patch in by_edges(gray, _FINE_WIDTH, most=40) if _like_a_code(patch)]
    return SMALL if lengths and max(lengths) < _SMALLEST_BARS else ""


def _like_a_code(patch: Stripes) -> bool:
    """Longer than high, as a bar code is; edges of doors and vents are much higher than long."""
    return patch.height * 1.5 < patch.length < patch.height * 12


def _burnt(small: Image) -> bool:
    """Whether a closed patch is burnt out: a lamp in the metal, not white paper, which is no light source."""
    cv2 = opencv()
    import numpy as np

    bright = (small >= 253).astype(np.uint8)
    patch = cv2.erode(bright, np.ones((9, 9), np.uint8))
    return float(patch.mean()) > _GLARE and float(small.mean()) < 200.0
