"""Pictures made for tests: codes as printed labels on a rack's front, turned, blurred, small, dark or in glare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import zxingcpp

QR, DM, C128, C39 = "QRCode", "DataMatrix", "Code128", "Code39"


@dataclass(frozen=True)
class Label:
    text: str
    kind: str = QR
    x: int = 640
    y: int = 360
    module: float = 3.0
    """Pixels a module."""
    angle: float = 0.0


def rack(width: int = 1280, height: int = 720, seed: int = 7) -> Any:
    """A rack's front without labels: dark metal with vents."""
    noise = np.random.default_rng(seed).integers(50, 110, (height, width), dtype=np.uint8)
    front = cv2.GaussianBlur(noise, (0, 0), 2)
    for y in range(0, height, 24):
        front[y : y + 7] = front[y : y + 7] // 2
    return front


def scene(*labels: Label, ground: Any = None, blur: float = 0.6) -> Any:
    """A grey picture of labels on a rack."""
    picture = rack() if ground is None else ground.copy()
    for label in labels:
        picture = _put(picture, label)
    return cv2.GaussianBlur(picture, (0, 0), blur) if blur else picture


def _put(picture: Any, label: Label) -> Any:
    kind = getattr(zxingcpp.BarcodeFormat, label.kind)
    symbol = np.array(zxingcpp.create_barcode(label.text, kind).to_image(scale=8))
    if label.kind in (C128, C39):
        symbol = symbol[: max(8, min(symbol.shape[0], 200))]
    symbol = cv2.copyMakeBorder(symbol, 24, 24, 24, 24, cv2.BORDER_CONSTANT, value=255)
    height, width = symbol.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), label.angle, label.module / 8)
    turn[:, 2] += (label.x - width / 2, label.y - height / 2)
    size = (picture.shape[1], picture.shape[0])
    there = cv2.warpAffine(np.full_like(symbol, 255), turn, size, flags=cv2.INTER_AREA)
    drawn = cv2.warpAffine(symbol, turn, size, flags=cv2.INTER_AREA)
    return np.where(there > 127, drawn, picture).astype(np.uint8)


def dark(picture: Any) -> Any:
    """The same with the lights off, and the grain that a camera adds."""
    grain = np.random.default_rng(3).normal(0, 3, picture.shape)
    return np.clip(picture / 12 + grain, 0, 255).astype(np.uint8)


def glare(picture: Any) -> Any:
    """The same with a lamp in the middle."""
    height, width = picture.shape
    y, x = np.mgrid[0:height, 0:width]
    lamp = 170 * np.exp(-(((x - width / 2) / 260) ** 2 + ((y - height / 2) / 200) ** 2))
    return np.clip(picture.astype(float) + lamp, 0, 255).astype(np.uint8)


def video(file: Path, pictures: Sequence[Any], rate: float = 10.0) -> Path:
    """A recorded video of these pictures."""
    height, width = pictures[0].shape
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), rate, (width, height))
    for picture in pictures:
        writer.write(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    writer.release()
    return file


def jpeg(picture: Any) -> bytes:
    """The picture's bytes as a camera sends them."""
    return bytes(cv2.imencode(".jpg", picture)[1])
