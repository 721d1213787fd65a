"""Finds bar codes that stand at an angle and turns them straight: zxing-cpp reads linear codes along rows only."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetaudit.readers.camera.opencv import opencv

if TYPE_CHECKING:
    from assetaudit.readers.camera.opencv import Image

_LOOK_WIDTH = 480
"""Pixels across at which stripes are looked for: a code's bars are a grey ramp then, but still one direction."""
_COHERENT = 0.72
_MOST = 12
"""Places a picture; a rack front has no more bars at an angle than that."""
_CROP_WIDTH = 900
_LARGEST_SCALE = 4.0


@dataclass(frozen=True, slots=True)
class Stripes:
    """A patch of parallel bars: its middle, how long and high it is, and the angle of reading, in degrees."""

    x: float
    y: float
    length: float
    height: float
    angle: float


@dataclass(frozen=True, slots=True)
class Upright:
    """A patch cut out and turned, and the way back."""

    image: Image
    back: Any
    """Affine matrix from the patch to the picture."""


def stripes(gray: Image) -> list[Stripes]:
    """Patches of parallel bars, the largest first: by the detector of OpenCV, then by the direction of the edges."""
    found = [*_by_detector(gray), *by_edges(gray)]
    kept: list[Stripes] = []
    for one in found:
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: -one.length * one.height)[:_MOST]


def upright(gray: Image, patch: Stripes) -> Upright:
    """The patch with its reading direction along the rows, with room around it, large enough to read."""
    cv2 = opencv()
    width, height = patch.length * 1.35, patch.height * 1.15
    scale = min(_LARGEST_SCALE, max(1.0, _CROP_WIDTH / max(width, 1.0)))
    size = (max(16, round(width * scale)), max(8, round(height * scale)))
    turn = math.radians(patch.angle)
    cosine, sine = math.cos(turn) / scale, math.sin(turn) / scale
    import numpy as np

    back = np.array(
        [
            [cosine, -sine, patch.x - cosine * size[0] / 2 + sine * size[1] / 2],
            [sine, cosine, patch.y - sine * size[0] / 2 - cosine * size[1] / 2],
        ]
    )
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    image = cv2.warpAffine(gray, back, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return Upright(image, back)


def variants(patch: Image) -> Iterator[Image]:
    """The upright patch as it is, averaged along its bars, then with sharper bars and evened light."""
    cv2 = opencv()
    yield patch
    averaged = cv2.blur(patch, (1, max(3, patch.shape[0] // 4)))
    yield averaged
    sharp = cv2.addWeighted(averaged, 2.2, cv2.GaussianBlur(averaged, (0, 0), 3, sigmaY=0.1), -1.2, 0)
    yield sharp
    yield cv2.createCLAHE(3.0, (8, 1)).apply(averaged)


def _by_detector(gray: Image) -> list[Stripes]:
    cv2 = opencv()
    soft = cv2.GaussianBlur(cv2.normalize(gray, None, 0, 255, cv2.NORM_MINMAX), (0, 0), 1)
    found, corners = cv2.barcode.BarcodeDetector().detectMulti(soft)
    if not found or corners is None:
        return []
    patches = []
    for quad in corners:
        (x, y), (first, second), angle = cv2.minAreaRect(quad)
        if second > first:
            first, second, angle = second, first, angle + 90
        patches.append(Stripes(x, y, first, second, _half_turn(angle)))
    return patches


def by_edges(gray: Image, look_width: int = _LOOK_WIDTH, most: int = _MOST) -> list[Stripes]:
    """Regions whose edges all run one way; their gradients' direction is the direction of reading."""
    cv2 = opencv()
    scale = min(1.0, look_width / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else gray
    across, down, mask = _coherent(small)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7)))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5)))
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outlines = sorted(outlines, key=cv2.contourArea, reverse=True)[:most]
    return [patch for outline in outlines if (patch := _patch(outline, across, down, scale)) is not None]


def _coherent(small: Image) -> tuple[Any, Any, Any]:
    """The structure tensor's double angle (cosine and sine parts), and where edges agree on one direction."""
    cv2 = opencv()
    import numpy as np

    soft = cv2.GaussianBlur(small, (0, 0), 0.8)
    gx, gy = cv2.Scharr(soft, cv2.CV_32F, 1, 0), cv2.Scharr(soft, cv2.CV_32F, 0, 1)
    window = (15, 15)
    across = cv2.blur(gx * gx - gy * gy, window)
    down = cv2.blur(2 * gx * gy, window)
    energy = cv2.blur(gx * gx + gy * gy, window)
    strength = np.sqrt(across * across + down * down)
    strong = energy > max(float(energy.mean()), 1500.0)
    mask = ((strength > _COHERENT * energy) & strong).astype(np.uint8) * 255
    return across, down, mask


def _patch(outline: Any, across: Any, down: Any, scale: float) -> Stripes | None:  # noqa: ANN401 - NumPy's, loaded when it is used
    cv2 = opencv()
    import numpy as np

    if cv2.contourArea(outline) < 120:
        return None
    inside = np.zeros(across.shape, np.uint8)
    cv2.drawContours(inside, [outline], -1, 255, -1)
    angle = math.degrees(0.5 * math.atan2(cv2.mean(down, inside)[0], cv2.mean(across, inside)[0]))
    turn = math.radians(angle)
    points = outline.reshape(-1, 2).astype(np.float32)
    along = points @ np.array([math.cos(turn), math.sin(turn)])
    beside = points @ np.array([-math.sin(turn), math.cos(turn)])
    middle_along, middle_beside = float(along.max() + along.min()) / 2, float(beside.max() + beside.min()) / 2
    x = middle_along * math.cos(turn) - middle_beside * math.sin(turn)
    y = middle_along * math.sin(turn) + middle_beside * math.cos(turn)
    length, height = float(np.ptp(along)) + 6, float(np.ptp(beside)) + 2
    return Stripes(x / scale, y / scale, length / scale, height / scale, _half_turn(angle))


def _half_turn(angle: float) -> float:
    """The same line between -90 and 90 degrees: a bar code reads both ways."""
    return (angle + 90) % 180 - 90


def _same(one: Stripes, other: Stripes) -> bool:
    near = math.hypot(one.x - other.x, one.y - other.y) < 0.25 * min(one.length, other.length)
    turned = abs(_half_turn(one.angle - other.angle)) < 8
    return near and turned and 0.6 < one.length / max(other.length, 1.0) < 1.6


def to_picture(points: Sequence[tuple[float, float]], patch: Upright) -> tuple[tuple[float, float], ...]:
    """Points of an upright patch in the picture that it was cut from."""
    (a, b, c), (d, e, f) = patch.back
    return tuple((float(a * x + b * y + c), float(d * x + e * y + f)) for x, y in points)
