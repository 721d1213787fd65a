"""Single cells: cleaned of what cannot be printed, and read as money, height, unit, face and yes or no."""

from __future__ import annotations

import re
import unicodedata

MAX_CELL = 4096
"""Characters of a cell that are kept; longer ones are cut and reported."""
_LONGEST_SUM = 14
"""Digits before the point; hundredths of longer sums would not be exact in JSON (2^53)."""
MAX_HEIGHT = 200
"""Half units; no device is taller than a rack."""

JUNK = frozenset(
    [
        "0",
        "00",
        "000",
        "none",
        "null",
        "nil",
        "n/a",
        "na",
        "n.a.",
        "n.a",
        "n/v",
        "nan",
        "-",
        "--",
        "---",
        ".",
        "?",
        "x",
        "xx",
        "xxx",
        "tbd",
        "tbc",
        "unknown",
        "unbekannt",
        "no serial",
        "noserial",
        "no serial number",
        "not available",
        "not applicable",
        "not specified",
        "notspecified",
        "not present",
        "not provided",
        "not set",
        "to be filled by o.e.m",
        "to be filled by o.e.m.",
        "to be filled by oem",
        "tobefilledbyo.e.m.",
        "default string",
        "default",
        "defaultstring",
        "system serial number",
        "systemserialnumber",
        "chassis serial number",
        "base board serial number",
        "serial",
        "serial number",
        "sernum",
        "oem",
        "o.e.m.",
        "empty",
        "blank",
        "invalid",
        "none specified",
        "undefined",
        "missing",
        "keine",
        "ohne",
        "leer",
        "entfällt",
        "123456789",
        "0123456789",
        "1234567890",
        "12345678",
        "123456",
        "1234567",
        "asset-1234567890",
        "no asset tag",
        "asset tag",
        "no asset information",
        "not assigned",
        "unassigned",
        "n.v.",
        "#n/a",
        "#na",
        "virtual",
        "vmware",
    ]
)
"""Serials and tags that name nothing: what boards ship with, and what people write for 'none' (without case)."""

_JOINERS = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e"}
_NUMBER = re.compile(r"[-+]?\d[\d.,' ]*")
_MONEY_NOISE = re.compile(r"[€$£¥\s]|\b(?:EUR|USD|GBP|CHF|CAD|AUD|JPY)\b", re.IGNORECASE)
_HEIGHT = re.compile(r"(?:(?P<before>\d{1,3})(?P<half>[.,][05])?0*\s*(?:U|RU|HE)?)", re.IGNORECASE)
_UNIT = re.compile(
    r"(?:U|RU|HE|UNIT|SLOT)?[\s.:_-]*0*(?P<low>\d{1,3})(?:[.,](?P<part>\d+))?\s*(?:U|RU|HE)?"
    r"(?:\s*(?:-|–|to|bis|\.\.)\s*(?:U|RU|HE)?\s*0*(?P<high>\d{1,3})\s*(?:U|RU|HE)?)?(?P<rear>\s*R)?",
    re.IGNORECASE,
)
_FRONT = frozenset(
    ["", "front", "f", "vorne", "vorn", "vorderseite", "0", "front side", "front-facing", "cold aisle", "front to rear"]
)
_REAR = frozenset(
    ["rear", "r", "back", "b", "hinten", "rückseite", "rueckseite", "1", "rear side", "hot aisle", "rear-facing"]
)
_YES = frozenset(["1", "yes", "y", "true", "t", "ja", "j", "x", "wahr", "on"])


def clean(text: str) -> str:
    """A cell without what cannot be printed, in NFC, trimmed, inner blanks single, and no longer than is sensible."""
    text = text[: MAX_CELL + 1] if len(text) > MAX_CELL else text
    if not text.isprintable() or not text.isascii():
        text = unicodedata.normalize("NFC", "".join(map(_shown, text)))
    return " ".join(text.split())[:MAX_CELL]


def _shown(char: str) -> str:
    if char in _JOINERS or char == "\x1f":
        return ""
    if char.isprintable():
        return char
    return " " if char.isspace() else "" if unicodedata.category(char) in ("Cc", "Cf") else "\ufffd"


def is_junk(text: str) -> bool:
    """Whether a serial or tag names nothing."""
    folded = text.casefold()
    return folded in JUNK or (len(folded) > 2 and folded == folded[0] * len(folded))


def cents(text: str) -> int | None:
    """A sum in hundredths, however its separators are written; None where it is none."""
    whole, _, part = text.partition(".")
    if len(part) == 2 and whole.isdecimal() and part.isdecimal() and len(whole) < _LONGEST_SUM:
        return int(whole + part)
    plain = _MONEY_NOISE.sub("", text).replace("'", "").replace("\u2019", "")
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1]
    if _NUMBER.fullmatch(plain) is None:
        return None
    whole, part = _split_number(plain)
    if len(whole.lstrip("+-")) >= _LONGEST_SUM or not whole.lstrip("+-").isdecimal():
        return None
    value = int(whole) * 100
    rounded = int((part + "000")[:2]) + (part[2:3] >= "5")
    return value - rounded if plain.startswith("-") else value + rounded


def _split_number(plain: str) -> tuple[str, str]:
    point = max(plain.rfind("."), plain.rfind(","))
    if point < 0:
        return plain, ""
    mark, tail = plain[point], plain[point + 1 :]
    other = "," if mark == "." else "."
    thousands = len(tail) == 3 and (plain.count(mark) > 1 or (other not in plain and plain[:point] not in ("0", "-0")))
    if thousands and not (mark == "." and plain.count(mark) == 1):
        return plain.replace(mark, "").replace(other, ""), ""
    return plain[:point].replace(",", "").replace(".", ""), tail


def half_units(text: str) -> int | None:
    """A height in half units: ``2``, ``2U``, ``1.5`` or ``2 HE``; None where it is none."""
    match = _HEIGHT.fullmatch(text)
    if match is None:
        return None
    value = int(match["before"]) * 2 + (match["half"] is not None and match["half"][1] == "5")
    return value if value <= MAX_HEIGHT else None


def unit(text: str) -> tuple[str, int | None, bool] | None:
    """(``U12``, ``U12.5`` or ``0U``; height in half units where a range tells it; rear); None where it is no unit."""
    if text.casefold() in ("0u", "zero u", "zero-u"):
        return "0U", None, False
    match = _UNIT.fullmatch(text)
    if match is None or match["low"] == "0" or (match["part"] or "").rstrip("0") not in ("", "5"):
        return None
    low = int(match["low"])
    half = ".5" if (match["part"] or "").startswith("5") else ""
    height = None
    if match["high"] is not None:
        first, last = sorted((low, int(match["high"])))
        low, height = first, (last - first + 1) * 2
    if low == 0:
        return None
    return f"U{low}{half}", height, match["rear"] is not None


def rear(text: str) -> bool | None:
    """Whether a face is the rear; None where it is no face."""
    word = text.casefold()
    return True if word in _REAR else False if word in _FRONT else None


def yes(text: str) -> bool:
    """Whether a cell says yes."""
    return text.casefold() in _YES
