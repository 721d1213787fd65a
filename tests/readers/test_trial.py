"""A reader on trial: codes with bytes and meanings, tags with their signal, rates, and what to do if nothing comes."""

from __future__ import annotations

from assetaudit.identify.identifier import identifier
from assetaudit.model.frame import Patterns
from assetaudit.model.read import Read
from assetaudit.readers.trial import Trial


def trial() -> Trial:
    return Trial(identifier(Patterns()), 100.0)


def test_a_code_is_shown_as_text_bytes_and_meanings() -> None:
    lines = list(trial().take(Read(text="8004061414112345400\x1d99X\x1b[2J", symbology="]C1"), 100.25))
    assert lines[0] == "    0.25 s  code     ]C1  8004061414112345400␝99X␛[2J"
    assert lines[1].endswith("35 34 30 30 1D 39 39 58 1B 5B 32 4A")
    assert any("giai" in line for line in lines)
    assert "\x1b" not in "".join(lines)


def test_bytes_that_are_no_text_are_shown_in_hex() -> None:
    lines = list(trial().take(Read.of_bytes(b"\xff\xfe\x00"), 100.0))
    assert lines[1].split() == ["hex", "FF", "FE", "00"]


def test_a_tag_is_told_once_and_then_counted() -> None:
    one = trial()
    tag = Read(kind="tag", epc="3034257BF7194E4000001A85", rssi=-61.5, rssi_unit="dBm", antenna=2, tid="E280")
    first = list(one.take(tag, 100.1))
    assert first[0] == "    0.10 s  tag      3034257BF7194E4000001A85  TID E280  RSSI -61.5 dBm  antenna 2"
    assert any("sgtin" in line for line in first)
    assert [list(one.take(tag, 100.2)) for _ in range(98)] == [[]] * 98
    other = Read(kind="tag", epc="E2001234", rssi=87, rssi_unit="raw")
    assert "RSSI 87 (the reader's own scale)" in next(iter(one.take(other, 100.3)))
    assert list(one.take(tag, 101.0)) == ["    1.00 s  100 tag reads/s, 2 different tags so far"]
    assert one.summary(102.0) == [
        "0 codes and 101 tag reads in 2.0 s.",
        "2 different tags, 50 reads/s; most often 3034257BF7194E4000001A85 (100 times).",
    ]


def test_silence_is_told_with_what_to_look_at() -> None:
    assert "the protocol, the speed" in trial().summary(110.0)[1]


def test_positions_are_told() -> None:
    one = trial()
    assert "48.1,11.5  (8 satellites)" in next(
        iter(one.take(Read(kind="position", text="48.1,11.5", note="8 satellites"), 101))
    )
    assert len(one.summary(102.0)) == 1
