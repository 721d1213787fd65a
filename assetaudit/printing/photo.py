"""A photo or scan of a calibration page, measured: the paper's edges are found, then where each code really lies.

The four edges of the paper (light on a dark table; or the picture's own edges, for a flatbed scanner) give the
projection from the picture to millimetres of paper; the codes' centres in it are what the printer made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Protocol

from assetaudit.errors import PrintError
from assetaudit.printing.calibration import fit, target_of, undone
from assetaudit.printing.marks import PAPERS
from assetaudit.printing.sheet import Alignment

if TYPE_CHECKING:
    from PIL.Image import Image

Point = tuple[float, float]
Straight = tuple[float, float, float]
"""The points (x, y) with a x + b y + c = 0."""
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_NO_EDGES = "The edges of the paper cannot be made out."
_DARK_TABLE = "Lay the page on a dark table, and take all four of its edges into the picture."
_LEAST_CODES = 8
_SAMPLES = 160
"""Rows and columns that are looked along for an edge."""
_MOST_ERROR = 0.6
"""Millimetres that one code may be off the fit: more is a bent page or a lens that bends."""
_MOST_SCALING = 0.03
"""Beyond it what was taken for the paper's edges is something else."""
_MOST_DOTS = 120_000_000


class Pixel(Protocol):
    """A dot of a picture, as the code reader gives corners."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class _Seen:
    paper: str
    meant: Point
    """Millimetres."""
    centre: Point
    """Dots of the picture."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a picture of the page showed."""

    paper: str
    right: float
    """Millimetres that everything came out too far to the right."""
    down: float
    scale_across: float
    scale_down: float
    codes: int
    error: float
    """Millimetres that the worst code was off: how far the measurement can be trusted."""

    @property
    def alignment(self) -> Alignment:
        """What undoes it."""
        return undone(self.right, self.down, self.scale_across, self.scale_down)


def measure(file: Path) -> Measured:
    """Measure a picture of a calibration page; PrintError says what is wrong with it."""
    picture = _open(file)
    seen = _codes(picture)
    if len(seen) < _LEAST_CODES:
        msg = f"{file} shows {len(seen)} codes of a calibration page; {_LEAST_CODES} are needed."
        raise PrintError(msg, hint="Photograph the whole page from straight above, in good light and sharp.")
    corners = _corners(picture, [each.centre for each in seen])
    turned = [_measured(seen, corners[turn:] + corners[:turn]) for turn in range(4)]
    found = min(turned, key=lambda each: (min(each.scale_across, each.scale_down) < 0.5, each.error))
    if found.error > _MOST_ERROR:
        msg = f"The codes in {file} are up to {found.error:.1f} mm out of line, so the page cannot be measured by it."
        raise PrintError(msg, hint="Lay the page flat on a dark table, and photograph it from straight above.")
    if max(abs(found.scale_across - 1), abs(found.scale_down - 1)) > _MOST_SCALING:
        msg = f"{file} does not show the page to its edges, or the page was printed scaled."
        raise PrintError(msg, hint="Print it at 100 %, and take all four edges of the paper into the picture.")
    return found


def _measured(seen: Sequence[_Seen], corners: Sequence[Point]) -> Measured:
    """The measurement if the paper's corners are these, beginning at the upper left."""
    paper = seen[0].paper
    project = projection(corners, PAPERS[paper])
    places = [(each.meant, project(each.centre)) for each in seen]
    right, across, error_across = fit([(meant[0], place[0]) for meant, place in places])
    down, along, error_down = fit([(meant[1], place[1]) for meant, place in places])
    return Measured(paper, right, down, across, along, len(seen), max(error_across, error_down))


def _open(file: Path) -> Image:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(file) as opened:
            if opened.width * opened.height > _MOST_DOTS:
                msg = f"{file} has {opened.width} x {opened.height} dots, which is too large."
                raise PrintError(msg, hint="Save it smaller: 3,000 dots across are plenty.")
            return ImageOps.exif_transpose(opened).convert("L")
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError) as error:
        msg = f"The picture {file} cannot be read: {error}."
        raise PrintError(msg, hint="Give a photo or scan as JPEG or PNG.") from error


def _codes(picture: Image) -> list[_Seen]:
    import zxingcpp

    found = []
    for each in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])):
        target = target_of(each.text)
        if target is not None:
            corners = [getattr(each.position, name) for name in _CORNERS]
            centre = _meeting(_through(corners[0], corners[2]), _through(corners[1], corners[3]))
            found.append(_Seen(target[0], target[1:], centre))
    return found


def _through(first: Pixel, second: Pixel) -> Straight:
    """The line through the centres of two dots."""
    x1, y1, x2, y2 = first.x + 0.5, first.y + 0.5, second.x + 0.5, second.y + 0.5
    return y1 - y2, x2 - x1, x1 * y2 - x2 * y1


def _meeting(one: Straight, other: Straight) -> Point:
    below = one[0] * other[1] - other[0] * one[1]
    if abs(below) < 1e-12:
        raise PrintError(_NO_EDGES, hint=_DARK_TABLE)
    return (one[1] * other[2] - other[1] * one[2]) / below, (one[2] * other[0] - other[2] * one[0]) / below


