"""Code 128 (ISO/IEC 15417): bars from text, in as few symbol characters as sets B and C allow; set A for controls."""

from __future__ import annotations

from assetaudit.printing.codes.symbol import CodeError, Symbol, of_pattern

QUIET = 10
LONGEST = 80
"""Characters: no label and no hand scanner takes more."""
# Table 1: widths of bar, space, bar, space, bar, space of the symbol characters 0 to 105
_WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)
_STOP = 0b1100011101011
START_A, START_B, START_C = 103, 104, 105
_CODE_C, _CODE_B, _CODE_A = 99, 100, 101
FNC1 = 102
GS = "\x1d"
"""Behind the first character it is written as FNC1, which scanners send as GS again."""
SWITCHES = {_CODE_A: START_A, _CODE_B: START_B, _CODE_C: START_C}
"""Symbol characters that change the code set, and the start character of the set they change to."""


def _bars(widths: str) -> int:
    pattern = 0
    for at, width in enumerate(widths):
        pattern = pattern << int(width) | ((1 << int(width)) - 1 if at % 2 == 0 else 0)
    return pattern


_PATTERNS = tuple(map(_bars, _WIDTHS.split()))


def encode(text: str, *, gs1: bool = False) -> Symbol:
    """A Code 128 symbol (GS1-128 with FNC1 first); CodeError for anything that is not ASCII."""
    if not text or not text.isascii():
        what = f"'{next(c for c in text if not c.isascii())}'" if text else "nothing"
        msg = f"Code 128 holds ASCII characters only, not {what}."
        raise CodeError(msg)
    if len(text) > LONGEST:
        msg = f"{len(text)} characters are too many for Code 128; {LONGEST} are the most."
        raise CodeError(msg)
    values = characters(text, gs1=gs1)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    pattern = 0
    for value in (*values, check):
        pattern = pattern << 11 | _PATTERNS[value]
    width = 11 * (len(values) + 1) + 13
    return of_pattern("gs1-128" if gs1 else "code128", text, QUIET, pattern << 13 | _STOP, width)


def characters(text: str, *, gs1: bool = False) -> list[int]:
    """Symbol characters with the start first: digits in pairs where that is shorter (annex E)."""
    values: list[int] = []
    now = ""
    at = 0
    while at < len(text):
        if text[at] == GS and now:
            values.append(FNC1)
            at += 1
            continue
        wanted = _set_for(text, at, now)
        if wanted != now:
            values.append(_switch(now, wanted))
            if gs1 and not now:
                values.append(FNC1)
            now = wanted
        taken, value = _character(text, at, now)
        values.append(value)
        at += taken
    return values


def _set_for(text: str, at: int, now: str) -> str:
    digits = _digits_from(text, at)
    if now == "C" and digits >= 2:
        return "C"
    if digits >= _worth(text, at, digits, now) and (digits % 2 == 0 or (not now and at + digits < len(text))):
        return "C"
    if now in ("A", "B") and _fits(text[at], now):
        return now
    return _set_of_next(text, at)


def _worth(text: str, at: int, digits: int, now: str) -> int:
    """How many digits pay for going over to pairs: fewer where no way back is needed."""
    if digits == len(text):
        return 2
    return 4 if not now or at + digits == len(text) else 6


def _digits_from(text: str, at: int) -> int:
    end = at
    while end < len(text) and "0" <= text[end] <= "9":
        end += 1
    return end - at


def _fits(character: str, code_set: str) -> bool:
    return character < "`" if code_set == "A" else character >= " "


def _set_of_next(text: str, at: int) -> str:
    """A where a control character comes before any lower-case letter, else B."""
    for character in text[at:]:
        if character < " " and character != "\x1d":
            return "A"
        if character >= "`":
            return "B"
    return "B"


def _switch(now: str, wanted: str) -> int:
    if not now:
        return {"A": START_A, "B": START_B, "C": START_C}[wanted]
    return {"A": _CODE_A, "B": _CODE_B, "C": _CODE_C}[wanted]


def _character(text: str, at: int, now: str) -> tuple[int, int]:
    if now == "C":
        return 2, int(text[at : at + 2])
    value = ord(text[at])
    if now == "A" and value < 32:
        return 1, value + 64
    return 1, value - 32
