"""Fonts that are embedded with just the glyphs used, so that names in many scripts print alike everywhere.

Noto Sans and FiraGO come with the package ``pymupdf-fonts``, both under the SIL Open Font License; with the package
``weblate-fonts`` (extra ``fonts``) Chinese, Japanese and Korean print as well. A character that no installed font has
is printed as its code point, so that two different names never look the same.
"""

from __future__ import annotations

import io
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from importlib.util import find_spec
from itertools import accumulate
from typing import Any, NamedTuple

import pymupdf_fonts
from reportlab.pdfbase.ttfonts import TTFontFile

from assetaudit.reports.pdf.file import ReportFile

_KEPT = 4_000
"""Wrapped texts that are remembered before the memory is cleared: names of models and owners come again and again."""
_BREAKS = frozenset("/:;,-_#|")
_ELSEWHERE = "\0"
"""Marks a character that the first font of a face lacks."""
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+(?:[ .,]+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+)*"
)


class Line(NamedTuple):
    """One line of a text, ready to be drawn."""

    text: str
    operators: str
    width: float
    """In points."""


class Font:
    """One font file and the glyphs of it that were used."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        """Its name in the pages' resources."""
        self._ttf: Any = TTFontFile(io.BytesIO(data))
        self._numbers: dict[int, int] = {}
        self._codes: list[int] = []

    def has(self, code: int) -> bool:
        """Whether it has a glyph for a code point."""
        return code in self._ttf.charToGlyph

    def width(self, code: int) -> float:
        """Advance in thousandths of the size."""
        return float(self._ttf.charWidths.get(code, self._ttf.defaultWidth))

    def glyph(self, code: int) -> str:
        """The glyph's number in the embedded subset, as four hex digits."""
        glyph = self._ttf.charToGlyph[code]
        if glyph not in self._numbers:
            self._codes.append(code)
            self._numbers[glyph] = len(self._codes)
        return f"{self._numbers[glyph]:04X}"

    def embed(self, file: ReportFile) -> int:
        """Write the subset and all that describes it; returns the number of the font object."""
        ttf, base = self._ttf, f"{_subset_tag(self.name)}+{self._ttf.name.decode('ascii')}"
        data = ttf.makeSubset(self._codes)
        program = file.stream(data, f"/Length1 {len(data)}")
        box = " ".join(f"{edge:.0f}" for edge in ttf.bbox)
        descriptor = file.put(
            f"<</Type/FontDescriptor/FontName/{base}/Flags 4/FontBBox[{box}]/ItalicAngle 0/Ascent {ttf.ascent:.0f}"
            f"/Descent {ttf.descent:.0f}/CapHeight {ttf.capHeight:.0f}/StemV {ttf.stemV:.0f}/FontFile2 {program} 0 R>>"
        )
        widths = " ".join(f"{self.width(code):.0f}" for code in self._codes)
        descendant = file.put(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}/CIDToGIDMap/Identity/FontDescriptor {descriptor} 0 R"
            f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 600/W[1[{widths}]]>>"
        )
        unicode_map = file.stream(self._to_unicode().encode("ascii"))
        return file.put(
            f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
            f"/ToUnicode {unicode_map} 0 R>>"
        )

    def _to_unicode(self) -> str:
        pairs = [
            f"<{number:04X}><{chr(code).encode('utf-16-be').hex().upper()}>"
            for number, code in enumerate(self._codes, start=1)
        ]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        maps = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
        return (
            "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
            "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n{maps}"
            "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"
        )


