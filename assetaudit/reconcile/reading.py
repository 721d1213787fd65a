"""What a read points at in the register: the records that its candidates hit, current ones before former ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assetaudit.model.asset import Hit
from assetaudit.model.finding import Basis
from assetaudit.model.identification import Candidate, Identification
from assetaudit.model.needs import Identify, Register
from assetaudit.model.read import Read, ReadError

_TAG_KINDS = frozenset({"asset_tag", "epc", "giai", "grai", "link", "uii"})
_OWN_NAME = frozenset({"asset_tag", "serial", "mac", "giai", "grai", "part_number"})
"""Kinds that a register holds under their own name alone."""
_NOWHERE_KINDS = frozenset({"place", "control"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One read, understood as far as the register allows."""

    text: str
    """As read, without suffix and characters that cannot be printed."""
    name: str
    """Kind-independent form in which unknown identifiers are compared; empty for an empty read."""
    assets: tuple[str, ...] = ()
    """Keys of the records hit, sorted."""
    basis: Basis = Basis.TAG
    is_device: bool = True
    """False for part numbers, cartons, places and control codes: they never make a finding of their own."""
    no_device: str | None = None
    """The kind of code, where it can never be a device."""
    maybe_serial: bool = True
    """Whether the code may be a serial number, as far as its shape tells."""


NOTHING = Reading("", "", is_device=False)


def understand(data: object, register: Register, identify: Identify, *, typed: bool = False) -> Reading:
    """A stored read, identified and looked up; never raises on bad data."""
    if not isinstance(data, Mapping):
        return NOTHING
    try:
        read = Read.from_dict(data)
    except ReadError:
        return NOTHING
    if read.kind not in ("code", "tag"):
        return NOTHING
    return look_up(identify(read), register, typed=typed, bulk=False)


def understand_tag(tag: Mapping[str, Any], reader: str, register: Register, identify: Identify) -> Reading:
    """One RFID tag of a bulk event."""
    try:
        read = Read.from_dict({"reader": reader, "kind": "tag", "epc": tag.get("epc"), "tid": tag.get("tid")})
    except ReadError:
        return NOTHING
    return look_up(identify(read), register, typed=False, bulk=True)


def hits_of(meaning: Identification, register: Register) -> list[Hit]:
    """Records that a read points at: the current holders of its identifiers, else the former ones; by key."""
    current, former = _hits(meaning, register)
    return [Hit(key, current=bool(current)) for key in sorted(current or former)]


def _hits(meaning: Identification, register: Register) -> tuple[dict[str, str], dict[str, str]]:
    """Current and former holders of a read's identifiers, with the kind of identifier that found each."""
    current: dict[str, str] = {}
    former: dict[str, str] = {}
    for candidate in meaning.candidates:
        for kind, value in _names(candidate):
            for hit in register.find(kind, value):
                (current if hit.current else former).setdefault(hit.key, candidate.kind)
    return current, former


def look_up(meaning: Identification, register: Register, *, typed: bool, bulk: bool) -> Reading:
    """Match the candidates of one read with the register."""
    current, former = _hits(meaning, register)
    hits = current or former
    kinds = {candidate.kind for candidate in meaning.candidates} or _refused(meaning)
    no_device = meaning.names_no_device
    elsewhere = not kinds.isdisjoint(_NOWHERE_KINDS) or (not hits and _is_place(meaning, register))
    return Reading(
        meaning.clean,
        _name(meaning),
        tuple(sorted(hits)),
        _basis(set(hits.values()), typed=typed, bulk=bulk),
        bool(meaning.clean) and no_device is None and not elsewhere,
        no_device or (_elsewhere(kinds) if elsewhere and not hits else None),
        kinds != {"asset_tag"},
    )


def _elsewhere(kinds: set[str]) -> str:
    return "control code" if "control" in kinds else "place"


def _refused(meaning: Identification) -> set[str]:
    """What a place label or control code is that does not act, such as one in a picture: never a device."""
    return {rejection.parser for rejection in meaning.rejected} & _NOWHERE_KINDS


def _names(candidate: Candidate) -> list[tuple[str, str]]:
    """Kind and value under which a register may hold the candidate."""
    if candidate.kind in _OWN_NAME:
        return [(candidate.kind, candidate.value)]
    names = [(candidate.kind, candidate.value)]
    if candidate.kind == "epc" and candidate.fields.get("hex"):
        names.append(("epc", candidate.fields["hex"]))
    if candidate.kind.endswith(("_serial", "_service_tag")):
        names.append(("serial", candidate.value))
    if candidate.kind == "link":
        names.extend(_link_names(candidate))
    return names


def _link_names(candidate: Candidate) -> list[tuple[str, str]]:
    system, ident, tag = (candidate.fields.get(name) for name in ("system", "id", "tag"))
    names = []
    if system and ident:
        names.append(("link", f"{system}:{ident}"))
    if tag:
        names.append(("asset_tag", tag))
    return names


def _is_place(meaning: Identification, register: Register) -> bool:
    """Whether the code is a place's own: a rack's label or tag, or its GLN."""
    codes = dict.fromkeys((meaning.clean, *(candidate.value for candidate in meaning.candidates)))
    return any(register.place_by_code(code) is not None for code in codes if code)


def _name(meaning: Identification) -> str:
    """The identifier as it is compared: without case, inner blanks single."""
    best = meaning.candidates[0].value if meaning.candidates else meaning.clean
    return " ".join(best.split()).casefold()


def _basis(kinds: set[str], *, typed: bool, bulk: bool) -> Basis:
    if bulk:
        return Basis.RFID
    if typed:
        return Basis.TYPED
    return Basis.TAG if kinds & _TAG_KINDS or not kinds else Basis.SERIAL
