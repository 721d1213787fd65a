"""Typefaces of labels and reports: Noto Sans first, then fonts for scripts that it lacks; all under free licences.

Noto Sans (Latin, Greek, Cyrillic, Vietnamese, Devanagari) and FiraGO (Georgian, Thai, Hebrew, Arabic) come with the
package ``pymupdf-fonts`` under the SIL Open Font License; where ``weblate-fonts`` (extra ``fonts``) is installed,
Chinese, Japanese and Korean print as well. What no font can draw is printed as its code point, never left out.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from importlib import import_module, resources
from importlib.util import find_spec
from typing import TYPE_CHECKING

from assetaudit.errors import PrintError
from assetaudit.pdf.arabic import joined

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFontFile

_SHIPPED = {False: ("notos", "figo"), True: ("notosbo", "figbo")}
_FURTHER = ("weblate_fonts", "static", "weblate_fonts", "kurinto", "ttf")
_ARABIC = re.compile("[\u0600-\u06ff]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+(?:[ .,]+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+)*"
)


class Font:
    """One font file."""

    def __init__(self, name: str, data: bytes) -> None:
        from reportlab.pdfbase.ttfonts import TTFontFile

        self.name = name
        """Its name in a page's resources."""
        self.data = data
        """The font file."""
        self.file: TTFontFile = TTFontFile(io.BytesIO(data))

    def has(self, character: str) -> bool:
        """Whether it can draw a character."""
        return ord(character) in self.file.charToGlyph

    def width(self, character: str) -> int:
        """Advance width in thousandths of the size."""
        advance: float = self.file.charWidths.get(ord(character), self.file.defaultWidth)
        return round(advance)


class Widths(dict[str, int]):
    """Advance widths by character, in thousandths of the size; looked up in the fonts on first use."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> int:
        font = self._face.font_of(character) or self._face.first
        width = self[character] = font.width(character)
        return width


class Face:
    """One weight: the first font, and further ones that are opened for characters it lacks."""

    def __init__(self, *, bold: bool) -> None:
        letter = "B" if bold else "R"
        self._waiting = list(_sources(bold=bold))
        self.fonts = [Font(f"{letter}0", self._waiting.pop(0)())]
        """Those that were opened."""
        self._letter = letter
        self.widths = Widths(self)

    @property
    def first(self) -> Font:
        """The font that nearly every text is set in."""
        return self.fonts[0]

    def font_of(self, character: str) -> Font | None:
        """The first font that can draw a character; None where none can."""
        for font in self.fonts:
            if font.has(character):
                return font
        while self._waiting:
            self.fonts.append(Font(f"{self._letter}{len(self.fonts)}", self._waiting.pop(0)()))
            if self.fonts[-1].has(character):
                return self.fonts[-1]
        return None

    def width(self, text: str) -> float:
        """Width of a text of size 1."""
        return sum(map(self.widths.__getitem__, text)) / 1000

    def drawable(self, text: str) -> str:
        """The text as it is drawn: what runs from right to left turned around."""
        return visual(self.readable(text))

    def readable(self, text: str) -> str:
        """The text as it is read: a code point in place of everything that cannot or must not be drawn."""
        if text.isascii() and text.isprintable():
            return text
        text = unicodedata.normalize("NFC", text)
        if text and unicodedata.combining(text[0]):
            text = " " + text
        if _ARABIC.search(text):
            text = joined(text, lambda character: self.font_of(character) is not None)
        return "".join(map(self._sign, text))

    def _sign(self, character: str) -> str:
        if character.isspace():
            return " "
        if character.isprintable() and self.font_of(character):
            return character
        return f"<U+{ord(character):04X}>"


def visual(text: str) -> str:
    """Runs of scripts written from right to left in the order in which they are drawn."""
    return text if text.isascii() else _RIGHT_TO_LEFT.sub(lambda run: run[0][::-1], text)


@lru_cache(maxsize=2)
def face(*, bold: bool = False) -> Face:
    """The face of a weight, opened once; PrintError where its font is not installed."""
    return Face(bold=bold)


def _sources(*, bold: bool) -> Iterator[Callable[[], bytes]]:
    for name in _SHIPPED[bold]:
        yield partial(_shipped, name)
    if find_spec(_FURTHER[0]) is not None:
        folder = resources.files(_FURTHER[0]).joinpath(*_FURTHER[1:])
        for part in ("", "SC", "TC", "JP", "KR"):
            yield (folder / f"KurintoSans{part}-{'Bd' if bold else 'Rg'}.ttf").read_bytes


def _shipped(name: str) -> bytes:
    try:
        return bytes(import_module("pymupdf_fonts").myfont(name))
    except ModuleNotFoundError as error:
        msg = "The fonts for labels and reports are not installed."
        raise PrintError(msg, hint="Install them with: pip install pymupdf-fonts") from error
