"""Reads that come as lines of text: standard input, files, and what other programs hand over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from assetaudit.model.read import Read, ReadError

ADDRESS = "stdin://"


def reads_of_lines(lines: Iterable[bytes], address: str = ADDRESS) -> Iterator[Read]:
    """One read for each line that is not empty."""
    for line in lines:
        read = read_of_line(line, address)
        if read is not None:
            yield read


def read_of_line(line: bytes, address: str = ADDRESS) -> Read | None:
    """A line beginning with ``{`` is a Read in JSON, any other is the text of one; None for an empty line.

    A line that only looks like JSON is taken as text, so that nothing is lost.
    """
    body = line.rstrip(b"\r\n")
    if not body.strip():
        return None
    if body.startswith(b"{"):
        read = _from_json(body)
        if read is not None:
            return read
    return Read.of_bytes(body, address)


def _from_json(body: bytes) -> Read | None:
    try:
        return Read.from_dict(msgspec.json.decode(body, type=dict[str, object]))
    except (msgspec.DecodeError, ReadError, RecursionError):
        return None
