"""Application identifiers of GS1: length, characters, check digits and companions, one row for each kind of data.

The facts are those of the GS1 Barcode Syntax Dictionary (Apache-2.0) as of 2026, in a notation of our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

ROWS = (
    ("00", "*N18c", "", ""),
    ("01", "*N14c", "", "255,37"),
    ("02", "*N14c", "37", "01,03"),
    ("03", "*N14c", "", "01,02,37,235"),
    ("10", "X..20", "01,02,03,8006,8026", ""),
    ("11 13 15-16", "*N6d", "01,02,03,8006,8026", ""),
    ("12", "*N6d", "8020", ""),
    ("17", "*N6d", "01,02,03,255,8006,8026", ""),
    ("20", "*N2", "01,02,03,8006,8026", ""),
    ("21", "X..20", "01,03,8006", "235"),
    ("22 710-717", "X..20", "01", ""),
    ("235", "X..28", "01", ""),
    ("240-241", "X..30", "01,02,03,8006,8026", ""),
    ("242", "N..6", "01,02,8006,8026", ""),
    ("243", "X..20", "01,03", ""),
    ("250", "X..30", "01+21,03+21,8006+21", ""),
    ("251", "X..30", "01,03,8006", ""),
    ("253", "N13c+?X..17", "", ""),
    ("254", "X..20", "414", ""),
    ("255", "N13c+?N..12", "", "01,02,415,8006,8020,8026"),
    ("30", "N..8", "01,02", ""),
    (
        "3100-3105 3110-3115 3120-3125 3130-3135 3140-3145 3150-3155 3160-3165 3200-3205 3210-3215 "
        "3220-3225 3230-3235 3240-3245 3250-3255 3260-3265 3270-3275 3280-3285 3290-3295 3500-3505 "
        "3510-3515 3520-3525 3560-3565 3570-3575 3600-3605 3610-3615 3640-3645 3650-3655 3660-3665",
        "*N6",
        "01,02",
        "",
    ),
    (
        "3300-3305 3310-3315 3320-3325 3330-3335 3340-3345 3350-3355 3360-3365 3400-3405 3410-3415 "
        "3420-3425 3430-3435 3440-3445 3450-3455 3460-3465 3470-3475 3480-3485 3490-3495 3530-3535 "
        "3540-3545 3550-3555 3620-3625 3630-3635 3670-3675 3680-3685 3690-3695",
        "*N6",
        "00,01",
        "",
    ),
    ("3370-3375", "*N6", "01", ""),
    ("37", "N..8", "00+02,00+8026", ""),
    ("3900-3909", "N..15", "255,8020", "8111"),
    ("3910-3919", "N3+N..15", "8020", ""),
    ("3920-3929", "N..15", "01+30,01+31nn,01+32nn,01+35nn,01+36nn", ""),
    ("3930-3939", "N3+N..15", "30,31nn,32nn,35nn,36nn", ""),
    ("3940-3943", "N4", "255", "8111"),
    ("3950-3955", "N6", "30,31nn,32nn,35nn,36nn", "8005"),
    ("400 90", "X..30", "", ""),
    ("401 7023 8004", "X..30g", "", ""),
    ("402", "N17c", "", ""),
    ("403 4308 4319", "X..30", "00", ""),
    ("410-414 416-417", "*N13c", "", ""),
    ("415", "*N13c", "8020", ""),
    ("420", "X..20", "", "421"),
    ("421", "N3+X..9", "", "4307"),
    ("422", "N3", "01,02,03,8006,8026", "426"),
    ("423 425", "N3+?N3+?N3+?N3+?N3", "01,02,03", "426"),
    ("424", "N3", "01,02,03", "426"),
    ("426", "N3", "01,02,03", ""),
    ("427", "X..3", "01+422,02+422,03+422", ""),
    ("4300-4301 4310-4311 4320", "X..35", "00", ""),
    ("4302 4304-4306 4312 4314-4316", "X..70", "00", ""),
    ("4303", "X..70", "4302", ""),
    ("4307 4317", "X2", "00", ""),
    ("4309", "N10+N10", "00", ""),
    ("4313", "X..70", "4312", ""),
    ("4318", "X..20", "00", ""),
    ("4321-4323", "N1", "00", ""),
    ("4324-4325", "N6d+N4", "00", ""),
    ("4326", "N6d", "00", ""),
    ("4330", "N6+?X1", "00", "4331"),
    ("4331", "N6+?X1", "00", "4330"),
    ("4332", "N6+?X1", "00", "4333"),
    ("4333", "N6+?X1", "00", "4332"),
    ("7001", "N13", "01,02,8006,8026", ""),
    ("7002", "X..30", "01,02", ""),
    ("7003", "N6d+N4", "01,02,03", ""),
    ("7004", "N..4", "01+10,03+10", ""),
    ("7005", "X..12", "01,02", ""),
    ("7006", "N6d", "01,02", ""),
    ("7007", "N6d+?N6d", "01,02", ""),
    ("7008", "X..3", "01,02", ""),
    ("7009", "X..10", "01,02", ""),
    ("7010", "X..2", "01,02,03", ""),
    ("7011", "N6d+?N4", "01,02,03", ""),
    ("7020", "X..20", "01+416,03+416,8006+416", ""),
    ("7021 8012", "X..20", "01,03,8006", ""),
    ("7022", "X..20", "01+7021,03+7021,8006+7021", ""),
    ("7030-7039", "N3+X..27", "01,02", ""),
    ("7040", "N1+X1+X1+X1", "", ""),
    ("7041", "X..4", "00", ""),
    ("7230-7239", "X2+X..28", "01,8004", ""),
    ("7240", "X..20", "01,8006", "03"),
    ("7241", "N2", "8017,8018", ""),
    ("7242", "X..25", "8017,8018", ""),
    ("7250", "N8", "8018", "7251"),
    ("7251", "N8+N4", "8018", "7250"),
    ("7252", "N1", "8018", ""),
    ("7253-7254", "X..40", "8017,8018", "7256,7259"),
    ("7255", "X..10", "8017,8018", "7256,7259"),
    ("7256", "X..90", "8017,8018", ""),
    ("7257", "X..70", "8018", ""),
    ("7258", "X3", "8018+7259", ""),
    ("7259", "X..40", "8018", "7256"),
    ("8001", "N4+N5+N3+N1+N1", "01", ""),
    ("8002", "X..20", "", ""),
    ("8003", "N1z+N13c+?X..16", "", ""),
    ("8005", "N6", "01,02", ""),
    ("8006", "N14c+N4", "", "01,03,37"),
    ("8007", "X..34", "415", ""),
    ("8008", "N6d+N2+?N2+?N2", "01,02,03", ""),
    ("8009", "X..50", "00,01,03", ""),
    ("8010", "Y..30g", "", ""),
    ("8011", "N..12n", "8010", ""),
    ("8013", "X..25g", "", ""),
    ("8014", "X..25g", "01", ""),
    ("8017", "N18c", "", "8018"),
    ("8018", "N18c", "", "8017"),
    ("8019", "N..10", "8017,8018", ""),
    ("8020", "X..25", "415", ""),
    ("8026", "N14c+N4", "37", "02,03,8006"),
    ("8030", "Z..90", "00,01+21,03+21,253,255,8003,8004,8006+21,8010+8011,8017,8018", ""),
    ("8040", "N15", "01+21", ""),
    ("8041", "N15", "01+21+8040", ""),
    ("8042", "N32", "01+21+8040", ""),
    ("8043", "N18+?N..2", "01+21+8040", ""),
    ("8110 8112", "X..70", "", ""),
    ("8111", "N4", "255", ""),
    ("8200", "X..70", "01", ""),
    ("91-99", "X..90", "", ""),
)
"""(identifiers and ranges, format, needs, excludes).

