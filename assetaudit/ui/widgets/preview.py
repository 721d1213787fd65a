"""What a camera sees, with a box around every code that was read.

In half blocks, two pixels a character cell, which works in every terminal; in its own pixels where the terminal is
known to draw them (see ``kitty``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from assetaudit.identify.clean import printable
from assetaudit.ui import kitty
from assetaudit.ui.alphabet import Alphabet
from assetaudit.ui.notes import SightNote

_GRAYS = " .:-=+*#%@"
_BOX = (0, 255, 64)
_LABEL = Style(color="#000000", bgcolor="#00ff40", bold=True)
_HALF_BLOCK = (1, 2)
"""Pixels across and down that a cell shows."""


class Preview(Widget, can_focus=False):
    """The newest picture of a camera."""

    DEFAULT_CSS = "Preview { height: 1fr; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__(id="preview")
        self.sight: SightNote | None = None
        self._strips: list[Strip] = []

    @property
    def pixels(self) -> tuple[int, int]:
        """What fits in: pixels across and down."""
        width, height = self.size
        if self._send is None:
            return width * _HALF_BLOCK[0], height * _HALF_BLOCK[1]
        return min(width, kitty.MOST) * kitty.CELL[0], min(height, kitty.MOST) * kitty.CELL[1]

    def show(self, sight: SightNote) -> None:
        """Show a picture."""
        self.sight = sight
        send = self._send
        if send is None:
            self._strips = drawn(sight, self.size.width, unicode=self._unicode)
        else:
            columns, rows = -(-sight.width // kitty.CELL[0]), -(-sight.height // kitty.CELL[1])
            send(kitty.sent(bytes(_outlined(sight)), sight.width, sight.height, columns, rows))
            self._strips = _placed(
                sight, [kitty.cells(columns, row) for row in range(rows)], self.size.width, kitty.CELL
            )
        self.refresh()

    def on_unmount(self) -> None:
        """Leave no picture behind in the terminal."""
        if self._send is not None:
            self._send(kitty.forgotten())

    @property
    def _send(self) -> Callable[[str], None] | None:
        """What brings sequences to a terminal that draws pictures; None where it does not, or is none."""
        send: Callable[[str], None] | None = getattr(self.app._driver, "send", None)  # noqa: SLF001 - Textual has no other way
        return send if send is not None and self._unicode and kitty.drawn_by(os.environ) else None

    @property
    def _unicode(self) -> bool:
        alphabet = getattr(self.app, "alphabet", None)
        return alphabet.unicode if isinstance(alphabet, Alphabet) else True

    def render_line(self, y: int) -> Strip:
        """One row of cells."""
        width = self.size.width
        return self._strips[y] if y < len(self._strips) else Strip.blank(width, self.rich_style)


def drawn(sight: SightNote, width: int, *, unicode: bool) -> list[Strip]:
    """A picture as rows of cells of two pixels each, in the middle of the width."""
    pixels = _outlined(sight)
    rows = []
    for row in range((sight.height + 1) // 2):
        rows.append(
            _runs(_cells(pixels, sight.width, sight.height, row) if unicode else _gray(pixels, sight.width, row))
        )
    return _placed(sight, rows, width, _HALF_BLOCK)


def _placed(sight: SightNote, rows: Sequence[Iterator[Segment]], width: int, cell: tuple[int, int]) -> list[Strip]:
    """Rows in the middle of the width, with the text of each code over its box."""
    left = max(0, (width - -(-sight.width // cell[0])) // 2)
    labels = _labels(sight, cell)
    strips = []
    for row, segments in enumerate(rows):
        strip = Strip([Segment(" " * left), *segments])
        for column, text in labels.get(row, ()):
            strip = _over(strip, left + column, text)
        strips.append(strip.adjust_cell_length(width))
    return strips


def _outlined(sight: SightNote) -> bytearray:
    """The pixels, with a box around every code."""
    pixels = bytearray(sight.rgb)
    for box in sight.boxes:
        _outline(pixels, sight.width, sight.height, box.corners)
    return pixels


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


def _labels(sight: SightNote, cell: tuple[int, int]) -> dict[int, list[tuple[int, str]]]:
    """The text of each code over its box, by row."""
    found: dict[int, list[tuple[int, str]]] = {}
    for box in sight.boxes:
        if not box.corners:
            continue
        text = f" {printable(box.text, 28)} "
        x = min(corner[0] for corner in box.corners) * sight.width / cell[0]
        y = min(corner[1] for corner in box.corners) * sight.height / cell[1]
        column = max(0, min(int(x), sight.width // cell[0] - len(text)))
        found.setdefault(max(0, int(y) - 1), []).append((column, text))
    return found


def _over(strip: Strip, column: int, text: str) -> Strip:
    width = strip.cell_length
    if column + len(text) > width:
        return strip
    return Strip.join([strip.crop(0, column), Strip([Segment(text, _LABEL)]), strip.crop(column + len(text), width)])
