"""The frame of a PDF file (ISO 32000-1), written object by object: a page that is full leaves the memory.

ReportLab's canvas keeps every page until the end; a run of a hundred thousand labels or findings must not.
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from datetime import datetime
from typing import BinaryIO


class PdfFile:
    """Numbered objects, their offsets and the table of them at the end."""

    def __init__(self, file: BinaryIO, version: str) -> None:
        self._file = file
        self._offsets = array("Q", [0])
        self._size = 0
        self._hash = hashlib.sha256()
        self._write(b"%%PDF-%b\n%%\xe2\xe3\xcf\xd3\n" % version.encode("ascii"))

    def reserve(self) -> int:
        """The number of an object that is written later."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def add(self, body: bytes, number: int | None = None) -> int:
        """Write an object, under a reserved number or the next one; its number."""
        number = self.reserve() if number is None else number
        self._offsets[number] = self._size
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def put(self, body: str, number: int | None = None) -> int:
        """Write an object that is ASCII text; its number."""
        return self.add(body.encode("ascii"), number)

    def add_stream(self, data: bytes, entries: str = "", number: int | None = None) -> int:
        """Write a compressed stream with further entries of its dictionary; its number."""
        packed = zlib.compress(data, 6)
        head = f"<</Length {len(packed)}/Filter/FlateDecode{entries}>>stream\n".encode("ascii")
        return self.add(head + packed + b"\nendstream", number)

    def finish(self, catalogue: int, information: int, identity: str = "") -> int:
        """Write the table of objects and the trailer; the size of the file in bytes.

        ``identity`` is 32 hex digits that name this file; where there are none, the hash of what was written does.
        """
        start, count = self._size, len(self._offsets)
        name = (identity or self._hash.hexdigest()[:32]).encode("ascii")
        places = b"".join(b"%010d 00000 n \n" % offset for offset in self._offsets[1:])
        self._write(b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, places))
        self._write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (count, catalogue, information, name, name, start)
        )
        return self._size

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._hash.update(data)
        self._size += len(data)


def text_string(text: str) -> str:
    """A text outside of pages (title, bookmark), in hexadecimal so that nothing in it is syntax."""
    return f"<feff{text.encode('utf-16-be', 'replace').hex()}>"


def date_string(moment: datetime) -> str:
    """A UTC time as PDF writes it."""
    return f"(D:{moment:%Y%m%d%H%M%S}Z)"
