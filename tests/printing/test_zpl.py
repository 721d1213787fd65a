"""ZPL: golden formats that a reader can check, graphics decoded back, and no text that is a command."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import zplkit
from hypothesis import given, settings
from hypothesis import strategies as st
from zplkit.rendering import Limits

from assetaudit.errors import PrintError
from assetaudit.identify.epc import Epc, decode
from assetaudit.model.asset import Asset
from assetaudit.printing.item import LabelItem, asset_label
from assetaudit.printing.layout import Layout
from assetaudit.printing.pictures import Raster
from assetaudit.printing.sheet import Alignment
from assetaudit.printing.stock import of_table, stock
from assetaudit.printing.template import template
from assetaudit.printing.work import Wishes, print_labels
from assetaudit.printing.zpl import escaped
from assetaudit.printing.zpl_graphic import field
from assetaudit.printing.zpl_rfid import differences
from tests.printing.paper import Pixels, StoppedClock, codes_of, ink, items_for, read_codes
from tests.printing.test_pdf import HOSTILE, hostile_text

GOLDEN = Path(__file__).parents[1] / "golden" / "labels"
CLOCK = StoppedClock()
COMMANDS = {
    "^XA", "^CI", "^MM", "^LH", "^LS", "^PW", "^LL", "^FO", "^FT", "^BQ", "^BY", "^BC", "^GF", "^A0", "^FH", "^FD",
    "^FS", "^XZ",
}  # fmt: skip
ITEMS = [
    LabelItem("asset", "IT-00101", lines=("web^XZ~JA_01.example", "rack > 7")),
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
    print_labels(
        ITEMS, stock("zebra-57x32"), template("asset"), path=file, clock=CLOCK, wishes=Wishes(dpi=dpi, finish="tear")
    )
    assert file.read_text("ascii") == (GOLDEN / f"asset-57x32-{dpi}.zpl").read_text("ascii")


def test_fields_say_what_was_to_be_said(tmp_path: Path) -> None:
    file = tmp_path / "a.zpl"
    print_labels(ITEMS[:1], stock("zebra-57x32"), template("asset"), path=file, clock=CLOCK)
    qr, bars, *texts = fields(file.read_text("ascii"))
    assert qr == "HM,AIT-00101"
    assert bars == ">:IT-0>50101"
    assert texts == ["IT-00101", "web^XZ~JA_01.example", "rack > 7"]


def drawn(text: str, dpi: int) -> list[Pixels]:
    """The labels of a file as an independent interpreter of ZPL draws them."""
    document = zplkit.render(text, zplkit.Options(dpi=dpi), limits=Limits().replace(graphic_bytes=10_000_000))
    rasters = [label.rasterize() for label in document.labels]
    return [np.frombuffer(each.pixels, dtype=np.uint8).reshape(each.height, each.width) for each in rasters]


@pytest.mark.parametrize("drawing", ["native", "graphic"])
@pytest.mark.parametrize("dpi", [203, 300])
def test_another_interpreter_draws_labels_that_read_back(dpi: int, drawing: str, tmp_path: Path) -> None:
    made, file = stock("zebra-76x51"), tmp_path / "a.zpl"
    for name in ("asset", "asset-code39", "asset-gs1", "rack", "asset-bars"):
        kind = template(name)
        items = items_for(kind, 2)
        report = print_labels(items, made, kind, path=file, clock=CLOCK, wishes=Wishes(dpi=dpi, drawing=drawing))
        assert (report.pages, report.size) == (2, file.stat().st_size)
        layout = Layout(made, kind, dpi)
        for label, item in zip(drawn(file.read_text("ascii"), dpi), items, strict=True):
            assert read_codes(label) == codes_of(layout.lay(item))
            assert ink(label) is not None


def test_letters_that_a_printer_may_lack_are_sent_as_dots(tmp_path: Path) -> None:
    made, kind, file = stock("zebra-76x51"), template("asset"), tmp_path / "a.zpl"
    for text, dots in (("Plain", False), ("Łódź Ωμέγα", True)):
        print_labels([LabelItem("asset", "IT-1", lines=(text,))], made, kind, path=file, clock=CLOCK)
        written = file.read_text("ascii")
        assert ("^GFA" in written) is dots
        (label,) = drawn(written, 203)
        beside = label[: label.shape[0] * 6 // 10, label.shape[1] // 2 :]
        assert 100 < (beside < 128).sum() < beside.size // 4


@given(rows=st.lists(st.binary(min_size=6, max_size=6), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_packed_dots_unpack_to_themselves(rows: list[bytes]) -> None:
    raster = Raster(48, len(rows), b"".join(rows))
    (label,) = drawn(f"^XA^PW48^LL{len(rows)}{field(raster, 0, 0)}^XZ", 203)
    assert np.packbits(label < 128, axis=1).tobytes() == raster.bits


def test_a_tag_is_written_read_back_and_compared(tmp_path: Path) -> None:
    file = tmp_path / "a.zpl"
    asset = Asset("cmdb:1", asset_tag="IT-00101")
    items = [asset_label(asset, "0614141"), LabelItem("asset", "IT-2")]
    report = print_labels(
        items, stock("zebra-76x51"), template("asset"), path=file, clock=CLOCK, wishes=Wishes(rfid=True)
    )
    assert ("IT-2", "its RFID tag is not encoded: it has no EPC") in report.notes
    epc = items[0].value("epc")
    found = decode(epc)
    assert isinstance(found, Epc)
    assert found.value == "urn:epc:id:giai:0614141.101"
    first, second = file.read_text("ascii").split("^XZ")[:2]
    assert f"^RFW,H,,,A^FD{epc}^FS" in first
    assert "^RFR" in first
    assert "^RF" not in second
    answer = f"noise\r\nEPC:{epc}\r\n".encode()
    assert differences([epc], answer) == []
    assert differences([epc, epc], answer) == ["The printer read back 1 of 2 tags."]
    assert differences(["0" * 24], answer) == [f"The tag of label 1 says {epc}, not {'0' * 24}."]


@pytest.mark.parametrize("finish", ["tear", "peel", "cut", "rewind"])
def test_what_happens_after_a_label(finish: str, tmp_path: Path) -> None:
    file = tmp_path / "a.zpl"
    wishes = Wishes(finish=finish, alignment=Alignment(right=2.0, down=1.0))
    print_labels(ITEMS, stock("zebra-57x32"), template("asset"), path=file, clock=CLOCK, wishes=wishes)
    text = file.read_text("ascii")
    assert text.startswith(f"^XA^CI28^MM{finish[0].upper()}")
    straight = tmp_path / "b.zpl"
    print_labels(ITEMS, stock("zebra-57x32"), template("asset"), path=straight, clock=CLOCK)
    places = [re.findall(r"\^FO(\d+),(\d+)\^BQ", each)[0] for each in (text, straight.read_text("ascii"))]
    assert (int(places[0][0]) - int(places[1][0]), int(places[0][1]) - int(places[1][1])) == (16, 8)


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
    assert ".brother, .pdf, .zpl" in caught.value.hint
    with pytest.raises(PrintError, match="'paint'"):
        print_labels(
            ITEMS,
            stock("zebra-57x32"),
            template("asset"),
            path=tmp_path / "x.zpl",
            clock=CLOCK,
            wishes=Wishes(drawing="paint"),
        )
