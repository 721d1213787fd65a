"""Reads made slot by slot are the same as made by their constructor."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assetaudit.model.read import Read
from assetaudit.readers.tags import fits, tag, whole


@given(st.binary(min_size=2, max_size=62), st.integers(-90, 0), st.integers(1, 16), st.binary(max_size=24))
def test_it_equals_the_constructor(epc: bytes, rssi: int, antenna: int, tid: bytes) -> None:
    made = tag("tcp://a", epc, rssi, "dBm", antenna, tid)
    same = Read(
        reader="tcp://a",
        kind="tag",
        epc=epc.hex().upper(),
        tid=tid.hex().upper() or None,
        rssi=rssi,
        rssi_unit="dBm",
        antenna=antenna,
    )
    assert (made, hash(made), repr(made)) == (same, hash(same), repr(same))
    assert Read.from_dict(made.to_dict()) == replace(made, note=None)


@given(st.integers(0, 0xFFFF), st.integers(0, 40))
def test_a_pc_word_is_of_one_length_alone_unless_it_says_that_it_is_extended(pc: int, words: int) -> None:
    lengths = [pc >> 11] if not pc & 0x0200 else [pc >> 11, (pc >> 11) - 1, (pc >> 11) - 2]
    assert fits(pc, words) == (words in lengths and words > 0)


def test_half_a_word_is_no_epc() -> None:
    assert whole(b"\x30\x00", bytes(12))
    assert not whole(b"\x30\x00", bytes(13))
    assert not whole(b"\x00\x00", b"")
