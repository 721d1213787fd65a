"""The keyboard wedge: scans arrive exactly at every pace and through stalls, typing passes through."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.readers.keys import Heard, Key, PassedKeys, Scan, Wedge

HOSTILE = json.loads((Path(__file__).parent.parent / "vectors" / "malicious.json").read_text("utf-8"))["vectors"]
SUFFIXES = {"CR": ["enter"], "LF": ["ctrl+j"], "CRLF": ["enter", "ctrl+j"], "TAB": ["tab"], "none": []}
NAMES = {"\r": "enter", "\n": "ctrl+j", "\t": "tab", " ": "space", "\x7f": "backspace", "\x1b": "escape"}
SPECIAL = {"\0": "ctrl+@", "\x1c": "ctrl+backslash", "\x1d": "ctrl+right_square_bracket"}
SPECIAL |= {"\x1e": "ctrl+circumflex_accent", "\x1f": "ctrl+underscore"}


def name_of(char: str) -> str:
    """A key's name as the terminal tells it."""
    if char in NAMES:
        return NAMES[char]
    if char in SPECIAL:
        return SPECIAL[char]
    return f"ctrl+{chr(ord(char) + 96)}" if char < " " else char


class Desk:
    """A wedge with a clock: keys arrive, and ticks come every 20 ms unless the screen stalls."""

    def __init__(self) -> None:
        self.wedge = Wedge()
        self.now = 1000.0
        self.heard: list[Heard] = []
        self._next_tick = self.now + 0.02

    def wait(self, seconds: float, *, stalled: bool = False) -> None:
        until = self.now + seconds
        while not stalled and self._next_tick <= until:
            self.heard += self.wedge.tick(self._next_tick)
            self._next_tick += 0.02
        self.now = until
        self._next_tick = max(self._next_tick, until + 0.001)

    def key(self, key: str, character: str | None = None) -> None:
        self.heard += self.wedge.feed(key, character, self.now)

    def burst(self, text: str, pace: float, *, stalled: bool = False) -> None:
        for place, char in enumerate(text):
            if place:
                self.wait(pace, stalled=stalled)
            self.key(name_of(char), char)

    def scan(self, text: str, suffix: str, pace: float, *, stalled: bool = False) -> None:
        self.burst(text, pace, stalled=stalled)
        for key in SUFFIXES[suffix]:
            self.wait(pace, stalled=stalled)
            self.key(key, {"enter": "\r", "ctrl+j": "\n", "tab": "\t"}[key])

    @property
    def scans(self) -> list[str]:
        return [each.text for each in self.heard if isinstance(each, Scan)]

    @property
    def passed(self) -> list[str]:
        return [key.key for each in self.heard if isinstance(each, PassedKeys) for key in each.keys]


def twenty() -> list[str]:
    return [f"IT-{number:06d}" for number in range(20)]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("pace", [0.0, 0.001, 0.004, 0.008, 0.02])
def test_twenty_scans_at_every_pace(pace: float, suffix: str) -> None:
    desk = Desk()
    for text in twenty():
        desk.scan(text, suffix, pace)
        desk.wait(0.3)
    assert desk.scans == twenty()
    assert desk.passed == []


@pytest.mark.parametrize("suffix", ["CR", "LF", "CRLF", "TAB"])
@pytest.mark.parametrize("pace", [0.0, 0.001, 0.004, 0.008])
def test_back_to_back_without_a_breath(pace: float, suffix: str) -> None:
    desk = Desk()
    for text in twenty():
        desk.scan(text, suffix, pace)
        desk.wait(pace)
    desk.wait(0.5)
    assert desk.scans == twenty()
    assert desk.passed == []


@pytest.mark.parametrize("suffix", ["CR", "LF", "CRLF", "TAB"])
def test_everything_at_once_after_a_stall(suffix: str) -> None:
    desk = Desk()
    desk.wait(0.8, stalled=True)
    for text in twenty():
        desk.scan(text, suffix, 0.0, stalled=True)
    desk.wait(0.5)
    assert desk.scans == twenty()


