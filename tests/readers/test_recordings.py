"""Recorded traffic of RFID readers, replayed: the reads that its devices' owners published."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetaudit.readers.many import reads_of_readers

FOLDER = Path(__file__).parents[1] / "recordings"
READS = {
    "a0": [
        ("300833B2DDD9014000000001", 55, "raw", 1),
        ("E2004074850A0103163070E1", 54, "raw", 1),
        ("300833B2DDD9014000000001", 54, "raw", 1),
        ("E2004074850A0103163070E1", 53, "raw", 1),
        ("E2004074850A0103169067DD", 47, "raw", 1),
        ("3009663781DB02974876FC6A", 103, "raw", 1),
    ],
    "cf600": [("00000020", rssi, "dBm", 1) for rssi in (-76.0, -75.0, -72.0, -73.0, -74.0)],
    "pn532": [("14E0992C", None, None, None)],
    "r200": [("E200001D7315016521408FC6", -60, "dBm", None), ("E200471BB0006013044509D0", -53, "dBm", None)],
    "rdm6300": [("62E3086CED", None, None, None), ("01000734E0", None, None, None)],
    "thingmagic": [("000000000000000000001545", -60, "dBm", 1)],
    "uhfreader18": [("E284361100001000094944AA", None, None, None)],
    "ur4": [("523742303030303539353537", -59.1, "dBm", 2)],
}


@pytest.mark.parametrize("name", READS)
def test_what_was_recorded_is_read_again(name: str) -> None:
    told: list[str] = []
    reads = list(reads_of_readers([f"replay://{FOLDER / name}.jsonl?speed=0"], notice=told.append))
    assert [(read.epc or read.text, read.rssi, read.rssi_unit, read.antenna) for read in reads] == READS[name]
    assert told[-1].endswith("The recording has come to its end.")
    assert len(told) == 3


def test_every_recording_of_an_rfid_reader_is_replayed_here() -> None:
    spoken = {file.stem for file in FOLDER.glob("*.jsonl") if "protocol=" in file.open(encoding="utf-8").readline()}
    assert set(READS) <= spoken
