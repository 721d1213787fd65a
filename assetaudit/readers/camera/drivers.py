"""The schemes of addresses that mean pictures; apart from the reader, so that listing them loads no OpenCV."""

from __future__ import annotations

from assetaudit.readers.address import Address
from assetaudit.readers.contract import Driver, Reader, Tap


def _open(address: Address, tap: Tap | None) -> Reader:
    from assetaudit.readers.camera.reader import open_camera

    return open_camera(address, tap)


CAMERA = Driver("camera", _open, "camera://0 or camera:///FILE-OR-FOLDER", "codes seen by a camera, or in pictures")
HTTP = Driver("camera+http", _open, "camera+http://HOST:PORT/PATH", "codes seen by a network camera (MJPEG)")
HTTPS = Driver("camera+https", _open, "camera+https://HOST/PATH", "codes seen by a network camera (MJPEG), encrypted")
