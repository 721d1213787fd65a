"""The fonts inside a PDF: only the letters that were used, numbered as they came."""

from __future__ import annotations

from assetaudit.pdf import PdfFile
from assetaudit.pdf.fonts import Face, Font

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

    def embed(self, file: PdfFile) -> int:
        """Write the subset; the number of the font object."""
        subset = self.font.file.makeSubset([ord(character) for character in self.characters])
        name = f"ASSETS+{self.font.file.name.decode('ascii')}"
        widths = " ".join(str(self.font.width(character)) for character in self.characters)
        descendant = file.put(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap/Identity/DW 600/W[1[{widths}]]"
            f"/FontDescriptor {self._descriptor(file, name, subset)} 0 R"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
        )
        unicode_map = file.add_stream(_to_unicode(self.characters))
        return file.put(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
            f"/ToUnicode {unicode_map} 0 R>>"
        )

    def _descriptor(self, file: PdfFile, name: str, subset: bytes) -> int:
        font = self.font.file
        box = " ".join(str(round(edge)) for edge in font.bbox)
        program = file.add_stream(subset, f"/Length1 {len(subset)}")
        present = file.add_stream(_present(_glyphs_in(subset)))
        return file.put(
            f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0/Ascent {round(font.ascent)}"
            f"/Descent {round(font.descent)}/CapHeight {round(font.capHeight)}/StemV {round(font.stemV)}"
            f"/FontFile2 {program} 0 R/CIDSet {present} 0 R>>"
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

    @property
    def first(self) -> Used:
        """The font that nearly every text is set in."""
        return self._first

    def embed(self, file: PdfFile) -> str:
        """Write every font that was used; entries for the pages' resources."""
        used = (each for each in self._used.values() if each.characters)
        return "".join(f"/{each.font.name} {each.embed(file)} 0 R" for each in used)

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


def _glyphs_in(program: bytes) -> int:
    """How many glyphs a TrueType program has: those that others are put together from come along."""
    tables = int.from_bytes(program[4:6])
    entries = (program[12 + 16 * number : 28 + 16 * number] for number in range(tables))
    start = next(int.from_bytes(entry[8:12]) for entry in entries if entry[:4] == b"maxp")
    return int.from_bytes(program[start + 4 : start + 6])


def _present(glyphs: int) -> bytes:
    """A bit for each glyph that is there (ISO 19005-1, 6.3.5 asks for it)."""
    bits = (1 << glyphs) - 1
    size = -(-glyphs // 8)
    return (bits << (8 * size - glyphs)).to_bytes(size)


def _to_unicode(characters: list[str]) -> bytes:
    rows = [
        f"<{number:04x}><{character.encode('utf-16-be').hex()}>" for number, character in enumerate(characters, start=1)
    ]
    blocks = (rows[at : at + 100] for at in range(0, len(rows), 100))
    ranges = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    return _TO_UNICODE.format(ranges=ranges).encode("ascii")
