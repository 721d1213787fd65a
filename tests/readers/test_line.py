"""Codes cut out of bytes, however these arrive."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.errors import UsageError
from assetaudit.readers.address import Address
from assetaudit.readers.line import CUT, MAX_CODE, LineFramer

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "barcode_serial.json").read_text())["vectors"]
SUFFIXES = {"\\t": "tab", "\\r": "cr", "\\n": "lf", "\\r\\n": "crlf", "\\x03": "etx"}


def framer(**options: str) -> LineFramer:
    return LineFramer(Address.parse("tcp://h:1?" + "&".join(f"{k}={quote(v)}" for k, v in options.items())))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_vectors(vector: dict[str, Any]) -> None:
    suffix = vector.get("config", {}).get("suffix")
    one = framer(**({"suffix": SUFFIXES.get(suffix, "auto")} if suffix else {}))
    reads = [read for chunk in vector.get("chunks", [vector["hex"]]) for read in one.feed(bytes.fromhex(chunk), 0)]
    if "unplug" in vector["id"]:
        one.lost()
    reads += one.idle(60)
    expected = [(scan.get("raw", scan["data"]), scan["aim"]) for scan in vector["expected"]["scans"]]
    assert [(read.raw, read.symbology) for read in reads] == expected


def test_an_unknown_option_is_told_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="sufix") as told:
        framer(sufix="cr")
    assert "suffix" in str(told.value.hint)


@given(st.lists(st.binary(max_size=40), max_size=12), st.lists(st.integers(0, 400), max_size=12))
def test_any_chunking_gives_the_same_reads(lines: list[bytes], cuts: list[int]) -> None:
    data = b"\r".join(lines) + b"\r"
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    one, other = framer(), framer()
    pieces = [read for a, b in pairwise(places) for read in other.feed(data[a:b], 0)]
    assert pieces == one.feed(data, 0)


def test_ten_megabytes_without_a_suffix_are_kept_in_pieces_and_memory_is_bounded() -> None:
    one, got = framer(), 0
    for _ in range(160):
        for read in one.feed(b"x" * 65536, 0):
            assert read.note == CUT
            got += len(read.raw)
        assert len(one._held) <= MAX_CODE
    rest, after = one.feed(b"\rA1\r", 0)
    assert got + len(rest.raw) == 160 * 65536
    assert (rest.note, after.text, after.note) == (CUT, "A1", None)
