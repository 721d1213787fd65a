"""Keyboard layouts: which character a key gives, and what a text becomes between two layouts. Pure.

A scanner that types sends *keys*, chosen by the layout it believes in; the host turns them into characters by its own.
Where the two differ, ``-`` arrives as ``ß``. Keys are named by the numbers of Linux's ``input-event-codes.h``. The
characters are those of the layouts ``us``, ``de`` and ``fr`` of Windows and of X11 where the two agree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property
from typing import NamedTuple


class Level(IntEnum):
    """What is held down with a key."""

    PLAIN = 0
    SHIFT = 1
    ALTGR = 2


class Stroke(NamedTuple):
    """One key with what is held down."""

    key: int
    level: Level


_ROWS = (
    (41, *range(2, 14)),  # the key left of 1, the digits, two more
    tuple(range(16, 28)),  # Q ... ]
    (*range(30, 41), 43),  # A ... ', and the key near Enter
    (86, *range(44, 54)),  # the key left of Z (ISO keyboards), Z ... /
)
SPACE = 57
ACUTE, GRAVE, CIRCUMFLEX, DIAERESIS, TILDE = "´", "`", "^", "¨", "~"
_COMBINING = {ACUTE: "\u0301", GRAVE: "\u0300", CIRCUMFLEX: "\u0302", DIAERESIS: "\u0308", TILDE: "\u0303"}
_DIGIT_KEYS = {str(digit): 11 if digit == 0 else digit + 1 for digit in range(10)}


@dataclass(frozen=True)
class Layout:
    """One layout."""

    name: str
    title: str
    plain: tuple[str, str, str, str]
    """Characters of the four rows; a blank where the key gives none."""
    shift: tuple[str, str, str, str]
    altgr: Mapping[Stroke, str]
    dead: frozenset[Stroke]
    """Keys that wait for the next one and put an accent on it."""

    @cached_property
    def characters(self) -> dict[Stroke, str]:
        """What each key gives."""
        found = {Stroke(SPACE, Level.PLAIN): " ", Stroke(SPACE, Level.SHIFT): " "}
        for level, rows in ((Level.PLAIN, self.plain), (Level.SHIFT, self.shift)):
            for keys, row in zip(_ROWS, rows, strict=True):
                found |= {Stroke(key, level): char for key, char in zip(keys, row, strict=True) if char != " "}
        return found | dict(self.altgr)

    @cached_property
    def strokes(self) -> dict[str, Stroke]:
        """The easiest key for each character: without AltGr where there is one."""
        found: dict[str, Stroke] = {}
        for stroke in sorted(self.characters, key=lambda stroke: (stroke.level, stroke.key)):
            found.setdefault(self.characters[stroke], stroke)
        return found


def _on_digits(**characters: str) -> dict[Stroke, str]:
    return {Stroke(_DIGIT_KEYS[name[1:]], Level.ALTGR): char for name, char in characters.items()}


US = Layout(
    "us",
    "US English",
    ("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'\\", " zxcvbnm,./"),
    ("~!@#$%^&*()_+", "QWERTYUIOP{}", 'ASDFGHJKL:"|', " ZXCVBNM<>?"),
    {},
    frozenset(),
)
DE = Layout(
    "de",
    "German",
    ("^1234567890ß´", "qwertzuiopü+", "asdfghjklöä#", "<yxcvbnm,.-"),
    ('°!"§$%&/()=?`', "QWERTZUIOPÜ*", "ASDFGHJKLÖÄ'", ">YXCVBNM;:_"),
    _on_digits(_2="²", _3="³", _7="{", _8="[", _9="]", _0="}")
    | {
        Stroke(12, Level.ALTGR): "\\",
        Stroke(16, Level.ALTGR): "@",
        Stroke(18, Level.ALTGR): "€",
        Stroke(27, Level.ALTGR): "~",
        Stroke(50, Level.ALTGR): "µ",
        Stroke(86, Level.ALTGR): "|",
    },
    frozenset({Stroke(41, Level.PLAIN), Stroke(13, Level.PLAIN), Stroke(13, Level.SHIFT)}),
)
FR = Layout(
    "fr",
    "French",
    ("²&é\"'(-è_çà)=", "azertyuiop^$", "qsdfghjklmù*", "<wxcvbn,;:!"),
    (" 1234567890°+", "AZERTYUIOP¨£", "QSDFGHJKLM%µ", ">WXCVBN?./§"),
    _on_digits(_2="~", _3="#", _4="{", _5="[", _6="|", _7="`", _8="\\", _9="^", _0="@")
    | {Stroke(12, Level.ALTGR): "]", Stroke(13, Level.ALTGR): "}", Stroke(18, Level.ALTGR): "€"},
    frozenset(
        {Stroke(26, Level.PLAIN), Stroke(26, Level.SHIFT), Stroke(3, Level.ALTGR), Stroke(8, Level.ALTGR)},
    ),
)
LAYOUTS = {layout.name: layout for layout in (US, DE, FR)}


def accented(accent: str, char: str) -> str:
    """What a dead key makes of the character that follows it: the accent alone on a blank, both where none fits."""
    if char == " ":
        return accent
    joined = unicodedata.normalize("NFC", char + _COMBINING[accent])
    return joined if len(joined) == 1 else accent + char


def typed(text: str, scanner: Layout, host: Layout) -> str:
    """What a host shows when a scanner types this text; what the scanner has no key for is left out."""
    shown, accent = "", ""
    for stroke in _presses(text, scanner):
        char = host.characters.get(stroke, "")
        if accent:
            char, accent = accented(accent, char) if char else accent, ""
        elif stroke in host.dead:
            char, accent = "", char
        shown += char
    return shown + accent


def _presses(text: str, scanner: Layout) -> Iterator[Stroke]:
    """The keys that a scanner presses; behind a dead one it presses the blank, to have the accent by itself."""
    for char in text:
        stroke = scanner.strokes.get(char)
        if stroke is None:
            continue
        yield stroke
        if stroke in scanner.dead:
            yield Stroke(SPACE, Level.PLAIN)


def restored(shown: str, scanner: Layout, host: Layout) -> str:
    """The text that a scanner meant, from what the host showed; characters without a key stay what they are."""
    meant, skip_blank = "", False
    for char in shown:
        for stroke in _strokes_behind(char, host.name):
            if skip_blank and stroke == Stroke(SPACE, Level.PLAIN):
                skip_blank = False
                continue
            meant += scanner.characters.get(stroke, "")
            skip_blank = stroke in scanner.dead
        if not _strokes_behind(char, host.name):
            meant, skip_blank = meant + char, False
    return meant


@cache
def _strokes_behind(char: str, host_name: str) -> tuple[Stroke, ...]:
    host = LAYOUTS[host_name]
    if char in host.strokes:
        return (host.strokes[char],)
    parts = unicodedata.normalize("NFD", char)
    accent = next((accent for accent, mark in _COMBINING.items() if len(parts) == 2 and parts[1] == mark), "")
    key = next((stroke for stroke in host.dead if host.characters[stroke] == accent), None)
    if key is None or parts[0] not in host.strokes:
        return ()
    return (key, host.strokes[parts[0]])
