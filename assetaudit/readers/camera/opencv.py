"""OpenCV, loaded when a camera is first opened: it costs 0.15 s and 50 MB that nobody else should pay."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from assetaudit.errors import ReaderError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Image: TypeAlias = NDArray[np.uint8]
else:
    Image: TypeAlias = Any
INSTALL = "pip install 'assetaudit[camera]'"
_SILENT = {"OPENCV_LOG_LEVEL": "OFF", "OPENCV_FFMPEG_LOGLEVEL": "-8", "OPENCV_VIDEOIO_DEBUG": "0"}
"""OpenCV and FFmpeg write to the terminal when something cannot be opened, right through the screen."""


@cache
def opencv() -> Any:  # noqa: ANN401 - OpenCV is an extra: its types are not there for everybody
    """The module ``cv2``; ReaderError says what to install."""
    for name, value in _SILENT.items():
        os.environ.setdefault(name, value)
    try:
        import cv2
    except ImportError as error:
        raise ReaderError("Pictures cannot be read: OpenCV is not installed.", hint=f"Install it: {INSTALL}") from error
    cv2.setNumThreads(1)  # the walk needs the other core
    return cv2
