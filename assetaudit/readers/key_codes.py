"""From the key codes of Linux to text: layout, Shift, AltGr, Ctrl, Caps Lock, and the Alt codes of scanners. Pure.

A scanner that cannot type a character by a key holds Alt and types its number on the keypad (Alt+029 is GS), or holds
Ctrl with a key (Ctrl+] is GS). Both are understood, whatever the layout.
"""

from __future__ import annotations

from assetaudit.readers.layouts import SPACE, Layout, Level, Stroke, accented

DOWN, UP, REPEAT = 1, 0, 2
"""Values of a key event."""
ENTER, KEYPAD_ENTER, TAB, BACKSPACE, ESCAPE = 28, 96, 15, 14, 1
_SHIFT, _CTRL, _ALT, _ALTGR, _CAPS = {42, 54}, {29, 97}, 56, 100, 58
_MODIFIERS = _SHIFT | _CTRL | {_ALT, _ALTGR}
_KEYPAD = {71: "7", 72: "8", 73: "9", 75: "4", 76: "5", 77: "6", 79: "1", 80: "2", 81: "3", 82: "0"}
_KEYPAD_SIGNS = {55: "*", 74: "-", 78: "+", 83: ".", 98: "/"}
_PLAIN = {ENTER: "\r", KEYPAD_ENTER: "\r", TAB: "\t", BACKSPACE: "\x08", ESCAPE: "\x1b"}
_MOST_DIGITS = 5


class KeyText:
    """Turns key events into text, one after the other."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._held: set[int] = set()
        self._caps = False
        self._accent = ""
        self._number = ""

    def feed(self, code: int, value: int) -> str:
        """The text that this event completes; empty for none."""
        if code in _MODIFIERS:
            return self._modifier(code, value)
        if value != DOWN:
            return ""
        if code == _CAPS:
            self._caps = not self._caps
            return ""
        return self._joined(self._pressed(code))

    def _modifier(self, code: int, value: int) -> str:
        if value == DOWN:
            self._held.add(code)
            return ""
        if value == UP:
            self._held.discard(code)
            if code == _ALT and self._number:
                return self._alt_code()
        return ""

    def _alt_code(self) -> str:
        """The character behind a number: of Windows-1252 from 128 on with a leading 0, of code page 437 without one."""
        digits, self._number = self._number, ""
        number = int(digits)
        if number < 128:
            return chr(number)
        if number < 256:
            return bytes([number]).decode("cp1252" if digits[0] == "0" else "cp437", "replace")
        return chr(number) if number < 0xD800 else "\N{REPLACEMENT CHARACTER}"

    def _pressed(self, code: int) -> str:
        if code in _KEYPAD:
            return self._keypad(_KEYPAD[code])
        if code in _PLAIN:
            return _PLAIN[code]
        if code in _KEYPAD_SIGNS:
            return _KEYPAD_SIGNS[code]
        return self._layout_key(code)

    def _keypad(self, digit: str) -> str:
        if _ALT not in self._held:
            return digit
        self._number = (self._number + digit)[-_MOST_DIGITS:]
        return ""

    def _layout_key(self, code: int) -> str:
        shifted = bool(self._held & _SHIFT)
        level = Level.ALTGR if _ALTGR in self._held else Level.SHIFT if shifted else Level.PLAIN
        stroke = Stroke(code, level)
        char = self._layout.characters.get(stroke, "")
        if self._caps and char.isalpha() and level is not Level.ALTGR and len(char.swapcase()) == 1:
            char = char.swapcase()
        if self._held & _CTRL:
            return _control(char)
        if stroke in self._layout.dead and not self._accent:
            self._accent = char
            return ""
        return char

    def _joined(self, char: str) -> str:
        """A character with the accent that waited for it."""
        if not self._accent or not char:
            return char
        accent, self._accent = self._accent, ""
        return accented(accent, char)


def _control(char: str) -> str:
    """What Ctrl makes of a character: ``]`` becomes GS."""
    upper = char.upper()
    return chr(ord(upper) & 0x1F) if len(upper) == 1 and "@" <= upper <= "_" else ""


def strokes_of(text: str, layout: Layout) -> list[tuple[int, int]]:
    """The key events of a scanner that types this text: controls by Ctrl, what has no key by an Alt code."""
    events: list[tuple[int, int]] = []
    plain = {char: code for code, char in _PLAIN.items() if code != KEYPAD_ENTER}
    for char in text:
        stroke = layout.strokes.get(char)
        if char in plain:
            events += _tap(plain[char])
        elif stroke is not None:
            events += _tap(stroke.key, _holding(stroke.level))
            events += _tap(SPACE) if stroke in layout.dead else []
        else:
            events += _alt(char)
    return events


def _tap(code: int, held: int = 0) -> list[tuple[int, int]]:
    pressed = [(code, DOWN), (code, UP)]
    return [(held, DOWN), *pressed, (held, UP)] if held else pressed


def _holding(level: Level) -> int:
    return {Level.PLAIN: 0, Level.SHIFT: 42, Level.ALTGR: _ALTGR}[level]


def _alt(char: str) -> list[tuple[int, int]]:
    keys = {digit: code for code, digit in _KEYPAD.items()}
    taps = [event for digit in f"{ord(char):04}" for event in _tap(keys[digit])]
    return [(_ALT, DOWN), *taps, (_ALT, UP)]
