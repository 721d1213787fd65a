"""GS1 element strings: what a GS1 symbol says, checked by the rules of the GS1 General Specifications.

Only a symbol that calls itself GS1 (AIM identifier), brackets or a Digital Link are read as GS1 first. Plain digits
are a company's own numbers until the register says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from assetaudit.identify import aim, check
from assetaudit.identify.gs1_table import Element, Part, elements, matches
from assetaudit.identify.scanned import Answer, Meaning, Names, Parser, Rank, Scanned, named
from assetaudit.model.identification import Candidate, Rejection

Pairs: TypeAlias = list[tuple[str, str]]
GS = "\x1d"


class Broken(NamedTuple):
    """Why data are no valid GS1 element string, in one sentence."""

    reason: str


_CHARACTERS = {
    "N": re.compile(r"[0-9]*"),
    "X": re.compile(r"[!\"%-/0-9:-?A-Z_a-z]*"),
    "Y": re.compile(r"[#\-/0-9A-Z]*"),
    "Z": re.compile(r"[\-0-9A-Z_a-z=]*"),
}
_CHARACTER_NAMES = {"N": "digits", "X": "GS1's 82 characters", "Y": "GS1's 39 characters", "Z": "base 64 characters"}
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def parse_elements(data: str) -> Pairs | Broken:
    """Split a symbol's data into (identifier, data) pairs and check every rule; says which one is broken."""
    if not data.strip(GS):
        return Broken("There is no data behind the symbology identifier.")
    pairs: Pairs = []
    rest = data.removesuffix(GS)
    while rest:
        step = _next(rest)
        if isinstance(step, Broken):
            return step
        identifier, value, rest = step
        pairs.append((identifier, value))
    return checked(pairs)


def _next(rest: str) -> tuple[str, str, str] | Broken:
    element = _element(rest)
    if element is None:
        return Broken(f"No application identifier begins with '{rest[:4].replace(GS, '<GS>')}'.")
    body = rest[len(element.identifier) :]
    if element.predefined:
        return element.identifier, body[: element.longest], body[element.longest :].removeprefix(GS)
    value, _, after = body.partition(GS)
    return element.identifier, value, after


def _element(text: str) -> Element | None:
    table = elements()
    for length in (2, 3, 4):
        if found := table.get(text[:length]):
            return found
    return None


def checked(pairs: Pairs) -> Pairs | Broken:
    """The same pairs, or the first rule of GS1 that they break."""
    table = elements()
    seen: dict[str, str] = {}
    for identifier, value in pairs:
        element = table.get(identifier)
        if element is None:
            return Broken(f"There is no application identifier ({identifier}).")
        if reason := _data_fault(element, value):
            return Broken(f"({identifier}) {reason}")
        if seen.setdefault(identifier, value) != value:
            return Broken(f"({identifier}) stands twice with different data.")
    for identifier in seen:
        if reason := _companion_fault(table[identifier], seen):
            return Broken(f"({identifier}) {reason}")
    return list(seen.items())


def _companion_fault(element: Element, seen: dict[str, str]) -> str:
    def present(wanted: str) -> bool:
        return any(matches(wanted, identifier) for identifier in seen)

    if element.needs and not any(all(map(present, group)) for group in element.needs):
        wanted = " or ".join("+".join(group) for group in element.needs)
        return f"needs {wanted} beside it."
    barred = [name for name in element.excludes if present(name)]
    return f"may not stand beside {barred[0]}." if barred else ""


def _data_fault(element: Element, value: str) -> str:
    if len(value) < element.shortest:
        return f"is too short: {len(value)} characters, not {element.shortest}."
    if len(value) > element.longest:
        return f"is too long: {len(value)} characters, not {element.longest}."
    at = 0
    for part in element.parts:
        piece = value[at : at + part.longest]
        at += len(piece)
        if piece == "" and part.optional:
            continue
        if reason := _part_fault(part, piece):
            return reason
    return ""


def _part_fault(part: Part, piece: str) -> str:
    if len(piece) < part.shortest:
        return "has a part that is too short."
    if not _CHARACTERS[part.characters].fullmatch(piece):
        return f"holds characters other than {_CHARACTER_NAMES[part.characters]}."
    return next((reason for name in part.checks if (reason := _CHECKS[name](piece))), "")


def _date_fault(piece: str) -> str:
    month, day = int(piece[2:4]), int(piece[4:6])
    return "" if 1 <= month <= 12 and day <= _MONTH_DAYS[month - 1] else "is no date."


_CHECKS: dict[str, Callable[[str], str]] = {
    "c": lambda piece: "" if check.gs1_ok(piece) else "has a wrong check digit.",
    "d": _date_fault,
    "z": lambda piece: "" if piece == "0" else "must begin with a zero.",
    "n": lambda piece: "may not begin with a zero." if piece.startswith("0") else "",
    "g": lambda piece: "" if re.match(r"[0-9]{4}", piece) else "is shorter than a company prefix.",
}

