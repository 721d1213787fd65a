"""Line protocol: hand scanners on a serial line, and RFID readers that print their tags as text.

By default CR, LF or ETX ends a code, and so does silence where a scanner sends none of them; ``?suffix=tab`` and
the like say exactly what does. AIM identifiers are split off, and data separators (GS, RS, EOT) stay in the code.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assetaudit.identify import aim
from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Dialect, Framer
from assetaudit.readers.text_tags import tag_of

MAX_CODE = 8192
"""Bytes; the largest QR code holds 7,089 digits. What is longer comes in pieces, each marked as cut."""
CUT = "cut"
"""The note of a piece of a code that was too long."""
SILENCE = 0.2
"""Seconds without a byte that end a code while no suffix has been seen from this scanner."""
SILENCE_LEARNT = 1.5
"""The same once it has sent suffixes: then silence is more likely a hiccup of the line."""
OPTIONS = ("aim", "baud", "idle_ms", "prefix", "protocol", "speed", "suffix", "tags")
"""What may stand behind the ``?`` of an address that speaks this protocol."""
_SUFFIXES = {
    "auto": rb"[\r\n\x03]+",
    "cr": rb"\r+",
    "lf": rb"\n+",
    "crlf": rb"[\r\n]+",
    "tab": rb"\t+",
    "etx": rb"\x03+",
    "none": rb"(?!)",
}
_PRINTED = re.compile(rb"[^\x00-\x20\x7f]")


class LineFramer(Framer):
    """Cuts bytes into codes; holds at most one unfinished code."""

    def __init__(self, address: Address) -> None:
        address.only(OPTIONS)
        self._reader = address.text
        self._suffix_name = address.choice("suffix", "auto", tuple(_SUFFIXES))
        self._suffix = re.compile(_SUFFIXES[self._suffix_name])
        self._aim = address.choice("aim", "auto", ("auto", "off")) == "auto"
        self._tags = address.choice("tags", "auto", ("auto", "off")) == "auto"
        self._prefix = address.options.get("prefix", "\x02").encode()
        idle = address.number("idle_ms", 0, 0, 60_000) / 1000
        self._silence = idle or SILENCE
        self._silence_learnt = idle or SILENCE_LEARNT
        self._held = bytearray()
        self._cut = False
        self._learnt = False
        self._last = 0.0

    def feed(self, data: bytes, now: float) -> list[Read]:
        """Codes that these bytes complete."""
        self._last = now
        reads: list[Read] = []
        start = 0
        for end in self._suffix.finditer(data):
            reads += self._hold(data[start : end.start()])
            start = end.end()
            self._learnt = True
            reads += self._ended()
        return reads + self._hold(data[start:])

    def idle(self, now: float) -> list[Read]:
        """A code that silence ended."""
        patience = self._silence_learnt if self._learnt else self._silence
        if self._held and now - self._last >= patience:
            return self._ended()
        return []

    def lost(self) -> None:
        """Half a code is no code."""
        self._held.clear()
        self._cut = False

    def _hold(self, data: bytes) -> list[Read]:
        """Keep the beginning of a code; what exceeds the limit comes out in pieces."""
        self._held += data
        pieces = []
        while len(self._held) > MAX_CODE:
            pieces.append(self._piece(bytes(self._held[:MAX_CODE])))
            del self._held[:MAX_CODE]
            self._cut = True
        return pieces

    def _piece(self, data: bytes) -> Read:
        return replace(Read.of_bytes(data, self._reader), note=CUT)

    def _ended(self) -> list[Read]:
        code, cut = bytes(self._held), self._cut
        self.lost()
        if cut:
            return [self._piece(code)]
        code = code.removeprefix(self._prefix)
        if self._suffix_name == "auto":
            code = code.rstrip(b"\t")
        return [self._read(code)] if _PRINTED.search(code) else []

    def _read(self, code: bytes) -> Read:
        read = Read.of_bytes(code, self._reader)
        if read.text is None:
            return read
        symbology, body = aim.split(read.text) if self._aim else (None, read.text)
        if symbology is not None:
            return Read(reader=self._reader, text=body, symbology=symbology)
        return (tag_of(body, self._reader) if self._tags else None) or read


DIALECT = Dialect(
    "line",
    LineFramer,
    basis="documents",
    product="bar code scanners, and simple RFID readers that print their tags as lines of text",
    note="The suffix is found out by itself: CR, LF, ETX or none; suffix=tab and the like say it. prefix=, aim=off, "
    "tags=off and idle_ms= are there for scanners of their own kind.",
)
