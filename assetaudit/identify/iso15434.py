"""ISO/IEC 15434 envelopes (formats 05, 06, 12 and DD) and the item identifier that MIL-STD-130 builds from them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assetaudit.identify import addresses, gs1, gs1_table
from assetaudit.identify.scanned import Answer, Meaning, Parser, Rank, Scanned
from assetaudit.model.identification import Candidate, Rejection

START = "[)>"
RS = "\x1e"
GS = "\x1d"
_DATA_IDENTIFIER = re.compile(r"([0-9]{0,2}[A-Za-z])(.*)", re.DOTALL)
_APPLICATION_IDENTIFIER = re.compile(r"[0-9]{2,4}")
_TEXT_ELEMENT = re.compile(r"([A-Z]{3}) ?(.+)", re.DOTALL)
ENTERPRISES = (("17V", "D"), ("12V", "UN"), ("7L", "LD"), ("3V", ""), ("18V", ""))
"""Data identifier of an enterprise and the issuing agency code put before it (MIL-STD-130N, Table A-II)."""


@dataclass(slots=True)
class Envelope:
    """What one symbol's envelope holds."""

    formats: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    """Data identifiers, or text element identifiers, and their data."""
    gs1: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def parse(scanned: Scanned) -> Answer:
    """The identifiers in an envelope, the unique item identifier first."""
    if not scanned.data.startswith(START):
        return ()
    if RS not in scanned.data and GS not in scanned.data:
        return [
            Rejection("iso15434", "The scanner took the separators (GS, RS) out of an ISO 15434 code: switch them on.")
        ]
    envelope = opened(scanned.data)
    answer: list[Meaning | Rejection] = [Rejection("iso15434", warning) for warning in envelope.warnings]
    uii, construct = unique_identifier(envelope.fields)
    fields = envelope.fields | ({"construct": construct} if construct else {})
    if uii:
        answer.append((Rank.SURE, Candidate("uii", uii, f"MIL-STD-130 unique item identifier ({construct}).", fields)))
    elif {"17V", "12V", "18V", "7L", "3V"} & fields.keys():
        answer.append(
            Rejection("uii", "An enterprise without part number (or lot) and serial number makes no unique identifier.")
        )
    answer += [*_single(fields), *_gs1(envelope)]
    return answer if any(not isinstance(each, Rejection) for each in answer) else [*answer, *_nothing_named(envelope)]


def opened(data: str) -> Envelope:
    """Take an envelope apart; what is missing of it (trailer, order) becomes a warning."""
    envelope = Envelope()
    body = data[len(START) :].rstrip("\x04")
    if not body.endswith(RS):
        envelope.warnings.append("The envelope's trailer (RS) is missing; its data are read all the same.")
    for part in body.split(RS):
        if part:
            _format(envelope, part)
    return envelope


def _format(envelope: Envelope, part: str) -> None:
    name, *elements = part.split(GS)
    envelope.formats.append(name)
    if name == "05":
        envelope.gs1 += [pair for element in elements if (pair := _gs1_pair(element))]
        return
    shape = _DATA_IDENTIFIER if name == "06" else _TEXT_ELEMENT
    for element in elements:
        found = shape.fullmatch(element)
        if found is None:
            if element:
                envelope.warnings.append(f"'{element[:20]}' begins with no identifier of format {name[:4]}.")
            continue
        if found[1] != found[1].upper():
            envelope.warnings.append(f"The data identifier {found[1]} is in lower case.")
        envelope.fields.setdefault(found[1].upper(), found[2].strip())


def _gs1_pair(element: str) -> tuple[str, str] | None:
    known = gs1_table.elements()
    for length in (2, 3, 4):
        if element[:length] in known:
            return element[:length], element[length:]
    return None


def unique_identifier(fields: dict[str, str]) -> tuple[str, str]:
    """The concatenated UII of MIL-STD-130N and how it is built; both empty where the data make none."""
    if "25S" in fields:
        return fields["25S"], "complete"
    if "18S" in fields:
        return "D" + fields["18S"], "construct 1"
    part = fields.get("1P") or fields.get("1T")
    for identifier, agency in ENTERPRISES:
        if identifier in fields and part and fields.get("S"):
            return agency + fields[identifier] + part + fields["S"], "construct 2"
    for identifier in ("I", "22S"):
        if identifier in fields:
            return fields[identifier], "IUID equivalent"
    return "", ""


_SINGLE = (
    ("serial", ("S", "SER", "SEQ", "SN")),
    ("part_number", ("1P", "30P", "P", "PNO", "PNR")),
    ("revision", ("2P",)),
    ("lot", ("1T",)),
    ("quantity", ("Q",)),
)


def _single(fields: dict[str, str]) -> list[Meaning]:
    found: list[Meaning] = []
    for kind, identifiers in _SINGLE:
        for identifier in identifiers:
            if fields.get(identifier):
                reason = f"The data identifier {identifier} in an ISO 15434 code."
                found.append((Rank.SURE, Candidate(kind, fields[identifier], reason, fields)))
    if digits := addresses.digits_of(fields.get("23S", "")):
        found.insert(0, (Rank.SURE, Candidate("mac", addresses.pairs(digits), "The data identifier 23S.", fields)))
    return found


def _nothing_named(envelope: Envelope) -> list[Meaning]:
    for identifier, value in envelope.fields.items():
        reason = f"An ISO 15434 code that names no device; {identifier} is the first thing that it holds."
        return [(Rank.SURE, Candidate("maker" if identifier in _MAKERS else "other", value, reason, envelope.fields))]
    return []


_MAKERS = frozenset({name for name, _ in ENTERPRISES} | {"MFR", "CAG", "DUN", "SPL"})


def _gs1(envelope: Envelope) -> list[Meaning | Rejection]:
    if not envelope.gs1:
        return []
    result = gs1.checked(envelope.gs1)
    if isinstance(result, gs1.Broken):
        return [Rejection("gs1", result.reason)]
    return list(gs1.meanings(result, Rank.SURE, how="GS1 data in an ISO 15434 code"))


PARSER = Parser("iso15434", parse, starts="[", shape=re.escape(START))
