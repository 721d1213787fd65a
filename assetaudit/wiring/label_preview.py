"""A label or a sheet as a picture before paper is used, with what is to be known of its codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.errors import PrintError
from assetaudit.printing.drawing import label_picture, sheet_picture
from assetaudit.printing.layout import LabelRefusedError, Laid
from assetaudit.printing.preflight import contrast_note, facts
from assetaudit.printing.sheet import dots, places
from assetaudit.wiring.label_printing import Job, laid_out, materials, resolution
from assetaudit.wiring.labels import first_of

if TYPE_CHECKING:
    from PIL.Image import Image

    from assetaudit.printing.item import LabelItem
    from assetaudit.printing.stock import Stock
    from assetaudit.wiring.workspace import Workspace

_SHEET_DPI = 150


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture and what it shows."""

    picture: Image
    stock: Stock
    dpi: int
    label: Laid
    """The first label."""
    count: int = 1


def label_image(space: Workspace, items: Iterable[LabelItem], job: Job) -> Shown:
    """The first label, dot for dot as the printer would print it; PrintError where it would not."""
    _, rest = first_of(items)
    made, dpi = materials(space, job)[0], resolution(space, job)
    try:
        _, laid = next(laid_out(space, rest, job))
    except LabelRefusedError as error:
        raise PrintError(str(error), hint="This label would not be printed.") from error
    return Shown(label_picture(laid, (dots(made.size[0], dpi), dots(made.size[1], dpi)), smooth=True), made, dpi, laid)


def sheet_image(space: Workspace, items: Iterable[LabelItem], job: Job) -> Shown:
    """The first sheet, with the edges of its cells."""
    from dataclasses import replace

    _, rest = first_of(items)
    made = materials(space, job)[0]
    dpi = job.wishes.dpi or _SHEET_DPI
    where = places(made, skip=job.wishes.skip, used=job.wishes.used)
    coarse = replace(job, wishes=replace(job.wishes, dpi=max(dpi, 300)))
    scale = max(1, -(-300 // dpi))
    room = made.per_page - job.wishes.skip - len(job.wishes.used)
    try:
        laid = [each for _, each in laid_out(space, islice(rest, room), coarse)]
    except LabelRefusedError as error:
        raise PrintError(str(error), hint="This label would not be printed.") from error
    placed = [(next(where)[1], each) for each in laid]
    fine = sheet_picture(made, placed, max(dpi, 300))
    return Shown(fine.reduce(scale) if scale > 1 else fine, made, max(dpi, 300), laid[0], len(laid))


def facts_of(shown: Shown) -> Iterator[str]:
    """Each code of the label with its module and quiet zone, what was cut, and how the material does."""
    for code in shown.label.codes:
        yield facts(code.symbol, code.module, shown.dpi)
    yield from (f"note: {note}" for note in shown.label.notes)
    if shown.label.epc:
        yield f"RFID: {shown.label.epc}"
    note = contrast_note(shown.stock)
    if note:
        yield f"note: {note}"


def save(shown: Shown, file: Path) -> None:
    """Write the picture as PNG with its resolution, so that it prints at its size."""
    if file.suffix.lower() != ".png":
        msg = f"The picture cannot be written to '{file.name}'."
        raise PrintError(msg, hint="The file's name must end in .png.")
    try:
        shown.picture.save(file, dpi=(shown.dpi, shown.dpi))
    except OSError as error:
        msg = f"{file} cannot be written: {error.strerror or error}."
        raise PrintError(msg, hint="Choose another folder with -o.") from error
