"""Serial numbers whose shape tells their maker: one row of data each.

Shapes marked ``(documented)`` follow a published source; the others are what labels of these makers commonly look
like. None of them excludes that the code is something else: the register decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from assetaudit.identify import check
from assetaudit.identify.scanned import Answer, Meaning, Names, Parser, Rank, Scanned
from assetaudit.model.identification import Candidate

Fields: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """One maker's shape: named groups become fields, ``read`` works out what follows from them or says no (None)."""

    kind: str
    says: str
    pattern: str
    lengths: tuple[int, ...]
    rank: Rank = Rank.POSSIBLE
    read: Callable[[Fields], Fields | None] | None = None
    grouped: bool = False
    """Printed with blanks or dashes between its groups, which are left out."""
    serial: str = ""
    """Field that holds the serial number proper, where it is not the whole code."""


def _cisco(fields: Fields) -> Fields | None:
    if not 1 <= int(fields["week"]) <= 53:
        return None
    return fields | {"year": str(1996 + int(fields["year"])), "week": str(int(fields["week"]))}


def _week(fields: Fields) -> Fields | None:
    return fields if 1 <= int(fields["week"]) <= 53 else None


_HUAWEI_YEARS = "123456789ABCDEFGHJKLMNPQRSTUVWXY"


def _huawei(fields: Fields) -> Fields | None:
    year = _HUAWEI_YEARS.find(fields["year"])
    if year < 0:
        return None
    return fields | {"year": str(2001 + year), "month": str(int(fields["month"], 16))}


def _dell_tag(fields: Fields) -> Fields:
    return {"express_code": str(int(fields["tag"], 36))}


_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def base36(number: int) -> str:
    """A number in base 36, as Dell writes service tags."""
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text


def _express(fields: Fields) -> Fields | None:
    tag = base36(int(fields["code"]))
    return {"service_tag": tag} if len(tag) == 7 else None


def _imei(fields: Fields) -> Fields | None:
    return {} if check.luhn_ok(fields["imei"]) else None


SHAPES = (
    Shape(
        "cisco_serial",
        "Cisco: site, year from 1996, week, number (documented)",
        r"(?P<site>[A-Z]{3})(?P<year>\d\d)(?P<week>\d\d)(?P<number>[0-9A-Z]{4})",
        (11,),
        Rank.LIKELY,
        _cisco,
    ),
    Shape(
        "arista_serial",
        "Arista: site, year, week, number",
        r"(?P<site>[A-Z]{3})(?P<year>[12]\d)(?P<week>\d\d)(?P<number>\d{4})",
        (11,),
        read=_week,
    ),
    Shape(
        "huawei_serial",
        "Huawei or xFusion: 21, material, maker, year, month, number (documented)",
        r"21(?P<material>[0-9A-Z]{8})(?P<vendor>[0-9A-Z]{2})(?P<year>[0-9A-Z])(?P<month>[1-9A-C])(?P<number>[0-9A-Z]{6})",
        (20,),
        Rank.LIKELY,
        _huawei,
    ),
    Shape(
        "lenovo_serial",
        "Lenovo or IBM: 1S, machine type and model, serial number",
        r"1S(?P<mtm>[0-9A-Z]{10}|[0-9A-Z]{7})(?P<serial>[0-9A-Z]{7,8})",
        (16, 17, 19, 20),
        serial="serial",
    ),
    Shape("lenovo_serial", "Lenovo: two letters and six characters", r"(?:PC|PF|MJ|MP|PG|J\d)[0-9A-Z]{6}", (8,)),
    Shape(
        "dell_service_tag",
        "a Dell service tag (documented): base 36 of its express service code",
        r"(?P<tag>[0-9A-Z]{7})",
        (7,),
        read=_dell_tag,
    ),
    Shape(
        "dell_express_code",
        "a Dell express service code (documented): the service tag in base 10",
        r"(?P<code>\d{10,11})",
        (10, 11),
        read=_express,
        grouped=True,
        serial="service_tag",
    ),
    Shape(
        "dell_ppid",
        "Dell's piece identification: country, part, maker, date, number, revision",
        r"(?P<country>[A-Z]{2})(?P<part>0[0-9A-Z]{5})(?P<mfr>[0-9A-Z]{5})(?P<date>\d[1-9A-C][1-9A-V])(?P<sequence>[0-9A-Z]{4})"
        r"(?P<revision>[AX]\d\d)?",
        (20, 23),
        Rank.LIKELY,
        grouped=True,
    ),
    Shape(
        "hpe_serial",
        "HPE: site, year digit, week, number",
        r"(?P<site>[0-9A-Z]{3})(?P<year_digit>\d)(?P<week>\d\d)(?P<number>[0-9A-Z]{4})",
        (10,),
        read=_week,
    ),
    Shape("supermicro_serial", "Supermicro: letter, digits, X, digits", r"[A-Z]\d{6}X\d{7}", (15,)),
    Shape("juniper_serial", "Juniper: JN, hex digits, three letters", r"JN[0-9A-F]{6}[A-Z]{3}", (11,)),
    Shape("juniper_serial", "Juniper: two letters and ten digits", r"[A-Z]{2}\d{10}", (12,)),
    Shape("apple_serial", "Apple: twelve characters", r"C[0-2][0-9A-Z][0-9A-Z]{9}", (12,)),
    Shape("imei", "an IMEI: fifteen digits with their check digit", r"(?P<imei>\d{15})", (15,), read=_imei),
)
"""Sources: Cisco's serial number document 18280; xFusion X6000 V6 white paper, appendix A; Dell's base 36 rule."""

