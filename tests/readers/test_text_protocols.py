"""TSL, ZETI, Fonkan and metraTec lines: every shared vector, however the bytes arrive, and the talk with the device."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.errors import UsageError
from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Framer, LinkLostError
from assetaudit.readers.protocols import framer_of
from assetaudit.readers.text_framer import HOLD, MAX_LINE, PATIENCE, TRIES

VECTORS = Path(__file__).parents[1] / "vectors"
SPEAKS = {
    "tsl_ascii2": "tsl",
    "zebra_zeti": "zeti",
    "fonkan_ascii": "fonkan",
    "metratec_at": "metratec",
    "metratec_ascii": "metratec",
}


def vectors(direction: str) -> list[Any]:
    files = ("tsl_ascii2", "zebra_zeti", "generic_ascii")
    every = [each for name in files for each in json.loads((VECTORS / f"{name}.json").read_text("utf-8"))["vectors"]]
    chosen = [each for each in every if each["direction"] == direction and each["protocol"] in SPEAKS]
    return [pytest.param(each, id=each["id"]) for each in chosen]


def framer(protocol: str, **options: str) -> Framer:
    named = "".join(f"&{name}={value}" for name, value in options.items())
    return framer_of(Address.parse(f"tcp://host:1?protocol={protocol}{named}"))


def heard(one: Framer, pieces: list[bytes]) -> list[Read]:
    return [read for piece in pieces for read in one.feed(piece, 0.0)] + one.idle(HOLD)


def told(event: dict[str, Any]) -> tuple[Any, ...] | None:
    """A vector's event as the read that must come of it; None for what is no read."""
    if event["type"] in ("reject", "error"):
        return ("status",)
    if event["type"] != "tag":
        return None
    identity = event.get("epc") or event["id"]
    rssi = event.get("rssi_dbm")
    return ("tag", identity, event.get("tid"), rssi, "dBm" if rssi is not None else None)


def shape(read: Read) -> tuple[Any, ...]:
    if read.kind == "status":
        assert read.note
        return ("status",)
    hf = read.epc is None
    return (read.kind, read.epc or read.tid, None if hf else read.tid, read.rssi, read.rssi_unit)


@pytest.mark.parametrize("vector", vectors("rx"))
def test_what_devices_send(vector: dict[str, Any]) -> None:
    one = framer(SPEAKS[vector["protocol"]])
    pieces = vector["chunks"] if "chunks" in vector else [vector["hex"]]
    reads = heard(one, [bytes.fromhex(piece) for piece in pieces])
    events = vector["expected"]["events"]
    assert [shape(read) for read in reads] == [each for event in events if (each := told(event)) is not None]
    ends = [event["antenna"] for event in events if event["type"] == "round_end" and "antenna" in event]
    assert {read.antenna for read in reads if read.kind == "tag"} <= set(ends or [None])
    assert one.ready


TALK: dict[str, tuple[Any, dict[str, str]]] = {
    "tsl-cmd-abort": ("goodbye", {}),
    "zeti-cmd-connect": (0, {}),
    "zeti-cmd-beeper": (1, {}),
    "zeti-cmd-inv": (2, {}),
    "zeti-cmd-session": (2, {"session": "s0"}),
    "zeti-cmd-inv-power": (2, {"power": "13"}),
    "zeti-cmd-stop": ("goodbye", {}),
    "fi50x-cmd-version": (0, {}),
    "fi50x-cmd-multi": (1, {}),
    "fi50x-cmd-multi-q4": (1, {"q": "4"}),
}
ANSWER = {"tsl": b"OK:\r\n", "zeti": b"Command:x,Status:Success\r\n", "fonkan": b"\nV1234\r\n", "metratec": b"OK\r"}


@pytest.mark.parametrize("vector", [each for each in vectors("tx") if each.values[0]["id"] in TALK])
def test_what_devices_are_told(vector: dict[str, Any]) -> None:
    step, options = TALK[vector["id"]]
    protocol = SPEAKS[vector["protocol"]]
    one = framer(protocol, **options)
    if step == "goodbye":
        assert one.goodbye() == bytes.fromhex(vector["hex"])
        return
    for _ in range(step):
        assert one.due(0.0)
        one.feed(ANSWER[protocol], 0.0)
    sent, meant = one.due(0.0).decode(), bytes.fromhex(vector["hex"]).decode()
    assert sent.replace("in ", "inventory ").split() == meant.replace("in ", "inventory ").split()


def test_a_round_is_asked_for_only_after_the_last_one() -> None:
    one = framer("tsl", power="20dBm", session="s1", beep="on")
    assert one.due(0.0) == b".iv -n -al on -r on -ie on -e on -c on -fi on -o 20 -qs s1\r\n"
    assert not one.ready
    assert one.due(0.1) == b""
    one.feed(b"CS: .iv\r\nOK:\r\n\r\n", 0.1)
    assert one.ready
    assert one.due(0.1) == b".iv\r\n"
    one.feed(b"CS: .iv\r\nER:005\r\n\r\n", 0.2)
    assert one.due(0.2) == b".iv\r\n"


@pytest.mark.parametrize("protocol", ["tsl", "zeti", "fonkan", "metratec"])
def test_a_device_that_never_answers_is_given_up(protocol: str) -> None:
    one = framer(protocol)
    times = [n * (PATIENCE + 0.1) for n in range(TRIES)]
    assert all(one.due(now) for now in times)
    with pytest.raises(LinkLostError, match="protocol"):
        one.due(times[-1] + PATIENCE + 0.1)
    one.lost()
    assert one.due(100.0)