class Face:
    """A weight: the first font, and the fonts that are asked for characters it lacks."""

    def __init__(self, name: str, sources: Sequence[Callable[[], bytes]]) -> None:
        self._fonts = [Font(f"{name}1", sources[0]())]
        self._sources = list(sources[1:])
        self._name = name
        self.first = self._fonts[0].name
        self._plain = _Glyphs(self._fonts[0])
        self._widths = _Widths(self)
        self._lines: dict[tuple[str, float, float, int], tuple[Line, ...]] = {}

    @property
    def used(self) -> tuple[Font, ...]:
        """Every font that was opened."""
        return tuple(self._fonts)

    def width(self, text: str, size: float) -> float:
        """Width in points."""
        return sum(map(self._widths.__getitem__, text)) * size / 1000

    def show(self, text: str, size: float) -> str:
        """The operators that draw a text at the current point, in the first font's size."""
        plain = text.translate(self._plain)
        if _ELSEWHERE not in plain:
            return f"<{plain}>Tj"
        runs = (f"/{font} {size:g} Tf <{glyphs}>Tj" for font, glyphs in self._runs(_visual(text)))
        return f"{' '.join(runs)} /{self.first} {size:g} Tf"

    def printed(self, text: str) -> str:
        """The text with code points in place of the characters that no font has."""
        if text.isascii():
            return text
        return "".join(char if self.font_of(ord(char)) else _code_point(char) for char in text)

    def lines(self, text: str, width: float, size: float, most: int) -> tuple[Line, ...]:
        """Wrap a text to a width in points; what does not fit into the most lines is cut with an ellipsis."""
        key = (text, width, size, most)
        lines = self._lines.get(key)
        if lines is None:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            lines = self._lines[key] = tuple(self._lined(text, width, size, most))
        return lines

    def _lined(self, text: str, width: float, size: float, most: int) -> Iterator[Line]:
        printed = self.printed(text)
        whole = self.width(printed, size)
        if whole <= width:
            if printed:
                yield Line(printed, self.show(printed, size), whole)
            return
        for part in self._wrap(printed, width * 1000 / size, most):
            yield Line(part, self.show(part, size), self.width(part, size))

    def font_of(self, code: int) -> Font | None:
        """The first font that has a code point; further ones are opened when they are needed."""
        for font in self._fonts:
            if font.has(code):
                return font
        while self._sources:
            self._fonts.append(Font(f"{self._name}{len(self._fonts) + 1}", self._sources.pop(0)()))
            if self._fonts[-1].has(code):
                return self._fonts[-1]
        return None

    def _wrap(self, text: str, width: float, most: int) -> list[str]:
        lines: list[str] = []
        while text:
            edges = list(accumulate(map(self._widths.__getitem__, text)))
            if edges[-1] <= width:
                return [*lines, text]
            if len(lines) == most - 1:
                room = max(bisect_right(edges, width - self._widths["…"]), 1)
                return [*lines, text[:room].rstrip() + "…"]
            end = _break_before(text, max(bisect_right(edges, width), 1))
            lines.append(text[:end].rstrip())
            text = text[end:].lstrip()
        return lines

    def _runs(self, text: str) -> list[tuple[str, str]]:
        runs: list[tuple[str, str]] = []
        for char in text:
            code = ord(char)
            font = self.font_of(code)
            if font is None:
                font, code = self._fonts[0], ord("?")
            if runs and runs[-1][0] == font.name:
                runs[-1] = (font.name, runs[-1][1] + font.glyph(code))
            else:
                runs.append((font.name, font.glyph(code)))
        return runs


class _Glyphs(dict[int, str]):
    """Code point to hex digits of the first font's glyph, for ``str.translate``."""

    def __init__(self, font: Font) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> str:
        self[code] = self._font.glyph(code) if self._font.has(code) else _ELSEWHERE
        return self[code]


class _Widths(dict[str, float]):
    """Character to its advance in thousandths of the size."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> float:
        font = self._face.font_of(ord(char))
        self[char] = font.width(ord(char)) if font else self["?"]
        return self[char]


def regular() -> Face:
    """The upright face of running text."""
    return Face("R", [_shipped("notos"), _shipped("figo"), *_more("Rg")])


def bold() -> Face:
    """The face of titles and figures."""
    return Face("B", [_shipped("notosbo"), _shipped("figbo"), *_more("Bd")])


def _shipped(name: str) -> Callable[[], bytes]:
    return lambda: bytes(pymupdf_fonts.myfont(name))


def _more(weight: str) -> list[Callable[[], bytes]]:
    if find_spec("weblate_fonts") is None:
        return []
    folder = resources.files("weblate_fonts") / "static" / "weblate_fonts" / "kurinto" / "ttf"
    names = (f"KurintoSans{part}-{weight}.ttf" for part in ("", "SC", "TC", "JP", "KR"))
    return [(folder / name).read_bytes for name in names]


def _break_before(text: str, end: int) -> int:
    """Where a line of at most ``end`` characters ends: after a blank or a sign, or in the middle of a long word."""
    blank = text.rfind(" ", end // 3, end + 1)
    if blank > 0:
        return blank
    for position in range(end, end // 3, -1):
        if text[position - 1] in _BREAKS:
            return position
    return end


def _code_point(char: str) -> str:
    """The code point of a character, of the control itself where a picture stands for one (U+2400 to U+2421)."""
    code = ord(char)
    if char == "\N{SYMBOL FOR DELETE}":
        code = 0x7F
    elif "\N{SYMBOL FOR NULL}" <= char <= "\N{SYMBOL FOR UNIT SEPARATOR}":
        code -= 0x2400
    return f"<U+{code:04X}>"


def _visual(text: str) -> str:
    """Runs of scripts written from right to left in the order in which they are drawn."""
    if not any(unicodedata.bidirectional(char) in ("R", "AL") for char in text):
        return text
    return _RIGHT_TO_LEFT.sub(lambda run: run[0][::-1], text)


def _subset_tag(name: str) -> str:
    """Six capitals that mark a font as a subset (ISO 32000-1, 9.6.4)."""
    return (name.translate(str.maketrans("0123456789", "ABCDEFGHIJ")).upper() + "ASSETS")[:6]
