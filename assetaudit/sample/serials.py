"""Serial numbers in the shapes that makers print, so that codes on the walk look like codes on real devices.

Dell: seven characters of base 36. Cisco: LLLYYWWSSSS with the year counted from 1996 (cisco.com document 18280). The
shapes of the other makers are common knowledge of the trade and were not checked against the makers' own papers.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

DIGITS = "0123456789"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"
FIRST_CISCO_YEAR = 1996


def _text(dice: Random, alphabet: str, length: int) -> str:
    return "".join(alphabet[dice.randrange(len(alphabet))] for _ in range(length))


def _year_and_week(dice: Random) -> tuple[int, int]:
    return dice.randrange(2017, 2025), dice.randrange(1, 53)


def _dell(dice: Random) -> str:
    return _text(dice, CONSONANTS, 2) + _text(dice, CONSONANTS + DIGITS, 4) + _text(dice, "1234", 1)


def _hpe(dice: Random) -> str:
    year, week = _year_and_week(dice)
    return f"{dice.choice(('CZJ', 'CZ2', '2M2', 'MXQ', 'USE'))}{year % 10}{week:02d}{_text(dice, LETTERS + DIGITS, 4)}"


def _cisco(dice: Random) -> str:
    year, week = _year_and_week(dice)
    site = dice.choice(("FDO", "FOC", "JAE", "SAL"))
    return f"{site}{year - FIRST_CISCO_YEAR:02d}{week:02d}{_text(dice, LETTERS + DIGITS, 4)}"


def _lenovo(dice: Random) -> str:
    return "J" + _text(dice, DIGITS, 3) + _text(dice, LETTERS + DIGITS, 4)


def _supermicro(dice: Random) -> str:
    return f"S{_text(dice, DIGITS, 6)}X{_text(dice, DIGITS, 7)}"


def _apc(dice: Random) -> str:
    year, week = _year_and_week(dice)
    return f"{dice.choice(('5A', 'ZA', 'AS'))}{year % 100:02d}{week:02d}{_text(dice, 'TEV', 1)}{_text(dice, DIGITS, 5)}"


def _netapp(dice: Random) -> str:
    year, week = _year_and_week(dice)
    return f"{_text(dice, '79', 1)}{_text(dice, '12', 1)}{year % 100:02d}{week:02d}{_text(dice, DIGITS, 6)}"


def _juniper(dice: Random) -> str:
    return dice.choice(("XH", "WH", "PE", "TA")) + _text(dice, "123", 1) + _text(dice, DIGITS, 9)


def _arista(dice: Random) -> str:
    year, week = _year_and_week(dice)
    return f"{dice.choice(('JPE', 'SSJ', 'HSH'))}{year % 100:02d}{week:02d}{_text(dice, DIGITS, 4)}"


def _nvidia(dice: Random) -> str:
    year, week = _year_and_week(dice)
    return f"MT{year % 100:02d}{week:02d}X{_text(dice, DIGITS, 5)}"


def _aten(dice: Random) -> str:
    return f"Z{_text(dice, DIGITS, 1)}{_text(dice, LETTERS, 1)}{_text(dice, DIGITS, 8)}"


def _none(dice: Random) -> str:
    del dice
    return ""


_SHAPES: dict[str, Callable[[Random], str]] = {
    "dell": _dell,
    "hpe": _hpe,
    "cisco": _cisco,
    "lenovo": _lenovo,
    "supermicro": _supermicro,
    "apc": _apc,
    "netapp": _netapp,
    "juniper": _juniper,
    "arista": _arista,
    "nvidia": _nvidia,
    "aten": _aten,
    "none": _none,
}


def serial(shape: str, dice: Random) -> str:
    """A serial number of that maker's shape; empty for passive things that have none."""
    return _SHAPES[shape](dice)
