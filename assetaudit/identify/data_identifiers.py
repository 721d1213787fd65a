"""ANSI MH10.8.2 data identifiers on linear factory labels: the ``S`` before a serial, the ``1P`` before a part number.

Nothing in a linear code tells a data identifier from a number that happens to begin so: both stay candidates.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assetaudit.identify import addresses
from assetaudit.identify.scanned import Answer, Parser, Rank, Scanned
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
    leading = _LEADING.match(scanned.text)
    row = TABLE.get(leading[0]) if leading else None
    if leading is None or row is None:
        return ()
    value = scanned.text[leading.end() :]
    if not _SHAPES[leading[0]].fullmatch(value):
        return ()
    reason = f"The data identifier {leading[0]} announces {row.says}."
    if row.kind == "mac":
        value = addresses.pairs(value)
    elif leading[0] == "18S":
        value = "D" + value
    return [(Rank.POSSIBLE, Candidate(row.kind, value, reason, {"di": leading[0]}))]


def announces_no_device(text: str) -> bool:
    """Whether a text is, to all appearance, a part number, revision or the like behind its data identifier."""
    leading = _LEADING.match(text)
    row = TABLE.get(leading[0]) if leading else None
    return (
        leading is not None
        and row is not None
        and row.sure
        and bool(_SHAPES[leading[0]].fullmatch(text[leading.end() :]))
    )


_SHAPE = "|".join(rf"{identifier}{row.shape}\Z" for identifier, row in TABLE.items())
PARSER = Parser("data_identifiers", parse, starts="0123456789SPQT", shape=_SHAPE)
