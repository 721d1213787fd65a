"""Sheets as a printer shows them: every code reads back, ink stays in its label, cells lie where the stock says."""

from __future__ import annotations

import json
import os
import re
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray

from assetaudit.errors import PrintError
from assetaudit.printing.item import LabelItem
from assetaudit.printing.layout import Layout
from assetaudit.printing.sheet import Alignment, cells
from assetaudit.printing.stock import Stock, stock, stocks
from assetaudit.printing.template import Template, template, templates
from assetaudit.printing.work import PrintReport, Wishes, print_labels
from tests.printing.paper import StoppedClock, codes_of, crop, ink, items_for, pages, read_codes

HOSTILE = json.loads((Path(__file__).parents[1] / "vectors" / "malicious.json").read_text("utf-8"))["vectors"]
CLOCK = StoppedClock()
LONG = bool(os.environ.get("ASSETAUDIT_LONG_TESTS"))


def fitting() -> list[tuple[Stock, Template]]:
    """Every stock with every template that fits on it; in a short run one stock in forty for each template."""
    pairs = []
    for number, kind in enumerate(templates()):
        fits = [(made, kind) for made in stocks() if kind.arrangement(made.printable)]
        pairs += fits if LONG else fits[number % len(fits) :: 40]
    return pairs


def expected(made: Stock, kind: Template, items: list[LabelItem]) -> Counter[tuple[str, str]]:
    layout = Layout(made, kind, 300)
    return sum((codes_of(layout.lay(item)) for item in items), Counter())


@pytest.mark.parametrize(("made", "kind"), fitting(), ids=lambda each: each.name)
def test_every_code_reads_back_and_ink_stays_in_the_printable_area(made: Stock, kind: Template, tmp_path: Path) -> None:
    file = tmp_path / "labels.pdf"
    count = min(made.per_page, 5)
    items = items_for(kind, count)
    report = print_labels(items, made, kind, path=file, clock=CLOCK)
    assert report.printed + report.refused_count == count
    assert all("mil" in why or "does not fit" in why for _, why in report.refused)
    printed = [item for item in items if item.code not in dict(report.refused)]
    (page,) = pages(file)
    edge = [(made.size[axis] - made.printable[axis]) / 2 for axis in (0, 1)]
    blank = page.copy()
    for cell, item in zip(cells(made), printed, strict=False):
        wanted = expected(made, kind, [item])
        assert wanted
        assert read_codes(crop(page, (cell.left, cell.top, cell.width, cell.height))) == wanted
        area = (
            cell.left + edge[0] - 0.17,
            cell.top + edge[1] - 0.17,
            made.printable[0] + 0.34,
            made.printable[1] + 0.34,
        )
        assert ink(crop(page, area)) is not None
        crop(blank, area)[:] = 255
    assert ink(blank) is None


@pytest.mark.parametrize("drawing", ["mask", "path"])
@pytest.mark.parametrize("dpi", [200, 300, 600])
def test_both_ways_of_drawing_read_back_at_three_resolutions(drawing: str, dpi: int, tmp_path: Path) -> None:
    made, kind = stock("avery-l7160"), template("asset")
    items = items_for(kind, 21)
    print_labels(items, made, kind, path=tmp_path / "a.pdf", clock=CLOCK, wishes=Wishes(drawing=drawing))
    (page,) = pages(tmp_path / "a.pdf", dpi)
    assert read_codes(page) == expected(made, kind, items)