Format: parts joined by ``+``; ``N`` digits, ``X`` 82 characters, ``Y`` 39 characters, ``Z`` base 64; ``14`` exactly,
``..20`` at most; before it ``*``: no separator follows, ``?``: may be absent; after it ``c``: last digit is a check
digit, ``d``: a date YYMMDD, ``z``: a zero, ``n``: no leading zero, ``g``: begins with a company prefix of 4 digits.
Needs: alternatives by comma, all of several by plus; ``n`` in an identifier stands for any digit.
"""
_PART = re.compile(r"(\??)([NXYZ])(\.\.)?(\d+)([cdzng]*)")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an element's data."""

    characters: str
    shortest: int
    longest: int
    optional: bool
    checks: str


@dataclass(frozen=True, slots=True)
class Element:
    """What the data of one application identifier must look like."""

    identifier: str
    parts: tuple[Part, ...]
    predefined: bool
    """Its length is fixed and no separator follows."""
    needs: tuple[tuple[str, ...], ...]
    """One of these sets of identifiers must stand beside it; empty where none must."""
    excludes: tuple[str, ...]

    @property
    def shortest(self) -> int:
        """Fewest characters of data."""
        return sum(part.shortest for part in self.parts if not part.optional)

    @property
    def longest(self) -> int:
        """Most characters of data."""
        return sum(part.longest for part in self.parts)


@cache
def elements() -> dict[str, Element]:
    """Every application identifier, worked out on first use."""
    table: dict[str, Element] = {}
    for names, text, needs, excludes in ROWS:
        parts = tuple(_part(part) for part in text.lstrip("*").split("+"))
        wanted = tuple(tuple(group.split("+")) for group in needs.split(",") if group)
        barred = tuple(name for name in excludes.split(",") if name)
        for name in _names(names):
            table[name] = Element(name, parts, text.startswith("*"), wanted, barred)
    return table


def _part(text: str) -> Part:
    match = _PART.fullmatch(text)
    if match is None:
        raise AssertionError(text)
    optional, characters, upto, length, checks = match.groups()
    longest = int(length)
    return Part(characters, 1 if upto else longest, longest, bool(optional), checks)


def _names(text: str) -> list[str]:
    names: list[str] = []
    for item in text.split():
        first, _, last = item.partition("-")
        names += [f"{number:0{len(first)}d}" for number in range(int(first), int(last or first) + 1)]
    return names


def matches(wanted: str, identifier: str) -> bool:
    """Whether an identifier is the wanted one, ``n`` standing for any digit."""
    return len(wanted) == len(identifier) and all(a in ("n", b) for a, b in zip(wanted, identifier, strict=True))
