"""The sheet: labels inside the page, none over another, where the stock says; used cells left free."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.errors import PrintError
from assetaudit.printing.sheet import MM_PER_INCH, Alignment, cell, cells, dots, places
from assetaudit.printing.stock import Stock, of_table, stock, stocks

LENGTHS = st.floats(5, 80).map(lambda value: round(value, 2))


@st.composite
def any_stock(draw: st.DrawFn) -> Stock:
    across, down = draw(st.integers(1, 8)), draw(st.integers(1, 20))
    size = draw(LENGTHS), draw(LENGTHS)
    gaps = draw(st.floats(0, 5)), draw(st.floats(0, 5))
    margin = draw(st.floats(0, 20)), draw(st.floats(0, 20))
    pitch = size[0] + gaps[0], size[1] + gaps[1]
    page = [2 * margin[axis] + size[axis] + ((across, down)[axis] - 1) * pitch[axis] for axis in (0, 1)]
    return of_table(
        "drawn",
        {
            "maker": "M", "code": "C", "source": "drawn", "size": size, "across": across, "down": down,
            "margin": margin, "pitch": pitch, "page": page,
        },
    )  # fmt: skip


@given(made=any_stock())
def test_labels_are_inside_the_page_and_do_not_overlap(made: Stock) -> None:
    sheet = cells(made)
    assert len(sheet) == made.per_page
    for each in sheet:
        assert each.left >= 0
        assert each.top >= 0
        assert each.left + each.width <= made.page[0] + 0.01
        assert each.top + each.height <= made.page[1] + 0.01
    for number, each in enumerate(sheet):
        for other in sheet[number + 1 :]:
            beside = other.left >= each.left + each.width - 0.01 or each.left >= other.left + other.width - 0.01
            below = other.top >= each.top + each.height - 0.01
            assert beside or below


@given(made=any_stock(), data=st.data())
def test_places_skip_used_cells_and_then_fill_every_page(made: Stock, data: st.DataObject) -> None:
    skip = data.draw(st.integers(0, made.per_page - 1))
    used = frozenset(data.draw(st.sets(st.integers(0, made.per_page - 1), max_size=made.per_page - 1)))
    free = [number for number in range(skip, made.per_page) if number not in used]
    count = len(free) + 2 * made.per_page
    got = list(islice(places(made, skip=skip, used=used), count))
    assert got[: len(free)] == [(0, number) for number in free]
    rest = got[len(free) :]
    assert rest == [(page, number) for page in (1, 2) for number in range(made.per_page)]


@pytest.mark.parametrize("skip", [-1, 21, 500])
def test_more_cells_than_a_sheet_has_cannot_be_skipped(skip: int) -> None:
    with pytest.raises(PrintError, match="sheet of 21"):
        next(places(stock("avery-l7160"), skip=skip))


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("made", stocks(), ids=lambda made: made.name)
def test_dots_are_within_a_tenth_of_a_millimetre(made: Stock, dpi: int) -> None:
    for each in cells(made):
        assert abs(dots(each.left, dpi) * MM_PER_INCH / dpi - each.left) < 0.1
        assert abs(dots(each.top, dpi) * MM_PER_INCH / dpi - each.top) < 0.1


def test_an_alignment_moves_and_stretches_places_only() -> None:
    made = stock("avery-l7160")
    straight = cell(made, 20)
    moved = cell(made, 20, Alignment(right=1.0, down=-0.5, scale_across=1.01, scale_down=0.99))
    assert moved.left == pytest.approx(straight.left * 1.01 + 1.0)
    assert moved.top == pytest.approx(straight.top * 0.99 - 0.5)
    assert (moved.width, moved.height) == made.size
