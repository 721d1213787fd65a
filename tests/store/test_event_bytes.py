"""The bytes of an event have one form only, and every read fits into it."""

from __future__ import annotations

import json
import math
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.errors import StoreError
from assetaudit.model.event import Draft
from assetaudit.model.payload import INTEGER_LIMIT, read_from_payload, read_to_payload
from assetaudit.model.read import Read
from assetaudit.store.event_bytes import canonical, event_of, fault_of
from assetaudit.store.event_chain import Chain
from tests.store.event_sample import HandClock

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
INTEGERS = st.integers(-INTEGER_LIMIT + 1, INTEGER_LIMIT - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
TREES = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
ANY_TEXT = st.text(st.characters() | st.characters(categories=["Cs"]))


class Level(IntEnum):
    ONE = 1


@given(st.dictionaries(KEYS, TREES))
def test_the_form_is_that_of_sorted_json_without_blanks(tree: dict[str, Any]) -> None:
    expected = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert canonical(tree) == expected
    assert canonical(json.loads(expected)) == expected


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        math.nan,
        INTEGER_LIMIT,
        -INTEGER_LIMIT,
        "\ud800",
        b"bytes",
        {"ä": 1},
        {1: 2},
        {"deep": [{"er": 0.5}]},
        Level.ONE,
        {1, 2},
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(value: object) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        canonical({"d": value})


def test_nesting_without_end_is_refused() -> None:
    tree: list[Any] = []
    tree.append(tree)
    with pytest.raises(StoreError, match="nested too deeply"):
        canonical({"d": tree})


@given(
    st.dictionaries(KEYS, TREES),
    st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=3),
)
def test_an_event_comes_back_from_its_bytes(d: dict[str, Any], sup: list[str]) -> None:
    _chain, event, row = Chain(1, "log", "audit").link(Draft("note", d, tuple(sup)), user="u", clock=HandClock())
    assert event_of(row.body, row.hash) == event
    assert fault_of(row.body, "log", 1, "audit") == ""


def test_bytes_that_are_no_event_are_kept_as_broken() -> None:
    for body in (b"", b"\xff", b"{}", b"[" * 100_000, b'{"k":1}'):
        event = event_of(body, bytes(32), "log", 7, "audit")
        assert (event.k, event.log, event.seq, event.audit) == ("broken", "log", 7, "audit")
        assert fault_of(body, "log", 7, "audit") == "its bytes are no event"


def test_a_newer_event_keeps_its_known_fields() -> None:
    body = (
        b'{"audit":"a","boot":"","d":{},"k":"hologram","log":"l","new":[1],"seq":2,"sup":[],"user":"","v":9,"wall":1}'
    )
    event = event_of(body, bytes(32))
    assert (event.k, event.v, event.seq) == ("hologram", 9, 2)
    assert fault_of(body, "l", 2, "a") == ""


@pytest.mark.parametrize("body", [b'{"audit": "a"', b'{"log":"l","audit":"a","d":{},"k":"x","seq":1}'])
def test_another_spelling_of_an_event_is_a_fault(body: bytes) -> None:
    assert fault_of(body, "l", 1, "a") in ("its bytes are no event", "its bytes are not in the one canonical form")


READS = st.builds(
    Read,
    reader=ANY_TEXT,
    kind=st.sampled_from(["code", "tag", "status"]),
    text=st.none() | ANY_TEXT,
    at=st.none() | ANY_TEXT,
    rssi=st.none() | st.floats() | st.integers(),
    rssi_unit=st.sampled_from([None, "dBm", "raw"]),
    antenna=st.none() | st.integers(),
    note=st.none() | ANY_TEXT,
)


@given(READS)
def test_every_read_fits_into_an_event(read: Read) -> None:
    body = canonical({"read": read_to_payload(read)})
    back = read_from_payload(json.loads(body)["read"]) if read.text or read.note else None
    if back is not None and read.text is not None and read.text.isascii() and read.text:
        assert back.text == read.text


@given(st.binary(min_size=1))
def test_bytes_of_a_device_survive(data: bytes) -> None:
    read = Read.of_bytes(data, "serial:///dev/ttyACM0", at="2026-03-01T08:00:00Z")
    assert read_from_payload(json.loads(canonical(read_to_payload(read)))) == read


@given(st.binary(min_size=1))
def test_undecodable_input_lines_keep_their_bytes(data: bytes) -> None:
    payload = read_to_payload(Read(text=data.decode("utf-8", "surrogateescape")))
    kept = bytes.fromhex(payload["hex"]) if "hex" in payload else payload["text"].encode()
    assert kept == data


def test_signal_strength_is_kept_in_tenths() -> None:
    read = Read(kind="tag", epc="3034", rssi=-61.5, rssi_unit="dBm", antenna=2)
    payload = read_to_payload(read)
    assert payload["rssi"] == -615
    assert read_from_payload(payload) == read


def test_numbers_without_whole_form_are_told_in_the_note() -> None:
    payload = read_to_payload(Read(text="A", rssi=math.inf, antenna=10**5000, note="n"))
    assert "rssi" not in payload
    assert "antenna" not in payload
    assert payload["note"] == "n (rssi and antenna left out: no usable number)"
