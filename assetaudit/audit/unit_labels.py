"""U-strip labels: a bare ``U29`` names the unit of the rack one stands in, unless it is the code of an asset.

Strips of such labels are sold by the metre and stick in many racks; they name no place, so they mean something only
where one stands in a rack already.
"""

from __future__ import annotations

import re
from itertools import islice

from assetaudit.identify.clean import clean
from assetaudit.identify.house import compile_shape
from assetaudit.identify.identifier import by_hand
from assetaudit.model.frame import Frame
from assetaudit.model.identification import Identification
from assetaudit.model.needs import Register
from assetaudit.model.place import Place, Position
from assetaudit.model.read import Read
from assetaudit.reconcile.reading import hits_of

_LABEL = re.compile(r"U(?P<unit>[0-9]{1,2})(?P<half>\.5)?", re.IGNORECASE)
_LOOKED_AT = 100
"""Assets of a place that are looked at for one with a unit, where the register does not say that it is a rack."""


def may_name_unit(text: str) -> bool:
    """Whether a cleaned code begins as the label of a unit does, as few others do."""
    return text[:1] in "Uu"


def unit_label(read: Read, register: Register, here: Place) -> Position | None:
    """The unit that a label names in the place one stands in; None for any other code, and in any other place."""
    cleaned = clean(read.raw)
    match = _LABEL.fullmatch(cleaned.text)
    if match is None or cleaned.cleaned or not by_hand(read) or int(match["unit"]) == 0:
        return None
    unit = Position(2 * int(match["unit"]) + bool(match["half"]))
    return unit if _in_rack(unit, register, here) else None


def _in_rack(unit: Position, register: Register, here: Place) -> bool:
    info = register.place(here.node)
    if info is not None and info.height_units:
        return (unit.half_units or 0) // 2 <= info.height_units
    if info is not None and info.kind.casefold() == "rack":
        return True
    placed = (asset.place for asset in islice(register.assets_in(here.node), _LOOKED_AT))
    return any(place and place.position and place.node_key == here.node_key for place in placed)


def names_asset(meaning: Identification, register: Register, frame: Frame) -> bool:
    """Whether the register has such a code, or the organisation's own tags look like it."""
    shapes = (compile_shape(shape) for shape in frame.patterns.asset_tag)
    return any(shape.fullmatch(meaning.clean) for shape in shapes) or bool(hits_of(meaning, register))
