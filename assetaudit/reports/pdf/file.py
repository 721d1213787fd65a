"""The PDF file of a report: objects as text, and compressed streams."""

from __future__ import annotations

import zlib
from typing import BinaryIO

from assetaudit.pdf import PdfFile


class ReportFile(PdfFile):
    """A PDF file whose objects are ASCII text."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file, "1.7")

    def put(self, body: str, number: int | None = None) -> int:
        """Write an object and return its number."""
        return self.add(body.encode("ascii"), number)

    def stream(self, data: bytes, entries: str = "", number: int | None = None) -> int:
        """Write a compressed stream with further entries of its dictionary."""
        packed = zlib.compress(data, 6)
        head = f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n".encode("ascii")
        return self.add(head + packed + b"\nendstream", number)


def text_string(text: str) -> str:
    """A text outside of pages (title, bookmark), in hex so that nothing in it is syntax."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"
