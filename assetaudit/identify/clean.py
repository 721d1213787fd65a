"""The copy of a read that is worked on, and the form in which it may be shown: nothing invisible, nothing that acts.

What a reader delivers may be hostile. The raw read stays in the log; identification works on the copy made here, and
every display goes through ``printable``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MAX_TEXT = 4296
"""Characters that are worked on: what the largest alphanumeric QR code holds."""
SUFFIX = "\r\n\t\x03\x04"
"""What scanners append: CR, LF, TAB, ETX, EOT."""
SEPARATORS = "\x1c\x1d\x1e"
"""FS, GS and RS belong to GS1 and ISO 15434 data: they are kept for those parsers and are nothing suspicious."""
MAX_MARKS = 3
"""Combining marks kept on one letter; real languages need no more."""

_ESCAPE = re.compile(
    "(?:\x1b\\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)"  # OSC ... BEL or ST
    "|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x1b\\\\|\x9c)"  # DCS, SOS, PM, APC ... ST
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    "|\x1b[NO][ -~]"  # SS2, SS3: function keys
    "|\x1b[ -/]+[0-~]"  # character sets
    "|\x1b[0-Z\\\\^-~]"  # two-character escapes
)
_INVISIBLE = frozenset(
    [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)]
) | frozenset(range(0xE0100, 0xE01F0))
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
_BLANKS = re.compile(r"\s\s+|[^\S ]")
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


class Cleaned(NamedTuple):
    """What is left of a read once nothing in it acts or hides."""

    text: str
    """In normal form: NFC, trimmed, inner blanks single, without separators."""
    data: str
    """The same with FS, GS and RS still in their places, for the standards that need them."""
    cleaned: bool
    """Whether more than a scanner's suffix and data separators had to go."""


def clean(raw: str) -> Cleaned:
    """The working copy of a read; never raises, whatever the text holds."""
    body = raw.rstrip(SUFFIX)
    if body.isascii() and body.isprintable() and len(body) <= MAX_TEXT:
        text = body.strip()
        if "  " in text:
            text = " ".join(text.split())
        return Cleaned(text, text, text != body)
    return _clean_slowly(body)


def _clean_slowly(body: str) -> Cleaned:
    if body[:1] == "\x02":  # STX is the prefix that goes with the suffix ETX
        body = body[1:]
    shown = body[:MAX_TEXT]
    data = "".join(_kept(_ESCAPE.sub("", shown)))
    data = unicodedata.normalize("NFC", data).strip(" ")
    data = _BLANKS.sub(lambda found: _one_blank(found[0]), data)
    text = data.translate(_NO_SEPARATORS).strip()
    honest = body.translate(_NO_SEPARATORS).rstrip("\x04")
    return Cleaned(text, data, text != honest)


_NO_SEPARATORS = {ord(char): None for char in SEPARATORS}


def _one_blank(found: str) -> str:
    separators = "".join(char for char in found if char in SEPARATORS)
    return separators or " "


def _kept(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for char in text:
        if char in SEPARATORS:
            kept.append(char)
            continue
        if ord(char) in _INVISIBLE or unicodedata.category(char) in _DROPPED:
            continue
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MAX_MARKS:
            kept.append(_ascii_width(char))
    return kept


def _ascii_width(char: str) -> str:
    """Full-width forms are ASCII typed with another keyboard; look-alikes of other scripts stay what they are."""
    return chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char


def printable(text: str, limit: int = 200) -> str:
    """The text as it may be displayed: placeholders for whatever acts or hides, at most ``limit`` characters."""
    if len(text) > limit:
        text = text[: max(limit - 1, 0)] + "…"
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks > MAX_MARKS:
            continue
        shown.append(_placeholder(char))
    return "".join(shown)


_ACTING = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
"""Valid in JSON, but able to steer a terminal, turn its text around or break its encoding."""


def escaped(written: str) -> str:
    """JSON as it may be printed: whatever could act on a terminal is written as an escape, and means the same."""
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _placeholder(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if code in _INVISIBLE or not char.isprintable():
        return " " if unicodedata.category(char) == "Zs" else _UNKNOWN
    return char
