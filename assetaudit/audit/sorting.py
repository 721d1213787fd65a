"""What a read asks for: a place to stand in, a control code, or nothing but to be kept as a scan."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.audit.unit_labels import may_name_unit, names_asset, unit_label
from assetaudit.identify.codes import not_understood
from assetaudit.model.frame import Frame
from assetaudit.model.identification import AsItStands, Candidate, Identification
from assetaudit.model.needs import Identify, Register
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.reconcile.reading import at_once


@dataclass(frozen=True, slots=True)
class Control:
    """A control code, such as ``UNDO``."""

    name: str


@dataclass(frozen=True, slots=True)
class Entered:
    """A place label."""

    place: Place
    known: bool
    """Whether the register knows the place."""
    unit: bool = False
    """Whether it is the label of a unit of the rack one stands in."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A place label or control code that does nothing."""

    sentence: str
    """Why."""


Asked = Control | Entered | Refused | None


class Sorting:
    """Tells what codes ask for; plain codes, which nearly all are, without asking every parser."""

    def __init__(self, identify: Identify) -> None:
        self._identify = identify
        self._at_once = at_once(identify)

    def asked(self, read: Read, register: Register, frame: Frame, here: Place | None = None) -> Asked:
        """What a code asks for who stands ``here``; None for a scan, and for a read that cannot be identified."""
        if read.kind != "code":
            return None
        plain = None if read.symbology else self._at_once(read.raw)
        if plain is not None:
            asked: Asked = _plainly_coded(plain, register)
        else:
            asked = self._understood(read, register, frame)
        if asked is not None or here is None or (plain is not None and not may_name_unit(plain.text)):
            return asked
        unit = unit_label(read, register, here)
        meaning = None if unit is None else _understood(read, self._identify)
        if meaning is None or names_asset(meaning, register, frame):
            return None
        return Entered(here.node.at(unit), known=True, unit=True)

    def _understood(self, read: Read, register: Register, frame: Frame) -> Asked:
        meaning = _understood(read, self._identify)
        return None if meaning is None else _asked(meaning, register, frame)


def _asked(meaning: Identification, register: Register, frame: Frame) -> Asked:
    control = meaning.first("control")
    if control is not None:
        return Control(control.value.upper())
    why = not_understood(meaning)
    if why is not None:
        return Refused(why)
    label = meaning.first("place")
    return _labelled(label, register, frame) if label is not None else _coded(meaning, register)


def names_no_device(read: Read, identify: Identify) -> bool:
    """Whether a code can only be of a product or a parcel."""
    meaning = _understood(read, identify)
    return meaning is not None and meaning.names_no_device is not None


def place_of_tag(read: Read, identify: Identify, register: Register, frame: Frame) -> Place | None:
    """The place whose reference tag an RFID tag is; None for any other tag. It never moves a walk by itself."""
    meaning = _understood(read, identify)
    if meaning is None:
        return None
    label = meaning.first("place")
    entered = _labelled(label, register, frame) if label is not None else _coded(meaning, register)
    return entered.place if entered is not None and entered.known else None


def _understood(read: Read, identify: Identify) -> Identification | None:
    """What a read means; None where a third party's identifier fails on it: it is saved all the same."""
    try:
        return identify(read)
    except Exception:  # noqa: BLE001 - the border to identifiers of third parties
        return None


def _labelled(label: Candidate, register: Register, frame: Frame) -> Entered | None:
    """The place of a ``LOC:`` or ``LOC-`` label; one that the register does not know is entered as it is written."""
    named = frame.meaning(label.value)
    if named is not None and register.place(named) is not None:
        return Entered(named, known=True)
    for code in (f"LOC-{label.value}", label.value):
        place = register.place_by_code(code)
        if place is not None:
            return Entered(place, known=True)
    return None if named is None else Entered(named, known=False)


def _coded(meaning: Identification, register: Register) -> Entered | None:
    """The place whose own code (rack tag, GLN, link) was read, unless the code names a device as well."""
    if _is_asset(meaning, register):
        return None
    for code in dict.fromkeys((meaning.clean, *(name for each in meaning.candidates for name in _names(each)))):
        place = register.place_by_code(code) if code else None
        if place is not None:
            return Entered(place, known=True)
    return None


def _plainly_coded(plain: AsItStands, register: Register) -> Entered | None:
    """The same for a code that has no meaning but itself."""
    for kind in plain.kinds:
        if register.find(kind, plain.text):
            return None
    place = register.place_by_code(plain.text)
    return None if place is None else Entered(place, known=True)


def _names(candidate: Candidate) -> tuple[str, ...]:
    system, kind, number = (candidate.fields.get(name) for name in ("system", "type", "id"))
    link = (f"{system}:{kind}:{number}",) if candidate.kind == "link" and system and kind and number else ()
    return (candidate.value, *link)


def _is_asset(meaning: Identification, register: Register) -> bool:
    return any(register.find(candidate.kind, candidate.value) for candidate in meaning.candidates)
