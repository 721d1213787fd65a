"""How a read lies in an event: whole numbers only, and text that is valid UTF-8 whatever a device delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assetaudit.model.read import Read

INTEGER_LIMIT = 2**53
"""Integers of events lie strictly between minus this and this, so that every JSON reader sees the same number."""


def read_to_payload(read: Read) -> dict[str, Any]:
    """The read as ``d.read`` of an event: RSSI in tenths, text that is no UTF-8 in hex; never refuses a read."""
    given = read.to_dict()
    if read.rssi is None and read.antenna is None and "".join(given.values()).isascii():
        return given
    payload: dict[str, Any] = {}
    for key, value in given.items():
        payload[key] = utf8(value) if isinstance(value, str) and key != "text" else value
    left_out = [name for name in ("rssi", "antenna") if name in payload and not _number(payload, name)]
    if left_out:
        for name in left_out:
            del payload[name]
        payload["note"] = f"{payload.get('note', '')} ({' and '.join(left_out)} left out: no usable number)".strip()
    return _text_or_hex(payload)


def read_from_payload(payload: Mapping[str, Any]) -> Read:
    """The read that lies in an event; ReadError where it is none."""
    read = Read.from_dict(payload)
    return read if read.rssi is None else replace(read, rssi=read.rssi / 10)


def utf8(text: str) -> str:
    """The text, with what cannot be written as UTF-8 (lone surrogates) spelled out."""
    return text if _is_utf8(text) else text.encode("utf-8", "backslashreplace").decode("utf-8")


def _number(payload: dict[str, Any], name: str) -> bool:
    """Bring a number into its whole form; False where it has none that an event can hold."""
    value = payload[name] * (10 if name == "rssi" else 1)
    if not abs(value) < INTEGER_LIMIT:  # also where it is no number at all
        return False
    payload[name] = round(value)
    return True


def _text_or_hex(payload: dict[str, Any]) -> dict[str, Any]:
    text = payload.get("text")
    if text is None or _is_utf8(text):
        return payload
    del payload["text"]
    return payload | {"hex": _bytes_of(text).hex().upper()}


def _bytes_of(text: str) -> bytes:
    """The bytes behind a text with lone surrogates: those of undecodable input where it came from one."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _is_utf8(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
