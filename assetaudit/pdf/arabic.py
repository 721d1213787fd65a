"""Arabic letters in the forms that join them, taken from Unicode's presentation forms; a font need not shape them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

_FORMS = {"<isolated>": 0, "<final>": 1, "<initial>": 2, "<medial>": 3}
_BLOCKS = (range(0xFB50, 0xFBB2), range(0xFBD3, 0xFC00), range(0xFE80, 0xFEFD))
_TATWEEL = "\u0640"


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[int, str]]:
    """Letter, or lam with its alef, to its forms: isolated, final, initial, medial."""
    table: dict[str, dict[int, str]] = {}
    for block in _BLOCKS:
        for code in block:
            kind, _, rest = unicodedata.decomposition(chr(code)).partition(" ")
            if kind in _FORMS and rest:
                letters = "".join(chr(int(part, 16)) for part in rest.split())
                table.setdefault(letters, {}).setdefault(_FORMS[kind], chr(code))
    return table


def joined(text: str, has: Callable[[str], bool]) -> str:
    """A text with each Arabic letter in the form its neighbours ask for, as far as a font has that form."""
    letters = _ligated(text)
    marks = [unicodedata.combining(letter[0]) > 0 for letter in letters]
    said = []
    for at, letter in enumerate(letters):
        forms = _table().get(letter)
        if forms is None:
            said.append(letter)
            continue
        before = _neighbour(letters, marks, at, -1)
        after = _neighbour(letters, marks, at, 1)
        form = forms.get(_joins_on(before) + 2 * (_joins_back(after) and 2 in forms), forms.get(0, letter))
        said.append(form if has(form) else letter)
    return "".join(said)


def _ligated(text: str) -> list[str]:
    """Letters one by one, lam and alef together."""
    letters: list[str] = []
    for character in text:
        if letters and letters[-1] == "\u0644" and "\u0644" + character in _table():
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _neighbour(letters: list[str], marks: list[bool], at: int, step: int) -> str:
    """The next letter to one side, vowel marks passed over."""
    at += step
    while 0 <= at < len(letters) and marks[at]:
        at += step
    return letters[at] if 0 <= at < len(letters) else ""


def _joins_on(letter: str) -> bool:
    """Whether a letter joins to the one behind it."""
    return letter == _TATWEEL or 2 in _table().get(letter, {})


def _joins_back(letter: str) -> bool:
    """Whether a letter joins to the one before it."""
    return letter == _TATWEEL or 1 in _table().get(letter, {})
