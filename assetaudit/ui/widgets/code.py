"""A QR code on the screen, which a camera or a scanner takes from there."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

_PAPER = Style(color="#ffffff", bgcolor="#000000")
"""The same in every theme: full blocks are the light modules."""


class Code(Widget, can_focus=False):
    """A code in half blocks."""

    DEFAULT_CSS = "Code { height: auto; width: auto; }"

    def __init__(self) -> None:
        super().__init__(id="code")
        self._lines: Sequence[str] = ()

    def show(self, lines: Sequence[str]) -> None:
        """Show a code; no lines show nothing."""
        self._lines = lines
        self.styles.height = len(lines)
        self.styles.width = max(map(len, lines), default=0)
        self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        """One row of cells."""
        return Strip([Segment(self._lines[y], _PAPER)] if y < len(self._lines) else [])
