"""A frame survives the event that carries it, and knows its scope and its places' other names."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.model.frame import Frame, Patterns, SourceInfo, Thresholds
from assetaudit.model.place import Place

WORDS = st.text(st.characters(codec="utf-8"), max_size=6)
PAIRS = st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple)
FRAMES = st.builds(
    Frame,
    name=WORDS,
    scope=st.lists(st.sampled_from(["DC1", "DC1/R2", "DC2/A:U4"]).map(Place.parse), max_size=3).map(tuple),
    register=WORDS,
    where=WORDS,
    blind=st.booleans(),
    created=WORDS,
    sources=st.lists(
        st.builds(SourceInfo, WORDS, rows_read=st.integers(0, 9), control_cents=st.none() | st.just(5))
    ).map(tuple),
    status_map=PAIRS,
    aliases=PAIRS,
    patterns=st.builds(Patterns, st.lists(WORDS, max_size=2).map(tuple), foreign=PAIRS),
    rules=st.lists(st.tuples(WORDS, st.integers(1, 9)), max_size=2).map(tuple),
    thresholds=st.builds(Thresholds, st.integers(0, 99), st.integers(1, 5)),
    people=PAIRS,
)


@given(FRAMES)
def test_a_frame_survives_its_event(frame: Frame) -> None:
    assert Frame.from_dict(json.loads(json.dumps(frame.to_dict()))) == frame


def test_keys_of_a_newer_version_are_passed_over() -> None:
    frame = Frame("A", (Place.parse("DC1"),), "v")
    assert Frame.from_dict(frame.to_dict() | {"moon": "full"}) == frame


@pytest.mark.parametrize(
    ("place", "inside"), [("DC1/R2", True), ("dc1/r2/a:U4", True), ("DC1", False), ("DC1/R20", False), ("DC3", True)]
)
def test_scope_is_whole_subtrees(place: str, *, inside: bool) -> None:
    frame = Frame("A", (Place.parse("DC1/R2"), Place.parse("DC3")), "v")
    assert frame.in_scope(Place.parse(place)) is inside


def test_an_alias_is_found_without_regard_to_case() -> None:
    frame = Frame("A", (), "v", aliases=(("Server Room", "DC1/R2"), ("Nowhere", "//")))
    assert frame.meaning(" server room ") == Place.parse("DC1/R2")
    assert frame.meaning("DC1/R3") == Place.parse("DC1/R3")
    assert frame.meaning("nowhere") is None
    assert frame.meaning("") is None
