"""A PDF file written as it grows: objects go to the disk at once, so that memory does not grow with the pages.

ReportLab's canvas keeps every page until the end; a run of a hundred thousand labels must not.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from assetaudit.errors import PrintError

_HEADER = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"


class PdfFile:
    """Numbered objects and their places; the file appears under its name only when it is complete."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f".{path.name}.part")
        self._offsets: list[int] = [0]
        self._position = 0
        self._hash = hashlib.sha256()
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        try:
            self._file = self._part.open("wb")
        except OSError as error:
            msg = f"{self._path} cannot be written: {error.strerror}."
            raise PrintError(msg, hint="Choose another folder with -o.") from error
        self._write(_HEADER)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
        if kind is None:
            os.replace(self._part, self._path)  # noqa: PTH105 - atomic on every system
        else:
            self._part.unlink(missing_ok=True)

    def reserve(self) -> int:
        """A number for an object that is written later."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def add(self, body: bytes, number: int | None = None) -> int:
        """Write one object; its number."""
        number = number or self.reserve()
        self._offsets[number] = self._position
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def add_stream(self, data: bytes, entries: bytes = b"", number: int | None = None) -> int:
        """Write one compressed stream; its number."""
        packed = zlib.compress(data, 6)
        body = b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (len(packed), entries, packed)
        return self.add(body, number)

    def finish(self, catalogue: int, information: int) -> int:
        """Write the table of objects and the trailer; the size of the file in bytes."""
        start = self._position
        count = len(self._offsets)
        places = b"".join(b"%010d 00000 n \n" % offset for offset in self._offsets[1:])
        name = self._hash.hexdigest()[:32].encode()
        self._write(b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, places))
        self._write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (count, catalogue, information, name, name, start)
        )
        return self._position

    def _write(self, data: bytes) -> None:
        if self._file is None:
            msg = "a PdfFile is written inside its with block"
            raise RuntimeError(msg)
        self._file.write(data)
        self._hash.update(data)
        self._position += len(data)


def text_string(text: str) -> bytes:
    """A text as a PDF string that cannot end early, whatever it holds."""
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be", "replace")).hex().encode() + b">"


def date_string(moment: datetime) -> bytes:
    """A UTC time as PDF writes it."""
    return f"(D:{moment:%Y%m%d%H%M%S}Z)".encode()
