"""Where pictures come from: a camera, files and folders of pictures, videos, and cameras in the network."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol

from assetaudit.readers.camera.opencv import opencv
from assetaudit.readers.contract import LinkLostError

if TYPE_CHECKING:
    from assetaudit.readers.camera.opencv import Image

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"})
VIDEOS = frozenset({".avi", ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".mjpg", ".mjpeg"})
NETWORK_MS = 1200
"""Milliseconds that a network camera may say nothing: less than a reader may take to stop."""
_WAITED = 0.004
"""Seconds; a frame that took longer to get had not been waiting, so it is the newest."""
_MOST_STALE = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture."""

    image: Image | None
    """Colour (BGR) or grey; None where there should have been a picture."""
    seconds: float
    """When it was taken: of the machine's monotonic clock, or since the start of a video."""
    name: str = ""
    """The file of a still picture."""
    data: bytes | None = None
    """A still picture's own bytes; None for a frame of a camera or video."""
    trouble: str = ""
    """Why there is no picture."""


class Source(Protocol):
    """A row of pictures."""

    still: bool
    """Whether each picture stands for itself and deserves a long look."""

    def frames(self, stopping: Event) -> Iterator[Frame]:
        """Pictures until their end, or until ``stopping`` is set; LinkLostError when the camera is gone."""


class Pictures:
    """Files of pictures, by name."""

    still = True

    def __init__(self, files: list[Path]) -> None:
        self._files = files

    def frames(self, stopping: Event) -> Iterator[Frame]:
        """Each picture; one that cannot be read does not keep the others back."""
        for file in self._files:
            if stopping.is_set():
                return
            yield _picture(file)


def _picture(file: Path) -> Frame:
    cv2 = opencv()
    import numpy as np

    now = time.monotonic()
    try:
        data = file.read_bytes()
    except OSError as error:
        return Frame(None, now, str(file), trouble=f"{file} cannot be read: {error.strerror or error}.")
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    trouble = "" if image is not None else f"{file} is no picture that can be read; save it as JPEG or PNG."
    return Frame(image, now, str(file), data, trouble)


class Video:
    """A video file, every frame of it, at its own pace or faster."""

    still = False

    def __init__(self, file: Path, speed: float) -> None:
        self._file = file
        self._speed = speed

    def frames(self, stopping: Event) -> Iterator[Frame]:
        """Frames with the video's own time."""
        cv2 = opencv()
        video = cv2.VideoCapture(str(self._file), cv2.CAP_FFMPEG)
        try:
            if not video.isOpened():
                raise LinkLostError(f"{self._file} is no video that can be played.")
            rate = video.get(cv2.CAP_PROP_FPS) or 25.0
            yield from self._played(video, rate, stopping)
        finally:
            video.release()

    def _played(self, video: Any, rate: float, stopping: Event) -> Iterator[Frame]:  # noqa: ANN401 - OpenCV's, loaded when it is used
        begun, number = time.monotonic(), 0
        while not stopping.is_set():
            good, image = video.read()
            if not good:
                return
            since = number / rate
            early = since / self._speed - (time.monotonic() - begun) if self._speed else 0.0
            if early > 0:
                stopping.wait(early)
            yield Frame(image, since)
            number += 1


class Camera:
    """A camera of this machine or in the network; always its newest frame."""

    still = False

    def __init__(self, target: int | str, name: str, *, size: tuple[int, int] = (1280, 720)) -> None:
        self._target = target
        self._name = name
        self._size = size

    def frames(self, stopping: Event) -> Iterator[Frame]:
        """Frames until the camera is gone."""
        camera = self._opened()
        try:
            while not stopping.is_set():
                image = _newest(camera)
                if image is None:
                    raise LinkLostError(f"{self._name} gives no more pictures.")
                yield Frame(image, time.monotonic())
        finally:
            camera.release()

    def _opened(self) -> Any:  # noqa: ANN401 - OpenCV is an extra
        cv2 = opencv()
        if isinstance(self._target, str) and "://" in self._target:
            limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, NETWORK_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, NETWORK_MS]
            camera = cv2.VideoCapture(self._target, cv2.CAP_FFMPEG, limits)
        else:
            camera = cv2.VideoCapture(self._target)
            camera.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            camera.set(cv2.CAP_PROP_FRAME_WIDTH, self._size[0])
            camera.set(cv2.CAP_PROP_FRAME_HEIGHT, self._size[1])
            camera.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        if not camera.isOpened():
            camera.release()
            raise LinkLostError(self._absent())
        return camera

    def _absent(self) -> str:
        if isinstance(self._target, str) and "://" in self._target:
            return f"{self._name} does not answer, or sends no pictures."
        there = sorted(str(file) for file in Path("/dev").glob("video*"))
        seen = f"cameras here are {', '.join(there)}" if there else "there is no camera on this machine"
        return f"{self._name} cannot be opened: {seen}. Pictures and videos work too, as camera:///FILE."


def _newest(camera: Any) -> Image | None:  # noqa: ANN401 - OpenCV is an extra
    """The newest frame: those that waited while the last one was decoded are passed over."""
    for _ in range(_MOST_STALE):
        asked = time.monotonic()
        if not camera.grab():
            return None
        if time.monotonic() - asked > _WAITED:
            break
    good, image = camera.retrieve()
    return image if good else None
