"""Lines of standard input or of a file: a line beginning with ``{`` is a Read, every other one the text of one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assetaudit.model.read import Read, ReadError
from assetaudit.readers.correction import NO_CORRECTION, Correction


def read_of_line(line: bytes) -> Read | None:
    """The read in one line; None where it is blank. What looks like a Read and is none is kept as its text."""
    body = line.rstrip(b"\r\n")
    if not body.strip():
        return None
    if body.startswith(b"{"):
        try:
            data = json.loads(body)
            return Read.from_dict(data)
        except (ValueError, RecursionError, ReadError, OverflowError):
            return Read.of_bytes(body)
    return Read.of_bytes(body)


def reads_of_lines(lines: Iterable[bytes], correction: Correction = NO_CORRECTION) -> Iterator[Read]:
    """One read for each line that is not blank, as soon as the line is there; put right where a scanner typed it."""
    for line in lines:
        read = read_of_line(line)
        if read is not None:
            yield _corrected(read, correction)


def _corrected(read: Read, correction: Correction) -> Read:
    if read.text is None or read.reader:
        return read
    meant = correction.corrected(read.text)
    return read if meant == read.text else replace(read, text=meant, note=f"typed as {read.text}")
