"""Themes: four looks of the same screen; tones are told apart by the colour-blind (palette of Okabe and Ito, 2008).

A console with sixteen colours has each of them in its own colours: a terminal that takes the nearest makes the green
of a verdict grey.
"""

from __future__ import annotations

from textual.theme import Theme

_TONES_DARK = {
    "right": "#0a7a5a",
    "attention": "#e69f00",
    "wrong": "#c8451b",
    "neutral": "#2b5f87",
    "on-right": "#ffffff",
    "on-attention": "#000000",
    "on-wrong": "#ffffff",
    "on-neutral": "#ffffff",
    "ink-right": "#3fc79c",
    "ink-attention": "#f0b429",
    "ink-wrong": "#ff8a5c",
    "ink-neutral": "#8ec6ee",
    "quiet": "#8a96a3",
    "mark": "#2f6fa3",
    "on-mark": "#ffffff",
}
_TONES_LIGHT = _TONES_DARK | {
    "right": "#006b4e",
    "neutral": "#1f5a8a",
    "ink-right": "#00664a",
    "ink-attention": "#8a5a00",
    "ink-wrong": "#b03208",
    "ink-neutral": "#1f5a8a",
    "quiet": "#5a6570",
    "mark": "#1f5a8a",
}
_TONES_CONTRAST = _TONES_DARK | {
    "right": "#00c896",
    "attention": "#ffd000",
    "wrong": "#ff6a3d",
    "neutral": "#9fd8ff",
    "on-right": "#000000",
    "on-wrong": "#000000",
    "on-neutral": "#000000",
    "ink-right": "#4dffce",
    "ink-attention": "#ffe04d",
    "ink-wrong": "#ff9c7a",
    "ink-neutral": "#b8e4ff",
    "quiet": "#d0d0d0",
    "mark": "#ffffff",
    "on-mark": "#000000",
}

THEMES = (
    Theme(
        name="dark",
        primary="#56b4e9",
        secondary="#2b5f87",
        background="#10151b",
        surface="#161d25",
        panel="#1e2832",
        foreground="#e6ebf0",
        variables=_TONES_DARK,
    ),
    Theme(
        name="light",
        primary="#1f5a8a",
        secondary="#1f5a8a",
        background="#f7f8fa",
        surface="#eceff3",
        panel="#dfe4ea",
        foreground="#14181c",
        dark=False,
        variables=_TONES_LIGHT,
    ),
    Theme(
        name="high-contrast",
        primary="#ffffff",
        secondary="#9fd8ff",
        background="#000000",
        surface="#000000",
        panel="#1a1a1a",
        foreground="#ffffff",
        variables=_TONES_CONTRAST,
    ),
    Theme(
        name="cold-aisle",
        primary="#8ec6ee",
        secondary="#2b5f87",
        background="#0b1a2b",
        surface="#10233a",
        panel="#183150",
        foreground="#f2f7fc",
        variables=_TONES_DARK | {"quiet": "#9caab8"},
    ),
)
_SIXTEEN_DARK = {
    "right": "#00aa00",
    "attention": "#ffff55",
    "wrong": "#aa0000",
    "neutral": "#0000aa",
    "on-right": "#000000",
    "on-attention": "#000000",
    "on-wrong": "#ffffff",
    "on-neutral": "#ffffff",
    "ink-right": "#55ff55",
    "ink-attention": "#ffff55",
    "ink-wrong": "#ff5555",
    "ink-neutral": "#55ffff",
    "quiet": "#aaaaaa",
    "mark": "#00aaaa",
    "on-mark": "#000000",
}
"""Colours of the console itself: green, yellow, red and blue, whichever shades it gives them."""
_SIXTEEN_LIGHT = _SIXTEEN_DARK | {
    "ink-right": "#00aa00",
    "ink-attention": "#aa5500",
    "ink-wrong": "#aa0000",
    "ink-neutral": "#0000aa",
    "quiet": "#555555",
    "mark": "#0000aa",
    "on-mark": "#ffffff",
}
_FEW = "-16"


def _with_few_colours(theme: Theme) -> Theme:
    ground, ink = ("#000000", "#ffffff") if theme.dark else ("#ffffff", "#000000")
    return Theme(
        name=theme.name + _FEW,
        primary="#00aaaa" if theme.dark else "#0000aa",
        secondary="#0000aa",
        background=ground,
        surface=ground,
        panel=ground,
        foreground=ink,
        dark=theme.dark,
        variables=_SIXTEEN_DARK if theme.dark else _SIXTEEN_LIGHT,
    )


FEW_COLOURS = tuple(_with_few_colours(theme) for theme in THEMES)
NAMES = tuple(theme.name for theme in THEMES)
DEFAULT = NAMES[0]


def fitting(wish: str, *, few_colours: bool) -> str:
    """The name of the theme that was wished for, as this terminal can show it."""
    name = wish if wish in NAMES else DEFAULT
    return name + _FEW if few_colours else name
