"""The other codes, and what all of them refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assetaudit.printing.codes import SYMBOLOGIES, CodeError, code39, code128, encode
from tests.printing.paper import picture

NAMES = {
    "qr": "QR Code", "gs1-datamatrix": "Data Matrix", "microqr": "Micro QR Code", "datamatrix": "Data Matrix",
    "aztec": "Aztec", "code128": "Code 128", "gs1-128": "Code 128", "code39": "Code 39",
}  # fmt: skip
CODE_39 = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code39Std])
"""As printed: asked for any Code 39, zxing-cpp takes six characters for an Italian pharmacode."""
HOSTILE = json.loads((Path(__file__).parents[1] / "vectors" / "malicious.json").read_text("utf-8"))["vectors"]


@given(text=st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=24))
@settings(max_examples=150, deadline=None)
def test_code128_reads_back(text: str) -> None:
    assert [each.text for each in zxingcpp.read_barcodes(picture(code128.encode(text)))] == [text]


@given(text=st.text("0123456789A", min_size=1, max_size=24))
@settings(max_examples=80, deadline=None)
def test_code128_is_no_longer_than_another_encoder_makes_it(text: str) -> None:
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    theirs = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    assert code128.encode(text).width <= theirs.shape[1]


def test_code128_with_controls_uses_set_a() -> None:
    symbol = code128.encode("A\x01B\x7f")
    assert [each.bytes for each in zxingcpp.read_barcodes(picture(symbol))] == [b"A\x01B\x7f"]


def test_gs1_128_says_so() -> None:
    found = zxingcpp.read_barcodes(picture(encode("gs1-128", "8004061414112345400")))
    assert [each.symbology_identifier for each in found] == ["]C1"]
    assert found[0].bytes == b"8004061414112345400"


@given(text=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-. $/+%", min_size=1, max_size=14))
@settings(max_examples=60, deadline=None)
def test_code39_reads_back_or_is_refused(text: str) -> None:
    if re.search(r"[$+%/][A-Z]", text):
        with pytest.raises(CodeError, match="full ASCII"):
            code39.encode(text)
        return
    found = zxingcpp.read_barcodes(picture(code39.encode(text), 4), formats=CODE_39)
    assert [each.text for each in found] == [text]


@given(text=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-. ", min_size=6, max_size=6))
@settings(max_examples=200, deadline=None)
@example("000000")
@example("111111")
@example("UZ46BX")
@example("IT-001")
def test_what_a_camera_may_take_for_a_pharmacy_code_is_told(text: str) -> None:
    seen = zxingcpp.read_barcodes(picture(code39.encode(text), 4))
    assert bool(code39.caution(text)) == ([each.text for each in seen] != [text])


@pytest.mark.parametrize("symbology", SYMBOLOGIES)
def test_every_symbology_reads_back(symbology: str) -> None:
    text = "(8004)4061414123IT00101" if symbology.startswith("gs1-") else "IT-00101"
    found = zxingcpp.read_barcodes(picture(encode(symbology, text), 4))
    assert [str(each.format) for each in found] == [NAMES[symbology]]
    assert found[0].bytes.decode() == text.replace("(8004)", "8004")
    assert (found[0].symbology_identifier in ("]C1", "]d2")) == symbology.startswith("gs1-")


@pytest.mark.parametrize(
    ("symbology", "text", "said"),
    [
        ("qr", "", "nothing"),
        ("qr", "IT\x11-1", "U+0011"),
        ("code128", "IT\u202e1", "U+202E"),
        ("qr", "\ud800", "U+D800"),
        ("code128", "Zürich", "'ü'"),
        ("code39", "it-1", "'i'"),
        ("code39", "A*B", "'*'"),
        ("microqr", "x" * 60, "MicroQRCode"),
        ("gs1-datamatrix", "IT-00101", "AI"),
        ("qr", "x" * 3000, "more than"),
    ],
)
def test_what_cannot_be_said_is_refused_in_a_sentence(symbology: str, text: str, said: str) -> None:
    with pytest.raises(CodeError) as caught:
        encode(symbology, text)
    assert said in str(caught.value)


@pytest.mark.parametrize("vector", HOSTILE, ids=lambda vector: str(vector["id"]))
@pytest.mark.parametrize("symbology", ["qr", "code128"])
def test_hostile_text_is_encoded_exactly_or_refused(symbology: str, vector: dict[str, str]) -> None:
    text = vector.get("text")
    if text is None:
        text = bytes.fromhex(vector["hex"]).decode("utf-8", "surrogateescape")
    refusal = ""
    try:
        symbol = encode(symbology, text)
    except CodeError as error:
        refusal = str(error)
    assert refusal.isprintable()
    if not refusal:
        assert [each.text for each in zxingcpp.read_barcodes(picture(symbol))] == [text]
