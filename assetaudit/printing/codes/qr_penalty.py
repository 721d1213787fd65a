"""The penalty that picks a QR mask (ISO/IEC 18004:2015, 7.8.3), scored for a whole symbol at once by shifts.

Every module is one bit of an integer, so "equal to its left neighbour" is one XOR for all modules; the light padding
between the rows keeps one row from running into the next. What lies outside the symbol counts as light.
"""

from __future__ import annotations

from functools import lru_cache

from assetaudit.printing.codes.qr_geometry import Geometry

_MARGIN = 4
"""Light rows above and below, so that a finder-like pattern at an edge has its four light modules."""


@lru_cache(maxsize=40)
def _areas(size: int, stride: int) -> tuple[int, int, int]:
    """Modules with a left neighbour, modules with an upper neighbour, and everything with its margins."""
    line = ((1 << size) - 1) << (stride - size)
    without_first = line ^ (1 << (stride - 1))
    across = sum(without_first << (stride * row) for row in range(size))
    down = sum(line << (stride * row) for row in range(size - 1))
    return across, down, (1 << (stride * (size + 2 * _MARGIN))) - 1


def penalty(shape: Geometry, modules: int) -> int:
    """Points against a symbol; the mask with the fewest is taken."""
    stride = shape.stride
    across_area, down_area, everything = _areas(shape.size, stride)
    across = (modules ^ (modules >> 1) ^ across_area) & across_area
    down = (modules ^ (modules >> stride) ^ down_area) & down_area
    blocks = (across & (across >> stride) & down).bit_count()
    dark = modules << (stride * _MARGIN)
    light = dark ^ everything
    finders = _finders(dark, light, 1) + _finders(dark, light, stride)
    area = shape.size * shape.size
    balance = abs(2 * modules.bit_count() - area) * 10 // area
    return _runs(across, 1) + _runs(down, stride) + 3 * blocks + 40 * finders + 10 * balance


def _runs(same: int, step: int) -> int:
    """Three points for five modules of one colour in line, and one for each further."""
    pairs = same & (same >> step)
    five = pairs & (pairs >> (2 * step))
    return 3 * five.bit_count() - 2 * (five & (five >> step)).bit_count()


def _finders(dark: int, light: int, step: int) -> int:
    """How often 1:1:3:1:1 stands in line with four light modules before it or after it."""
    pair = dark & (dark >> step)
    core = dark & (pair >> (2 * step)) & (dark >> (4 * step)) & (dark >> (6 * step))
    core &= (light >> step) & (light >> (5 * step))
    pairs = light & (light >> step)
    four = pairs & (pairs >> (2 * step))
    return (core & (four >> (7 * step))).bit_count() + (core & (four << (4 * step))).bit_count()
