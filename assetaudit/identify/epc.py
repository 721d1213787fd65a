"""EPC memory of RFID tags: what the bits say by the EPC Tag Data Standard, or why they follow no scheme."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from assetaudit.identify import check
from assetaudit.identify import epc_schemes as tables
from assetaudit.identify.bits import Bits, Fault
from assetaudit.identify.epc_plus import decode_plus
from assetaudit.identify.factory_tags import factory_tag
from assetaudit.identify.scanned import Answer, Meaning, Names, Parser, Rank, Scanned
from assetaudit.model.identification import Candidate, Rejection


@dataclass(frozen=True, slots=True)
class Epc:
    """One decoded EPC."""

    scheme: str
    hex: str
    value: str
    """Pure-identity URI, or the path of a Digital Link for the schemes of TDS 2."""
    tag_uri: str = ""
    filter: int | None = None
    keys: dict[str, str] = field(default_factory=dict)
    """Application identifiers and data as a label would carry them."""
    host: str = ""

    def fields(self) -> dict[str, str]:
        """What ``identify --json`` shows beside the value."""
        shown = {"scheme": self.scheme, "hex": self.hex}
        if self.filter is not None:
            shown["filter"] = str(self.filter)
        if self.tag_uri:
            shown["tag_uri"] = self.tag_uri
        if self.host:
            shown["hostname"] = self.host
        return shown | self.keys


@lru_cache(maxsize=65536)
def decode(digits: str) -> Epc | Fault:
    """What the EPC memory of a tag says; upper-case hex in, or the reason why it is none of the standard's schemes."""
    bits = Bits(int(digits, 16), len(digits) * 4)
    if bits.width < 16:
        return Fault("It is too short for any EPC.")
    header = bits.take(8)
    if header in tables.SPECIAL_HEADERS:
        return Fault(tables.SPECIAL_HEADERS[header])
    try:
        return _decode(header, bits, digits)
    except Fault as fault:
        return Fault(fault.reason)  # a fresh one: the cache must not keep frames alive


def _decode(header: int, bits: Bits, digits: str) -> Epc:
    if scheme := tables.CLASSIC.get(header):
        return _classic(scheme, bits, digits)
    if plus := tables.PLUS.get(header):
        found = decode_plus(plus, bits)
        return Epc(plus.name, digits, found.path, "", found.filter, found.keys, found.host)
    own = _OWN.get(header)
    if own is None:
        raise Fault(f"Header {header:02X} belongs to no EPC scheme.")
    return own(bits, digits)


class Prefixed(NamedTuple):
    """Company prefix and what follows it in the same partition."""

    company: str
    reference: int
    digits: int
    """Digits that the reference may have."""


def _prefixed(bits: Bits, both_bits: int, both_digits: int) -> Prefixed:
    partition = bits.take(3)
    if partition > 6:
        raise Fault("Partition value 7 is reserved.")
    digits = 12 - partition
    width = tables.PREFIX_BITS[partition]
    company = bits.take(width)
    reference = bits.take(both_bits - width) if both_bits else 0
    if company >= 10**digits or (both_bits and reference >= 10 ** (both_digits - digits)):
        raise Fault("The company prefix or the reference is beyond its decimal range.")
    return Prefixed(f"{company:0{digits}d}", reference, both_digits - digits)


def _classic(scheme: tables.Scheme, bits: Bits, digits: str) -> Epc:
    if bits.width < scheme.bits:
        raise Fault(f"It is cut off: {bits.width} bits, and {scheme.name} has {scheme.bits}.")
    filter_value = bits.take(3)
    prefixed = _prefixed(bits, scheme.both_bits, scheme.both_digits)
    if scheme.padded:
        reference = f"{prefixed.reference:0{prefixed.digits}d}" if prefixed.digits else ""
    else:
        reference = str(prefixed.reference)
    parts = [prefixed.company, reference]
    if scheme.pieces:
        parts += [_piece(bits), _piece(bits)]
    serial = _serial(scheme, bits)
    if serial is not None:
        parts.append(serial)
    bits.must_be_empty()
    return _epc(scheme.name, digits, filter_value, parts)


def _piece(bits: Bits) -> str:
    number = bits.take(7)
    if number > 99:
        raise Fault("The piece or total of an ITIP is above 99.")
    return f"{number:02d}"


def _serial(scheme: tables.Scheme, bits: Bits) -> str | None:
    if scheme.serial == "int":
        return str(bits.take(scheme.serial_bits))
    if scheme.serial == "text":
        return bits.seven_bit_text(scheme.serial_bits)
    if scheme.serial == "digits":
        text = str(bits.take(scheme.serial_bits))
        if text[0] != "1":
            raise Fault("The serial number does not begin with the 1 that keeps its zeros.")
        return text[1:]
    if scheme.serial_bits and bits.take(scheme.serial_bits):
        raise Fault("The reserved bits are not zero.")
    return None


_ESCAPES = str.maketrans({char: f"%{ord(char):02X}" for char in '"%&/<>?#'})


