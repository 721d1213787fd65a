"""The ``+`` and ``++`` schemes of EPC Tag Data Standard 2: a label's elements, packed as they are."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from assetaudit.identify import check
from assetaudit.identify.bits import Bits, Fault
from assetaudit.identify.epc_schemes import BASE_64, CODE_40, DATES, HOST_WORDS, PlusScheme

_SAFE = "!'()*+,;=:"
_CHECKED = {"01": 14, "00": 18, "414": 13, "8018": 18, "8017": 18, "253": 13, "255": 13, "8006": 14, "8003": 14}
"""Length up to the check digit, by application identifier."""
_HEX_DIGITS = ("0123456789ABCDEF", "0123456789abcdef")


class PlusFound(NamedTuple):
    """What a ``+`` scheme holds."""

    path: str
    """As a GS1 Digital Link has it."""
    filter: int
    keys: dict[str, str]
    host: str


def decode_plus(scheme: PlusScheme, bits: Bits) -> PlusFound:
    """Take a ``+`` or ``++`` scheme apart behind its header; a Fault says what is wrong."""
    more_data = bits.take(1)
    filter_value = bits.take(3)
    query = _date(bits) if scheme.dated else {}
    keys = {name: _value(bits, coding) for name, coding in scheme.elements}
    _check(keys)
    host = _host(bits) if scheme.hosted else ""
    if not more_data:
        bits.must_be_empty()
    path = "".join(f"/{name}/{quote(value, safe=_SAFE)}" for name, value in keys.items())
    tail = "".join(f"?{name}={value}" for name, value in query.items())
    return PlusFound(path + tail, filter_value, keys | query, host)


def _check(keys: dict[str, str]) -> None:
    for name, value in keys.items():
        length = _CHECKED.get(name)
        if length and not check.gs1_ok(value[:length]):
            raise Fault(f"The check digit in ({name}) is wrong.")


def _date(bits: Bits) -> dict[str, str]:
    kind = bits.take(4)
    year, month, day = bits.take(7), bits.take(4), bits.take(5)
    if kind >= len(DATES) or year > 99 or not 1 <= month <= 12:
        raise Fault("The date is none.")
    return {DATES[kind]: f"{year:02d}{month:02d}{day:02d}"}


def _value(bits: Bits, coding: str) -> str:
    return "".join(_piece(bits, part) for part in coding.split("+"))


def _piece(bits: Bits, coding: str) -> str:
    if coding[0] == "d":
        return "".join(_digit(bits.take(4)) for _ in range(int(coding[1:])))
    if coding == "n":
        return _number(bits, bits.take(4))
    return _characters(bits) if coding == "v" else _digits_then_characters(bits)


def _digit(nibble: int) -> str:
    if nibble > 9:
        raise Fault("A digit is above 9.")
    return str(nibble)


def _digits_then_characters(bits: Bits) -> str:
    digits = ""
    while len(digits) <= 30:
        nibble = bits.take(4)
        if nibble == 0xF:
            return digits
        if nibble == 0xE:
            return digits + _characters(bits)
        digits += _digit(nibble)
    raise Fault("The number has no end.")


def bits_for(digits: int) -> int:
    """Bits that hold any number of so many decimal digits."""
    return int(10**digits - 1).bit_length()


def _number(bits: Bits, length: int) -> str:
    if length == 0:
        return ""
    number = bits.take(bits_for(length))
    if number >= 10**length:
        raise Fault("A number has more digits than it says.")
    return f"{number:0{length}d}"


def _characters(bits: Bits) -> str:
    encoding = bits.take(3)
    length = bits.take(5)
    if encoding == 0:
        return _number(bits, length)
    if encoding in (1, 2):
        return "".join(_HEX_DIGITS[encoding - 1][bits.take(4)] for _ in range(length))
    if encoding == 3:
        return "".join(BASE_64[bits.take(6)] for _ in range(length))
    if encoding == 4:
        return "".join(_printable(bits.take(7)) for _ in range(length))
    if encoding == 5:
        return _code_40(bits, length)
    raise Fault(f"Encoding {encoding} is reserved.")


def _printable(code: int) -> str:
    if not 0x20 < code < 0x7F:
        raise Fault("The text holds characters that cannot be printed.")
    return chr(code)


def _code_40(bits: Bits, length: int) -> str:
    text = ""
    while len(text) < length:
        number = bits.take(16) - 1
        for factor in (1600, 40, 1):
            place = number // factor % 40 if 0 <= number < 64000 else 0
            if place == 0 and len(text) < length:
                raise Fault("The Code 40 text holds something else than characters.")
            text += CODE_40[place]
    return text[:length]


def _host(bits: Bits) -> str:
    ascii_coded = bits.take(1)
    length = bits.take(6)
    if not ascii_coded:
        return _code_40(bits, length).lower()
    codes = [bits.take(7) for _ in range(length)]
    return "".join(HOST_WORDS.get(code) or _printable(code) for code in codes)


__all__ = ["PlusFound", "bits_for", "decode_plus"]
