"""Looks at a picture: zxing-cpp over the picture as it is, and over what shows the codes that it is blind for.

Each look is measured on real photographs to find codes that the others miss (``tests/benchmarks/decode.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from assetaudit.readers.camera.code import Code, Formats, read_codes
from assetaudit.readers.camera.locate import Upright, stripes, to_picture, upright, variants
from assetaudit.readers.camera.opencv import opencv

if TYPE_CHECKING:
    from assetaudit.readers.camera.opencv import Image

Look: TypeAlias = Callable[["Image", Formats], list[Code]]
"""Codes in a grey picture; one that several variants of a look agree on stands there several times."""


def plain(gray: Image, formats: Formats) -> list[Code]:
    """The picture as it is."""
    return read_codes(gray, formats.all)


def inverted(gray: Image, formats: Formats) -> list[Code]:
    """Light codes on dark ground."""
    return read_codes(255 - gray, formats.all)


def thresholded(gray: Image, formats: Formats) -> list[Code]:
    """Dots and rounded modules, for which one threshold over all is better than many local ones."""
    return read_codes(gray, formats.all, one_threshold=True)


def straightened(gray: Image, formats: Formats) -> list[Code]:
    """Linear codes at an angle, turned straight."""
    return [code for patch in stripes(gray) for code in _along(upright(gray, patch), formats)]


def _along(cut: Upright, formats: Formats) -> list[Code]:
    """Codes of one patch, in one variant after the other until two agree."""
    found: list[Code] = []
    for variant in variants(cut.image):
        codes = read_codes(variant, formats.linear, rotate=False)
        found += [replace(code, corners=to_picture(code.corners, cut)) for code in codes]
        if len({code.name for code in found}) < len(found):
            break
    return found


def evened(gray: Image, formats: Formats) -> list[Code]:
    """Matrix codes on coloured, metallic or unevenly lit ground: each pixel against its surroundings."""
    cv2 = opencv()
    kind = cv2.ADAPTIVE_THRESH_GAUSSIAN_C
    return read_codes(cv2.adaptiveThreshold(gray, 255, kind, cv2.THRESH_BINARY, 51, 8), formats.matrix)


def enlarged(gray: Image, formats: Formats) -> list[Code]:
    """Small codes and codes in low light, twice as large; linear interpolation is measured to be the best."""
    cv2 = opencv()
    larger = cv2.resize(gray, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    codes = read_codes(larger, formats.all) or read_codes(larger, formats.matrix, one_threshold=True)
    return [code.placed(2.0) for code in codes]


def halved(gray: Image, formats: Formats) -> list[Code]:
    """Large, noisy codes."""
    if min(gray.shape) < 2 * _SMALLEST:
        return []
    cv2 = opencv()
    smaller = cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    codes = read_codes(smaller, formats.all) or read_codes(smaller, formats.matrix, one_threshold=True)
    return [code.placed(0.5) for code in codes]


def dimmed(gray: Image, formats: Formats) -> list[Code]:
    """Codes in glare: bright tones pulled apart."""
    return read_codes(_toned(gray, 2.0), formats.matrix)


def darkened(gray: Image, formats: Formats) -> list[Code]:
    """Codes in strong glare."""
    dark = _toned(gray, 3.3)
    return read_codes(dark, formats.matrix) or read_codes(dark, formats.matrix, one_threshold=True)


def brightened(gray: Image, formats: Formats) -> list[Code]:
    """Codes in the dark: dark tones pulled apart."""
    return read_codes(_toned(gray, 0.5), formats.matrix)


def softened(gray: Image, formats: Formats) -> list[Code]:
    """Codes under grain and dirt."""
    soft = opencv().GaussianBlur(gray, (0, 0), 1)
    return read_codes(soft, formats.matrix) or read_codes(soft, formats.matrix, one_threshold=True)


def sharpened(gray: Image, formats: Formats) -> list[Code]:
    """Matrix codes out of focus, enlarged and with harder edges."""
    cv2 = opencv()
    larger = cv2.resize(gray, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    sharp = cv2.addWeighted(larger, 2.5, cv2.GaussianBlur(larger, (0, 0), 3), -1.5, 0)
    return [code.placed(2.0) for code in read_codes(sharp, formats.matrix)]


def contrasted(gray: Image, formats: Formats) -> list[Code]:
    """Matrix codes in half shadow, with the contrast of each part raised."""
    return read_codes(opencv().createCLAHE(3.0, (8, 8)).apply(gray), formats.matrix)


_SMALLEST = 8
"""Pixels; no code is smaller."""
UNTOUCHED = frozenset({plain, inverted, thresholded})
"""Looks that see the picture's own pixels: what a self-checking format gives there is believed at once."""
LIVE: tuple[Look, ...] = (straightened, evened, enlarged, dimmed, inverted, brightened)
"""One of these a frame where the quick look found nothing: the whole round takes about 0.2 s."""
EVERY: tuple[Look, ...] = (plain, straightened, evened, dimmed, enlarged)
"""Looks that a still picture gets whatever they find, so that every code in view is read; the first of all always."""
FURTHER: tuple[Look, ...] = (
    thresholded,
    inverted,
    brightened,
    halved,
    softened,
    darkened,
    sharpened,
    contrasted,
)
"""For a still picture in which nothing certain was found, those that find most first."""


def closer(gray: Image, code: Code, formats: Formats) -> Iterator[Code]:
    """The surroundings of one code, looked at in other ways: what another read of it is taken from."""
    cut, left, top = _around(gray, code)
    cv2 = opencv()
    for scale, blur in ((1.5, 0.0), (3.0, 0.0), (0.5, 0.0), (2.0, 1.2), (1.0, 0.8)):
        seen = cv2.GaussianBlur(cut, (0, 0), blur) if blur else cut
        seen = cv2.resize(seen, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR) if scale != 1.0 else seen
        for one_threshold in (False, True):
            codes = read_codes(seen, formats.all, one_threshold=one_threshold)
            codes += read_codes(255 - seen, formats.all, one_threshold=one_threshold)
            yield from (found.placed(scale, left, top) for found in codes)


def _around(gray: Image, code: Code) -> tuple[Image, int, int]:
    across, down = [x for x, _ in code.corners], [y for _, y in code.corners]
    margin = 0.4 * max(max(across) - min(across), max(down) - min(down), 20.0)
    left, top = max(0, int(min(across) - margin)), max(0, int(min(down) - margin))
    right, bottom = int(max(across) + margin), int(max(down) + margin)
    return gray[top:bottom, left:right].copy(), left, top


def _toned(gray: Image, power: float) -> Image:
    import numpy as np

    table = (255 * (np.arange(256) / 255) ** power).astype(np.uint8)
    toned: Image = opencv().LUT(gray, table)
    return toned