def _epc(name: str, digits: str, filter_value: int | None, parts: list[str]) -> Epc:
    body = ".".join(part.translate(_ESCAPES) for part in parts)
    short = name.partition("-")[0]
    before = "" if filter_value is None else f"{filter_value}."
    keys = _KEYS[short](parts) if short in _KEYS else {}
    return Epc(name, digits, f"urn:epc:id:{short}:{body}", f"urn:epc:tag:{name}:{before}{body}", filter_value, keys)


def _with_check(body: str) -> str:
    return body + check.gs1_digit(body)


def _gtin(parts: list[str]) -> str:
    return _with_check(parts[1][:1] + parts[0] + parts[1][1:])


def _gln(parts: list[str]) -> dict[str, str]:
    keys = {"414": _with_check(parts[0] + parts[1])}
    return keys if parts[2] == "0" else keys | {"254": parts[2]}


_KEYS: dict[str, Callable[[list[str]], dict[str, str]]] = {
    "sgtin": lambda parts: {"01": _gtin(parts), "21": parts[2]},
    "sscc": lambda parts: {"00": _gtin(parts)},
    "sgln": _gln,
    "grai": lambda parts: {"8003": "0" + _with_check(parts[0] + parts[1]) + parts[2]},
    "giai": lambda parts: {"8004": parts[0] + parts[1]},
    "gsrn": lambda parts: {"8018": _with_check(parts[0] + parts[1])},
    "gsrnp": lambda parts: {"8017": _with_check(parts[0] + parts[1])},
    "gdti": lambda parts: {"253": _with_check(parts[0] + parts[1]) + parts[2]},
    "cpi": lambda parts: {"8010": parts[0] + parts[1], "8011": parts[2]},
    "sgcn": lambda parts: {"255": _with_check(parts[0] + parts[1]) + parts[2]},
    "itip": lambda parts: {"8006": _gtin(parts) + parts[2] + parts[3], "21": parts[4]},
}
"""How the parts of a URI become the data on a label, check digit included."""


def _gid(bits: Bits, digits: str) -> Epc:
    parts = [str(bits.take(width)) for width in (28, 24, 36)]
    bits.must_be_empty()
    return _epc("gid-96", digits, None, parts)


def _usdod(bits: Bits, digits: str) -> Epc:
    filter_value = bits.take(4)
    cage = "".join(chr(bits.take(8)) for _ in range(6)).strip(" ")
    if not re.fullmatch(r"[0-9A-Z]{5,6}", cage):
        raise Fault("The CAGE code or DoDAAC holds characters that it may not.")
    serial = str(bits.take(36))
    bits.must_be_empty()
    return _epc("usdod-96", digits, filter_value, [cage, serial])


def _giai_202(bits: Bits, digits: str) -> Epc:
    filter_value = bits.take(3)
    partition_start = bits.used
    company = _prefixed(bits, 0, 0).company
    text = bits.seven_bit_text(191 - (bits.used - partition_start))
    bits.must_be_empty()
    return _epc("giai-202", digits, filter_value, [company, text])


def _cpi_var(bits: Bits, digits: str) -> Epc:
    filter_value = bits.take(3)
    company = _prefixed(bits, 0, 0).company
    part = bits.six_bit_text(30)
    serial = str(bits.take(40))
    bits.must_be_empty()
    return _epc("cpi-var", digits, filter_value, [company, part, serial])


def _adi_var(bits: Bits, digits: str) -> Epc:
    filter_value = bits.take(6)
    cage = bits.six_bit_text(6, fixed=True).strip(" ")
    part = bits.six_bit_text(32)
    serial = bits.six_bit_text(30)
    bits.must_be_empty()
    return _epc("adi-var", digits, filter_value, [cage, part, serial])


_OWN: dict[int, Callable[[Bits, str], Epc]] = {
    tables.GID: _gid,
    tables.USDOD: _usdod,
    tables.GIAI_202: _giai_202,
    tables.CPI_VAR: _cpi_var,
    tables.ADI_VAR: _adi_var,
}

_HEX = re.compile(r"[0-9A-Fa-f]{2,512}")
_GROUPED = re.compile(r"[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2}){7,63}|[0-9A-Fa-f]{4}(?:[ -][0-9A-Fa-f]{4}){3,31}")
_TAG_URI = re.compile(r"urn:epc:tag:([a-z]+)-(?:\d+|var):([^\s]{3,200})")
_ID_URI = re.compile(r"urn:epc:id:([a-z]+):([^\s]{1,200})")
_RAW_URI = re.compile(r"urn:epc:raw:\d+\.x([0-9A-Fa-f]{4,128})")
_NO_FILTER = frozenset({"gid"})
_LABEL_KINDS = {
    "8004": "giai",
    "8003": "grai",
    "00": "sscc",
    "414": "gln",
    "253": "gdti",
    "8018": "gsrn",
    "8017": "gsrn",
}


