"""Photographs inside of an HTML report: made small, written anew without what cameras add, and only so many."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.language import say, say_many
from assetaudit.language.figures import whole
from assetaudit.reports.html.markup import tag
from assetaudit.reports.report import Picture
from assetaudit.reports.words import shown, time_of

if TYPE_CHECKING:
    from PIL import Image

MOST = 200
"""Photographs in one report; those above are named by their hashes."""
EDGE = 720
"""Pixels of the longer edge."""
_QUALITY = 72
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF")


def gallery(pictures: Iterable[Picture]) -> Iterator[str]:
    """Every photograph with what it shows, or why it cannot be seen."""
    left = 0
    yield "<div class=photos>\n"
    for number, picture in enumerate(pictures):
        if number < MOST:
            yield _figure(picture)
        else:
            left += 1
    yield "</div>\n"
    if left:
        one, many = "1 more is named in the table only.", "{n} more are named in the table only."
        yield tag("p", say_many(one, many, left, n=whole(left))) + "\n"


def _figure(picture: Picture) -> str:
    told = f"{shown(picture.about)}, {time_of(picture.taken)}"
    data = small(picture.file) if picture.file is not None else None
    if data is None:
        why = say(picture.state) if picture.file is None else say("cannot be shown")
        return f"<figure>{tag('figcaption', f'{told}: {why}')}</figure>\n"
    source = f"data:image/jpeg;base64,{base64.b64encode(data).decode('ascii')}"
    alt = escape(say("Photograph: {about}", about=shown(picture.about)))
    return f'<figure><img src="{source}" alt="{alt}">{tag("figcaption", told)}</figure>\n'


def small(file: Path) -> bytes | None:
    """A photograph as a small JPEG, upright, without the place and device a camera notes; None where it is none."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings(action="error"), Image.open(file, formats=_FORMATS) as image:
            image.draft("RGB", (2 * EDGE, 2 * EDGE))
            image.thumbnail((EDGE, EDGE))
            upright = _flat(ImageOps.exif_transpose(image))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return None
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    """Without its palette, and on white where it lets through what lies behind."""
    from PIL import Image

    if image.mode in ("RGB", "L"):
        return image
    layered = image.convert("RGBA")
    ground = Image.new("RGB", layered.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground
