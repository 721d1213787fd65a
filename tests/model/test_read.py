"""Reads in their one JSON shape, and how they lie in an event."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.model.payload import INTEGER_LIMIT, read_from_payload, read_to_payload, utf8
from assetaudit.model.read import Read, ReadError

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
READS = st.builds(
    Read,
    reader=st.sampled_from(["", "keys://", "serial:///dev/ttyACM0"]),
    kind=st.sampled_from(["code", "tag"]),
    text=TEXTS,
    symbology=st.none() | st.just("]Q3"),
    epc=st.none() | st.binary(min_size=1, max_size=12).map(lambda data: data.hex().upper()),
    rssi=st.none() | st.integers(-900, -100).map(lambda tenths: tenths / 10),
    rssi_unit=st.none() | st.just("dBm"),
    antenna=st.none() | st.integers(1, 8),
    side=st.none() | st.just("rear"),
)


@given(READS)
def test_a_read_survives_its_json(read: Read) -> None:
    assert Read.from_dict(json.loads(json.dumps(read.to_dict()))) == read


@given(READS)
def test_a_read_survives_its_event(read: Read) -> None:
    payload = read_to_payload(read)
    assert not any(isinstance(value, float) for value in payload.values())
    assert read_from_payload(payload) == read


@given(st.binary(min_size=1, max_size=40))
def test_bytes_are_kept_whatever_they_are(data: bytes) -> None:
    read = Read.of_bytes(data)
    payload = read_to_payload(read)
    kept = payload["text"].encode() if "text" in payload else bytes.fromhex(payload["hex"])
    assert kept == data


@given(st.text())
def test_every_text_can_be_written_as_utf_8(text: str) -> None:
    utf8(text).encode("utf-8")
    assert utf8(utf8(text)) == utf8(text)


@pytest.mark.parametrize("rssi", [float("nan"), float("inf"), 1e300])
def test_a_figure_that_is_none_is_left_out_and_told(rssi: float) -> None:
    payload = read_to_payload(Read(text="A", rssi=rssi, antenna=INTEGER_LIMIT))
    assert "rssi" not in payload
    assert "antenna" not in payload
    assert "rssi and antenna left out" in payload["note"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "none of text, hex and epc"),
        ({"text": 7}, "text must be a text"),
        ({"kind": "song", "text": "A"}, "kind is 'song'"),
        ({"hex": "A"}, "hex must be hexadecimal"),
        ({"epc": "XY"}, "epc must be hexadecimal"),
        ({"text": "A", "rssi": "loud"}, "must be numbers"),
        ({"text": "A", "antenna": True}, "must be numbers"),
    ],
)
def test_what_is_no_read_is_told_why(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ReadError, match=says):
        Read.from_dict(data)


def test_keys_stand_in_their_fixed_order() -> None:
    read = Read(note="n", antenna=1, epc="E2", kind="tag", reader="llrp://r", at="2026-01-01T00:00:00Z")
    assert list(read.to_dict()) == ["at", "reader", "kind", "epc", "antenna", "note"]
