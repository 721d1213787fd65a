"""One page that is being drawn: texts, lines, boxes and signs, in points from the lower left corner."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from assetaudit.reports.pdf.fonts import Face

WIDTH, HEIGHT = 595.28, 841.89
"""A4 (ISO 216) in points."""
MARGIN = 42.0
INNER = WIDTH - 2 * MARGIN
INK, GREY, RULE, PALE, ACCENT = "#1c2430", "#5d6775", "#d5dae1", "#f3f5f8", "#16486b"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks."""

    face: Face
    size: float
    colour: str = INK

    def width(self, text: str) -> float:
        """Width of a text in points."""
        return self.face.width(self.face.printed(text), self.size)

    def lines(self, text: str, width: float, most: int = 99, *, place: bool = False) -> tuple[str, ...]:
        """A text wrapped to a width, cut after the most lines; a place before its end."""
        return tuple(line.text for line in self.face.lines(text, width, self.size, most, place=place))


@dataclass(frozen=True, slots=True)
class Styles:
    """Every style of a report, from one pair of faces."""

    title: Style
    heading: Style
    figure: Style
    label: Style
    text: Style
    strong: Style
    small: Style
    small_strong: Style
    faint: Style

    @classmethod
    def of(cls, regular: Face, bold: Face) -> Styles:
        """The scale: 22, 13, 19, then texts of 8.5 and 7.5 points."""
        return cls(
            title=Style(bold, 22),
            heading=Style(bold, 13, ACCENT),
            figure=Style(bold, 19),
            label=Style(bold, 7, GREY),
            text=Style(regular, 8.5),
            strong=Style(bold, 8.5),
            small=Style(regular, 7.5),
            small_strong=Style(bold, 7.5),
            faint=Style(regular, 7, GREY),
        )


class Page:
    """The operators of one page."""

    def __init__(self) -> None:
        self.operators: list[str] = []

    def text(self, x: float, y: float, text: str, style: Style, *, colour: str = "") -> float:
        """Draw a text with its base line's left end at a point; returns where it ends."""
        shown = style.face.printed(text)
        self.operators.append(
            f"BT {ink(colour or style.colour)} rg /{style.face.first} {style.size:g} Tf"
            f" {x:.2f} {y:.2f} Td {style.face.show(shown, style.size)} ET"
        )
        return x + style.face.width(shown, style.size)

    def text_right(self, x: float, y: float, text: str, style: Style, *, colour: str = "") -> None:
        """Draw a text that ends at a point."""
        self.text(x - style.width(text), y, text, style, colour=colour)

    def lines(self, x: float, y: float, lines: tuple[str, ...], style: Style, leading: float) -> float:
        """Draw lines downwards; returns the base line that would come next."""
        for line in lines:
            self.text(x, y, line, style)
            y -= leading
        return y

    def rule(self, x: float, y: float, width: float, *, colour: str = RULE, weight: float = 0.5) -> None:
        """Draw a level line."""
        self.operators.append(f"{ink(colour)} RG {weight:g} w {x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S")

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a box whose lower left corner is given."""
        self.operators.append(f"{ink(colour)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def sign(self, x: float, y: float, sign: str, style: Style, *, colour: str = "") -> None:
        """Draw a sign in the middle of three quarters of its size; those that no shipped font has, as strokes."""
        strokes = _STROKES.get(sign)
        if strokes is None:
            self.text(x + (style.size * 0.74 - style.width(sign)) / 2, y, sign, style, colour=colour)
            return
        scale, stroke = style.size / 10, ink(colour or style.colour)
        self.operators.append(f"q {stroke} RG 1.1 w 1 J 1 j {scale:.3f} 0 0 {scale:.3f} {x:.2f} {y:.2f} cm {strokes} Q")


@cache
def ink(colour: str) -> str:
    """``#rrggbb`` as three numbers from 0 to 1."""
    return " ".join(f"{int(colour[start : start + 2], 16) / 255:.3f}".rstrip("0").rstrip(".") for start in (1, 3, 5))


def _circle(centre: float, radius: float) -> str:
    """Four Bezier curves; 0.5523 makes them round to 0.03 %."""
    c, r, k = centre, radius, radius * 0.5523
    return (
        f"{c + r:.2f} {c:.2f} m {c + r:.2f} {c + k:.2f} {c + k:.2f} {c + r:.2f} {c:.2f} {c + r:.2f} c"
        f" {c - k:.2f} {c + r:.2f} {c - r:.2f} {c + k:.2f} {c - r:.2f} {c:.2f} c"
        f" {c - r:.2f} {c - k:.2f} {c - k:.2f} {c - r:.2f} {c:.2f} {c - r:.2f} c"
        f" {c + k:.2f} {c - r:.2f} {c + r:.2f} {c - k:.2f} {c + r:.2f} {c:.2f} c"
    )


_STROKES = {
    "✓": "0.6 3.6 m 2.8 1.0 l 6.8 6.8 l S",
    "⊘": f"{_circle(3.6, 3.1)} S 1.5 1.5 m 5.7 5.7 l S",
    "○": f"{_circle(3.6, 2.9)} S",
    "×": "1 1 m 6 6 l S 1 6 m 6 1 l S",
    "↔": "0.4 3.5 m 7.4 3.5 l S 2.2 5.3 m 0.4 3.5 l 2.2 1.7 l S 5.6 5.3 m 7.4 3.5 l 5.6 1.7 l S",
}
"""Paths in a field of ten units, on the base line."""
