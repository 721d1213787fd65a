"""The PDF file of a label sheet: compressed streams, and texts and times as it writes them."""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import BinaryIO

from assetaudit.pdf import PdfFile


class SheetFile(PdfFile):
    """A PDF file whose objects are bytes; PDF 1.5 is what the programs of printers know."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file, "1.5")

    def add_stream(self, data: bytes, entries: bytes = b"", number: int | None = None) -> int:
        """Write one compressed stream; its number."""
        packed = zlib.compress(data, 6)
        body = b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (len(packed), entries, packed)
        return self.add(body, number)


def text_string(text: str) -> bytes:
    """A text as a PDF string that cannot end early, whatever it holds."""
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be", "replace")).hex().encode() + b">"


def date_string(moment: datetime) -> bytes:
    """A UTC time as PDF writes it."""
    return f"(D:{moment:%Y%m%d%H%M%S}Z)".encode()
