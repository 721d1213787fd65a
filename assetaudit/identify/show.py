"""An identification as ``identify`` prints it, in JSON and in lines for people, without the register's part."""

from __future__ import annotations

from typing import Any

from assetaudit.identify import aim
from assetaudit.identify.clean import printable
from assetaudit.model.identification import Identification
from assetaudit.model.read import Read


def identification_json(read: Read, identification: Identification) -> dict[str, Any]:
    """Keys in their fixed order; ``hex`` instead of ``text`` where what came is no valid UTF-8."""
    shown: dict[str, Any] = _as_it_came(read, identification)
    if identification.symbology:
        shown["symbology"] = identification.symbology
    shown["cleaned"] = identification.cleaned
    shown["candidates"] = [
        {"kind": each.kind, "value": each.value, "reason": each.reason, "fields": dict(each.fields)}
        for each in identification.candidates
    ]
    shown["rejected"] = [{"parser": each.parser, "reason": each.reason} for each in identification.rejected]
    return shown


def _as_it_came(read: Read, identification: Identification) -> dict[str, Any]:
    if read.text is None and (read.hex or read.epc):
        return {"hex": read.hex or read.epc}
    try:
        identification.text.encode("utf-8")
    except UnicodeEncodeError:
        return {"hex": identification.text.encode("utf-8", "surrogatepass").hex().upper()}
    return {"text": identification.text}


def identification_lines(identification: Identification) -> list[str]:
    """What a person reads: every candidate with its reason, then every reason for no; safe to print."""
    lines = []
    if identification.symbology:
        lines.append(f"symbol    {identification.symbology} {aim.name(identification.symbology)}")
    if identification.cleaned:
        lines.append(f"cleaned   {printable(identification.clean)} (it came as {printable(identification.text)})")
    for each in identification.candidates:
        fields = "  ".join(f"{name}={printable(value)}" for name, value in each.fields.items())
        lines.append(f"{each.kind:<17} {printable(each.value)}  {each.reason}{'  ' + fields if fields else ''}")
    lines += [f"not {each.parser:<13} {printable(each.reason, 400)}" for each in identification.rejected]
    return lines
