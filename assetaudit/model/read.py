"""Reads: what a reader delivered, kept as it came. One JSON shape everywhere (recordings, scan lines, events)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS = ("code", "tag", "status", "position")
_TEXT_KEYS = frozenset({"at", "reader", "kind", "text", "hex", "symbology", "epc", "tid", "rssi_unit", "side", "note"})


class ReadError(ValueError):
    """A mapping that is no read; the message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Read:
    """One delivery by a reader."""

    reader: str = ""
    """The reader's address, such as ``keys://`` or ``serial:///dev/ttyACM0``."""
    kind: str = "code"
    """``code`` (bar code or typed text), ``tag`` (RFID), ``status`` or ``position``."""
    text: str | None = None
    """What was read, for valid UTF-8."""
    hex: str | None = None
    """What was read, in upper-case hex, where it is no valid UTF-8."""
    at: str | None = None
    """UTC time, RFC 3339; advisory."""
    symbology: str | None = None
    """AIM symbology identifier, such as ``]Q3``."""
    epc: str | None = None
    tid: str | None = None
    rssi: float | None = None
    rssi_unit: str | None = None
    """``dBm`` or ``raw``: the two are never mixed."""
    antenna: int | None = None
    """Counted from 1."""
    side: str | None = None
    note: str | None = None

    @classmethod
    def of_bytes(cls, data: bytes, reader: str = "", *, at: str | None = None, symbology: str | None = None) -> Read:
        """A code as a device sent it: text where it is UTF-8, hex where it is not."""
        try:
            text, raw = data.decode("utf-8"), None
        except UnicodeDecodeError:
            text, raw = None, data.hex().upper()
        return cls(reader=reader, text=text, hex=raw, at=at, symbology=symbology)

    @property
    def raw(self) -> str:
        """What identification works on: the text, the EPC, or bytes taken as Latin-1."""
        if self.text is not None:
            return self.text
        if self.epc is not None:
            return self.epc
        return bytes.fromhex(self.hex).decode("latin-1") if self.hex else ""

    def to_dict(self) -> dict[str, Any]:
        """The read in the one JSON shape, keys in its fixed order, empty ones left out."""
        order = (
            "at",
            "reader",
            "kind",
            "text",
            "hex",
            "symbology",
            "epc",
            "tid",
            "rssi",
            "rssi_unit",
            "antenna",
            "side",
            "note",
        )
        return {key: value for key in order if (value := getattr(self, key)) not in (None, "")}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Read:
        """A read from its JSON shape; unknown keys are ignored, wrong types are a ReadError."""
        values: dict[str, Any] = {
            key: _text(key, value) for key, value in data.items() if key in _TEXT_KEYS and value is not None
        }
        if values.get("kind", "code") not in KINDS:
            msg = f"kind is '{values['kind']}', and must be one of {', '.join(KINDS)}."
            raise ReadError(msg)
        for key in ("hex", "epc", "tid"):
            if key in values:
                values[key] = _hex(key, values[key])
        if data.get("rssi") is not None:
            values["rssi"] = _number(data["rssi"])
        if data.get("antenna") is not None:
            values["antenna"] = int(_number(data["antenna"]))
        if not any(key in values for key in ("text", "hex", "epc", "note")):
            msg = "the read has none of text, hex and epc."
            raise ReadError(msg)
        return cls(**values)


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        msg = f"{key} must be a text."
        raise ReadError(msg)
    return value


def _hex(key: str, value: str) -> str:
    try:
        return bytes.fromhex(value).hex().upper()
    except ValueError:
        msg = f"{key} must be hexadecimal digits in pairs."
        raise ReadError(msg) from None


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        msg = "rssi and antenna must be numbers."
        raise ReadError(msg)
    return value
