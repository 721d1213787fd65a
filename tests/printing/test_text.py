"""Lines that shrink, wrap and are cut by rule, and templates and preflight that say in a sentence what does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.errors import PrintError
from assetaudit.model.asset import Asset
from assetaudit.model.place import Place
from assetaudit.pdf.fonts import face
from assetaudit.printing.item import LabelItem, asset_label, control_labels, place_label
from assetaudit.printing.layout import LabelRefusedError, Layout
from assetaudit.printing.stock import stock
from assetaudit.printing.template import Pattern, read_template, template, templates
from assetaudit.printing.text import LEADING, Style, TooWideError, fit
from tests.printing.paper import items_for

STYLES = st.builds(
    Style,
    size=st.sampled_from([8.0, 12.0, 20.0]),
    least=st.sampled_from([4.0, 6.0]),
    bold=st.booleans(),
    rows=st.integers(1, 3),
)


@given(
    lines=st.lists(st.tuples(st.text(max_size=60), STYLES), min_size=1, max_size=4),
    width=st.floats(20, 200),
    height=st.floats(15, 100),
)
@settings(max_examples=150, deadline=None)
def test_text_is_inside_its_box_whatever_it_says(lines: list[tuple[str, Style]], width: float, height: float) -> None:
    fitted = fit(lines, width, height)
    assert fitted.height <= height + 0.02
    for row in fitted.rows:
        assert row.width <= width + 0.02 or len(row.text) <= 2
        assert face(bold=row.bold).width(row.text) * row.size == pytest.approx(row.width)
        assert row.down <= height
    downs = [row.down for row in fitted.rows]
    assert downs == sorted(downs)


def test_a_line_shrinks_then_wraps_then_is_cut() -> None:
    text = "one two three four five six"
    assert [(row.text, row.size) for row in fit([(text, Style(10, 5))], 500, 50).rows] == [(text, 10)]
    shrunk = fit([(text, Style(10, 5))], 100, 50)
    assert len(shrunk.rows) == 1
    assert 5 <= shrunk.rows[0].size < 10
    wrapped = fit([(text, Style(10, 8, rows=3))], 80, 60)
    assert [row.text for row in wrapped.rows] == ["one two three", "four five six"]
    assert not wrapped.cut
    cut = fit([(text, Style(10, 8))], 80, 60)
    assert cut.cut
    assert [row.text for row in cut.rows] == ["one two three four…"]


def test_lines_shrink_together_when_the_box_is_low() -> None:
    fitted = fit([("a", Style(20, 5)), ("b", Style(10, 5))], 100, 20 * LEADING)
    assert [row.text for row in fitted.rows] == ["a", "b"]
    assert fitted.rows[0].size < 20


def test_the_last_line_is_left_out_first() -> None:
    fitted = fit([("a", Style(8, 8)), ("b", Style(8, 8))], 100, 12)
    assert [row.text for row in fitted.rows] == ["a"]
    assert fitted.cut


def test_what_must_stay_whole_is_refused_and_not_cut() -> None:
    with pytest.raises(TooWideError, match="6 points"):
        fit([("IT-" + "9" * 80, Style(12, 6, whole=True))], 60, 30)
    layout = Layout(stock("avery-l7160"), template("asset"), 300)
    with pytest.raises(LabelRefusedError, match="mm"):
        layout.lay(LabelItem("asset", "IT-" + "W" * 77))


def test_a_line_without_content_falls_away() -> None:
    item = LabelItem("asset", "IT-1", fields={"serial": "", "owner": "Example"})
    assert Pattern.of("S/N {serial}").fill(item) == ""
    assert Pattern.of("Property of {owner}").fill(item) == "Property of Example"
    assert Pattern.of("{code} / {serial} / {owner}").fill(item) == "IT-1 /  / Example"
    assert Pattern.of("fixed").fill(item) == "fixed"
    assert Pattern.of("{line9}{__class__}").fill(item) == ""


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("zebra-38x13", "x" * 80, "at most"),
        ("zebra-38x13", "1" * 400, "mil"),
        ("avery-l7160", "IT\x00", "U+0000"),
        ("avery-l7160", "", "nothing to encode"),
    ],
)
def test_what_would_not_scan_is_refused_with_what_would(name: str, code: str, said: str) -> None:
    with pytest.raises(LabelRefusedError) as caught:
        Layout(stock(name), template("asset-small"), 203).lay(LabelItem("asset", code))
    assert said in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_finer_printer_is_proposed_where_that_is_enough() -> None:
    layout = Layout(stock("zebra-57x32"), template("asset"), 203)
    (note,) = layout.lay(LabelItem("asset", "a-b 12345678")).notes
    assert "a printer with 300 dpi can print it" in note
    finer = Layout(stock("zebra-57x32"), template("asset"), 300).lay(LabelItem("asset", "a-b 12345678"))
    assert [code.symbol.symbology for code in finer.codes] == ["qr", "code128"]


def test_bars_that_do_not_fit_are_left_out_and_told() -> None:
    laid = Layout(stock("avery-l7160"), template("asset"), 300).lay(LabelItem("asset", "Zürich-1"))
    assert [code.symbol.symbology for code in laid.codes] == ["qr"]
    assert "code128 code was left out" in laid.notes[0]


def test_modules_are_whole_dots_and_large_enough_with_quiet_zones() -> None:
    for dpi in (203, 300, 600):
        for kind in templates():
            made = stock("avery-l7163")
            layout = Layout(made, kind, dpi)
            item = control_labels()[8] if "control" in kind.kinds else items_for(kind, 1)[0]
            for code in layout.lay(item).codes:
                least = 0.165 if code.symbol.linear else 0.25
                assert code.module * 25.4 / dpi >= least
                assert code.left >= code.symbol.quiet * code.module
                assert code.left + (code.symbol.width + code.symbol.quiet) * code.module <= made.size[0] * dpi / 25.4
                if code.symbol.linear:
                    assert code.height * 25.4 / dpi >= 4.9


def test_a_template_that_does_not_fit_says_what_it_needs() -> None:
    with pytest.raises(PrintError, match="needs 40 x 17 mm"):
        Layout(stock("zebra-38x13"), template("asset"), 300)
    with pytest.raises(PrintError) as caught:
        template("poster")
    assert "asset-small" in caught.value.hint


ARRANGEMENT = 'title = "T"\nkinds = []\n[[arrangement]]\nleast = [1, 1]\n[[arrangement.element]]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kinds = []\ntitle = 'T'", "'arrangement' is missing"),
        (ARRANGEMENT + 'code = "ean"\nvalue = "x"', "'ean' is no code"),
        (ARRANGEMENT + 'align = "up"\nlines = []', "align is"),
        ("= 1", "cannot be used"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_with_its_name(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(PrintError) as caught:
        read_template(file)
    assert said in str(caught.value)
    assert "bad.toml" in str(caught.value)


def test_labels_carry_identifiers_and_places() -> None:
    place = Place.parse("DC1/R2/A/07:U12")
    item = asset_label(Asset("csv:1", "IT-1", "SER", place, name="web", manufacturer="Dell", model="R740"))
    assert (item.code, item.lines, item.value("serial")) == ("IT-1", ("web", "Dell R740"), "SER")
    assert asset_label(Asset("csv:2", serial="SER")).code == "SER"
    rack = place_label(place.node, "R07A")
    said = [code.symbol.text for code in Layout(stock("avery-l7163"), template("rack"), 300).lay(rack).codes]
    assert said == ["LOC:DC1/R2/A/07", "LOC-R07A"]
    undo = Layout(stock("avery-l7163"), template("control-sheet"), 300).lay(control_labels()[0])
    assert sorted(code.symbol.text for code in undo.codes) == ["CMD-UNDO", "CMD:UNDO"]