_HRI = re.compile(r"\(([0-9]{2,4})\)")
_KEYS = {
    "8004": ("giai", "a GS1 individual asset"),
    "8003": ("grai", "a GS1 returnable asset"),
    "00": ("sscc", "a parcel (SSCC)"),
    "253": ("gdti", "a document"),
    "414": ("gln", "a location (GLN)"),
    "8018": ("gsrn", "a service relation"),
    "8017": ("gsrn", "a service relation"),
    "8006": ("itip", "a piece of a trade item"),
    "8010": ("cpi", "a component or part"),
    "255": ("gcn", "a coupon"),
    "7023": ("giai", "an assembly of a GS1 asset"),
}
_SERIALS = ("21", "250", "8011")
PLAIN_KEYS = ("00", "01", "253", "414", "8003", "8004", "8006", "8010", "8017", "8018")
_PLAIN_LENGTHS = {8: "gtin", 12: "gtin", 13: "gtin", 14: "gtin", 18: "sscc"}


def bracketed(pairs: Sequence[tuple[str, str]]) -> str:
    """The pairs as printed under a symbol: ``(01)...(21)...``."""
    return "".join(f"({identifier}){value}" for identifier, value in pairs)


def meanings(pairs: Pairs, rank: Rank, *, how: str) -> list[Meaning]:
    """What valid pairs name: keys first, then what an organisation wrote into its own identifiers."""
    fields = dict(pairs)
    named = [*_keys(fields), *_attributes(fields)]
    return [(rank, Candidate(kind, value, f"{how}: {says}.", fields)) for kind, value, says in named]


def _keys(fields: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    product = fields.get("01")
    if product and "21" in fields:
        yield "sgtin", fields["21"], "one piece of a trade item"
    for identifier, (kind, says) in _KEYS.items():
        if identifier in fields:
            yield kind, fields[identifier], says
    if product and "21" not in fields:
        yield "gtin", product, "a product (GTIN), not one device"


def _attributes(fields: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for identifier in _SERIALS:
        if identifier in fields:
            yield "serial", fields[identifier], f"the serial number in ({identifier})"
    for identifier, value in fields.items():
        if identifier in ("240", "241"):
            yield "part_number", value, f"the part number in ({identifier})"
        elif len(identifier) == 2 and identifier[0] == "9":
            yield "asset_tag", value, f"the organisation's own data in ({identifier})"


def parse(scanned: Scanned) -> Answer:
    """GS1 by its AIM identifier or brackets, or, after everything else, by plain digits."""
    if scanned.symbology in aim.GS1:
        return _answer(parse_elements(scanned.data), "A GS1 symbol")
    if scanned.symbology in aim.RETAIL:
        return _retail(scanned.text)
    if scanned.text[0] == "(" and _HRI.match(scanned.text):
        return _answer(_bracketed_pairs(scanned.text), "GS1 in brackets")
    return _plain(scanned.text) if scanned.text[:4].isdigit() and scanned.text.isascii() else ()


def _answer(result: Pairs | Broken, how: str) -> Answer:
    if isinstance(result, Broken):
        return [Rejection("gs1", result.reason)]
    found = meanings(result, Rank.SURE, how=how)
    return found or [Rejection("gs1", "Valid GS1 data, but none that names a thing.")]


def _bracketed_pairs(text: str) -> Pairs | Broken:
    pieces = _HRI.split(text)
    values = [value.strip() for value in pieces[2::2]]
    return checked(list(zip(pieces[1::2], values, strict=True)))


def _retail(text: str) -> Answer:
    if text.isdigit() and check.gs1_ok(text):
        return [
            (Rank.SURE, Candidate("gtin", text, "A retail symbol: a product (GTIN), not one device.", {"01": text}))
        ]
    return [Rejection("gs1", "A retail symbol whose check digit is wrong.")]


def _plain(text: str) -> list[Meaning]:
    found: list[Meaning] = []
    kind = _PLAIN_LENGTHS.get(len(text))
    if kind and check.gs1_ok(text):
        reason = f"{len(text)} digits with a GS1 check digit: may be a {kind.upper()}."
        found.append((Rank.POSSIBLE, Candidate(kind, text, reason)))
    if len(text) >= 16 and text.startswith(PLAIN_KEYS):
        pairs = parse_elements(text)
        if not isinstance(pairs, Broken):
            found += meanings(pairs, Rank.POSSIBLE, how="May be GS1 data without their symbology identifier")
    return found


def names(text: str) -> Names | None:
    """The same in short of plain digits."""
    return None if _HRI.match(text) else named(_plain(text) if text[:4].isdigit() else ())


PARSER = Parser("gs1", parse, starts="(0123456789", shape=r"\([0-9]{2}|[0-9]{8}|[0-9]{4}.{12}", names=names)
