"""ANSI MH10.8.2 data identifiers on linear factory labels: the ``S`` before a serial, the ``1P`` before a part number.

Nothing in a linear code tells a data identifier from a number that happens to begin so: both stay candidates.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assetaudit.identify import addresses
from assetaudit.identify.scanned import Answer, Names, Parser, Rank, Scanned
from assetaudit.model.identification import Candidate


class DataIdentifier(NamedTuple):
    """One row: what follows the identifier, and how surely it is one."""

    kind: str
    says: str
    shape: str = r"[!-~ ]{2,40}"
    """What the data must look like on a linear label."""
    sure: bool = False
    """The code is that, and the whole text a candidate only in case the register has it so."""


TABLE = {
    "S": DataIdentifier("serial", "a serial number", r"[0-9A-Z-]{5,30}"),
    "18S": DataIdentifier("uii", "an enterprise and its serial number", r"[0-9A-Z-]{6,40}"),
    "20S": DataIdentifier("serial", "a serial number", r"[0-9A-Z-]{5,30}"),
    "22S": DataIdentifier("serial", "an electronic serial number", r"[0-9A-F]{8,20}"),
    "23S": DataIdentifier("mac", "a MAC address", r"[0-9A-Fa-f]{12}"),
    "25S": DataIdentifier("uii", "a complete unique identifier", r"[0-9A-Z-]{6,50}"),
    "1P": DataIdentifier("part_number", "a supplier's part number", r"[!-~]{3,30}", sure=True),
    "2P": DataIdentifier("revision", "a revision", r"[0-9A-Z.-]{1,8}", sure=True),
    "30P": DataIdentifier("part_number", "a supplier's part number", r"[!-~]{3,30}", sure=True),
    "P": DataIdentifier("part_number", "a customer's part number", r"[0-9A-Z][!-~]{3,29}"),
    "1T": DataIdentifier("lot", "a lot number", r"[!-~]{3,30}", sure=True),
    "Q": DataIdentifier("quantity", "a quantity", r"[0-9]{1,6}"),
    "3S": DataIdentifier("carton", "a carton", r"[0-9A-Z]{6,30}"),
    "4L": DataIdentifier("country", "the country of origin", r"[A-Z]{2}", sure=True),
    "17V": DataIdentifier("maker", "a CAGE code", r"[0-9A-Z]{5}"),
    "12V": DataIdentifier("maker", "a DUNS number", r"[0-9]{9}"),
    "10D": DataIdentifier("date", "a date (year and week)", r"[0-9]{4}"),
    "16D": DataIdentifier("date", "a date", r"[0-9]{8}"),
}
"""Meanings after MIL-STD-130N Table A-II and ANSI MH10.8.2; 18S needs its envelope to become a UII."""
_SHAPES = {identifier: re.compile(row.shape) for identifier, row in TABLE.items()}
_LEADING = re.compile(r"[0-9]{0,2}[A-Z]")


def parse(scanned: Scanned) -> Answer:
    """The data behind an identifier, beside the code as it stands."""
    found = _announced(scanned.text)
    if found is None:
        return ()
    identifier, value = found
    row = TABLE[identifier]
    reason = f"The data identifier {identifier} announces {row.says}."
    return [(Rank.POSSIBLE, Candidate(row.kind, _written(identifier, value), reason, {"di": identifier}))]


def names(text: str) -> Names:
    """The same in short."""
    found = _announced(text)
    return () if found is None else ((TABLE[found[0]].kind, _written(*found)),)


def _announced(text: str) -> tuple[str, str] | None:
    """The data identifier that a text begins with, and what follows; None where that is none, or not of its shape."""
    leading = _LEADING.match(text)
    if leading is None or leading[0] not in TABLE:
        return None
    value = text[leading.end() :]
    return (leading[0], value) if _SHAPES[leading[0]].fullmatch(value) else None


def _written(identifier: str, value: str) -> str:
    """Data in the form in which it is compared."""
    if TABLE[identifier].kind == "mac":
        return addresses.pairs(value)
    return f"D{value}" if identifier == "18S" else value


def announces_no_device(text: str) -> bool:
    """Whether a text is, to all appearance, a part number, revision or the like behind its data identifier."""
    found = _announced(text)
    return found is not None and TABLE[found[0]].sure


_SHAPE = "|".join(rf"{identifier}{row.shape}\Z" for identifier, row in TABLE.items())
PARSER = Parser("data_identifiers", parse, starts="0123456789SPQT", shape=_SHAPE, names=names)
