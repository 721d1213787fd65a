"""What a camera sees, in half blocks: two pixels a character cell, with a box around every code that was read.

Half blocks work in every terminal. Pictures by the Kitty or Sixel protocols would need questions to the terminal whose
answers arrive among the keys, where a scanner's codes arrive too; that is why they are not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from assetaudit.identify.clean import printable
from assetaudit.ui.alphabet import Alphabet
from assetaudit.ui.notes import SightNote

_GRAYS = " .:-=+*#%@"
_BOX = (0, 255, 64)
_LABEL = Style(color="#000000", bgcolor="#00ff40", bold=True)


class Preview(Widget, can_focus=False):
    """The newest picture of a camera."""

    DEFAULT_CSS = "Preview { height: 1fr; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__(id="preview")
        self.sight: SightNote | None = None
        self._strips: list[Strip] = []

    def show(self, sight: SightNote) -> None:
        """Show a picture."""
        self.sight = sight
        self._strips = drawn(sight, self.size.width, unicode=self._unicode)
        self.refresh()

    @property
    def _unicode(self) -> bool:
        alphabet = getattr(self.app, "alphabet", None)
        return alphabet.unicode if isinstance(alphabet, Alphabet) else True

    def render_line(self, y: int) -> Strip:
        """One row of cells."""
        width = self.size.width
        return self._strips[y] if y < len(self._strips) else Strip.blank(width, self.rich_style)


def drawn(sight: SightNote, width: int, *, unicode: bool) -> list[Strip]:
    """A picture as rows of cells, in the middle of the width."""
    pixels = bytearray(sight.rgb)
    for box in sight.boxes:
        _outline(pixels, sight.width, sight.height, box.corners)
    left = max(0, (width - sight.width) // 2)
    labels = _labels(sight)
    rows = []
    for row in range((sight.height + 1) // 2):
        cells = _cells(pixels, sight.width, sight.height, row) if unicode else _gray(pixels, sight.width, row)
        strip = Strip([Segment(" " * left), *_runs(cells)])
        for column, text in labels.get(row, ()):
            strip = _over(strip, left + column, text)
        rows.append(strip.adjust_cell_length(width))
    return rows


def _cells(pixels: bytearray, width: int, height: int, row: int) -> Iterator[tuple[str, Style]]:
    top = 2 * row * width * 3
    under = top + width * 3 if 2 * row + 1 < height else top
    for x in range(0, width * 3, 3):
        upper = pixels[top + x] >> 4, pixels[top + x + 1] >> 4, pixels[top + x + 2] >> 4
        lower = pixels[under + x] >> 4, pixels[under + x + 1] >> 4, pixels[under + x + 2] >> 4
        yield "▀", _style(upper, lower)


def _gray(pixels: bytearray, width: int, row: int) -> Iterator[tuple[str, Style]]:
    top = 2 * row * width * 3
    for x in range(0, width * 3, 3):
        light = (pixels[top + x] * 3 + pixels[top + x + 1] * 6 + pixels[top + x + 2]) // 10
        yield _GRAYS[light * len(_GRAYS) // 256], Style.null()


@lru_cache(maxsize=65536)
def _style(upper: tuple[int, int, int], lower: tuple[int, int, int]) -> Style:
    """Colours in steps of sixteen: runs of one colour become one piece of output."""
    return Style(color=_colour(upper), bgcolor=_colour(lower))


def _colour(steps: tuple[int, int, int]) -> str:
    return "#" + "".join(f"{step * 17:02x}" for step in steps)


def _runs(cells: Iterator[tuple[str, Style]]) -> Iterator[Segment]:
    """Neighbouring cells of one style as one segment."""
    text, style = "", Style.null()
    for char, own in cells:
        if own is not style and text:
            yield Segment(text, style)
            text = ""
        text, style = text + char, own
    if text:
        yield Segment(text, style)


def _outline(pixels: bytearray, width: int, height: int, corners: Sequence[tuple[float, float]]) -> None:
    points = [(x * (width - 1), y * (height - 1)) for x, y in corners]
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], *points[:1]], strict=True):
        steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0))))
        for step in range(steps + 1):
            x, y = round(x0 + (x1 - x0) * step / steps), round(y0 + (y1 - y0) * step / steps)
            if 0 <= x < width and 0 <= y < height:
                at = (y * width + x) * 3
                pixels[at : at + 3] = bytes(_BOX)


def _labels(sight: SightNote) -> dict[int, list[tuple[int, str]]]:
    """The text of each code over its box, by row."""
    found: dict[int, list[tuple[int, str]]] = {}
    for box in sight.boxes:
        if not box.corners:
            continue
        text = f" {printable(box.text, 28)} "
        x = min(corner[0] for corner in box.corners) * sight.width
        y = min(corner[1] for corner in box.corners) * sight.height
        column = max(0, min(int(x), sight.width - len(text)))
        found.setdefault(max(0, int(y / 2) - 1), []).append((column, text))
    return found


def _over(strip: Strip, column: int, text: str) -> Strip:
    width = strip.cell_length
    if column + len(text) > width:
        return strip
    return Strip.join([strip.crop(0, column), Strip([Segment(text, _LABEL)]), strip.crop(column + len(text), width)])
