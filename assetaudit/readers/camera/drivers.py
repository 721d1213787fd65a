"""The schemes of addresses that mean pictures; apart from the reader, so that listing them loads no OpenCV."""

from __future__ import annotations

from pathlib import Path

from assetaudit.readers.address import Address
from assetaudit.readers.contract import Driver, Reader, Tap


def _open(address: Address, tap: Tap | None) -> Reader:
    from assetaudit.readers.camera.reader import open_camera

    return open_camera(address, tap)


def cameras(devices: Path = Path("/dev"), about: Path = Path("/sys/class/video4linux")) -> list[tuple[str, str]]:
    """(address, product) of cameras that are plugged in, as Linux names them; empty where the system does not say."""
    found = []
    for device in sorted(devices.glob("video[0-9]*"), key=lambda file: (len(file.name), file.name)):
        folder = about / device.name
        if _says(folder / "index", "0") == "0":  # further numbers are the same camera's other streams
            found.append((f"camera://{device}", _says(folder / "name", "camera")))
    return found


def _says(file: Path, otherwise: str) -> str:
    try:
        return file.read_text("utf-8", "replace").strip() or otherwise
    except OSError:
        return otherwise


CAMERA = Driver("camera", _open, "camera://0 or camera:///FILE-OR-FOLDER", "codes seen by a camera, or in pictures")
HTTP = Driver("camera+http", _open, "camera+http://HOST:PORT/PATH", "codes seen by a network camera (MJPEG)")
HTTPS = Driver("camera+https", _open, "camera+https://HOST/PATH", "codes seen by a network camera (MJPEG), encrypted")
