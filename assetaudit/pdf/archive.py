"""What makes a PDF one that lasts (ISO 19005-1, level B): its colours defined, and what it says of itself as XMP."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from assetaudit.pdf import PdfFile

_NAME = "sRGB IEC61966-2.1"
_COLOURS = {
    "wtpt": (0.9642, 1.0, 0.8249),
    "rXYZ": (0.4360747, 0.2225045, 0.0139322),
    "gXYZ": (0.3850649, 0.7168786, 0.0971045),
    "bXYZ": (0.1430804, 0.0606169, 0.7141733),
}
"""White and the three lights of sRGB (IEC 61966-2-1), adapted to D50 as a profile has them."""
_CURVE = 1024
"""Points of the curve."""


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself, in its information dictionary and as XMP alike."""

    title: str
    subject: str
    program: str
    made: datetime
    """UTC."""


def output_intent(file: PdfFile) -> str:
    """Write the profile of the colours; the entry of the catalogue."""
    profile = file.add_stream(srgb(), "/N 3")
    return (
        f"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier({_NAME})"
        f"/Info({_NAME})/DestOutputProfile {profile} 0 R>>]"
    )


def metadata(file: PdfFile, about: About) -> str:
    """Write what the document says of itself, as plain text that any program finds; the entry of the catalogue."""
    data = xmp(about).encode("utf-8", "replace")
    head = f"<</Type/Metadata/Subtype/XML/Length {len(data)}>>stream\n".encode("ascii")
    number = file.add(head + data + b"\nendstream")
    return f"/Metadata {number} 0 R"


def xmp(about: About) -> str:
    """The packet."""
    title, subject, program = (escape(text) for text in (about.title, about.subject, about.program))
    when = f"{about.made:%Y-%m-%dT%H:%M:%SZ}"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\n'
        "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\n"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\n'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>\n'
        f"<xmp:CreatorTool>{program}</xmp:CreatorTool><pdf:Producer>{program}</pdf:Producer>\n"
        f"<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>\n"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )


def srgb() -> bytes:
    """The profile of sRGB, as ICC.1:2001-04 lays it out: the same bytes each time, and nobody's but the standard's."""
    parts = {"desc": _described(), "cprt": b"text\0\0\0\0No copyright, use freely\0"}
    parts |= {name: _colour(*numbers) for name, numbers in _COLOURS.items()}
    parts |= dict.fromkeys(("rTRC", "gTRC", "bTRC"), _curve())
    start = 128 + 4 + 12 * len(parts)
    table, body, places = struct.pack(">I", len(parts)), b"", dict[bytes, int]()
    for name, data in parts.items():
        if data not in places:
            places[data] = start + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += name.encode("ascii") + struct.pack(">II", places[data], len(data))
    return _head(start + len(body)) + table + body


def _head(size: int) -> bytes:
    """Version 2.1, a display's profile from RGB to XYZ under D50; no maker and a fixed day."""
    day = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    white = struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
    kind = struct.pack(">II4s4s4s", size, 0, b"\x02\x10\0\0", b"mntr", b"RGB ")
    return (kind + b"XYZ " + day + b"acsp" + b"\0" * 28 + white).ljust(128, b"\0")


def _described() -> bytes:
    name = _NAME.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + b"\0" * (4 + 4 + 2 + 1 + 67)


def _colour(*numbers: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(number * 65536) for number in numbers))


def _curve() -> bytes:
    return b"curv\0\0\0\0" + struct.pack(f">I{_CURVE}H", _CURVE, *_lights())


def _lights() -> Iterator[int]:
    """Light by the signal, in 65535ths."""
    for point in range(_CURVE):
        signal = point / (_CURVE - 1)
        light = signal / 12.92 if signal <= 0.04045 else ((signal + 0.055) / 1.055) ** 2.4
        yield round(65535 * light)
