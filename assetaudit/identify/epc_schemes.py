"""Tables of the EPC Tag Data Standard: the layouts of its binary schemes (TDS 1.13 and 2.3, chapter 14)."""

from __future__ import annotations

from dataclasses import dataclass

PREFIX_BITS = (40, 37, 34, 30, 27, 24, 20)
"""Bits of the company prefix by partition value; it has 12 minus the partition digits."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A classic scheme with a company prefix: filter, partition, prefix, reference, then a serial."""

    name: str
    bits: int
    both_bits: int
    """Bits of company prefix and reference together."""
    both_digits: int
    """Digits of both together; the reference is padded to them."""
    serial: str
    """``int``, ``text`` (7-bit characters), ``digits`` (a number with a 1 before it), ``none`` or ``zero``."""
    serial_bits: int
    padded: bool = True
    """Whether the reference is padded with zeros to its number of digits."""
    pieces: bool = False
    """Two numbers of two digits (piece, total) stand before the serial."""


CLASSIC = {
    0x2C: Scheme("gdti-96", 96, 41, 12, "int", 41),
    0x2D: Scheme("gsrn-96", 96, 58, 17, "zero", 24),
    0x2E: Scheme("gsrnp-96", 96, 58, 17, "zero", 24),
    0x30: Scheme("sgtin-96", 96, 44, 13, "int", 38),
    0x31: Scheme("sscc-96", 96, 58, 17, "zero", 24),
    0x32: Scheme("sgln-96", 96, 41, 12, "int", 41),
    0x33: Scheme("grai-96", 96, 44, 12, "int", 38),
    0x34: Scheme("giai-96", 96, 82, 25, "none", 0, padded=False),
    0x36: Scheme("sgtin-198", 198, 44, 13, "text", 140),
    0x37: Scheme("grai-170", 170, 44, 12, "text", 112),
    0x39: Scheme("sgln-195", 195, 41, 12, "text", 140),
    0x3A: Scheme("gdti-113", 113, 41, 12, "digits", 58),
    0x3C: Scheme("cpi-96", 96, 51, 15, "int", 31, padded=False),
    0x3E: Scheme("gdti-174", 174, 41, 12, "text", 119),
    0x3F: Scheme("sgcn-96", 96, 41, 12, "digits", 41),
    0x40: Scheme("itip-110", 110, 44, 13, "int", 38, pieces=True),
    0x41: Scheme("itip-212", 212, 44, 13, "text", 140, pieces=True),
}
"""By header."""
GID, USDOD, GIAI_202, CPI_VAR, ADI_VAR = 0x35, 0x2F, 0x38, 0x3D, 0x3B
"""Headers of schemes with a layout of their own."""


@dataclass(frozen=True, slots=True)
class PlusScheme:
    """A ``+`` or ``++`` scheme of TDS 2: elements as they stand on a label, perhaps a host name."""

    name: str
    elements: tuple[tuple[str, str], ...]
    """(application identifier, how its data are coded; codings joined by ``+``). ``d14``: digits in four bits each,
    ``v``: characters with encoding and length, ``n``: digits with a four-bit length, ``t``: digits, then perhaps
    characters."""
    dated: bool = False

    @property
    def hosted(self) -> bool:
        """Whether a host name follows."""
        return self.name.endswith("++")


_LAYOUTS = (
    ("SGTIN", 0xF7, 0xFD, (("01", "d14"), ("21", "v"))),
    ("DSGTIN", 0xFB, 0xFC, (("01", "d14"), ("21", "v"))),
    ("SSCC", 0xF9, 0xEF, (("00", "d18"),)),
    ("SGLN", 0xF2, 0xE9, (("414", "d13"), ("254", "v"))),
    ("GRAI", 0xF1, 0xEB, (("8003", "d14+v"),)),
    ("GIAI", 0xFA, 0xEE, (("8004", "t"),)),
    ("GSRN", 0xF4, 0xE7, (("8018", "d18"),)),
    ("GSRNP", 0xF5, 0xE8, (("8017", "d18"),)),
    ("GDTI", 0xF6, 0xEA, (("253", "d13+v"),)),
    ("CPI", 0xF0, 0xE6, (("8010", "t"), ("8011", "n"))),
    ("SGCN", 0xF8, 0xEC, (("255", "d13+n"),)),
    ("ITIP", 0xF3, 0xED, (("8006", "d18"), ("21", "v"))),
)
PLUS = {
    header: PlusScheme(name + plus, elements, dated=name == "DSGTIN")
    for name, one, two, elements in _LAYOUTS
    for header, plus in ((one, "+"), (two, "++"))
}
"""By header."""
DATES = ("11", "13", "15", "16", "17", "7006", "7007")
"""Application identifiers by the date type of DSGTIN+."""
HEADERS = frozenset(CLASSIC) | frozenset(PLUS) | {GID, USDOD, GIAI_202, CPI_VAR, ADI_VAR}
SPECIAL_HEADERS = {
    0x00: "Header 00: the tag was never written.",
    0xE2: "Header E2: a tag as it left the factory (its EPC is the chip's own number), not a programmed EPC.",
}
HOST_WORDS = {
    0x1E: "qr.",
    0x1F: "www.",
    0x20: "id.",
    0x5B: ".com",
    0x5C: ".org",
    0x5D: ".net",
    0x5E: ".int",
    0x60: ".edu",
    0x7B: ".gov",
    0x7C: ".mil",
    0x7D: ".biz",
    0x7E: ".eco",
    0x7F: ".med",
}
"""Seven-bit codes that stand for whole parts of a host name (TDS 2.3); the others are ASCII."""
CODE_40 = "\0ABCDEFGHIJKLMNOPQRSTUVWXYZ-.:0123456789"
"""URN Code 40 of ISO/IEC 15962: three characters in sixteen bits."""
BASE_64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
