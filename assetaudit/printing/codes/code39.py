"""Code 39 (ISO/IEC 16388): wide and narrow bars for the 43 characters that every scanner has always read."""

from __future__ import annotations

import re

from assetaudit.printing.codes.symbol import CodeError, Symbol, of_pattern

QUIET = 10
_PAIR = re.compile("[$+%/][A-Z]")
_PHARMACY_DIGITS = "0123456789BCDFGHJKLMNPQRSTUVWXYZ"
"""Of Italian pharmacode (Code 32): six of them are a number of nine digits, the last of which checks it."""
_WIDE = 3
"""Width of a wide element in modules; whole, so that every edge lies on a printer's dot."""
# Table 1: the nine elements of each character, bar first, w for wide
_ELEMENTS = {
    "0": "nnnwwnwnn", "1": "wnnwnnnnw", "2": "nnwwnnnnw", "3": "wnwwnnnnn", "4": "nnnwwnnnw", "5": "wnnwwnnnn",
    "6": "nnwwwnnnn", "7": "nnnwnnwnw", "8": "wnnwnnwnn", "9": "nnwwnnwnn", "A": "wnnnnwnnw", "B": "nnwnnwnnw",
    "C": "wnwnnwnnn", "D": "nnnnwwnnw", "E": "wnnnwwnnn", "F": "nnwnwwnnn", "G": "nnnnnwwnw", "H": "wnnnnwwnn",
    "I": "nnwnnwwnn", "J": "nnnnwwwnn", "K": "wnnnnnnww", "L": "nnwnnnnww", "M": "wnwnnnnwn", "N": "nnnnwnnww",
    "O": "wnnnwnnwn", "P": "nnwnwnnwn", "Q": "nnnnnnwww", "R": "wnnnnnwwn", "S": "nnwnnnwwn", "T": "nnnnwnwwn",
    "U": "wwnnnnnnw", "V": "nwwnnnnnw", "W": "wwwnnnnnn", "X": "nwnnwnnnw", "Y": "wwnnwnnnn", "Z": "nwwnwnnnn",
    "-": "nwnnnnwnw", ".": "wwnnnnwnn", " ": "nwwnnnwnn", "$": "nwnwnwnnn", "/": "nwnwnnnwn", "+": "nwnnnwnwn",
    "%": "nnnwnwnwn", "*": "nwnnwnwnn",
}  # fmt: skip


def caution(text: str) -> str:
    """What is to be known before a text is printed in Code 39, or nothing."""
    if not _is_pharmacy_code(text):
        return ""
    return "some cameras take this Code 39 for a pharmacy's code (Code 32) and show another text: Code 128 is safer"


def _is_pharmacy_code(text: str) -> bool:
    if len(text) != 6 or not set(text) <= set(_PHARMACY_DIGITS):
        return False
    number = 0
    for character in text:
        number = number * len(_PHARMACY_DIGITS) + _PHARMACY_DIGITS.index(character)
    digits = [int(digit) for digit in f"{number:09}"]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1:8:2])
    return len(digits) == 9 and (sum(digits[0:8:2]) + sum(doubled)) % 10 == digits[8]


def encode(text: str) -> Symbol:
    """A Code 39 symbol without check character; CodeError for what its 43 characters cannot say."""
    strange = next((character for character in text if character not in _ELEMENTS or character == "*"), None)
    if strange is not None or not text:
        what = f"'{strange}'" if strange else "nothing"
        msg = f"Code 39 holds A to Z, 0 to 9, blank and - . $ / + % only, not {what}."
        raise CodeError(msg)
    pair = _PAIR.search(text)
    if pair is not None:
        msg = f"'{pair[0]}' in Code 39 means another character to scanners set to full ASCII."
        raise CodeError(msg)
    pattern = width = 0
    for character in f"*{text}*":
        for at, element in enumerate(_ELEMENTS[character]):
            modules = _WIDE if element == "w" else 1
            pattern = pattern << modules | ((1 << modules) - 1 if at % 2 == 0 else 0)
            width += modules
        pattern, width = pattern << 1, width + 1
    return of_pattern("code39", text, QUIET, pattern >> 1, width - 1)
