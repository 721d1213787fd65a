"""What a read points at in the register: the records that its candidates hit, current ones before former ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from assetaudit.model.asset import Hit
from assetaudit.model.finding import Basis
from assetaudit.model.identification import AsItStands, Candidate, Identification
from assetaudit.model.needs import Identify, QuickIdentify, Register
from assetaudit.model.read import Read, ReadError

_TAG_KINDS = frozenset({"asset_tag", "epc", "giai", "grai", "link", "uii"})
_OWN_NAME = frozenset({"asset_tag", "serial", "mac", "giai", "grai", "part_number"})
"""Kinds that a register holds under their own name alone."""
_NOWHERE_KINDS = frozenset({"place", "control"})
_USUAL_KEYS = frozenset({"reader", "kind", "text"})
_PLAIN_KEYS = frozenset({"at", "reader", "kind", "text", "side"})


class Reading(NamedTuple):
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


Find: TypeAlias = Callable[[str, str], Sequence[Hit]]
"""Looks an identifier up: kind and value to hits."""


Alone: TypeAlias = tuple[str, str]
"""The key of the one record that a code points at, and the kind of the name by which it does."""


def basis_of(kind: str) -> Basis:
    """On which basis a record is seen that is found by a name of a kind."""
    return Basis.TAG if kind in _TAG_KINDS else Basis.SERIAL


class Asked(NamedTuple):
    """What a stored read may mean, before the register was asked."""

    meaning: AsItStands | Identification | None
    """None where it is no read of a code or tag."""
    typed: bool = False


class Reads:
    """Understands stored reads, one by one or many together; never raises on bad data."""

    def __init__(self, register: Register, identify: Identify) -> None:
        self._register = register
        self._identify = identify
        self._as_it_stands = at_once(identify)
        self._quick = identify if isinstance(identify, QuickIdentify) else None

    def reading(self, data: object, *, typed: bool = False) -> Reading:
        """What one read points at."""
        return self._answer(self.asked(data, typed=typed), self._register.find)

    def asked(self, data: object, *, typed: bool = False) -> Asked:
        """What a read may mean."""
        text = plain_text(data)
        plain = None if text is None else self._as_it_stands(text)
        return Asked(plain if plain is not None else self._meaning(data), typed)

    def answers(self, many: Sequence[Asked]) -> Iterator[Reading]:
        """What many reads point at, each in its turn; the register is asked for all of them at once."""
        names: defaultdict[str, list[str]] = defaultdict(list)
        for meaning, _typed in many:
            if isinstance(meaning, AsItStands):
                for kind in meaning.kinds:
                    names[kind].append(meaning.text)
            elif meaning is not None:
                for kind, value, _told in _all_names(meaning):
                    names[kind].append(value)
        found = {kind: self._register.find_all(kind, values) for kind, values in names.items()}
        return (self._answer(asked, lambda kind, value: found[kind][value]) for asked in many)

    def alone(self, texts: Iterable[str]) -> dict[str, Alone]:
        """What those of very many codes point at that point at one record, as far as that can be told in short."""
        quick, alike = self._quick, defaultdict[Sequence[str] | None, list[str]](list)
        if quick is None:
            return {}
        distinct = dict.fromkeys(texts)
        for text, kinds in zip(distinct, map(quick.kinds, distinct), strict=True):
            alike[kinds].append(text)
        found = self._alone_by_names(quick, alike.pop(None, ()))
        for kinds, codes in alike.items():
            found.update(self._register.sole(kinds or (), codes))
        return found

    def _alone_by_names(self, quick: QuickIdentify, codes: Iterable[str]) -> dict[str, Alone]:
        """The same for codes that have other names than their own text."""
        named: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for code in codes:
            for kind, value in _distinct(quick.names(code) or ()):
                named[kind].append((code, value))
        found: dict[str, Alone | None] = {}
        for kind, pairs in named.items():
            hits = self._register.find_all(kind, [value for _, value in pairs])
            for code, value in pairs:
                if here := hits[value]:
                    found[code] = (here[0].key, kind) if len(here) == 1 and code not in found else None
        return {code: one for code, one in found.items() if one is not None}

    def _answer(self, asked: Asked, find: Find) -> Reading:
        meaning, typed = asked
        if meaning is None:
            return NOTHING
        if isinstance(meaning, Identification):
            return self._look_up(meaning, find, typed=typed)
        text = meaning.text
        hits = [(hit.key, kind) for kind in meaning.kinds for hit in find(kind, text)]
        if len(hits) != 1:
            return self._look_up(self._identify(Read(text=text)), self._register.find, typed=typed)
        key, kind = hits[0]
        basis = Basis.TYPED if typed else Basis.TAG if kind == "asset_tag" else Basis.SERIAL
        return Reading(text, text.casefold(), (key,), basis)

    def _look_up(self, meaning: Identification, find: Find, *, typed: bool = False, bulk: bool = False) -> Reading:
        """Match the candidates of one read with the register."""
        hits = _holders(meaning, find)
        kinds = {candidate.kind for candidate in meaning.candidates} or _refused(meaning)
        no_device = meaning.names_no_device
        elsewhere = not kinds.isdisjoint(_NOWHERE_KINDS) or (not hits and _is_place(meaning, self._register))
        return Reading(
            meaning.clean,
            _name(meaning),
            tuple(sorted(hits)),
            _basis(set(hits.values()), typed=typed, bulk=bulk),
            bool(meaning.clean) and no_device is None and not elsewhere,
            no_device or (_elsewhere(kinds) if elsewhere and not hits else None),
            kinds != {"asset_tag"},
        )

    def tag(self, tag: Mapping[str, Any], reader: str) -> Reading:
        """One RFID tag of a bulk event."""
        try:
            read = Read.from_dict({"reader": reader, "kind": "tag", "epc": tag.get("epc"), "tid": tag.get("tid")})
        except ReadError:
            return NOTHING
        return self._look_up(self._identify(read), self._register.find, bulk=True)

    def _meaning(self, data: object) -> Identification | None:
        if not isinstance(data, Mapping):
            return None
        try:
            read = Read.from_dict(data)
        except ReadError:
            return None
        return self._identify(read) if read.kind in ("code", "tag") else None


def at_once(identify: Identify) -> Callable[[str], AsItStands | None]:
    """How plain codes are told by an identification, if it has a short way."""
    return identify.as_it_stands if isinstance(identify, QuickIdentify) else _nothing_at_once


def _nothing_at_once(_raw: str) -> AsItStands | None:
    return None


def plain_text(data: object) -> str | None:
    """The text of a read of which nothing is told that may give it another meaning; None for all others."""
    if type(data) is dict and data.keys() == _USUAL_KEYS and data["kind"] == "code":
        text = data["text"]
        return text if type(text) is str and type(data["reader"]) is str else None
    if type(data) is not dict or data.get("kind") != "code" or not data.keys() <= _PLAIN_KEYS:
        return None
    return data.get("text") if set(map(type, data.values())) == {str} else None


def hits_of(meaning: Identification, register: Register) -> list[Hit]:
    """Records that a read points at: the current holders of its identifiers, else the former ones; by key."""
    current, former = _hits(meaning, register.find)
    return [Hit(key, current=bool(current)) for key in sorted(current or former)]


def _holders(meaning: Identification, find: Find) -> dict[str, str]:
    """Current holders of a read's identifiers, or else former ones, with the kind of candidate that found each."""
    current, former = _hits(meaning, find)
    return current or former


