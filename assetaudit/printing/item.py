"""What is to be printed on one label, and what kinds of label there are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assetaudit.model.asset import Asset
from assetaudit.model.place import Place, Position
from assetaudit.printing.giai import GiaiError, digits_of, giai, giai_96

_EPC_96 = re.compile("[0-9A-Fa-f]{24}")

CONTROLS = (
    "UNDO",
    "CLOSE",
    "NEXT",
    "BLOCKED",
    "MOVED",
    "WRONG",
    "TWO",
    "DAMAGED",
    "UNREADABLE",
    "NOTE",
    "PAIR",
    "SAME",
)
"""The commands of a control sheet."""


@dataclass(frozen=True, slots=True)
class LabelItem:
    """The content of one label; templates name its parts in braces: ``{code}``, ``{line1}``, ``{serial}``."""

    kind: str
    """``asset``, ``blank``, ``place``, ``unit`` or ``control``."""
    code: str
    """What identifies it: an asset tag, a place as written, a command's name; never a server's address."""
    short_code: str = ""
    """A shorter name for linear codes and foreign keyboard layouts, such as ``R07A`` for a place."""
    lines: tuple[str, ...] = ()
    """Text for people: ``{line1}`` and on."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Anything else that a template may name."""

    def value(self, name: str) -> str:
        """The text behind a name in braces; empty where there is none."""
        if name == "code":
            return self.code
        if name == "short_code":
            return self.short_code
        if name.startswith("line") and name[4:].isdecimal():
            number = int(name[4:])
            return self.lines[number - 1] if 0 < number <= len(self.lines) else ""
        return self.fields.get(name, "")


def asset_label(asset: Asset, gs1_prefix: str = "") -> LabelItem:
    """A label for an asset: its tag (else its serial number) as the code, and what it is below.

    With the company's GS1 prefix it has a GIAI as well, and an EPC for its RFID tag: the register's, else a GIAI-96.
    """
    what = " ".join(part for part in (asset.manufacturer, asset.model) if part)
    lines = tuple(line for line in (asset.name, what) if line)
    fields = {
        "key": asset.key,
        "serial": asset.serial or "",
        "owner": asset.owner,
        "category": asset.category,
        "name": asset.name,
        "model": what,
        "place": str(asset.place) if asset.place else "",
        "epc": _epc(asset, gs1_prefix),
        "giai": _giai(asset, gs1_prefix),
    }
    return LabelItem("asset", asset.asset_tag or asset.serial or "", lines=lines, fields=fields)


def _giai(asset: Asset, gs1_prefix: str) -> str:
    if not gs1_prefix or not asset.asset_tag:
        return ""
    try:
        return giai(gs1_prefix, asset.asset_tag)
    except GiaiError:
        return ""


def _epc(asset: Asset, gs1_prefix: str) -> str:
    """The register's own EPC where it is one of 96 bits in hexadecimal digits, else a GIAI-96 of the tag's digits."""
    for identifier in asset.identifiers:
        if identifier.kind == "epc" and identifier.current and _EPC_96.fullmatch(identifier.value):
            return identifier.value.upper()
    if not gs1_prefix or not asset.asset_tag:
        return ""
    try:
        return giai_96(gs1_prefix, digits_of(asset.asset_tag))
    except GiaiError:
        return ""


def unit_label(rack: Place, unit: int) -> LabelItem:
    """A label for one unit of a rack, counted from the bottom."""
    place = rack.at(Position(unit * 2))
    return LabelItem("unit", str(place), lines=(f"U{unit}", str(rack)), fields={"name": f"U{unit}"})


def blank_label(code: str, owner: str = "") -> LabelItem:
    """A label for a reserved number that belongs to nothing yet."""
    return LabelItem("blank", code, fields={"owner": owner})


def place_label(place: Place, short_code: str = "", title: str = "") -> LabelItem:
    """A label for a place; its QR code says ``LOC:<place>`` and its linear code ``LOC-<short code>``."""
    above = " / ".join(place.nodes[:-1])
    return LabelItem("place", str(place), short_code, (title or place.nodes[-1], above), {"name": place.nodes[-1]})


def control_labels() -> list[LabelItem]:
    """One label for every command of a walk."""
    says = {
        "UNDO": "take back the last scan",
        "CLOSE": "this place is done",
        "NEXT": "on to the next place",
        "BLOCKED": "cannot be examined",
        "MOVED": "the last one was moved here",
        "WRONG": "the last scan was a mistake",
        "TWO": "there are two of the last one",
        "DAMAGED": "the last one is damaged",
        "UNREADABLE": "a device without a readable label",
        "NOTE": "add a note",
        "PAIR": "two codes of one device",
        "SAME": "the last two codes are on one device",
        "EMPTY": "the empty units are empty",
        "FRONT": "on with the front",
        "REAR": "on with the rear",
        "HERE": "wrong place label: now scan the right one",
        "ADOPT": "scans without a place belong here",
        "LOCKED": "blocked: locked",
        "LIVE": "blocked: live work",
        "RESTRICTED": "blocked: restricted",
        "NOESCORT": "blocked: no escort",
        "LABEL": "the last one needs a label",
        "OFF": "the last one is switched off",
        "LOOSE": "the last one is not mounted",
        "PARTS": "parts of the last one are missing",
        "GOOD": "the last one is in good condition",
    }
    return [LabelItem("control", name, lines=(name, says[name])) for name in CONTROLS]
