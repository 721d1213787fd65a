"""RFID tags printed as text, the way simple readers do: hex, labelled values, comma separated values."""

from __future__ import annotations

import re

from assetaudit.identify import epc
from assetaudit.identify.bits import Fault
from assetaudit.model.read import Read

_HEX = re.compile(r"(?:[0-9A-Fa-f]{4}){4,31}")
_GROUPED = re.compile(r"[0-9A-Fa-f]{2}(?:[ -][0-9A-Fa-f]{2}){7,61}")
_LABELLED = re.compile(r"\s*([A-Za-z]{2,9})\s*[:=]\s*([^;,|]+?)\s*(?:[;,|]|$)")
_NUMBER = re.compile(r"-?\d{1,5}(?:\.\d{1,3})?")
MAX_TEXT = 512
_WORDS = {"epc": "epc", "tid": "tid", "ant": "antenna", "antenna": "antenna", "port": "antenna", "rssi": "rssi"}


def tag_of(text: str, reader: str) -> Read | None:
    """The tag that a line of text reports; None where it is no tag."""
    if not 16 <= len(text) <= MAX_TEXT:
        return None
    if ":" in text or "=" in text:
        found = _labelled(text)
        if found:
            return _read(found, reader)
    if "," in text or ";" in text:
        return _read(_separated(text), reader)
    digits = _digits(text)
    if digits and not isinstance(epc.decode(digits), Fault):
        return Read(reader=reader, kind="tag", epc=digits)
    return None


def _digits(text: str) -> str:
    text = text.strip()
    if _GROUPED.fullmatch(text):
        text = text.replace(" ", "").replace("-", "")
    return text.upper() if _HEX.fullmatch(text) else ""


def _labelled(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _LABELLED.finditer(text):
        name = _WORDS.get(match[1].lower())
        if name:
            found[name] = match[2]
    return found if "epc" in found else {}


def _separated(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in (value.strip() for value in re.split("[,;]", text)):
        if _digits(value):
            found.setdefault("tid" if "epc" in found else "epc", value)
        elif _NUMBER.fullmatch(value) and "epc" in found:
            found.setdefault("rssi" if value.startswith("-") else "antenna", value)
    return found


def _read(found: dict[str, str], reader: str) -> Read | None:
    digits = _digits(found.get("epc", ""))
    if not digits:
        return None
    rssi = found.get("rssi", "")
    antenna = found.get("antenna", "")
    strength = float(rssi) if _NUMBER.fullmatch(rssi) else None
    return Read(
        reader=reader,
        kind="tag",
        epc=digits,
        tid=_digits(found.get("tid", "")) or None,
        rssi=int(strength) if strength is not None and strength.is_integer() else strength,
        rssi_unit=None if strength is None else ("dBm" if strength < 0 else "raw"),
        antenna=int(antenna) if antenna.isascii() and antenna.isdigit() and len(antenna) < 4 else None,
    )