def thicker(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The same ink with one pixel more on every side: a renderer may round an edge either way."""
    padded = np.pad(dark, 1)
    height, width = dark.shape
    shifted = [padded[down : down + height, right : right + width] for down in range(3) for right in range(3)]
    thick: NDArray[np.bool_] = np.logical_or.reduce(shifted)
    return thick


def test_both_ways_of_drawing_put_the_same_ink_down(tmp_path: Path) -> None:
    made, kind = stock("avery-l7160"), template("asset")
    shown = []
    for drawing in ("mask", "path"):
        print_labels(
            items_for(kind, 21), made, kind, path=tmp_path / "a.pdf", clock=CLOCK, wishes=Wishes(drawing=drawing)
        )
        shown.append(pages(tmp_path / "a.pdf", 600)[0] < 128)
    assert not (shown[0] & ~thicker(shown[1])).any()
    assert not (shown[1] & ~thicker(shown[0])).any()


MEASURED = ["avery-l7160", "avery-l7163", "avery-5160", "avery-5163", "avery-22806"]
SHEETS = [made.name for made in stocks() if made.feed == "sheet" and template("asset").arrangement(made.printable)]


@pytest.mark.parametrize("name", SHEETS if LONG else MEASURED)
def test_cells_lie_within_a_tenth_of_a_millimetre(name: str, tmp_path: Path) -> None:
    made, kind = stock(name), template("asset")
    same = [LabelItem("asset", "IT-00101", lines=("web-01", "R740"))] * made.per_page
    print_labels(same, made, kind, path=tmp_path / "a.pdf", clock=CLOCK, wishes=Wishes(dpi=600))
    page = pages(tmp_path / "a.pdf", 600)[0]
    corners = []
    for cell in cells(made):
        left, top, *_ = ink(crop(page, (cell.left, cell.top, cell.width, cell.height), 600)) or (0, 0)
        corners.append((round(cell.left * 600 / 25.4) + left, round(cell.top * 600 / 25.4) + top))
    for number, (left, top) in enumerate(corners):
        row, column = divmod(number, made.across)
        assert (left - corners[0][0]) * 25.4 / 600 == pytest.approx(column * made.pitch[0], abs=0.1)
        assert (top - corners[0][1]) * 25.4 / 600 == pytest.approx(row * made.pitch[1], abs=0.1)
    layout = Layout(made, kind, 600).lay(same[0])
    first = min(code.left for code in layout.codes if code.symbol.symbology == "qr") * 25.4 / 600
    assert corners[0][0] * 25.4 / 600 == pytest.approx(made.margin[0] + first, abs=0.1)


def test_used_cells_stay_free(tmp_path: Path) -> None:
    made, kind = stock("avery-l7160"), template("asset")
    report = print_labels(items_for(kind, 20), made, kind, path=tmp_path / "a.pdf", clock=CLOCK, wishes=Wishes(skip=4))
    first, second = pages(tmp_path / "a.pdf")
    areas = [(cell.left, cell.top, cell.width, cell.height) for cell in cells(made)]
    assert [number for number, area in enumerate(areas) if ink(crop(first, area)) is not None] == list(range(4, 21))
    assert [number for number, area in enumerate(areas) if ink(crop(second, area)) is not None] == [0, 1, 2]
    assert (report.pages, report.next_skip) == (2, 3)
    assert report.lines()[-1].endswith("--skip 3")


def test_an_alignment_moves_the_ink(tmp_path: Path) -> None:
    made, kind = stock("avery-l7160"), template("asset")
    corners = []
    for alignment in (Alignment(), Alignment(right=2.0, down=-1.0)):
        print_labels(
            items_for(kind, 1), made, kind, path=tmp_path / "a.pdf", clock=CLOCK, wishes=Wishes(alignment=alignment)
        )
        corners.append(ink(pages(tmp_path / "a.pdf")[0]) or (0, 0, 0, 0))
    assert (corners[1][0] - corners[0][0]) * 25.4 / 300 == pytest.approx(2.0, abs=0.1)
    assert (corners[1][1] - corners[0][1]) * 25.4 / 300 == pytest.approx(-1.0, abs=0.1)


def test_the_same_labels_give_the_same_bytes(tmp_path: Path) -> None:
    made, kind = stock("avery-l7160"), template("asset")
    written = []
    for name in ("a.pdf", "b.pdf"):
        print_labels(items_for(kind, 50), made, kind, path=tmp_path / name, clock=CLOCK)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    assert b"(D:20260304050607Z)" in written[0]
    assert b"/PrintScaling/None" in written[0]


def test_the_page_has_the_papers_size(tmp_path: Path) -> None:
    for name, size in (("avery-l7160", (595.28, 841.89)), ("avery-5160", (612, 792))):
        print_labels(
            items_for(template("asset"), 1), stock(name), template("asset"), path=tmp_path / "a.pdf", clock=CLOCK
        )
        assert pypdfium2.PdfDocument(tmp_path / "a.pdf")[0].get_size() == pytest.approx(size, abs=0.01)


def peak(count: int, file: Path) -> tuple[int, PrintReport]:
    made, kind = stock("avery-l7160"), template("asset")
    items = (LabelItem("asset", f"IT-{number:06d}", lines=("web", "R740")) for number in range(count))
    tracemalloc.start()
    report = print_labels(items, made, kind, path=file, clock=CLOCK)
    top = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return top, report


def test_memory_is_flat_and_files_are_small(tmp_path: Path) -> None:
    peak(50, tmp_path / "a.pdf")
    few, _ = peak(200, tmp_path / "a.pdf")
    many, report = peak(4000, tmp_path / "a.pdf")
    assert many < few + 300_000
    assert report.size / report.printed < 250


def test_a_run_that_fails_leaves_no_file(tmp_path: Path) -> None:
    def broken() -> Iterator[LabelItem]:
        yield LabelItem("asset", "IT-1")
        raise KeyError

    with pytest.raises(KeyError):
        print_labels(broken(), stock("avery-l7160"), template("asset"), path=tmp_path / "a.pdf", clock=CLOCK)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(PrintError, match="cannot be written"):
        print_labels(
            items_for(template("asset"), 1),
            stock("avery-l7160"),
            template("asset"),
            path=tmp_path / "no" / "a.pdf",
            clock=CLOCK,
        )


def test_an_old_file_survives_a_run_that_fails(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"old")
    with pytest.raises(PrintError):
        print_labels([], stock("avery-l7160"), template("asset"), path=file, clock=CLOCK, wishes=Wishes(skip=99))
    assert file.read_bytes() == b"old"


def hostile_text(vector: dict[str, str]) -> str:
    return vector["text"] if "text" in vector else bytes.fromhex(vector["hex"]).decode("utf-8", "surrogateescape")


def content(file: Path) -> bytes:
    streams = re.findall(rb"stream\n(.*?)\nendstream", file.read_bytes(), re.DOTALL)
    return b"\n".join(zlib.decompress(stream) for stream in streams)


def test_hostile_text_is_drawn_in_its_box_and_is_no_syntax(tmp_path: Path) -> None:
    made, kind, file = stock("avery-l7160"), template("asset"), tmp_path / "a.pdf"
    items = [
        LabelItem("asset", "IT-00101", lines=(hostile_text(vector), hostile_text(vector)[::-1])) for vector in HOSTILE
    ]
    report = print_labels(items, made, kind, path=file, clock=CLOCK)
    assert report.printed == len(HOSTILE)
    shown = pages(file)
    for number in range(report.printed):
        page, at = divmod(number, made.per_page)
        cell = cells(made)[at]
        shown[page][
            round(cell.top * 300 / 25.4) : round((cell.top + cell.height) * 300 / 25.4),
            round(cell.left * 300 / 25.4) : round((cell.left + cell.width) * 300 / 25.4),
        ] = 255
    assert all(ink(page) is None for page in shown)
    drawn = content(file)
    assert b"(" not in b"".join(re.findall(rb"BT .*? ET", drawn))
    assert all("\x1b" not in line and line.isprintable() for line in report.lines())


def test_hostile_tags_are_printed_exactly_or_refused_in_a_sentence(tmp_path: Path) -> None:
    made, kind, file = stock("avery-l7163"), template("asset"), tmp_path / "a.pdf"
    for vector in HOSTILE:
        text = hostile_text(vector)
        report = print_labels([LabelItem("asset", text)], made, kind, path=file, clock=CLOCK)
        assert report.printed + report.refused_count == 1
        assert all(line.isprintable() for line in report.lines())
        if report.printed:
            found = read_codes(pages(file)[0][:700])
            assert ("QR Code", text) in found
            assert {said for _, said in found} == {text}


def test_scripts_beyond_latin_are_drawn(tmp_path: Path) -> None:
    lines = ("Шкаф Ω ñ ø Š ấ", "שרת ไทย სერვერი")
    file = tmp_path / "a.pdf"
    print_labels(
        [LabelItem("asset", "IT-1", lines=lines)], stock("avery-l7160"), template("asset"), path=file, clock=CLOCK
    )
    text = pypdfium2.PdfDocument(file)[0].get_textpage().get_text_bounded()
    assert "Шкаф" in text
    assert "ไทย" in text
    assert "სერვერი" in text
    assert "U+" not in text


def test_what_no_font_has_is_drawn_as_its_code_point(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    item = LabelItem("asset", "IT-1", lines=("A\x1bB\U0001f9ff",))
    print_labels([item], stock("avery-l7160"), template("asset"), path=file, clock=CLOCK)
    text = pypdfium2.PdfDocument(file)[0].get_textpage().get_text_bounded()
    assert "A<U+001B>B" in text
    assert "<U+1F9FF>" in text


def test_without_a_label_no_file_is_written(tmp_path: Path) -> None:
    kind, file = template("asset"), tmp_path / "a.pdf"
    for items in ([], [LabelItem("asset", "IT-" + "W" * 77)]):
        report = print_labels(items, stock("avery-l7160"), kind, path=file, clock=CLOCK)
        assert (report.printed, report.pages, file.exists()) == (0, 0, False)
        assert report.lines()[0] == "No label was printed, and no file was written."