@pytest.mark.parametrize("broken_after", range(1, 10))
def test_a_stall_within_a_scan_does_not_break_it(broken_after: int) -> None:
    desk = Desk()
    text = "IT-004217"
    desk.burst(text[:broken_after], 0.004, stalled=True)
    desk.wait(0.8, stalled=True)
    desk.scan(text[broken_after:], "CR", 0.0, stalled=True)
    desk.wait(0.5)
    assert desk.scans == [text]
    assert desk.passed == []


def test_a_key_before_a_scan_in_a_stall_stays_a_key() -> None:
    desk = Desk()
    desk.key("c", "c")
    desk.wait(0.3, stalled=True)
    desk.scan("IT-004217", "CR", 0.004, stalled=True)
    assert desk.scans == ["IT-004217"]
    assert desk.passed == ["c"]


def test_two_scans_without_suffix_in_a_stall_stay_two() -> None:
    desk = Desk()
    desk.burst("IT-000001", 0.004, stalled=True)
    desk.wait(0.3, stalled=True)
    desk.burst("IT-000002", 0.004, stalled=True)
    desk.wait(0.3)
    assert desk.scans == ["IT-000001", "IT-000002"]


def test_typing_passes_through_in_order() -> None:
    desk = Desk()
    for char in "rack 07":
        desk.key(name_of(char), char)
        desk.wait(0.12)
    desk.key("enter", "\r")
    desk.wait(0.2)
    assert desk.scans == []
    assert desk.passed == ["r", "a", "c", "k", "space", "0", "7", "enter"]


def test_typing_in_a_stall_passes_through_too() -> None:
    desk = Desk()
    for char in "rack":
        desk.key(char, char)
        desk.wait(0.12, stalled=True)
    desk.key("enter", "\r")
    desk.wait(0.3)
    assert desk.scans == []
    assert desk.passed == ["r", "a", "c", "k", "enter"]


def test_a_key_held_down_is_not_a_scan() -> None:
    desk = Desk()
    for _ in range(30):
        desk.key("j", "j")
        desk.wait(0.025)
    desk.wait(0.3)
    assert desk.scans == []
    assert desk.passed == ["j"] * 30


def test_arrows_held_down_come_while_they_are_held() -> None:
    desk = Desk()
    for _ in range(10):
        desk.key("down")
        desk.wait(0.033)
    assert len(desk.passed) >= 8
    assert desk.scans == []


@pytest.mark.parametrize("keys", [["u"], ["c", "enter"], ["enter"], ["escape"], ["f1"], ["tab"], ["1", "2", "enter"]])
def test_short_bursts_are_keys(keys: list[str]) -> None:
    desk = Desk()
    for key in keys:
        desk.key(key, key if len(key) == 1 else None)
    desk.wait(0.3)
    assert desk.scans == []
    assert desk.passed == keys


def test_a_single_key_is_passed_on_within_60_ms() -> None:
    desk = Desk()
    desk.key("u", "u")
    desk.wait(0.06)
    assert desk.passed == ["u"]
    assert not desk.wedge.pending


def test_short_codes_in_one_stream_are_scans() -> None:
    desk = Desk()
    for _ in range(2000):
        desk.scan("A", "CR", 0.0)
    desk.wait(0.3)
    assert desk.scans == ["A"] * 2000
    assert desk.passed == []


def test_gs_survives_and_the_scan_is_a_read_with_its_symbology() -> None:
    desk = Desk()
    for char in "]C1800406141411ABC":
        desk.key(char, char)
    desk.key("ctrl+right_square_bracket", None)
    desk.burst("21XYZ\r", 0.0)
    scan = desk.heard[0]
    assert isinstance(scan, Scan)
    read = scan.read()
    assert read.text == "800406141411ABC\x1d21XYZ"
    assert read.symbology == "]C1"
    assert read.reader == "keys://"


def test_function_keys_of_a_hostile_code_act_on_nothing() -> None:
    desk = Desk()
    desk.key("f1")
    desk.key("f5")
    desk.burst("ASSET-0001\r", 0.0)
    assert desk.passed == []
    assert desk.scans == ["\x1bOP\x1b[15~ASSET-0001"]


