"""What a person is told to do when nothing can be read."""

from __future__ import annotations

import cv2
import numpy as np

from assetaudit.readers.camera.hints import BLURRED, DARK, GLARE, SMALL, hint
from tests.readers.camera.scenes import C128, Label, dark, rack, scene


def test_dark_blurred_burnt_and_small_are_told_apart() -> None:
    bars = Label("IT-004217", C128, module=3)
    assert hint(dark(scene(bars))) == DARK
    assert hint(cv2.GaussianBlur(scene(bars), (0, 0), 9)) == BLURRED
    burnt = scene(bars)
    cv2.circle(burnt, (640, 360), 220, 255, -1)
    assert hint(burnt) == GLARE
    front = np.full((720, 1280), 90, np.uint8)
    assert hint(scene(Label("IT-004217", C128, module=0.8), ground=front, blur=0.4)) == SMALL


def test_a_good_picture_gets_no_hint() -> None:
    assert hint(scene(Label("IT-004217", C128, module=3))) == ""
    assert hint(rack()) == ""
