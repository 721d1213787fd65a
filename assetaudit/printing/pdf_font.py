"""The fonts inside a PDF: only the letters that were used, numbered as they came."""

from __future__ import annotations

from assetaudit.printing.fonts import Face, Font
from assetaudit.printing.pdf_file import SheetFile

_TO_UNICODE = """/CIDInit/ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
/CMapName/Adobe-Identity-UCS def/CMapType 2 def
1 begincodespacerange<0000><FFFF>endcodespacerange
{ranges}endcmap CMapName currentdict/CMap defineresource pop end end
"""


class Used(dict[str, str]):
    """Characters of one font to their numbers in the PDF's own subset, as hexadecimal digits."""

    def __init__(self, font: Font) -> None:
        super().__init__()
        self.font = font
        self.characters: list[str] = []
        """The first character of each number, from 1."""
        self._numbers: dict[int, int] = {}

    def __missing__(self, character: str) -> str:
        glyph = self.font.file.charToGlyph[ord(character)]
        number = self._numbers.get(glyph)
        if number is None:
            number = self._numbers[glyph] = len(self._numbers) + 1
            self.characters.append(character)
        digits = self[character] = f"{number:04x}"
        return digits

    def embed(self, file: SheetFile) -> int:
        """Write the subset; the number of the font object."""
        subset = self.font.file.makeSubset([ord(character) for character in self.characters])
        name = b"ASSETS+%b" % self.font.file.name
        program = file.add_stream(subset, b"/Length1 %d" % len(subset))
        widths = " ".join(str(self.font.width(character)) for character in self.characters)
        descendant = file.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDToGIDMap/Identity/DW 600/W[1[%b]]/FontDescriptor %d 0 R"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
            % (name, widths.encode(), file.add(self._descriptor(name, program)))
        )
        unicode_map = file.add_stream(_to_unicode(self.characters))
        return file.add(
            b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (name, descendant, unicode_map)
        )

    def _descriptor(self, name: bytes, program: int) -> bytes:
        font = self.font.file
        box = " ".join(str(round(edge)) for edge in font.bbox)
        return (
            b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[%b]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d"
            b"/StemV 80/FontFile2 %d 0 R>>"
            % (name, box.encode(), round(font.ascent), round(font.descent), round(font.capHeight), program)
        )


class Letters:
    """One weight of a PDF: texts as operators that draw them, and the fonts to embed for it."""

    def __init__(self, face: Face) -> None:
        self._face = face
        self._first = Used(face.first)
        self._used = {face.first.name: self._first}

    def show(self, text: str, size: float) -> str:
        """The operators that draw a text at the current point; the text in hexadecimal, so none of it is syntax."""
        try:
            digits = "".join(map(self._first.__getitem__, text))
        except KeyError:
            return " ".join(f"/{name} {size:.5g} Tf <{digits}> Tj" for name, digits in self._runs(text))
        return f"/{self._first.font.name} {size:.5g} Tf <{digits}> Tj"

    def embed(self, file: SheetFile) -> bytes:
        """Write every font that was used; entries for the pages' resources."""
        used = (each for each in self._used.values() if each.characters)
        return b"".join(b"/%b %d 0 R" % (each.font.name.encode(), each.embed(file)) for each in used)

    def _runs(self, text: str) -> list[tuple[str, str]]:
        runs: list[tuple[str, str]] = []
        for character in text:
            font = self._face.font_of(character) or self._face.first
            digits = self._used.setdefault(font.name, Used(font))[character]
            if runs and runs[-1][0] == font.name:
                runs[-1] = (font.name, runs[-1][1] + digits)
            else:
                runs.append((font.name, digits))
        return runs


def _to_unicode(characters: list[str]) -> bytes:
    rows = [
        f"<{number:04x}><{character.encode('utf-16-be').hex()}>" for number, character in enumerate(characters, start=1)
    ]
    blocks = (rows[at : at + 100] for at in range(0, len(rows), 100))
    ranges = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    return _TO_UNICODE.format(ranges=ranges).encode("ascii")
