"""Hardware addresses that stand on labels: MAC addresses in every writing, world-wide names and UUIDs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assetaudit.identify.scanned import Answer, Meaning, Names, Parser, Rank, Scanned, named
from assetaudit.model.identification import Candidate

_HEX = re.compile(r"[0-9A-Fa-f]+")
_SEPARATED = re.compile(
    r"[0-9A-Fa-f]{2}(?:([:. -])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}(?:(?:\1[0-9A-Fa-f]{2}){2})?"  # 00:11:22:...
    r"|[0-9A-Fa-f]{4}(?:([:. -])[0-9A-Fa-f]{4})(?:\2[0-9A-Fa-f]{4}){1,2}"  # 0011.22aa.bbcc
    r"|[0-9A-Fa-f]{6}[:. -][0-9A-Fa-f]{6}"  # 001122-aabbcc
)
_UUID = re.compile(r"\{?([0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12})\}?")
_NAA = "1256"
"""First digits of world-wide names (network address authority)."""


def pairs(digits: str) -> str:
    """Hex digits in upper case, in pairs: ``00:1A:2B:3C:4D:5E``."""
    upper = digits.upper()
    return ":".join(upper[at : at + 2] for at in range(0, len(upper), 2))


def digits_of(text: str) -> str:
    """The 12 or 16 hex digits of an address in any writing; empty where it is none."""
    if len(text) not in range(12, 24):
        return ""
    if _SEPARATED.fullmatch(text):
        text = re.sub("[:. -]", "", text)
    return text if len(text) in (12, 16) and _HEX.fullmatch(text) else ""


def parse(scanned: Scanned) -> Answer:
    """An address written with separators is one; bare digits only may be one."""
    return _meanings(scanned.text)


def names(text: str) -> Names | None:
    """The same in short of an address without colons."""
    return None if ":" in text else named(_meanings(text))


def _meanings(text: str) -> Sequence[Meaning]:
    if not 12 <= len(text) <= 38:
        return ()
    if len(text) in (36, 38) and (uuid := _UUID.fullmatch(text)):
        return [(Rank.LIKELY, Candidate("uuid", uuid[1].lower(), "The form of a UUID, as SMBIOS has it."))]
    digits = digits_of(text)
    if not digits or (len(digits) == 16 and digits[0] not in _NAA):
        return ()
    rank = _rank(text, digits)
    if len(digits) == 16:
        return [(rank, Candidate("wwn", pairs(digits), "Sixteen hex digits: a world-wide name."))]
    return [(rank, Candidate("mac", pairs(digits), "Twelve hex digits: a MAC address."))]


def _rank(text: str, digits: str) -> Rank:
    if ":" in text:
        return Rank.SURE
    return Rank.POSSIBLE if text == digits or digits.isdigit() else Rank.LIKELY


PARSER = Parser(
    "addresses", parse, starts="0123456789ABCDEFabcdef{", shape=r"\{?[0-9A-Fa-f]{2}[0-9A-Fa-f:. -]{10}", names=names
)
