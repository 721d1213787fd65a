"""The quick ways through identification say what the slow way says: every parser asked, whatever a code looks like."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.identify import codes, labels, vendors
from assetaudit.identify.identifier import BUILT_IN, Identifier
from assetaudit.model.frame import Patterns
from assetaudit.model.read import Read

EXAMPLES = 20_000 if os.environ.get("ASSETAUDIT_LONG_TESTS") else 500
VECTORS = Path(__file__).parent.parent / "vectors"
EVERY = tuple(replace(parser, shape="") for parser in BUILT_IN)
PATTERNS = (
    Patterns(),
    Patterns(asset_tag=(r"IT-\d{4,6}", r"\d{6}", r"[A-Z]{3}\d{4}"), check_digit="mod10"),
    Patterns(asset_tag=(r".*",), link_bases=("https://snipe.example",)),
)
QUICK = [Identifier(patterns) for patterns in PATTERNS]
SLOW = [Identifier(patterns, EVERY) for patterns in PATTERNS]


def _texts(value: Any) -> list[str]:
    """Every text anywhere in a file of vectors."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


KNOWN = [
    text
    for name in ("gs1_element_strings", "gs1_digital_link", "epc_tds", "iso15434_iuid", "vendor_labels", "malicious")
    for text in _texts(json.loads((VECTORS / f"{name}.json").read_text("utf-8")))
    if any(each.kind not in ("asset_tag", "serial") for each in SLOW[0](Read(text=text)).candidates)
]
"""Texts of the vectors that mean something beside themselves: not the sentences that describe them."""
SHAPED = [st.from_regex(re.compile(shape.pattern, re.ASCII), fullmatch=True) for shape in vendors.SHAPES]
SHAPED += [st.from_regex(re.compile(parser.shape, re.ASCII)) for parser in BUILT_IN if parser.shape]
PLAIN = st.from_regex(re.compile(r"(?:IT-|SRV|[A-Z]{3}|)[0-9]{3,8}|[0-9A-Z]{5,12}", re.ASCII), fullmatch=True)
WORDS = st.sampled_from([word for words in labels.WORDS.values() for word in words])
LABELLED = st.builds(
    lambda word, sign, code: f"{word}{sign}{code}", WORDS, st.sampled_from([": ", "=", " ", "#"]), PLAIN
)
TAILS = st.sampled_from([*codes.CONTROLS, "DC1/R2/A/07"]) | st.text(max_size=6)
STEERING = st.builds(lambda head, tail: head + tail, st.sampled_from([*codes.PREFIXES, "loc:"]), TAILS)
ANYTHING = st.text(st.characters(codec=None), max_size=40) | st.text("0123456789ABCDEFSPQT:-. /()", max_size=40)
FAMILIES = (PLAIN, st.sampled_from(KNOWN), st.one_of(*SHAPED), LABELLED, STEERING, ANYTHING)


@st.composite
def scanned(draw: st.DrawFn) -> str:
    """A code of some family, perhaps with something put in, taken out or set apart."""
    text: str = draw(draw(st.sampled_from(FAMILIES)))
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        at = draw(st.integers(0, len(text)))
        piece = draw(st.sampled_from([" ", "-", "  ", ":", ".", "\x1d", "\x1e", "\r", "0", "A", "s", "ß", "ſ", "é"]))
        text = draw(st.sampled_from([text[:at] + piece + text[at:], text[:at] + text[at + 1 :], text.lower(), text]))
    return text


@settings(max_examples=EXAMPLES, deadline=None)
@given(scanned(), st.sampled_from([None, None, "]C0", "]C1", "]E0", "]Q3"]), st.sampled_from(["", "camera://0"]))
def test_no_parser_is_passed_over_that_has_something_to_say(text: str, symbology: str | None, reader: str) -> None:
    for quick, slow in zip(QUICK, SLOW, strict=True):
        read = Read(reader=reader, text=text, symbology=symbology)
        assert quick(read) == slow(read)


@settings(max_examples=EXAMPLES, deadline=None)
@given(scanned(), st.sampled_from(["", "camera://0"]))
def test_a_code_as_it_stands_is_what_is_said_of_it_at_length(text: str, reader: str) -> None:
    for quick in QUICK:
        short, whole = quick.as_it_stands(text), quick(Read(reader=reader, text=text))
        if short is not None:
            assert [(each.kind, each.value, each.weak, each.fields) for each in whole.candidates] == [
                (kind, short.text, False, {}) for kind in short.kinds
            ]
            assert (whole.clean, whole.symbology) == (short.text, "")
            assert whole.names_no_device is None


@settings(max_examples=EXAMPLES, deadline=None)
@given(scanned(), st.sampled_from(["", "camera://0"]))
def test_the_names_told_in_short_are_those_of_all_candidates(text: str, reader: str) -> None:
    for quick, slow in zip(QUICK, SLOW, strict=True):
        names, whole = quick.names(text), slow(Read(reader=reader, text=text))
        if names is not None:
            in_hex = {("epc", each.fields["hex"]) for each in whole.candidates if each.kind == "epc"}
            assert set(names) == {(each.kind, each.value) for each in whole.candidates} | in_hex
        kinds = quick.kinds(text)
        if kinds is not None:
            assert names is not None
            assert set(names) == {(kind, text) for kind in kinds}


@pytest.mark.parametrize("shape", vendors.SHAPES, ids=lambda shape: shape.kind)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_serial_numbers_of_every_maker_have_their_names_told_in_short(
    shape: vendors.Shape, data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(re.compile(shape.pattern, re.ASCII), fullmatch=True))
    assert ("serial", text) in (QUICK[0].names(text) or ())


def test_the_texts_reach_every_parser_and_the_short_way() -> None:
    """Guards the two tests before: texts of which nobody has anything to say prove nothing."""
    answered = Counter(each.kind for text in KNOWN for each in SLOW[0](Read(text=text)).candidates)

    @settings(max_examples=800, deadline=None, database=None, derandomize=True)
    @given(scanned())
    def look(text: str) -> None:
        found = QUICK[0](Read(text=text))
        answered.update(each.kind for each in found.candidates)
        answered["short"] += QUICK[0].as_it_stands(text) is not None

    look()
    wanted = ("short", "mac", "epc", "serial", "control", "place", "link", "part_number", "cisco_serial")
    assert not [name for name in wanted if not answered[name]], answered


@pytest.mark.parametrize("text", ["IT-0012345", "004711", "HOST-123", "IT-0012345\r\n", "x9"])
def test_tags_of_common_shapes_take_the_short_way(text: str) -> None:
    short = QUICK[0].as_it_stands(text)
    assert short is not None
    assert short.kinds == ("asset_tag", "serial")


@pytest.mark.parametrize("text", ["CMD:UNDO", "LOC-7K2QXM", "S/N: X1", "00:1A:2B:3C:4D:5E", "FCW2133L0QM", "", "]C1x"])
def test_codes_with_a_meaning_of_their_own_do_not(text: str) -> None:
    assert QUICK[0].as_it_stands(text) is None
