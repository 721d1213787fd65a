"""Lines of text drawn by the terminal row: one way to colour, to cut, and to keep foreign text from acting.

Everything that screens show of reads and registers comes through here: each part is made printable, none is markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from assetaudit.identify.clean import printable
from assetaudit.ui.alphabet import Alphabet

if TYPE_CHECKING:
    from assetaudit.model.verdict import Tone


class Part(NamedTuple):
    """A piece of a line; ``style`` is words such as ``bold quiet``, ``ink-wrong`` or ``band-right``."""

    text: str
    style: str = ""


Line = Sequence[Part]
BLANK: Line = ()
_WORD = re.compile(r"\s+|\S+")
_SPACED_FROM = 6
"""Rows that a widget must have before its lines are set apart."""


def ink(tone: Tone) -> str:
    """Style of text in a tone."""
    return f"ink-{tone.value}"


def band(tone: Tone) -> str:
    """Style of text on a band of a tone."""
    return f"band-{tone.value}"


@lru_cache(maxsize=4096)
def safe(text: str) -> str:
    """The text with visible placeholders for whatever is not printable."""
    return printable(text, 500)


def fit(text: str, width: int) -> str:
    """The text in exactly ``width`` columns: cut with an ellipsis, or filled up."""
    text = safe(text)
    if cell_len(text) > width:
        text = set_cell_size(text, max(0, width - 1)) + "…" if width > 0 else ""
    return set_cell_size(text, width)


def fit_end(text: str, width: int) -> str:
    """The text in exactly ``width`` columns; where it is too long its end is kept, which tells places apart."""
    text = safe(text)
    while cell_len(text) > width and text:
        text = "…" + text[2:] if text.startswith("…") else "…" + text[1:]
    return set_cell_size(text, width)


def length(line: Line) -> int:
    """Columns that a line takes."""
    return sum(cell_len(safe(part.text)) for part in line)


def between(left: Line, right: Line, width: int) -> Line:
    """One line with something at each end; the left end gives way."""
    room = width - length(right)
    return [*cut(left, room - 1), Part(" " * max(1, room - min(length(left), room - 1))), *right]


def cut(line: Line, width: int) -> Line:
    """A line in at most ``width`` columns."""
    kept, room = [], width
    for part in line:
        size = cell_len(safe(part.text))
        if size > room:
            if room > 0:
                kept.append(Part(fit(part.text, room), part.style))
            break
        kept.append(part)
        room -= size
    return kept


def wrap(line: Line, width: int, hang: int | None = None) -> list[Line]:
    """A line in as many as it takes; what stands before its text, blanks or a label, indents those that follow."""
    if length(line) <= width or width <= 0:
        return [line]
    hang = _hang(line, width) if hang is None else hang
    rows: list[list[Part]] = [[]]
    for word, style in _words(line, max(1, width - hang)):
        if length(rows[-1]) + cell_len(word) > width and word.strip():
            rows.append([Part(" " * hang)])
        if word.strip() or length(rows[-1]) < width:
            rows[-1].append(Part(word, style))
    return list(rows)


def _hang(line: Line, width: int) -> int:
    label = line[0].text if len(line) > 1 and line[0].text.endswith(" ") else ""
    text = "".join(part.text for part in line)
    return cell_len(label) if 0 < cell_len(label) <= width // 2 else len(text) - len(text.lstrip())


def _words(line: Line, longest: int) -> Iterator[tuple[str, str]]:
    """Words and the blanks between them with their style; what no row could hold comes in pieces."""
    for part in line:
        for word in _WORD.findall(safe(part.text)):
            for start in range(0, len(word), longest):
                yield word[start : start + longest], part.style


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most that many characters; long words are cut by the drawing."""
    rows = [""]
    for word in text.split():
        if rows[-1] and len(rows[-1]) + 1 + len(word) > width:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


class Lines(Widget, can_focus=False):
    """A widget that is a list of lines, drawn anew when it is told to."""

    DEFAULT_CSS = "Lines { height: 1; width: 1fr; }"
    SPACED = False
    """Whether its rows stand apart where large targets are wished for."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self._drawn: tuple[tuple[int, int, str], list[Strip]] | None = None

    def lines(self, size: Size) -> Sequence[Line]:
        """What to show in that many columns and rows."""
        raise NotImplementedError

    @property
    def alphabet(self) -> Alphabet:
        """Which signs may be used."""
        found = getattr(self.app, "alphabet", None)
        return found if isinstance(found, Alphabet) else Alphabet()

    def redraw(self) -> None:
        """Draw the lines anew."""
        self._drawn = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row, from the lines that were last drawn."""
        strips = self._strips()
        return strips[y] if y < len(strips) else Strip.blank(self.size.width, self._base)

    @property
    def _base(self) -> Style:
        return self.rich_style

    def _strips(self) -> list[Strip]:
        mark = (self.size.width, self.size.height, self.app.theme)
        if self._drawn is None or self._drawn[0] != mark:
            lines = self._spaced()
            self._drawn = (mark, [self._strip(line, self.size.width) for line in lines[: self.size.height]])
        return self._drawn[1]

    def _spaced(self) -> Sequence[Line]:
        if not self.SPACED or getattr(self.app, "density", "") != "large" or self.size.height < _SPACED_FROM:
            return self.lines(self.size)
        lines = self.lines(Size(self.size.width, (self.size.height + 1) // 2))
        return [row for line in lines for row in (line, BLANK)]

    def _strip(self, line: Line, width: int) -> Strip:
        base = self._base
        draw = self.alphabet.draw
        variables = self.app.theme_variables
        segments = [Segment(draw(safe(part.text)), base + _style(part.style, variables)) for part in line if part.text]
        filler = segments[-1].style if segments and line[-1].style.startswith("band-") else base
        return Strip(segments).adjust_cell_length(width, filler)


def _style(words: str, variables: dict[str, str]) -> Style:
    return _styles(words, tuple(variables.get(name, "") for name in _names(words)))


def _names(words: str) -> list[str]:
    names = []
    for word in words.split():
        if word.startswith("band-"):
            names += [word.removeprefix("band-"), word.replace("band-", "on-", 1)]
        elif word not in ("bold", "reverse", "underline"):
            names.append(word)
    return names


@lru_cache(maxsize=512)
def _styles(words: str, colours: tuple[str, ...]) -> Style:
    rest = list(colours)
    style = Style()
    for word in words.split():
        if word in ("bold", "reverse", "underline"):
            style += Style.parse(word)
        elif word.startswith("band-"):
            back, front = rest.pop(0), rest.pop(0)
            style += Style(color=front or None, bgcolor=back or None, bold=True)
        else:
            style += Style(color=rest.pop(0) or None)
    return style
