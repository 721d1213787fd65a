"""Which rows of a rack are in a sample: assets by their keys, positions by the units that they name."""

from __future__ import annotations

import pytest

from assetaudit.model.place import Place
from assetaudit.ui.picture import Row
from assetaudit.ui.rows import in_sample

RACK = Place.parse("DC1/R2/A/07")
ROWS = [
    Row("left", "U11-12", tag="two", asset="r:two", top=25, low=22),
    Row("found", "U10", tag="one", asset="r:one", top=21, low=20),
    Row("empty", "U1-9", top=19, low=2),
    Row("unknown", tag="odd", asset="?odd", top=-1, low=-1),
]


@pytest.mark.parametrize(
    ("sampled", "marked"),
    [
        ({"r:two"}, {"two"}),
        ({"DC1/R2/A/07:U12"}, {"two"}),
        ({"dc1/r2/a/07:U10"}, {"one"}),
        ({"DC1/R2/A/07:U3"}, {""}),
        ({"DC1/R2/A/08:U12", "DC1/R2/A/07", "DC1/R2/A/07:0U"}, set()),
        ({"?odd", "r:one"}, {"odd", "one"}),
    ],
)
def test_rows_are_marked(sampled: set[str], marked: set[str]) -> None:
    found = list(in_sample(ROWS, sampled, RACK))
    assert {row.tag for row in found if row.sampled} == marked
    assert [row.units for row in found] == [row.units for row in ROWS]
