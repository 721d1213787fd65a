"""Single cells as people and systems write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.registers import cells
from assetaudit.registers.placing import read_mounting, read_node
from assetaudit.registers.statuses import class_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.56", 123456), ("1,234.56", 123456), ("1.234,56", 123456), ("1234,5", 123450), ("1.234.567", 123456700),
        ("1,234", 123400), ("1.234", 123), ("12", 1200), ("\u20ac 99,90", 9990), ("USD 5", 500), ("(3.00)", -300),
        ("-0.50", -50), ("1'234.00", 123400), ("0.995", 100), ("abc", None), ("12 apples", None), ("1e9", None),
        ("9" * 40, None), ("\u00b2", None), ("..12", None),
    ],
)  # fmt: skip
def test_sums(text: str, value: int | None) -> None:
    assert cells.cents(text) == value


@given(st.integers(0, 10**13 - 1), st.integers(0, 99))
def test_plain_sums_are_exact(whole: int, part: int) -> None:
    assert cells.cents(f"{whole}.{part:02d}") == whole * 100 + part
    assert cells.cents(f"{whole:,}.{part:02d}") == whole * 100 + part


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 2), ("2U", 4), ("1.5", 3), ("0", 0), ("2 HE", 4), ("1.0", 2), ("0.5", 1), ("tall", None), ("999", None)],
)
def test_heights(text: str, value: int | None) -> None:
    assert cells.half_units(text) == value


@pytest.mark.parametrize(
    ("values", "position", "height"),
    [
        ({"unit": "12"}, "U12", None), ({"unit": "U07"}, "U7", None), ({"unit": "12.0"}, "U12", None),
        ({"unit": "12.5"}, "U12.5", None), ({"unit": "RU 3"}, "U3", None), ({"unit": "10-13"}, "U10", 8),
        ({"unit": "U13-U12"}, "U12", 4), ({"unit": "4", "face": "Rear"}, "U4R", None),
        ({"unit": "4", "slot": "bay 2"}, "U4#bay-2", None), ({"unit": "0U", "face": "rear"}, "0U#rear", None),
        ({"slot": "rear-left"}, "0U#rear-left", None), ({"unit": "U12R#bay3"}, "U12R#bay3", None),
    ],
)  # fmt: skip
def test_mountings(values: dict[str, str], position: str, height: int | None) -> None:
    mounting = read_mounting(values)
    assert (str(mounting.position), mounting.height, mounting.trouble) == (position, height, "")


@pytest.mark.parametrize(
    "values", [{"unit": "top"}, {"unit": "0"}, {"unit": "12.3"}, {"unit": "3", "face": "left"}, {"unit": "U0x"}]
)
def test_what_is_no_mounting_says_why(values: dict[str, str]) -> None:
    assert read_mounting(values).trouble


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"place": "DC1/R2/A/07:U12R"}, "DC1/R2/A/07:U12R"),
        ({"site": "DC1", "room": "R2", "rack": "A/07"}, "DC1/R2/A%2F07"),
        ({"site": "DC1", "location": "DC1/R2", "rack": "07"}, "DC1/R2/07"),
        ({"location": "DC1 > Room 2 > Row A"}, "DC1/Room 2/Row A"),
        ({"location": "DC1\\Room 2"}, "DC1/Room 2"),
        ({"location": "R-12/U17"}, "R-12:U17"),
        ({"place": "DC1/R2/07 U17"}, "DC1/R2/07:U17"),
    ],
)
def test_nodes(values: dict[str, str], place: str) -> None:
    assert str(read_node(values).place) == place


@pytest.mark.parametrize("text", ["DC1//07", "/", "x" * 600, "DC1:U0"])
def test_what_is_no_place_says_why(text: str) -> None:
    node = read_node({"place": text})
    assert node.place is None
    assert node.trouble


@given(st.text(max_size=60))
def test_no_cell_breaks_anything(text: str) -> None:
    clean = cells.clean(text)
    assert clean.isprintable()
    assert clean == cells.clean(clean)
    cells.cents(clean)
    cells.half_units(clean)
    cells.is_junk(clean or "x")
    class_of(clean)
    for field in ("place", "location", "site"):
        read_node({field: clean})
    read_mounting({"unit": clean, "face": clean, "slot": clean})
