"""Places as people write them, what lies in what, and what is no place."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.model.place import Place, PlaceError, Position

NAMES = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Cn"]), min_size=1, max_size=8)
UNITS = st.builds(
    Position,
    st.integers(2, 1999),
    st.booleans(),
    st.none() | st.sampled_from(["bay3", "left", "Slot-1"]),
)
SIDES = st.sampled_from(["0U", "0U#left", "0U#rear-left"]).map(Position.parse)
PLACES = st.builds(
    lambda nodes, position: Place(tuple(unicodedata.normalize("NFC", node) for node in nodes), position),
    st.lists(NAMES, min_size=1, max_size=4),
    st.none() | UNITS | SIDES,
)


@given(PLACES)
def test_a_place_is_read_back_as_it_was_written(place: Place) -> None:
    again = Place.parse(str(place))
    assert str(again) == str(place)
    assert again == place
    assert hash(again) == hash(place)
    assert again.position == place.position


@given(PLACES, PLACES)
def test_what_lies_in_a_place_lies_in_everything_above_it(first: Place, second: Place) -> None:
    assert first.holds(first)
    assert first.node.holds(first)
    if first.parent is not None:
        assert first.parent.holds(first)
        assert not first.holds(first.parent)
    if first.holds(second) and second.holds(first):
        assert first.key == second.key


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("DC1/R2/A/07", "DC1/R2/A/07"),
        ("  DC1 / R2  East ", "DC1/R2 East"),
        ("DC1/R2/A/07:u12", "DC1/R2/A/07:U12"),
        ("DC1:U12.5R#bay3", "DC1:U12.5R#bay3"),
        ("DC1:0u#rear-left", "DC1:0U#rear-left"),
        ("a%2fb%3Ac%25", "a%2Fb%3Ac%25"),
        ("Cafe\u0301", "Caf\u00e9"),
    ],
)
def test_spellings(text: str, printed: str) -> None:
    assert str(Place.parse(text)) == printed


def test_case_makes_no_difference_and_zeros_do() -> None:
    assert Place.parse("dc1/STRASSE") == Place.parse("DC1/straße")
    assert Place.parse("DC1/07") != Place.parse("DC1/7")
    assert not Place.parse("DC1/R1").holds(Place.parse("DC1/R10"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (" ", "empty"),
        ("DC1//07", "empty part"),
        ("/DC1", "empty part"),
        ("DC1:", "no position"),
        ("DC1:12", "no position"),
        ("DC1:U0", "counted from U1"),
        ("DC1:U1234", "no position"),
        ("DC1:0U:U1", "no position"),
        ("DC1\x00", "cannot be printed"),
        ("DC1\u202e", "cannot be printed"),
        ("x" * 513, "longer than 512"),
    ],
)
def test_what_is_no_place_is_told_why(text: str, says: str) -> None:
    with pytest.raises(PlaceError, match=says):
        Place.parse(text)


@given(st.text())
def test_any_text_is_a_place_or_none(text: str) -> None:
    try:
        place = Place.parse(text)
    except PlaceError:
        return
    assert Place.parse(str(place)) == place


@pytest.mark.parametrize(
    ("inner", "outer", "height", "lies_in"),
    [
        ("U12", "U12", 2, True),
        ("U12.5", "U12", 2, True),
        ("U13", "U12", 2, False),
        ("U13", "U12", 3, True),
        ("U11.5", "U12", 4, False),
        ("U12", "U12", 0, True),
        ("U12#bay1", "U12", 2, True),
        ("U12#bay1", "U12#BAY1", 2, True),
        ("U12#bay1", "U12#bay2", 2, False),
        ("U12R", "U12", 2, True),
        ("0U", "0U#left", 0, True),
        ("0U#right", "0U#left", 0, False),
        ("0U", "U1", 2, False),
    ],
)
def test_within_the_units_that_a_device_occupies(inner: str, outer: str, height: int, *, lies_in: bool) -> None:
    assert Position.parse(inner).within(Position.parse(outer), height) is lies_in


def test_a_bay_lies_in_its_unit_and_not_the_other_way_round() -> None:
    unit, bay = Place.parse("DC1/07:U12"), Place.parse("DC1/07:U12#bay3")
    assert unit.holds(bay)
    assert not bay.holds(unit)
    assert not unit.holds(Place.parse("DC1/07:U13"))
    assert not unit.holds(unit.node)
    assert bay.parent == Place.parse("DC1/07")
    assert Place.parse("DC1").parent is None
