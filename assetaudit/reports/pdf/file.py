"""A PDF file (ISO 32000-1) that is written object by object: a page that is full leaves the memory."""

from __future__ import annotations

import zlib
from array import array
from typing import BinaryIO

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class PdfFile:
    """Objects, their offsets and the table of them at the end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._offsets = array("Q", [0])
        self._size = 0
        self._add(_HEAD)

    def reserve(self) -> int:
        """The number of an object that is written later."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def put(self, body: str, number: int | None = None) -> int:
        """Write an object and return its number."""
        return self._object(body.encode("ascii"), number)

    def stream(self, data: bytes, entries: str = "", number: int | None = None) -> int:
        """Write a compressed stream with further entries of its dictionary."""
        packed = zlib.compress(data, 6)
        head = f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n".encode("ascii")
        return self._object(head + packed + b"\nendstream", number)

    def finish(self, root: int, info: int, identity: str) -> None:
        """Write the table of objects; ``identity`` is 32 hex digits that name this file."""
        start = self._size
        lines = [f"xref\n0 {len(self._offsets)}\n0000000000 65535 f \n"]
        lines += [f"{offset:010d} 00000 n \n" for offset in self._offsets[1:]]
        ends = f"/Root {root} 0 R/Info {info} 0 R/ID[<{identity}><{identity}>]"
        lines.append(f"trailer\n<</Size {len(self._offsets)}{ends}>>\nstartxref\n{start}\n%%EOF\n")
        self._add("".join(lines).encode("ascii"))

    def _object(self, body: bytes, number: int | None) -> int:
        number = self.reserve() if number is None else number
        self._offsets[number] = self._size
        self._add(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        return number

    def _add(self, data: bytes) -> None:
        self._file.write(data)
        self._size += len(data)


def text_string(text: str) -> str:
    """A text outside of pages (title, bookmark), in hex so that nothing in it is syntax."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"
