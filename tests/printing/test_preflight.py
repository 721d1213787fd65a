"""What would not scan is named in a sentence, with what works instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assetaudit.errors import PrintError
from assetaudit.printing.codes import CodeError, encode
from assetaudit.printing.item import LabelItem
from assetaudit.printing.layout import LabelRefusedError, Layout
from assetaudit.printing.preflight import contrast, contrast_note, facts, module_size
from assetaudit.printing.stock import stock
from assetaudit.printing.template import CodeElement, Pattern, template


def element(symbology: str = "qr", level: str = "M") -> CodeElement:
    return CodeElement("code", Pattern.of("{code}"), symbology, level, 0.8, 0.25, False, "left", "top")


LONG_LINK = "https://a.example/0123456789"


def room_for(symbology: str, text: str, level: str, dots_of_module: int) -> tuple[int, int]:
    """Dots that a symbol with its quiet zone needs."""
    symbol = encode(symbology, text, level)
    across = (symbol.width + 2 * symbol.quiet) * dots_of_module
    return across, 80 if symbol.linear else across


@pytest.mark.parametrize(
    ("wanted", "text", "room", "dpi", "said"),
    [
        (element(), "IT-00101", (40, 40), 203, "take larger labels"),
        (element(), "X" * 120, (80, 80), 203, "characters fit here"),
        (element(level="Q"), LONG_LINK, room_for("qr", LONG_LINK, "L", 3), 300, "error correction level L fits"),
        (element("datamatrix"), "X" * 60, (36, 36), 203, "characters fit here"),
        (replace(element("code128"), least=0.165), "IT-00101", (240, 60), 203, "a printer with 300 dpi can print it"),
        (element("code128"), "IT-00101", (900, 20), 203, "2.5 mm high, and 5 mm are needed"),
    ],
)
def test_a_code_that_is_too_fine_says_what_works(
    wanted: CodeElement, text: str, room: tuple[int, int], dpi: int, said: str
) -> None:
    with pytest.raises(CodeError) as caught:
        module_size(wanted, encode(wanted.symbology, text, wanted.level), room, dpi)
    assert said in str(caught.value)


def test_the_proposed_length_does_fit() -> None:
    wanted = element()
    with pytest.raises(CodeError) as caught:
        module_size(wanted, encode("qr", "x" * 200), (100, 100), 203)
    length = int(str(caught.value).split("at most ")[1].split()[0])
    assert module_size(wanted, encode("qr", "x" * length), (100, 100), 203) >= 2
    with pytest.raises(CodeError):
        module_size(wanted, encode("qr", "x" * (length + 1)), (100, 100), 203)


def test_contrast_of_materials() -> None:
    assert contrast("#ffffff", "#000000") == 1
    assert contrast("#ffffff", "#ff0000") == pytest.approx(0, abs=1e-9)
    black_on_black = replace(stock("avery-l7160"), ground="#202020")
    with pytest.raises(PrintError, match="nothing would scan"):
        contrast_note(black_on_black)
    assert "try one label" in contrast_note(stock("brother-tze-232"))
    assert contrast_note(stock("brother-tze-m931")) == ""


def test_facts_are_those_of_the_label() -> None:
    laid = Layout(stock("avery-l7160"), template("asset"), 300).lay(LabelItem("asset", "IT-00101"))
    told = [facts(code.symbol, code.module, 300) for code in laid.codes]
    assert any(line.startswith("QR code 1-") and "mil" in line and "quiet zone" in line for line in told)


def test_a_label_without_what_its_template_prints_is_refused() -> None:
    layout = Layout(stock("avery-l7160"), template("asset-gs1"), 300)
    with pytest.raises(LabelRefusedError, match="no giai"):
        layout.lay(LabelItem("asset", "IT-00101"))