def test_tab_within_a_code_that_cr_ends() -> None:
    desk = Desk()
    desk.burst("ASSET\t-0001\r", 0.004)
    assert desk.scans == ["ASSET\t-0001"]


def test_bytes_that_are_no_utf_8_are_kept_as_bytes() -> None:
    read = Scan("ASSET\udc9f1").read()
    assert read.text is None
    assert read.hex == "41535345549F31"


def test_a_paste_is_one_scan_a_line() -> None:
    assert [scan.text for scan in Wedge().paste("IT-1\r\nIT-2\n\nIT-3")] == ["IT-1", "IT-2", "IT-3"]


WEDGE_VECTORS = [v for v in HOSTILE if v["channel"] != "barcode" and v["id"] != "misc-many-fast"]


@pytest.mark.parametrize("vector", WEDGE_VECTORS, ids=lambda vector: str(vector["id"]))
def test_no_hostile_code_reaches_a_key_binding(vector: dict[str, Any]) -> None:
    """Every vector arrives whole as scans, none of it as a key, but for codes shorter than three characters."""
    desk = Desk()
    body = str(vector["text"]).strip("\r\n")
    desk.burst(body + "\r", 0.001)
    desk.wait(0.3)
    lines = [line for line in body.replace("\n", "\r").split("\r") if line]
    assert desk.scans == lines
    assert desk.passed == []


codes = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_characters="\x7f"), min_size=3, max_size=60
)
paces = st.sampled_from([0.0, 0.001, 0.004, 0.008])


@given(st.lists(st.tuples(codes, paces, st.floats(0, 0.5)), min_size=1, max_size=6), st.sampled_from(sorted(SUFFIXES)))
def test_any_scans_arrive_exactly(scans: list[tuple[str, float, float]], suffix: str) -> None:
    wanted = [text for text, _, _ in scans if len(set(text)) > 1 and (suffix != "none" or len(text) > 3)]
    desk = Desk()
    for text, pace, breath in scans:
        if text not in wanted:
            continue
        desk.scan(text, suffix, pace)
        desk.wait(breath + 0.15)
    assert desk.scans == wanted
    assert desk.passed == []


@given(codes, paces, st.integers(1, 59), st.floats(0.05, 1.5))
def test_any_scan_survives_a_stall_anywhere(text: str, pace: float, at: int, stall: float) -> None:
    if len(set(text)) < 2:
        return
    at = min(at, len(text))
    desk = Desk()
    desk.burst(text[:at], pace, stalled=True)
    desk.wait(stall, stalled=True)
    desk.scan(text[at:], "CR", 0.0, stalled=True)
    desk.wait(0.3)
    assert desk.scans == [text]


typed_keys = st.sampled_from([*"abcuxz019 ", "enter", "tab", "escape", "f1", "backspace", "ctrl+j", "up"])


@given(st.lists(st.tuples(typed_keys, st.floats(0.105, 1.0)), max_size=30))
def test_typed_keys_all_pass_in_order(keys: Sequence[tuple[str, float]]) -> None:
    desk = Desk()
    for key, pause in keys:
        desk.key(key, key if len(key) == 1 else None)
        desk.wait(pause)
    desk.wait(0.3)
    assert desk.scans == []
    assert desk.passed == [key for key, _ in keys]


@given(st.lists(st.tuples(typed_keys, st.floats(0, 0.3), st.booleans()), max_size=60))
def test_no_key_is_ever_lost_or_doubled(keys: Iterable[tuple[str, float, bool]]) -> None:
    desk = Desk()
    came: list[str] = []
    for key, pause, stalled in keys:
        desk.key(key, key if len(key) == 1 else None)
        came.append(Key(key, key if len(key) == 1 else None, 0).text)
        desk.wait(pause, stalled=stalled)
    desk.wait(0.5)
    told = "".join(
        each.text if isinstance(each, Scan) else "".join(key.text for key in each.keys) for each in desk.heard
    )
    ends = str.maketrans("", "", "\r\n\t")
    assert told.translate(ends) == "".join(came).translate(ends)
    assert not desk.wedge.pending
