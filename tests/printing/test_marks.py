"""Cut marks and scale bar: in the margins, at the labels' edges, as long as they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assetaudit.errors import PrintError
from assetaudit.printing.marks import cut_marks, paper, scale_bar
from assetaudit.printing.new_stock import of_answers, write_stock
from assetaudit.printing.sheet import cell_numbers, cells
from assetaudit.printing.stock import cut_to, read_stock, stock, stocks
from assetaudit.printing.template import template
from assetaudit.printing.work import Wishes, print_labels
from tests.printing.paper import StoppedClock, crop, ink, items_for, pages


def test_marks_lie_in_the_margins_of_every_sheet() -> None:
    for made in stocks():
        lines = [*cut_marks(made), *scale_bar(made)[0]]
        for line in lines:
            assert line.left >= 0
            assert line.left + line.width <= made.page[0]
            for cell in cells(made):
                apart = line.left >= cell.left + cell.width or line.left + line.width <= cell.left
                above = line.top >= cell.top + cell.height or line.top + line.height <= cell.top
                assert apart or above, made.name


def test_the_bar_is_as_long_as_it_says(tmp_path: Path) -> None:
    made, kind = stock("avery-l7160"), template("asset")
    assert paper(made) == "a4"
    wishes = Wishes(scale_bar=True, cut_marks=True)
    print_labels(items_for(kind, 1), made, kind, path=tmp_path / "a.pdf", clock=StoppedClock(), wishes=wishes)
    page = pages(tmp_path / "a.pdf", 600)[0]
    bar, words = scale_bar(made)
    strip = crop(page, (0, bar[0].top - 0.05, 210, 0.3), 600)
    left, _, right, _ = ink(strip) or (0, 0, 0, 0)
    assert (right - left) * 25.4 / 600 == pytest.approx(100, abs=0.3)
    assert "A4" in words[0].text
    first = cells(made)[0]
    beside = crop(page, (first.left - 5, first.top - 0.3, 4.5, 0.6), 600)
    assert np.any(beside < 128)


def test_tape_is_cut_to_a_length() -> None:
    strip = cut_to(stock("brother-dk-22205"), 44.45)
    assert strip.size == (61.98, 44.45)
    assert strip.printable[1] == pytest.approx(38.45)
    tape = cut_to(stock("brother-tze-231"), 70)
    assert tape.size == (70, 12.0)
    for name, length in (("avery-l7160", 60), ("brother-tze-231", 2), ("brother-tze-231", 5000)):
        with pytest.raises(PrintError):
            cut_to(stock(name), length)


def test_cells_as_people_name_them() -> None:
    assert cell_numbers("1, 4-6") == frozenset({0, 3, 4, 5})
    assert cell_numbers("") == frozenset()
    for wrong in ("0", "4-2", "a", "1-99999", "-3"):
        with pytest.raises(PrintError):
            cell_numbers(wrong)


ANSWERS = {"paper": "letter", "size": "2,5 x 1.5", "count": "3x4", "margin": "10x10", "pitch": "30 x 20", "title": "T"}


def test_a_stock_by_answers_is_read_again(tmp_path: Path) -> None:
    made = of_answers("Mine-1", {**ANSWERS, "size": "25,4 x 15"})
    assert read_stock(write_stock(made, tmp_path)).size == (25.4, 15.0)
    assert made.page == (215.9, 279.4)
    roll = of_answers(
        "roll", {**ANSWERS, "paper": "roll", "size": "50 x 20", "count": "2x1", "margin": "", "pitch": "53x22"}
    )
    assert (roll.feed, roll.page) == ("roll", (103.0, 20.0))
    for change in ({"size": "x"}, {"count": "9x9"}, {"paper": "a3"}, {"margin": "-1x2"}, {"pitch": "1 x 1"}):
        with pytest.raises(PrintError):
            of_answers("x", {**ANSWERS, "size": "25 x 15", **change})
    with pytest.raises(PrintError):
        of_answers("../x", ANSWERS)