def test_metratec_fields_are_what_the_reader_says() -> None:
    one = framer("metratec")
    one.feed(b"+INVS: 0,1,0,0,0,ALL,DUAL,-100\rOK\r", 0.0)
    read = one.feed(b"+CINV: 3034257BF468D480000003EC,-61\r+CINV: <ROUND FINISHED, ANT=3>\r", 0.0)[0]
    assert (read.tid, read.rssi, read.rssi_unit, read.antenna) == (None, -61, "dBm", 3)


def test_a_bar_code_on_the_same_link_is_a_code() -> None:
    read = framer("tsl").feed(b"CS: .bc\r\nBC: ]C0IT-00101\r\nOK:\r\n\r\n", 0.0)[0]
    assert (read.kind, read.text, read.symbology) == ("code", "IT-00101", "]C0")


def test_a_tag_that_contradicts_its_own_checksum_is_left_out() -> None:
    good = b"EP: E28011606000020BADC0FFEE\r\nPC: 3000\r\nCR: 9845\r\nRI: -50\r\nOK:\r\n"
    right = _good("3000E28011606000020BADC0FFEE9845")
    assert [read.kind for read in framer("tsl").feed(good, 0.0)] == ["tag" if right else "status"]
    short = b"EP: E2801160\r\nPC: 3000\r\nOK:\r\n"
    assert [read.kind for read in framer("tsl").feed(short, 0.0)] == ["status"]


def test_zeti_rows_of_another_width_count_from_the_second_on() -> None:
    one = framer("zeti")
    row = b",,3474257BF40000000000162E,-48,\r\n"
    assert one.feed(row, 0.0) == []
    assert [read.epc for read in one.feed(row, 0.0)] == ["3474257BF40000000000162E"]
    assert one.feed(b",,3474257BF400\r\n", 0.0) == []


def test_zeti_columns_follow_a_header() -> None:
    rows = b"RSSI,EPC,CHANNEL\r\n-48,3474257BF40000000000162E,7\r\n"
    read = framer("zeti").feed(rows, 0.0)[0]
    assert (read.epc, read.rssi) == ("3474257BF40000000000162E", -48)


def test_a_tag_whose_own_checksum_is_right_has_no_note() -> None:
    good = b"\nU3000E28011606000020BADC0FFEE9845\r\n"
    read = framer("fonkan").feed(good, 0.0)[0]
    assert read.note == (None if _good("3000E28011606000020BADC0FFEE9845") else "the tag's own checksum is wrong")


def _good(digits: str) -> bool:
    """CRC-16 of a Gen2 tag, bit by bit, as the standard draws it."""
    register = 0xFFFF
    for byte in bytes.fromhex(digits[:-4]):
        for bit in range(7, -1, -1):
            top = (register >> 15) ^ (byte >> bit & 1)
            register = (register << 1 & 0xFFFF) ^ (0x1021 if top else 0)
    return register ^ 0xFFFF == int(digits[-4:], 16)


@pytest.mark.parametrize("protocol", ["tsl", "zeti", "fonkan", "metratec"])
@pytest.mark.parametrize("options", [{"power": "99"}, {"colour": "red"}])
def test_settings_that_are_not_understood_are_told(protocol: str, options: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=next(iter(options))):
        framer(protocol, **options)


TAGS = {
    "tsl": b"CS: .iv\r\nEP: 3474257BF40000000000162E\r\nRI: -48\r\nOK:\r\n\r\n",
    "zeti": b",,3474257BF40000000000162E,-52,45,17,\r\n",
    "fonkan": b"\nU30003474257BF40000000000162E1234\r\n\nU\r\n",
    "metratec": b"+CINV: 3474257BF40000000000162E\r+CINV: <ROUND FINISHED, ANT=2>\r",
}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(TAGS)), st.integers(1, 5), st.lists(st.integers(0, 400), max_size=12))
def test_any_chunking_gives_the_same_reads(protocol: str, times: int, cuts: list[int]) -> None:
    data = TAGS[protocol] * times
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [data[a:b] for a, b in pairwise(places)]
    whole = heard(framer(protocol), [data])
    assert heard(framer(protocol), pieces) == whole
    assert [read.epc for read in whole] == ["3474257BF40000000000162E"] * times


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(TAGS)), st.lists(st.binary(max_size=60), max_size=6))
def test_noise_neither_raises_nor_hides_the_next_tag(protocol: str, noise: list[bytes]) -> None:
    one = framer(protocol)
    for piece in noise:
        one.feed(piece, 0.0)
    one.feed(b"\r\n", 0.0)
    one.idle(HOLD)
    reads = heard(one, [TAGS[protocol]])
    assert [read.epc for read in reads if read.kind == "tag"] == ["3474257BF40000000000162E"]


@pytest.mark.parametrize("protocol", sorted(TAGS))
def test_a_line_without_end_is_dropped_and_memory_bounded(protocol: str) -> None:
    one = framer(protocol)
    for _ in range(50):
        assert one.feed(b"3" * 4096, 0.0) == []
        assert len(one._held) <= MAX_LINE  # type: ignore[attr-defined]
    reads = heard(one, [b"\r\n", TAGS[protocol]])
    assert [read.epc for read in reads] == ["3474257BF40000000000162E"]
