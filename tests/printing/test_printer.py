"""Printers as data: read, kept, aligned, and the paper that is loaded compared with the stock."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetaudit.errors import PrintError
from assetaudit.printing.printer import aligned, keep, of_table, printer, printers, wrong_paper
from assetaudit.printing.sheet import STRAIGHT, Alignment
from assetaudit.printing.stock import stock
from assetaudit.printing.work import printer_for


def test_every_printer_that_ships_speaks_a_language_we_write() -> None:
    assert len(printers()) >= 8
    for each in printers():
        assert printer_for(Path(f"x.{each.language}")).suffix == f".{each.language}"
        assert each.alignment == STRAIGHT


def test_a_printer_is_kept_and_read_again(tmp_path: Path) -> None:
    made = of_table("hall-3", {"title": "Zebra in hall 3", "language": "zpl", "dpi": 300, "address": "tcp://10.0.0.9"})
    moved = aligned(made, Alignment(1.25, -0.5, 1.002, 0.998), "2026-03-04")
    keep(moved, tmp_path)
    assert printer("hall-3", tmp_path) == moved
    assert "hall-3" in [each.name for each in printers(tmp_path)]
    for name in ("../x", "a b", ""):
        with pytest.raises(PrintError):
            keep(of_table(name, {"title": "T", "language": "zpl", "dpi": 300}), tmp_path)


def test_measurements_that_cannot_be_right_are_refused() -> None:
    office = printer("office")
    for wrong in (Alignment(right=40.0), Alignment(scale_across=0.94), Alignment(scale_down=1.05)):
        with pytest.raises(PrintError):
            aligned(office, wrong, "2026-03-04")


def test_a4_and_letter_are_not_mixed_up() -> None:
    assert wrong_paper(printer("office"), stock("avery-5160")) == "office is loaded with A4, and avery-5160 is Letter."
    assert wrong_paper(printer("office-letter"), stock("avery-5160")) == ""
    assert wrong_paper(printer("zebra-300"), stock("zebra-57x32")) == ""


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"title": "T", "language": "epl", "dpi": 203}, "pdf, zpl or brother"),
        ({"title": "T", "language": "zpl", "dpi": 20}, "20 dots"),
        ({"language": "zpl", "dpi": 203}, "title"),
        ({"title": "T", "language": "zpl", "dpi": 203, "colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_in_a_file_is_told(table: dict[str, str | int], said: str) -> None:
    with pytest.raises((ValueError, KeyError), match=said):
        of_table("x", table)


def test_a_broken_file_and_an_unknown_name(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("title = ")
    with pytest.raises(PrintError, match=r"bad\.toml"):
        printers(tmp_path)
    with pytest.raises(PrintError) as caught:
        printer("laser")
    assert "office" in caught.value.hint
