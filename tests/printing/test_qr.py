"""QR symbols: every version, level and mask reads back, and they are the same ones that zxing-cpp makes."""

from __future__ import annotations

import random

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.printing.codes import CodeError, Symbol, qr
from assetaudit.printing.codes.qr_geometry import alignment_centres, data_modules, format_bits, geometry
from assetaudit.printing.codes.qr_penalty import penalty
from tests.printing.paper import picture

LARGEST = {"L": 2953, "M": 2331, "Q": 1663, "H": 1273}


def reads(symbol: Symbol) -> list[str]:
    found: list[str] = []
    for scale in (3, 4, 2):
        read = zxingcpp.read_barcodes(picture(symbol, scale))
        found = [each.text for each in read if each.format == zxingcpp.BarcodeFormat.QRCode]
        if found:
            break
    return found


def full_text(version: int, level: str) -> str:
    chosen = random.Random(version * 4 + "LMQH".index(level))
    room = (qr._data_count(version, level) * 8 - 4 - (8 if version < 10 else 16)) // 8
    return "".join(chosen.choice("abcdefghijkm023456789_") for _ in range(room))


@pytest.mark.parametrize("version", range(1, 41))
def test_every_version_and_level_reads_back_when_full(version: int) -> None:
    for level in "LMQH":
        text = full_text(version, level)
        symbol = qr.encode(text, level, version=version, mask=(version + "LMQH".index(level)) % 8)
        assert symbol.width == symbol.height == version * 4 + 17
        assert reads(symbol) == [text]


@pytest.mark.parametrize("mask", range(8))
@pytest.mark.parametrize("version", [1, 2, 7, 14, 15])
def test_every_mask_reads_back(version: int, mask: int) -> None:
    text = full_text(version, "M")[:-1]
    symbols = {other: qr.encode(text, "M", version=version, mask=other).bits for other in range(8)}
    assert reads(qr.encode(text, "M", version=version, mask=mask)) == [text]
    assert sum(bits == symbols[mask] for bits in symbols.values()) == 1


@pytest.mark.parametrize("level", "LMQH")
def test_the_largest_symbol_holds_what_the_standard_says(level: str) -> None:
    assert qr.encode("x" * LARGEST[level], level).variant.startswith("40-")
    with pytest.raises(CodeError, match=f"level {level}"):
        qr.encode("x" * (LARGEST[level] + 1), level)


def test_the_same_modules_as_another_encoder() -> None:
    chosen = random.Random(1)
    for _ in range(40):
        text = "".join(chosen.choice("abcdefgh:/._") for _ in range(chosen.randrange(4, 60)))
        barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
        theirs = np.array(zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)) == 0
        version = (len(theirs) - 17) // 4
        ours = []
        for mask in range(8):
            symbol = qr.encode(text, "M", version=version, mask=mask)
            ours.append([[symbol.dark(row, column) for column in range(symbol.width)] for row in range(symbol.height)])
        assert theirs.tolist() in ours


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Cn")), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_reads_back(text: str) -> None:
    assert reads(qr.encode(text)) == [text]


@given(text=st.text("0123456789", min_size=1, max_size=80))
@settings(max_examples=40, deadline=None)
def test_digits_read_back_and_take_less_room(text: str) -> None:
    assert reads(qr.encode(text)) == [text]
    assert qr.encode(text).width <= qr.encode("x" + text[1:]).width


@given(text=st.text("ABCXYZ0189 $%*+-./:", min_size=1, max_size=80))
@settings(max_examples=40, deadline=None)
def test_capitals_read_back(text: str) -> None:
    assert reads(qr.encode("A" + text)) == ["A" + text]


@given(text=st.text("abc:/019", min_size=1, max_size=200), level=st.sampled_from("LMQH"))
@settings(max_examples=40, deadline=None)
def test_tables_give_what_laying_out_gives(text: str, level: str) -> None:
    payload = qr._payload(text)
    version = qr._smallest(payload, level)
    data = qr._data_words(payload, version, level)
    assert qr._turned(version, level, data) == qr._laid_out(version, level, data)


def test_a_stronger_level_is_taken_where_it_costs_nothing() -> None:
    assert qr.encode("IT-00101", "L").variant == "1-H"
    assert qr.encode("IT-00101" * 2, "M").variant == "1-Q"


def slow_penalty(symbol: Symbol) -> int:
    """The four rules of 7.8.3, module by module."""
    size = symbol.width
    rows = [[symbol.dark(row, column) for column in range(size)] for row in range(size)]
    lines = rows + [list(column) for column in zip(*rows, strict=True)]
    points = 0
    for line in lines:
        run = 0
        before: bool | None = None
        for dark in [*line, None]:
            if dark == before:
                run += 1
                continue
            points += run - 2 if run >= 5 else 0
            run, before = 1, dark
        text = "0000" + "".join("1" if dark else "0" for dark in line) + "0000"
        points += 40 * sum(text.startswith(p, at) for at in range(len(text)) for p in ("10111010000", "00001011101"))
    for row in range(size - 1):
        for column in range(size - 1):
            square = {rows[row + down][column + right] for down in (0, 1) for right in (0, 1)}
            points += 3 * (len(square) == 1)
    dark_count = sum(map(sum, rows))
    return points + 10 * (abs(dark_count * 2 - size * size) * 10 // (size * size))


@pytest.mark.parametrize("text", ["IT-00101", "LOC:DC1/R2/A/07", "urn:epc:id:giai:0614141.12345400", "0" * 200])
def test_the_mask_with_the_fewest_points_is_taken(text: str) -> None:
    best = qr.encode(text)
    version, level = int(best.variant[:-2]), best.variant[-1]
    symbols = [qr.encode(text, level, version=version, mask=mask) for mask in range(8)]
    shape = geometry(version)
    for symbol in symbols:
        assert penalty(shape, int.from_bytes(symbol.bits, "big")) == slow_penalty(symbol)
    assert best.bits == min(symbols, key=slow_penalty).bits


def test_figures_of_the_standard() -> None:
    assert alignment_centres(1) == []
    assert alignment_centres(7) == [6, 22, 38]
    assert alignment_centres(32) == [6, 34, 60, 86, 112, 138]
    assert alignment_centres(40) == [6, 30, 58, 86, 114, 142, 170]
    word = "".join("1" if bit else "0" for bit in format_bits("M", 5)[:15])
    assert word == "100000011001110"  # ISO/IEC 18004:2015, 7.9.1


def test_the_count_of_data_modules_is_that_of_the_symbol_laid_out() -> None:
    assert [data_modules(version) for version in range(1, 41)] == [
        len(geometry(version).path) for version in range(1, 41)
    ]