def _hits(meaning: Identification, find: Find) -> tuple[dict[str, str], dict[str, str]]:
    current: dict[str, str] = {}
    former: dict[str, str] = {}
    for kind, value, told in _all_names(meaning):
        for hit in find(kind, value):
            (current if hit.current else former).setdefault(hit.key, told)
    return current, former


def _all_names(meaning: Identification) -> Iterator[tuple[str, str, str]]:
    """Kinds and values under which a register may hold a read's candidates, each with the candidate's own kind."""
    return ((kind, value, each.kind) for each in meaning.candidates for kind, value in _names(each))


def _elsewhere(kinds: set[str]) -> str:
    return "control code" if "control" in kinds else "place"


def _refused(meaning: Identification) -> set[str]:
    """What a place label or control code is that does not act, such as one in a picture: never a device."""
    return {rejection.parser for rejection in meaning.rejected} & _NOWHERE_KINDS


def _names(candidate: Candidate) -> list[tuple[str, str]]:
    """Kind and value under which a register may hold the candidate."""
    if candidate.kind in _OWN_NAME:
        return [(candidate.kind, candidate.value)]
    names = _serials(candidate.kind, candidate.value)
    if candidate.kind == "epc" and candidate.fields.get("hex"):
        names.append(("epc", candidate.fields["hex"]))
    if candidate.kind == "link":
        names.extend(_link_names(candidate))
    return names


def _serials(kind: str, value: str) -> list[tuple[str, str]]:
    """A maker's serial number is held as such or as any other."""
    return [(kind, value), ("serial", value)] if kind.endswith(("_serial", "_service_tag")) else [(kind, value)]


def _distinct(names: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Each name under which a register may hold a code once, whatever its case."""
    held = (name for kind, value in names for name in _serials(kind, value))
    return {(kind, value.casefold()): (kind, value) for kind, value in held}.values()


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
