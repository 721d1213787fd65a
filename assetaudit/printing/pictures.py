"""Pictures in black and white: a user's own logo, in whole dots of the printer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.errors import PrintError

if TYPE_CHECKING:
    from PIL.Image import Image

    from assetaudit.printing.layout import PlacedCode

_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp")
_MOST_DOTS = 40_000_000
"""A picture that is larger is no logo, and unpacking it could fill the memory."""


@dataclass(frozen=True, slots=True)
class Raster:
    """Dots of a printer: rows from the top, leftmost dot first, 1 is black."""

    width: int
    height: int
    bits: bytes
    """Each row padded to whole bytes."""

    @property
    def row_bytes(self) -> int:
        """Bytes of a row."""
        return -(-self.width // 8)


class Pictures:
    """Picture files of a folder by their names without suffix; none where there is no folder."""

    def __init__(self, folder: Path | None = None) -> None:
        files = sorted(folder.iterdir()) if folder is not None and folder.is_dir() else []
        self._files = {file.stem.casefold(): file for file in files if file.suffix.lower() in _SUFFIXES}

    @property
    def names(self) -> frozenset[str]:
        """What pictures there are."""
        return frozenset(self._files)

    def raster(self, name: str, width: int, height: int) -> Raster:
        """A picture as large as fits into so many dots, its proportions kept; PrintError where it cannot be read."""
        from PIL import Image, UnidentifiedImageError

        file = self._files[name.casefold()]
        try:
            with Image.open(file) as opened:
                if opened.width * opened.height > _MOST_DOTS:
                    msg = f"The picture {file} is too large ({opened.width} x {opened.height} dots)."
                    raise PrintError(msg, hint="A logo of 1,000 dots across is enough.")
                return _black(opened, width, height)
        except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError) as error:
            msg = f"The picture {file} cannot be read: {error}."
            raise PrintError(msg, hint="Save it as a PNG.") from error


def raster_of(picture: Image) -> Raster:
    """A picture of mode 1 (black on white) as dots."""
    from PIL import ImageChops

    return Raster(picture.width, picture.height, ImageChops.invert(picture).tobytes())


def symbol_raster(code: PlacedCode) -> Raster:
    """A symbol in the printer's dots."""
    symbol, module = code.symbol, code.module
    width = symbol.width * module
    padding = "0" * (-width % 8)
    rows = []
    for row in range(symbol.height):
        modules = "".join(("1" if symbol.dark(row, column) else "0") * module for column in range(symbol.width))
        rows.append(int(modules + padding, 2).to_bytes((width + len(padding)) // 8, "big"))
    high = code.height // symbol.height
    return Raster(width, high * symbol.height, b"".join(row * high for row in rows))


def _black(opened: Image, width: int, height: int) -> Raster:
    """What is dark in a picture, what is transparent in it taken for white."""
    from PIL import Image

    coloured = opened.convert("RGBA")
    ground = Image.new("RGBA", coloured.size, "white")
    grey = Image.alpha_composite(ground, coloured).convert("L")
    scale = min(width / grey.width, height / grey.height)
    size = (max(1, int(grey.width * scale)), max(1, int(grey.height * scale)))
    return raster_of(grey.resize(size).point(lambda level: 255 if level >= 128 else 0, mode="1"))