def _corners(picture: Image, centres: Sequence[Point]) -> list[Point]:
    """Upper left, upper right, lower right and lower left corner of the paper in the picture."""
    from PIL import Image

    middle = _threshold(picture)
    rows, columns = (_between([centre[axis] for centre in centres]) for axis in (1, 0))
    left, right = _edges(picture, rows, middle)
    upper, lower = _edges(picture.transpose(Image.Transpose.TRANSPOSE), columns, middle)
    upright = [(1.0, -slope, -start) for start, slope in map(_line, (left, right))]
    level = [(-slope, 1.0, -start) for start, slope in map(_line, (upper, lower))]
    return [_meeting(level[row], upright[column]) for row, column in ((0, 0), (0, 1), (1, 1), (1, 0))]


def _between(values: Sequence[float]) -> range:
    """Rows or columns to look along: only those that certainly cross the paper."""
    first, last = int(min(values)), int(max(values))
    return range(first, last + 1, max(1, (last - first) // _SAMPLES))


def _threshold(picture: Image) -> float:
    """The level that parts light from dark best (Otsu's)."""
    counts = picture.histogram()
    total, whole = sum(counts), sum(level * count for level, count in enumerate(counts))
    best, level_of_best, below, dark = -1.0, 127, 0, 0
    for level, count in enumerate(counts):
        below, dark = below + count, dark + level * count
        if 0 < below < total:
            apart = dark / below - (whole - dark) / (total - below)
            score = below * (total - below) * apart * apart
            if score > best:
                best, level_of_best = score, level
    return level_of_best + 0.5


def _edges(picture: Image, rows: range, middle: float) -> tuple[list[Point], list[Point]]:
    """Along each row where the paper begins and ends: (row, edge) pairs, edges between dots."""
    width, data = picture.width, picture.tobytes()
    first: list[Point] = []
    last: list[Point] = []
    for row in rows:
        levels = data[row * width : (row + 1) * width]
        for found, edge in ((first, _begin(levels, middle)), (last, _begin(levels[::-1], middle))):
            if edge is not None:
                found.append((row + 0.5, edge if found is first else width - edge))
    return first, last


def _begin(levels: bytes, middle: float) -> float | None:
    """Where light begins that lasts for a fiftieth of the row."""
    run = max(4, len(levels) // 50)
    count = 0
    for at, level in enumerate(levels):
        count = count + 1 if level > middle else 0
        if count == run:
            start = at - run + 1
            if start == 0:
                return 0.0
            before, here = levels[start - 1], levels[start]
            return start + 0.5 - (here - middle) / (here - before)
    return None


def _line(points: Sequence[Point]) -> tuple[float, float]:
    """Start and slope of the straight line through most points: those far off it are left out, step by step."""
    kept = list(points)
    for _ in range(8):
        if len(kept) < _SAMPLES // 8:
            raise PrintError(_NO_EDGES, hint=_DARK_TABLE)
        start, slope = _least_squares(kept)
        off = [abs(start + slope * along - edge) for along, edge in kept]
        limit = max(3 * median(off), 0.5)
        closer = [point for point, far in zip(kept, off, strict=True) if far <= limit]
        if len(closer) == len(kept):
            break
        kept = closer
    return start, slope


def _least_squares(points: Sequence[Point]) -> tuple[float, float]:
    count = len(points)
    mean_along, mean_edge = (sum(point[axis] for point in points) / count for axis in (0, 1))
    spread = sum((along - mean_along) ** 2 for along, _ in points)
    if not spread:
        raise PrintError(_NO_EDGES, hint=_DARK_TABLE)
    slope = sum((along - mean_along) * (edge - mean_edge) for along, edge in points) / spread
    return mean_edge - slope * mean_along, slope


def projection(corners: Sequence[Point], size: tuple[float, float]) -> Callable[[Point], Point]:
    """What takes a point of the picture to millimetres of a paper whose corners are these, upper left first."""
    targets = ((0.0, 0.0), (size[0], 0.0), size, (0.0, size[1]))
    rows = []
    for (x, y), (u, v) in zip(corners, targets, strict=True):
        rows.append([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u])
        rows.append([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v])
    a, b, c, d, e, f, g, h = _solved(rows)

    def project(point: Point) -> Point:
        x, y = point
        below = g * x + h * y + 1
        return (a * x + b * y + c) / below, (d * x + e * y + f) / below

    return project


def _solved(rows: list[list[float]]) -> list[float]:
    """The unknowns of as many linear equations (Gauss, largest pivot first)."""
    count = len(rows)
    for at in range(count):
        best = max(range(at, count), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        if abs(rows[at][at]) < 1e-12:
            raise PrintError(_NO_EDGES, hint=_DARK_TABLE)
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(count):
            if row != at:
                factor = rows[row][at]
                rows[row] = [value - factor * top for value, top in zip(rows[row], rows[at], strict=True)]
    return [row[-1] for row in rows]
