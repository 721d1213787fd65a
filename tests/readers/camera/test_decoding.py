"""What is read in pictures: every format of asset labels, at any angle, many at once, and nothing out of nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assetaudit.readers.camera.code import Formats, read_codes
from assetaudit.readers.camera.decoding import Found, LiveDecoder, decode_still
from assetaudit.readers.camera.opencv import opencv
from assetaudit.readers.camera.second_opinion import bent_codes, qr_codes, zbar
from tests.readers.camera.scenes import C39, C128, DM, QR, Label, dark, glare, rack, scene

FORMATS = Formats()


def certain(found: list[Found]) -> list[str]:
    return sorted(str(one.code.text) for one in found if one.certain)


@pytest.mark.parametrize("kind", [QR, DM, C128, C39])
@pytest.mark.parametrize("angle", [0, 33, 90, 141])
def test_every_format_is_read_at_any_angle(kind: str, angle: int) -> None:
    picture = scene(Label("DC1-A-004217", kind, module=2.5, angle=angle))
    assert certain(decode_still(picture, FORMATS)) == ["DC1-A-004217"]


@pytest.mark.parametrize("text", ["000000", "123456", "UZ46BX", "-1234567"])
def test_code_39_is_never_taken_for_a_pharmacy_code(text: str) -> None:
    assert certain(decode_still(scene(Label(text, C39, module=2.5)), FORMATS)) == [text]


def test_zxing_alone_does_not_read_a_tilted_linear_code() -> None:
    picture = scene(Label("DC1-A-004217", C128, module=2.5, angle=33))
    assert read_codes(picture, FORMATS.all) == []


def test_all_labels_of_a_rack_front_are_read() -> None:
    kinds = (QR, DM, C128)
    labels = [
        Label(f"IT-{number:06}", kinds[number % 3], 220 + 420 * (number % 3), 90 + 130 * (number // 3), 2.2, number * 2)
        for number in range(15)
    ]
    assert certain(decode_still(scene(*labels), FORMATS)) == sorted(label.text for label in labels)


@pytest.mark.parametrize("spoil", [dark, glare])
@pytest.mark.parametrize("kind", [QR, DM])
def test_matrix_codes_in_the_dark_and_in_glare(spoil: object, kind: str) -> None:
    assert callable(spoil)
    picture = spoil(scene(Label("IT-004217", kind, module=5)))
    assert certain(decode_still(picture, FORMATS)) == ["IT-004217"]


@pytest.mark.parametrize("kind", [QR, C128])
def test_light_codes_on_dark_ground(kind: str) -> None:
    picture = 255 - scene(Label("IT-004217", kind, module=3), ground=rack() // 2 + 120)
    assert certain(decode_still(picture, FORMATS)) == ["IT-004217"]


def test_corners_are_those_of_the_picture() -> None:
    for label in (Label("IT-004217", QR, 900, 200), Label("IT-004217", C128, 400, 500, angle=40)):
        (found,) = decode_still(scene(label), FORMATS)
        middle = np.mean(found.code.corners, axis=0)
        assert abs(middle[0] - label.x) < 12, label
        assert abs(middle[1] - label.y) < 12, label


def test_separators_stay_in_the_code() -> None:
    (found,) = decode_still(scene(Label("[)>\x1e06\x1dS7LDDH2J\x1e\x04", DM)), FORMATS)
    read = found.code.read("camera://0")
    assert (read.text, read.symbology) == ("[)>\x1e06\x1dS7LDDH2J\x1e\x04", "]d1")


def test_nothing_is_read_where_there_is_nothing() -> None:
    words = np.random.default_rng(5).integers(0, 256, (200, 300), dtype=np.uint8)
    bars = np.tile(np.repeat(np.random.default_rng(6).integers(0, 2, 90) * 255, 4), (300, 1)).astype(np.uint8)
    for picture in (
        rack(),
        words,
        bars,
        np.zeros((10, 10), np.uint8),
        np.full((3, 900), 255, np.uint8),
        np.zeros((1, 1), np.uint8),
    ):
        assert certain(decode_still(picture, FORMATS)) == []


def test_a_live_decoder_takes_further_looks_frame_after_frame() -> None:
    picture = scene(Label("DC1-A-004217", C128, module=2.5, angle=40))
    decoder = LiveDecoder(FORMATS)
    assert any(decoder.decode(picture) for _ in range(6))
    plain = scene(Label("IT-1", QR))
    assert [one.code.text for one in decoder.decode(plain)] == ["IT-1"]


def test_a_still_picture_keeps_to_its_time() -> None:
    ticks = iter(range(1000))
    decode_still(rack(), FORMATS, clock=lambda: float(next(ticks)))
    assert next(ticks) == 2  # asked once at the start and once before the second look: the time was up


@pytest.mark.skipif(zbar() is None, reason="libzbar is not on this machine: apt install libzbar0")
def test_the_second_opinion_reads_qr_codes_only() -> None:
    picture = scene(Label("IT-004217", QR, 400), Label("IT-004218", C128, 900))
    assert [code.text for code in qr_codes(picture)] == ["IT-004217"]


@pytest.mark.parametrize(("module", "bend"), [(4, 16), (4, 20), (6, 8), (6, 12)])
def test_a_bent_label_is_read_by_following_its_edges(module: int, bend: int) -> None:
    picture = bent(scene(Label("IT-004217", QR, module=module)), bend)
    assert [code.text for code in bent_codes(picture)] == ["IT-004217"]
    assert certain(decode_still(picture, FORMATS)) == ["IT-004217"]


def test_where_no_code_is_none_is_followed() -> None:
    assert not any(bent_codes(rack(seed=seed)) for seed in range(3))


def bent(gray: Any, pixels: int) -> Any:
    """A picture of a label around something round: each column lower the farther it is from the middle."""
    height, width = gray.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    sunk = pixels * ((x - width / 2) / 60) ** 2
    return opencv().remap(gray, x, y - sunk.astype(np.float32), opencv().INTER_LINEAR)