_BY_LENGTH: dict[int, list[tuple[Shape, re.Pattern[str]]]] = defaultdict(list)
for _shape in SHAPES:
    for _length in _shape.lengths:
        _BY_LENGTH[_length].append((_shape, re.compile(_shape.pattern, re.ASCII)))
_LONGEST = max(_BY_LENGTH) * 2


def parse(scanned: Scanned) -> Answer:
    """Every maker's shape that fits the code, blanks and dashes between its groups left out."""
    return [meaning for fitting in _fitting(scanned.text) for meaning in _meanings(*fitting)]


def names(text: str) -> Names:
    """The same in short."""
    return [name for shape, value, fields in _fitting(text) for name in _names(shape, value, fields)]


def _fitting(text: str) -> Iterator[tuple[Shape, str, Fields]]:
    """Shapes that fit a code, each with the value and the fields that it reads."""
    if len(text) > _LONGEST:
        return
    bare = text if text.isalnum() else text.replace(" ", "").replace("-", "")
    upper = bare.upper()
    for shape, pattern in _BY_LENGTH.get(len(bare), ()):
        found = pattern.fullmatch(upper) if bare is text or shape.grouped else None
        fields = None if found is None else _fields(shape, found)
        if found is not None and fields is not None:
            within = shape.serial and shape.kind == "lenovo_serial"
            yield shape, fields[shape.serial] if within else found[0], fields


def _fields(shape: Shape, found: re.Match[str]) -> Fields | None:
    fields: Fields = {name: value for name, value in found.groupdict().items() if value is not None}
    return fields if shape.read is None else shape.read(fields)


def _names(shape: Shape, value: str, fields: Fields) -> Names:
    own = (shape.kind, value)
    return (own, ("serial", fields[shape.serial])) if shape.serial else (own,)


def _meanings(shape: Shape, value: str, fields: Fields) -> Iterator[Meaning]:
    whole, *inner = _names(shape, value, fields)
    yield shape.rank, Candidate(*whole, f"The shape of {shape.says}.", fields)
    for name in inner:
        yield shape.rank, Candidate(*name, f"The serial number within: {shape.says}.", fields)


def _any_shape() -> str:
    """All shapes in one; a code whose groups stand apart is told by the number of its digits or characters."""
    one = "|".join(re.sub(r"\(\?P<\w+>", "(?:", shape.pattern) for shape in SHAPES)
    lengths = f"{min(_BY_LENGTH)},{max(_BY_LENGTH)}"
    apart = r"[0-9](?:[ -]*[0-9]){9,10}[ -]*|(?:[0-9A-Za-z][ -]*){20,23}"
    return rf"(?=[0-9A-Za-z]{{{lengths}}}\Z)(?i:{one})\Z|(?:{apart})\Z"


PARSER = Parser(
    "vendors",
    parse,
    starts="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    shape=_any_shape(),
    names=names,
)
