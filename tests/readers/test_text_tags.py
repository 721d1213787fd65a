"""Tags that simple readers print as lines of text, addresses that cannot be used, devices that are not there."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from assetaudit.errors import AssetAuditError
from assetaudit.readers.address import Address
from assetaudit.readers.contract import ReaderState, State
from assetaudit.readers.correction import Correction
from assetaudit.readers.line import LineFramer
from assetaudit.readers.lines import reads_of_lines
from assetaudit.readers.opening import open_reader

PRINTED = json.loads((Path(__file__).parents[1] / "vectors" / "generic_ascii.json").read_text("utf-8"))["vectors"]
LINES = [vector for vector in PRINTED if vector["protocol"] == "generic_line"]


@pytest.mark.parametrize("vector", LINES, ids=lambda vector: str(vector["id"]))
def test_tags_printed_as_lines(vector: dict[str, Any]) -> None:
    read = LineFramer(Address.parse("tcp://host:1")).feed(bytes.fromhex(vector["hex"]), 0.0)[0]
    event = vector["expected"]["events"][0]
    if "card_dec10" in event:
        assert read.text == event["card_dec10"]
        return
    assert (read.kind, read.epc) == ("tag", event["epc"])
    assert read.antenna == event.get("antenna")
    assert read.rssi == event.get("rssi_dbm")
    assert read.rssi_unit == ("dBm" if "rssi_dbm" in event else None)


@pytest.mark.parametrize(
    "text", ["IT-000123", "7LDDH2J", "SN:SAD08300D4W;PID:X", "1234567890123456", "A,B,C,D,E,F,G,H,I,J"]
)
def test_codes_of_devices_are_no_tags(text: str) -> None:
    read = LineFramer(Address.parse("tcp://host:1")).feed(text.encode() + b"\r", 0.0)[0]
    assert (read.kind, read.text) == ("code", text)


@pytest.mark.parametrize("address", ["", "scanner", "nosuch://x", "tcp://host", "serial://", "serial:///x?baud=fast"])
def test_bad_addresses_are_told(address: str) -> None:
    with pytest.raises(AssetAuditError):
        open_reader(address)


@pytest.mark.parametrize("address", ["serial:///dev/no-such-device", "tcp://127.0.0.1:9", "replay:///no/such/file"])
def test_a_device_that_is_not_there_is_told_and_stops_at_once(address: str) -> None:
    states: list[ReaderState] = []
    reader = open_reader(address)
    reader.start(lambda _: None, states.append)
    until = time.monotonic() + 5
    while not any(each.state in (State.LOST, State.ENDED) for each in states):
        assert time.monotonic() < until
        time.sleep(0.01)
    begun = time.monotonic()
    reader.stop()
    assert time.monotonic() - begun < 3
    assert any(each.reason for each in states)


def test_lines_are_reads() -> None:
    lines = [b"IT-1\n", b"\r\n", b'{"text": "IT-2", "symbology": "]C0"}\n', b'{"__class__":"x"}\n', b"\xff\xfe\n"]
    reads = list(reads_of_lines(lines))
    assert [read.text for read in reads] == ["IT-1", "IT-2", '{"__class__":"x"}', None]
    assert reads[1].symbology == "]C0"
    assert reads[3].hex == "FFFE"


def test_lines_that_a_scanner_typed_are_put_right() -> None:
    lines = [b"IT\xc3\x9f00101\n", b"LOC:DC1/R2\n", b'{"text": "IT\xc3\x9f1", "reader": "serial://x"}\n', b"\xff\n"]
    reads = list(reads_of_lines(lines, Correction("us", "de")))
    assert [read.text for read in reads] == ["IT-00101", "LOC:DC1/R2", "ITß1", None]
    assert [read.note for read in reads] == ["typed as ITß00101", None, None, None]
