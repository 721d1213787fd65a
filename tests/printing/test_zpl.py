"""ZPL: golden formats that a reader can check, graphics decoded back, and no text that is a command."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from assetaudit.errors import PrintError
from assetaudit.printing.item import LabelItem
from assetaudit.printing.stock import of_table, stock
from assetaudit.printing.template import template
from assetaudit.printing.work import Wishes, print_labels
from assetaudit.printing.zpl import escaped
from tests.printing.paper import Pixels, StoppedClock, items_for, read_codes
from tests.printing.test_pdf import HOSTILE, expected, hostile_text

GOLDEN = Path(__file__).parents[1] / "golden" / "labels"
CLOCK = StoppedClock()
COMMANDS = {
    f"^{name}"
    for name in [
        "XA",
        "CI",
        "MM",
        "LH",
        "LS",
        "PW",
        "LL",
        "FO",
        "FT",
        "BQ",
        "BY",
        "BC",
        "GF",
        "A0",
        "FH",
        "FD",
        "FS",
        "PQ",
        "XZ",
    ]
}
ITEMS = [
    LabelItem("asset", "IT-00101", lines=("web^XZ~JA_01.example", "Zürich > Ω")),
    LabelItem("asset", "0012345678", lines=("digits alone",)),
    LabelItem("asset", "a>b 12345678", lines=("mixed",)),
]


def fields(text: str) -> list[str]:
    """Every field's data with its hexadecimal escapes undone, as a printer reads it."""
    data = re.findall(r"\^FH_\^FD(.*?)\^FS", text)
    return [
        re.sub(rb"_([0-9A-F]{2})", lambda found: bytes.fromhex(found[1].decode()), each.encode()).decode()
        for each in data
    ]


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_native_codes_are_what_the_golden_file_says(dpi: int, tmp_path: Path) -> None:
    file = tmp_path / "a.zpl"
    print_labels(ITEMS, stock("zebra-57x32"), template("asset"), path=file, clock=CLOCK, wishes=Wishes(dpi=dpi))
    assert file.read_text("ascii") == (GOLDEN / f"asset-57x32-{dpi}.zpl").read_text("ascii")


def test_fields_say_what_was_to_be_said(tmp_path: Path) -> None:
    file = tmp_path / "a.zpl"
    print_labels(ITEMS[:1], stock("zebra-57x32"), template("asset"), path=file, clock=CLOCK)
    qr, bars, *texts = fields(file.read_text("ascii"))
    assert qr == "HM,AIT-00101"
    assert bars == ">:IT-0>50101"
    assert texts == ["IT-00101", "web^XZ~JA_01.example", "Zürich > Ω"]


def drawn(text: str) -> Pixels:
    """The graphic fields of one format as a printer would burn them."""
    size = re.search(r"\^PW(\d+)\^LL(\d+)", text)
    assert size is not None
    page = np.full((int(size[2]), int(size[1])), 255, dtype=np.uint8)
    for left, top, row_bytes, data in re.findall(r"\^FO(\d+),(\d+)\^GFA,\d+,\d+,(\d+),([0-9A-F:]+)\^FS", text):
        rows: list[str] = []
        for part in re.findall(rf"[0-9A-F]{{{int(row_bytes) * 2}}}|:", data):
            rows.append(rows[-1] if part == ":" else part)
        bits = np.array([[bit == "1" for bit in f"{int(row, 16):0{int(row_bytes) * 8}b}"] for row in rows])
        height, width = bits.shape
        area = page[int(top) : int(top) + height, int(left) : int(left) + width]
        area[bits[:, : area.shape[1]]] = 0
    return page


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_graphics_read_back(dpi: int, tmp_path: Path) -> None:
    made, kind, file = stock("zebra-76x51"), template("asset"), tmp_path / "a.zpl"
    items = items_for(kind, 3)
    report = print_labels(items, made, kind, path=file, clock=CLOCK, wishes=Wishes(dpi=dpi, drawing="graphic"))
    found: Counter[tuple[str, str]] = Counter()
    for label in file.read_text("ascii").split("^XZ")[:-1]:
        found += read_codes(drawn(label))
    assert found == expected(made, kind, items)
    assert (report.pages, report.size) == (3, file.stat().st_size)


def test_several_across_share_one_format(tmp_path: Path) -> None:
    figures = {"size": [30, 15], "across": 3, "page": [96, 15], "pitch": [33, 15], "feed": "roll"}
    made = of_table("three", {"maker": "M", "code": "C", "source": "drawn", **figures})
    file = tmp_path / "a.zpl"
    report = print_labels(items_for(template("asset"), 4), made, template("asset-small"), path=file, clock=CLOCK)
    text = file.read_text("ascii")
    assert (report.pages, text.count("^XA"), text.count("^BQ")) == (2, 2, 4)


@pytest.mark.parametrize("vector", HOSTILE, ids=lambda vector: str(vector["id"]))
def test_no_text_is_a_command(vector: dict[str, str], tmp_path: Path) -> None:
    file, text = tmp_path / "a.zpl", hostile_text(vector)
    items = [LabelItem("asset", "IT-1", lines=(text,)), LabelItem("asset", text, lines=("x",))]
    print_labels(items, stock("zebra-76x51"), template("asset"), path=file, clock=CLOCK)
    written = file.read_text("ascii")
    assert {f"^{each}" for each in re.findall(r"\^(..)", written)} <= COMMANDS
    assert "~" not in written
    assert all(character.isprintable() or character == "\n" for character in written)


def test_escapes_undo_to_the_text() -> None:
    text = "^FS^XZ~JA_5E\\&\x1d\r\nü€"
    assert not set("^~_\\\x1d\r\n") & set(re.sub("_[0-9A-F]{2}", "", escaped(text)))
    assert fields(f"^FH_^FD{escaped(text)}^FS") == [text]


def test_a_sheet_is_no_roll(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match="is a sheet"):
        print_labels(ITEMS, stock("avery-l7160"), template("asset"), path=tmp_path / "a.zpl", clock=CLOCK)
    with pytest.raises(PrintError, match="250 dpi"):
        print_labels(
            ITEMS, stock("zebra-57x32"), template("asset"), path=tmp_path / "a.zpl", clock=CLOCK, wishes=Wishes(dpi=250)
        )
    assert list(tmp_path.iterdir()) == []


def test_other_suffixes_and_drawings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match=r"x\.docx") as caught:
        print_labels(ITEMS, stock("zebra-57x32"), template("asset"), path=tmp_path / "x.docx", clock=CLOCK)
    assert ".pdf, .zpl" in caught.value.hint
    with pytest.raises(PrintError, match="'paint'"):
        print_labels(
            ITEMS,
            stock("zebra-57x32"),
            template("asset"),
            path=tmp_path / "x.zpl",
            clock=CLOCK,
            wishes=Wishes(drawing="paint"),
        )
