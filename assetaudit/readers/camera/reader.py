"""The Reader contract over pictures: one thread that takes frames, decodes them, and tells each code once."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.errors import ReaderError, UsageError
from assetaudit.model.photo import photo_note
from assetaudit.paths import typed_path
from assetaudit.readers.address import Address
from assetaudit.readers.camera.believing import AGAIN, Believing
from assetaudit.readers.camera.code import EXTRA, Code, Formats
from assetaudit.readers.camera.decoding import LiveDecoder, decode_still
from assetaudit.readers.camera.frames import PICTURES, VIDEOS, Camera, Frame, Pictures, Source, Video
from assetaudit.readers.camera.hints import hint
from assetaudit.readers.camera.opencv import opencv
from assetaudit.readers.camera.viewfinder import Viewfinder
from assetaudit.readers.contract import LinkLostError, State, Tap
from assetaudit.readers.reader_thread import FIRST_WAIT, LONGEST_WAIT, ReaderThread

if TYPE_CHECKING:
    from assetaudit.readers.camera.opencv import Image

HINT_EVERY = 0.7
"""Seconds between two looks at what is wrong with a picture that nothing is read in."""
OPTIONS = ("again", "formats", "size", "speed")


class CameraReader(ReaderThread):
    """Reads codes from a source of pictures."""

    def __init__(self, address: Address, source: Source, tap: Tap | None = None) -> None:
        super().__init__(address)
        self._source = source
        self._tap = tap
        self._formats = Formats(_extra_formats(address))
        self._again = address.number("again", AGAIN, 0, 3600)
        self._hint = ""
        self._hinted = 0.0
        self.viewfinder = Viewfinder()
        """What the camera sees, for whoever looks."""

    def _run(self) -> None:
        wait = FIRST_WAIT
        ended, failed = "It was stopped.", False
        while not self._stopping.is_set():
            self._tell(State.CONNECTING)
            begun = time.monotonic()
            reason, failed = self._looked()
            if not isinstance(self._source, Camera):
                ended = reason
                break
            if not self._stopping.is_set():
                self._tell(State.LOST, f"{reason} It is tried again in a moment.")
                wait = FIRST_WAIT if time.monotonic() - begun > LONGEST_WAIT else min(wait * 2, LONGEST_WAIT)
                self._stopping.wait(wait)
        stopped = self._stopping.is_set()
        self._tell(State.ENDED, "" if stopped else ended, failed=failed and not stopped)

    def _looked(self) -> tuple[str, bool]:
        """Look until the pictures end; why they did, and whether they failed."""
        try:
            self._look()
        except (LinkLostError, ReaderError) as error:
            return str(error), True
        except Exception as error:  # noqa: BLE001 - the border of the reader's thread: told, never raised past it
            return f"{type(error).__name__}: {error}.", True
        return "The pictures have come to their end.", False

    def _look(self) -> None:
        decoder, believing = LiveDecoder(self._formats), Believing(self._again)
        for number, frame in enumerate(self._source.frames(self._stopping)):
            if number == 0:
                self._tell(State.READY)
            if frame.image is None:
                self._tell(State.READY, frame.trouble)
            elif self._source.still:
                self._still(frame, frame.image)
            else:
                gray = _gray(frame.image)
                found = decoder.decode(gray)
                for code in believing.take(found, frame.seconds):
                    self._hand_on(code.read(self.address))
                self._see(frame.image, gray, [one.code for one in found])

    def _still(self, frame: Frame, image: Image) -> None:
        """Every certain code of one picture, each with the picture's hash as its evidence."""
        gray = _gray(image)
        found = decode_still(gray, self._formats)
        codes = _as_they_stand([one.code for one in found if one.certain])
        data = frame.data or b""
        note = photo_note(hashlib.sha256(data).hexdigest())
        if self._tap is not None and codes:
            self._tap("rx", data)
        for code in codes:
            if self._stopping.is_set():
                return
            self._hand_on(code.read(self.address, note=note))
        self._see(image, gray, codes)
        self._tell(State.READY, _told(frame.name, codes, len(found) - len(codes), self._hint))

    def _see(self, image: Image, gray: Image, codes: list[Code]) -> None:
        """Show a frame to whoever looks, with what to do where nothing is read."""
        now = time.monotonic()
        if codes:
            self._hint, self._hinted = "", now
        elif now - self._hinted > HINT_EVERY or self._source.still:
            self._hint, self._hinted = hint(gray), now
        self.viewfinder.show(image, codes, self._hint, now)


def source_of(address: Address) -> Source:
    """Where an address's pictures come from; UsageError or ReaderError says what is wrong with it."""
    target = address.target
    if address.scheme in ("camera+http", "camera+https"):
        return Camera(_url(address), address.text)
    if not target:
        raise UsageError(f"{address.text} names no camera.", hint="Write camera://0, or camera:///FOLDER for pictures.")
    if target.isascii() and target.isdecimal():
        return Camera(int(target), f"Camera {target}", size=_size(address))
    if target.startswith("/dev/"):
        return Camera(target, target, size=_size(address))
    return _files(address, typed_path(target))


def _files(address: Address, path: Path) -> Source:
    if path.suffix.lower() in VIDEOS:
        if not path.exists():
            raise ReaderError(f"There is no file {path}.", hint="Check the path.")
        return Video(path, address.number("speed", 1, 0, 1000))
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in PICTURES)
    elif "*" in path.name:
        files = sorted(path.parent.glob(path.name)) if path.parent.is_dir() else []
    else:
        files = [path] if path.exists() else []
    if not files:
        raise ReaderError(
            f"There are no pictures at {path}.", hint=f"Pictures end in {', '.join(sorted(PICTURES))}; check the path."
        )
    return Pictures(files)


def open_camera(address: Address, tap: Tap | None) -> CameraReader:
    """A reader over pictures; ReaderError says what to install where OpenCV is not there."""
    if address.scheme == "camera":
        address.only(OPTIONS)
    opencv()
    return CameraReader(address, source_of(address), tap)


def _url(address: Address) -> str:
    """The address of a network camera without what is meant for us."""
    query = "&".join(f"{name}={value}" for name, value in address.options.items() if name not in OPTIONS)
    return f"{address.scheme.removeprefix('camera+')}://{address.target}{'?' + query if query else ''}"


def _size(address: Address) -> tuple[int, int]:
    text = address.options.get("size", "1280x720").lower()
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 0 < int(width) <= 8192 and 0 < int(height) <= 8192):
        raise UsageError(f"{address.text}: size must be like 1280x720, not '{text}'.")
    return int(width), int(height)


def _extra_formats(address: Address) -> list[str]:
    names = [name for name in address.options.get("formats", "").lower().split(",") if name]
    for name in names:
        if name not in EXTRA:
            raise UsageError(
                f"{address.text}: there is no format '{name}' to add.", hint=f"Known are: {', '.join(EXTRA)}."
            )
    return names


def _as_they_stand(codes: list[Code]) -> list[Code]:
    """From the top of the picture down, as the rack is read."""
    return sorted(codes, key=lambda code: (min((y for _, y in code.corners), default=0.0), code.name))


def _told(name: str, codes: list[Code], unsure: int, hint: str) -> str:
    words = [f"{name}: {len(codes)} {'code' if len(codes) == 1 else 'codes'} read."]
    if unsure:
        words.append(f"{unsure} more could not be read for sure; take a picture from nearer.")
    return " ".join([*words, *([hint] if hint and not codes else [])])


def _gray(image: Image) -> Image:
    cv2 = opencv()
    gray: Image = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return gray
