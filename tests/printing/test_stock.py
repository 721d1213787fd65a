"""Stock: what makers publish, checked; a user's own; and files that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetaudit.errors import PrintError
from assetaudit.printing.stock import read_stock, stock, stocks

PUBLISHED = [  # name, label, across x down, left and upper margin, pitch; millimetres
    ("avery-l7160", (63.5, 38.1), (3, 7), (7.2, 15.15), (66.04, 38.1)),
    ("avery-l7163", (99.06, 38.1), (2, 7), (4.67, 15.15), (101.6, 38.1)),
    ("avery-l7651", (38.1, 21.17), (5, 13), (4.67, 10.9), (40.64, 21.17)),
    ("avery-5160", (66.675, 25.4), (3, 10), (4.7625, 12.7), (69.85, 25.4)),
    ("avery-5163", (101.6, 50.8), (2, 5), (3.9688, 12.7), (106.3625, 50.8)),
    ("avery-22806", (50.8, 50.8), (3, 4), (15.875, 15.875), (66.675, 65.6158)),
]
GOOD = 'maker = "M"\ncode = "C"\nsource = "me"\nsize = [50, 20]\n'


@pytest.mark.parametrize(("name", "size", "count", "margin", "pitch"), PUBLISHED)
def test_the_makers_figures(
    name: str,
    size: tuple[float, float],
    count: tuple[int, int],
    margin: tuple[float, float],
    pitch: tuple[float, float],
) -> None:
    made = stock(name)
    assert made.size == pytest.approx(size, abs=0.001)
    assert (made.across, made.down) == count
    assert made.margin == pytest.approx(margin, abs=0.001)
    assert made.pitch == pytest.approx(pitch, abs=0.001)


def test_sheets_are_symmetrical_on_their_page() -> None:
    for made in stocks():
        if made.feed == "sheet" and made.maker == "Avery":
            end = made.margin[0] + (made.across - 1) * made.pitch[0] + made.size[0]
            assert made.page[0] - end == pytest.approx(made.margin[0], abs=0.9), made.name


def test_there_are_forty_and_each_names_its_source() -> None:
    known = stocks()
    assert len(known) >= 40
    assert {made.maker for made in known} >= {"Avery", "HERMA", "Brady", "Brother", "DYMO", "Zebra"}
    assert all(made.source and made.material and made.title for made in known)


def test_the_list_for_programs_has_its_fields_in_order() -> None:
    row = stock("avery-l7160").to_dict()
    assert list(row)[:9] == ["name", "maker", "code", "page", "size", "across", "down", "units", "source"]
    assert row["page"] == [210.0, 297.0]
    assert row["units"] == "mm"


def test_words_find_a_stock() -> None:
    assert [made.name for made in stocks() if made.matches(["silver", "63.5"])] == ["avery-l6011"]
    assert stock("avery-l7160").matches(["J8160"])


def test_an_unknown_name_gets_a_proposal() -> None:
    with pytest.raises(PrintError) as caught:
        stock("7160")
    assert "avery-l7160" in caught.value.hint
    with pytest.raises(PrintError, match=r"\.\./\.\./etc"):
        stock("../../etc")


def test_a_users_own_stock(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GOOD + 'units = "in"\n', "utf-8")
    assert stock("mine", tmp_path).size == (1270.0, 508.0)
    assert stock(str(file)).page == (1270.0, 508.0)
    assert "mine" in [made.name for made in stocks(tmp_path)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('code = "C"\nsource = "me"\nsize = [50, 20]\n', "'maker' is missing"),
        (GOOD + "colour = 1\n", "'colour' is no entry"),
        (GOOD + "across = 2\npage = [90, 20]\npitch = [51, 20]\n", "end at 101.00 mm on a page 90.0 mm wide"),
        (GOOD + "across = 2\npage = [200, 20]\npitch = [40, 20]\n", "overlap"),
        (GOOD + "printable = [60, 20]\n", "cannot be printable"),
        (GOOD + 'shape = "star"\n', "'shape' is"),
        (GOOD + "across = 0\n", "at least one"),
        ("size = [", "cannot be used"),
        (GOOD.replace("[50, 20]", '"50 x 20"'), "cannot be used"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_name(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(PrintError) as caught:
        read_stock(file)
    assert said in str(caught.value)
    assert "bad.toml" in str(caught.value)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(PrintError, match=r"nowhere\.toml"):
        stock("nowhere.toml")
