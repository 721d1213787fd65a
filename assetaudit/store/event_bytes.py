"""The exact bytes of an event and the chain of hashes over them: one form only, so that anyone can check it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from sys import intern
from typing import Any

import msgspec

from assetaudit.errors import StoreError
from assetaudit.model.event import VERSION, Event
from assetaudit.model.payload import INTEGER_LIMIT

CHAIN_START = bytes(32)
"""Stands before the first event of a log."""
BROKEN_KIND = "broken"
"""Kind given to stored bytes that are no event: kept and counted, never dropped."""
_MAX_DEPTH = 60
_encode = msgspec.json.Encoder(order="sorted").encode


class Body(msgspec.Struct, frozen=True, gc=False):
    """An event's own bytes, understood; keys of a newer version stay in the bytes and are passed over here."""

    k: str
    log: str
    seq: int
    audit: str
    d: dict[str, Any]
    sup: tuple[str, ...] = ()
    user: str = ""
    wall: int = 0
    mono: int = 0
    boot: str = ""
    v: int = VERSION


_decode = msgspec.json.Decoder(Body).decode
_decode_any = msgspec.json.Decoder().decode


def canonical(fields: Mapping[str, Any]) -> bytes:
    """The one way to write an event: sorted ASCII keys, no blanks, no floats, integers below 2^53, valid UTF-8."""
    try:
        _check(fields, 0)
        return _encode(fields)
    except (ValueError, TypeError) as error:
        msg = f"The event cannot be written: {error}."
        raise StoreError(msg, hint="Nothing was saved; please report this as a fault.") from error


def chain(previous: bytes, body: bytes) -> bytes:
    """The hash of an event: SHA-256 over the hash before it (32 bytes) and its own bytes."""
    return hashlib.sha256(previous + body).digest()


def event_of(body: bytes, digest: bytes, log: str = "", seq: int = 0, audit: str = "") -> Event:
    """The event in its bytes; bytes that are none become an event of kind ``broken`` under the row's own names.

    What many events have in common is one text in memory: a log of a million events is held whole.
    """
    try:
        b = _decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Event(BROKEN_KIND, log, seq, audit, digest.hex(), {})
    at = b.d.get("at")
    if type(at) is str:
        b.d["at"] = intern(at)
    log, audit, user, boot = intern(b.log), intern(b.audit), intern(b.user), intern(b.boot)
    return Event(intern(b.k), log, b.seq, audit, digest.hex(), b.d, b.sup, user, b.wall, b.mono, boot, b.v)


def fault_of(body: bytes, log: str, seq: int, audit: str) -> str:
    """Why bytes are not the event that a row says they are, as the end of a sentence; empty where they are."""
    try:
        data = _decode_any(body)
        names = _decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return "its bytes are no event"
    if (names.log, names.seq, names.audit) != (log, seq, audit):
        return "its bytes belong to another log, number or audit"
    try:
        same = canonical(data) == body
    except StoreError:
        same = False
    return "" if same else "its bytes are not in the one canonical form"


def _check(value: object, depth: int) -> None:
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return
    if kind is int:
        if not -INTEGER_LIMIT < value < INTEGER_LIMIT:  # type: ignore[operator]
            msg = "a whole number in it is too large"
            raise ValueError(msg)
        return
    _check_inside(value, depth)


def _check_inside(value: object, depth: int) -> None:
    if depth > _MAX_DEPTH:
        msg = "it is nested too deeply"
        raise ValueError(msg)
    if isinstance(value, dict):
        _check_keys(value)
        for inner in value.values():
            if type(inner) is not str:
                _check(inner, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner, depth + 1)
    elif not isinstance(value, str):
        msg = f"it holds a {type(value).__name__}"
        raise TypeError(msg)


def _check_keys(keys: Iterable[object]) -> None:
    for key in keys:
        if type(key) is not str or not key.isascii():
            msg = f"the key {key!r} is no ASCII text"
            raise ValueError(msg)
