"""Lines of standard input or of a file: a line beginning with ``{`` is a Read, every other one the text of one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from assetaudit.model.read import Read, ReadError


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


def reads_of_lines(lines: Iterable[bytes]) -> Iterator[Read]:
    """One read for each line that is not blank, as soon as the line is there."""
    for line in lines:
        read = read_of_line(line)
        if read is not None:
            yield read