def parse(scanned: Scanned) -> Answer:
    """A tag's memory, the same typed as hex, or an EPC URI."""
    text = scanned.text
    if scanned.rfid:
        return memory(text.upper())
    if text[:8].lower() == "urn:epc:":
        return _uri(text)
    if len(text) < 16:
        return ()
    if _GROUPED.fullmatch(text):
        return answer(re.sub("[ -]", "", text).upper(), Rank.LIKELY)
    if len(text) < 20 or not _HEX.fullmatch(text) or int(text[:2], 16) not in tables.HEADERS:
        return ()
    return answer(text.upper(), Rank.LIKELY)


def names(text: str) -> Names | None:
    """The same in short of an EPC in hex digits alone."""
    if not _HEX.fullmatch(text):
        return None if text[:8].lower() == "urn:epc:" or _GROUPED.fullmatch(text) else ()
    found = decode(text.upper()) if len(text) >= 20 and int(text[:2], 16) in tables.HEADERS else None
    if found is None or isinstance(found, Fault):
        return ()
    return (("epc", found.value), ("epc", found.hex), *((kind, value) for kind, value, _ in _carried(found)))


def memory(digits: str) -> Answer:
    """What an RFID tag's EPC memory means; where it follows no scheme, the hex itself and perhaps the ASCII in it."""
    if not _HEX.fullmatch(digits):
        return [Rejection("epc", "The tag's memory is not given in hexadecimal digits.")]
    found = decode(digits)
    if isinstance(found, Fault):
        raw = Candidate("epc", digits, "A tag's memory that follows no EPC scheme.", {"hex": digits})
        return [Rejection("epc", factory_tag(digits) or found.reason), (Rank.SURE, raw), *_ascii(digits)]
    factory = factory_tag(digits)
    return [*([Rejection("epc", factory)] if factory else []), *answer(digits, Rank.SURE)]


def answer(digits: str, rank: Rank) -> Answer:
    """An EPC and what its label would carry, or why the hex digits are none."""
    found = decode(digits)
    if isinstance(found, Fault):
        return () if rank is Rank.LIKELY and digits.isdigit() else [Rejection("epc", found.reason)]
    return [
        (rank, Candidate("epc", found.value, f"An EPC of scheme {found.scheme}.", found.fields())),
        *_label(found, rank),
    ]


def _label(found: Epc, rank: Rank) -> list[Meaning]:
    return [(rank, Candidate(kind, value, reason, found.keys)) for kind, value, reason in _carried(found)]


def _carried(found: Epc) -> Iterator[tuple[str, str, str]]:
    """What the label of an EPC carries: kind, value, and why."""
    keys = found.keys
    if "21" in keys and "01" in keys:
        yield "sgtin", keys["21"], "The serial number in the EPC, beside its GTIN."
        return
    for name, kind in _LABEL_KINDS.items():
        if name in keys:
            yield kind, keys[name], f"The {kind.upper()} that this EPC codes."


def _ascii(digits: str) -> list[Meaning]:
    data = bytes.fromhex(digits if len(digits) % 2 == 0 else digits + "0").rstrip(b"\0 ")
    text = data.decode("ascii", "replace")
    if not 4 <= len(text) <= 62 or not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z ._/-]*", text):
        return []
    reason = "The tag's memory holds ASCII characters."
    if text[:4].upper() == "LOC-":
        fields = {"form": "code", "hex": digits}
        return [(Rank.SURE, Candidate("place", text[4:], "A reference tag with the short code of a place.", fields))]
    return [(Rank.SURE, Candidate(kind, text, reason, {"hex": digits})) for kind in ("asset_tag", "serial")]


def _uri(text: str) -> Answer:
    if raw := _RAW_URI.fullmatch(text):
        return memory(raw[1].upper())
    if tag := _TAG_URI.fullmatch(text):
        body = tag[2] if tag[1] in _NO_FILTER else tag[2].partition(".")[2]
        fields = {"scheme": tag[1], "tag_uri": text}
        return [(Rank.SURE, Candidate("epc", f"urn:epc:id:{tag[1]}:{body}", "An EPC tag URI.", fields))]
    if identity := _ID_URI.fullmatch(text):
        return [(Rank.SURE, Candidate("epc", text, "An EPC pure-identity URI.", {"scheme": identity[1]}))]
    return [Rejection("epc", "It begins like an EPC URI, but is none.")]


def canonical(text: str) -> str:
    """The value by which an EPC is looked up, whether a register holds it as hex, tag URI or pure identity."""
    bare = re.sub(r"[\s-]", "", text)
    if _HEX.fullmatch(bare) and len(bare) >= 16:
        found = decode(bare.upper())
        return bare.upper() if isinstance(found, Fault) else found.value
    answers = _uri(text.strip()) if text.strip()[:8].lower() == "urn:epc:" else ()
    return next((each[1].value for each in answers if not isinstance(each, Rejection)), text.strip())


PARSER = Parser(
    "epc",
    parse,
    starts="0123456789ABCDEFabcdefuU",
    rfid=True,
    shape="(?i:urn:epc:)|[0-9A-Fa-f]{2}[0-9A-Fa-f -]{14}",
    names=names,
)
