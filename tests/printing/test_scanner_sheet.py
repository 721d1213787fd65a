"""The set-up sheet of a scanner: what is printed on it is what is looked for, and every code can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.identify.setup_codes import GS, SETUP_CODES
from assetaudit.printing.codes import code128
from assetaudit.printing.scanner_sheet import write_scanner_sheet
from tests.printing.paper import StoppedClock, ink, pages, picture, read_codes


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("letter", (215.9, 279.4))])
def test_every_code_of_the_sheet_is_read_back_from_the_page(
    tmp_path: Path, paper: str, size: tuple[float, float]
) -> None:
    file = tmp_path / "sheet.pdf"
    assert write_scanner_sheet(file, StoppedClock(), paper).pages == 1
    (page,) = pages(file)
    assert sorted(text for _, text in read_codes(page)) == sorted(code.text for code in SETUP_CODES)
    edges = ink(page)
    assert edges is not None
    left, top, right, bottom = (edge / 300 * 25.4 for edge in edges)
    assert min(left, top, size[0] - right, size[1] - bottom) > 12


def test_the_separator_is_a_second_fnc1() -> None:
    symbol = code128.encode(f"10SETUP{GS}21END", gs1=True)
    (found,) = zxingcpp.read_barcodes(picture(symbol))
    assert found.bytes == b"10SETUP\x1d21END"
    assert found.symbology_identifier == "]C1"


@given(st.lists(st.text("ABab0123456789-", min_size=1, max_size=9), min_size=1, max_size=4))
def test_gs_survives_in_any_gs1_code(parts: list[str]) -> None:
    text = GS.join(parts)
    (found,) = zxingcpp.read_barcodes(picture(code128.encode(text, gs1=True)))
    assert found.bytes.decode() == text


def test_codes_can_be_told_apart_even_when_only_their_length_is_known() -> None:
    assert len({len(code.text) for code in SETUP_CODES}) == len(SETUP_CODES)
