"""Texts of a report as its pages draw them: measured, wrapped into lines, and remembered, since they come again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from assetaudit.pdf import PdfFile, fonts
from assetaudit.pdf.fonts import visual
from assetaudit.pdf.letters import Letters, Used

_KEPT = 4_000
"""Wrapped texts that are remembered before the memory is cleared: names of models and owners come again and again."""
_BREAKS = frozenset("/:;,-_#|")
_LIST = "; "
"""Between the places of a list, whose last one's end says nothing of the others."""
_ELSEWHERE = "\0"
"""Marks a character that the first font of a face lacks."""
_CONTROL = re.compile("[\u2400-\u2421]")
"""Pictures of controls, which stand for what must not be drawn."""


class Line(NamedTuple):
    """One line of a text, ready to be drawn."""

    text: str
    operators: str
    width: float
    """In points."""


class Face:
    """A weight of a report: texts measured, wrapped and drawn, the fonts that were used embedded at the end."""

    def __init__(self, face: fonts.Face) -> None:
        self._face = face
        self._letters = Letters(face)
        self.first = face.first.name
        self._plain = _Glyphs(self._letters.first)
        self._widths = face.widths
        self._lines: dict[tuple[str, float, float, int, bool], tuple[Line, ...]] = {}

    def embed(self, file: PdfFile) -> str:
        """Write the fonts that were used; entries for the pages' resources."""
        return self._letters.embed(file)

    def width(self, text: str, size: float) -> float:
        """Width in points."""
        return sum(map(self._widths.__getitem__, text)) * size / 1000

    def show(self, text: str, size: float) -> str:
        """The operators that draw a text at the current point, in the first font's size."""
        plain = text.translate(self._plain)
        if _ELSEWHERE not in plain:
            return f"<{plain}>Tj"
        return f"{self._letters.show(visual(text), size)} /{self.first} {size:g} Tf"

    def printed(self, text: str) -> str:
        """The text with code points in place of the characters that no font has."""
        if text.isascii():
            return text
        return self._face.readable(_CONTROL.sub(_code_point, text))

    def lines(self, text: str, width: float, size: float, most: int, *, place: bool = False) -> tuple[Line, ...]:
        """Wrap a text to a width in points; what does not fit into the most lines is cut with an ellipsis.

        A place is cut before its end, since a rack and a unit tell it from its neighbours.
        """
        key = (text, width, size, most, place and _LIST not in text)
        lines = self._lines.get(key)
        if lines is None:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            lines = self._lines[key] = tuple(self._lined(*key[:-1], place=key[-1]))
        return lines

    def _lined(self, text: str, width: float, size: float, most: int, *, place: bool) -> Iterator[Line]:
        printed = self.printed(text)
        whole = self.width(printed, size)
        if whole <= width:
            if printed:
                yield Line(printed, self.show(printed, size), whole)
            return
        for part in self._wrap(printed, width * 1000 / size, most, place=place):
            yield Line(part, self.show(part, size), self.width(part, size))

    def _wrap(self, text: str, width: float, most: int, *, place: bool) -> list[str]:
        lines: list[str] = []
        while text:
            edges = list(accumulate(map(self._widths.__getitem__, text)))
            if edges[-1] <= width:
                return [*lines, text]
            if len(lines) == most - 1:
                room = width - self._widths["…"]
                return [*lines, self._end(text, room) if place else _start(text, edges, room)]
            end = _break_before(text, max(bisect_right(edges, width), 1))
            lines.append(text[:end].rstrip())
            text = text[end:].lstrip()
        return lines

    def _end(self, place: str, room: float) -> str:
        """As many of a place's last parts as there is room for, or the end of its last one."""
        edges = list(accumulate(map(self._widths.__getitem__, reversed(place))))
        first = len(place) - max(bisect_right(edges, room), 1)
        part = place.find("/", first)
        return "…" + place[first if part < 0 else part :]


class _Glyphs(dict[int, str]):
    """Code point to hex digits of the first font's glyph, for ``str.translate``."""

    def __init__(self, used: Used) -> None:
        super().__init__()
        self._used = used

    def __missing__(self, code: int) -> str:
        self[code] = self._used[chr(code)] if self._used.font.has(chr(code)) else _ELSEWHERE
        return self[code]


def regular() -> Face:
    """The upright face of running text."""
    return Face(fonts.face(bold=False))


def bold() -> Face:
    """The face of titles and figures."""
    return Face(fonts.face(bold=True))


def _start(text: str, edges: list[int], room: float) -> str:
    """As much of a text as there is room for; ``edges`` are where its characters end."""
    return text[: max(bisect_right(edges, room), 1)].rstrip() + "…"


def _break_before(text: str, end: int) -> int:
    """Where a line of at most ``end`` characters ends: after a blank or a sign, or in the middle of a long word."""
    blank = text.rfind(" ", end // 3, end + 1)
    if blank > 0:
        return blank
    for position in range(end, end // 3, -1):
        if text[position - 1] in _BREAKS:
            return position
    return end


def _code_point(control: re.Match[str]) -> str:
    """The control itself, where a picture stands for one."""
    code = 0x7F if control[0] == "\N{SYMBOL FOR DELETE}" else ord(control[0]) - 0x2400
    return f"<U+{code:04X}>"
