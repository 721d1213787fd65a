"""One code in a picture, and how zxing-cpp is asked for codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from assetaudit.model.read import Read

if TYPE_CHECKING:
    from assetaudit.readers.camera.opencv import Image

Point: TypeAlias = tuple[float, float]
MATRIX = ("QRCode", "MicroQRCode", "DataMatrix", "Aztec")
LINEAR = ("Code128", "Code39Std")
"""Code 39 as printed: asked for all of Code 39, zxing-cpp makes another text of six characters (Italian Code 32)."""
EXTRA = {"pdf417": "PDF417", "code93": "Code93", "codabar": "Codabar", "itf": "ITF"}
"""Formats that are read on request: no asset label needs them, and two of them make codes out of noise."""
_CHECKED = frozenset({"QRCode", "DataMatrix", "Aztec", "PDF417", "Code128"})
"""Their own error correction or check digit makes a wrong text very unlikely on an untouched picture."""
_SHORTEST = {"ITF": 6, "Code39": 3, "Codabar": 4}
"""Characters; what is shorter is more often a part of another code, or noise."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code as it stands in a picture."""

    text: str | None
    hex: str | None
    """Upper-case hex of what is no text."""
    symbology: str
    """AIM identifier."""
    corners: tuple[Point, ...]
    """Four points in pixels of the picture, clockwise from the code's own top left."""
    checked: bool
    """Whether the format itself rules a misreading out, as far as that goes."""

    @property
    def name(self) -> str:
        """What two reads of one code have in common."""
        return f"{self.symbology[:2]}{self.text if self.text is not None else self.hex}"

    def read(self, reader: str, *, at: str | None = None, note: str | None = None) -> Read:
        """The code as a read of a reader."""
        return Read(reader, "code", self.text, self.hex, at, self.symbology or None, note=note)

    def placed(self, scale: float, left: float = 0.0, top: float = 0.0) -> Code:
        """The same code in the picture that this one was cut out of, or scaled from."""
        return replace(self, corners=tuple((x / scale + left, y / scale + top) for x, y in self.corners))


class Formats:
    """Which formats are looked for, as zxing-cpp takes them."""

    def __init__(self, extra: Iterable[str] = ()) -> None:
        more = [EXTRA[name] for name in extra]
        self.matrix: Any = _formats(MATRIX)
        self.linear: Any = _formats([*LINEAR, *(name for name in more if name != "PDF417")])
        self.all: Any = _formats([*MATRIX, *LINEAR, *more])


def read_codes(image: Image, formats: Any, *, rotate: bool = True, one_threshold: bool = False) -> list[Code]:  # noqa: ANN401 - zxing-cpp's, loaded when it is used
    """Codes that zxing-cpp finds in one grey picture, dark on light; by one threshold for all of it, where wished."""
    import zxingcpp

    binarizer = zxingcpp.Binarizer.GlobalHistogram if one_threshold else zxingcpp.Binarizer.LocalAverage
    found = zxingcpp.read_barcodes(
        image,
        formats=formats,
        try_invert=False,
        try_rotate=rotate,
        try_downscale=True,
        binarizer=binarizer,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [code for one in found if (code := _code(one)) is not None]


@cache
def _format(name: str) -> Any:  # noqa: ANN401 - zxing-cpp has no types
    import zxingcpp

    return getattr(zxingcpp.BarcodeFormat, name)


def _formats(names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(_format(name) for name in names)


def _code(found: Any) -> Code | None:  # noqa: ANN401 - zxing-cpp has no types
    text, raw = _content(found)
    kind = found.symbology.name
    if len(text if text is not None else raw or "") < _SHORTEST.get(kind, 1):
        return None
    place = found.position
    corners = tuple(
        (float(point.x), float(point.y))
        for point in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    )
    symbology = found.symbology_identifier or ""
    return Code(text, raw, symbology, corners, kind in _CHECKED)


def _content(found: Any) -> tuple[str | None, str | None]:  # noqa: ANN401 - zxing-cpp has no types
    """Text, or hex: the bytes as they are where they are UTF-8, else as the symbol says they are to be read."""
    data = bytes(found.bytes)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        binary = found.content_type.name in ("Binary", "UnknownECI")
        return (None, data.hex().upper()) if binary or not found.text else (found.text, None)
