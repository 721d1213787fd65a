"""The camera reader keeps the contract of all readers, over pictures, folders, a recorded video and the network."""

from __future__ import annotations

import hashlib
import http.server
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import pytest

from assetaudit.errors import ReaderError, UsageError
from assetaudit.identify.identifier import identifier
from assetaudit.model.frame import Patterns
from assetaudit.model.photo import photo_of
from assetaudit.model.read import Read
from assetaudit.readers.camera import opencv as loading
from assetaudit.readers.camera.drivers import cameras
from assetaudit.readers.camera.reader import CameraReader
from assetaudit.readers.contract import ReaderState, State
from assetaudit.readers.many import reads_of_readers
from assetaudit.readers.opening import open_reader
from tests.loopback import loopback
from tests.readers.camera.scenes import C128, DM, QR, Label, jpeg, rack, scene, video


def texts(address: str, told: list[str] | None = None) -> list[str | None]:
    notice = (lambda _: None) if told is None else told.append
    return [read.text for read in reads_of_readers([address], notice=notice, seconds=20)]


def test_a_photograph_is_a_scan_of_every_label_in_it_and_names_itself(tmp_path: Path) -> None:
    file = tmp_path / "rack.jpg"
    file.write_bytes(
        jpeg(scene(Label("IT-2", QR, 300, 500), Label("IT-1", C128, 800, 200), Label("IT-3", DM, 900, 600)))
    )
    kept: list[tuple[str, bytes]] = []
    reads, states = heard(f"camera://{file}", lambda way, data: kept.append((way, data)))
    assert [read.text for read in reads] == ["IT-1", "IT-2", "IT-3"]
    assert {photo_of(read) for read in reads} == {hashlib.sha256(file.read_bytes()).hexdigest()}
    assert kept == [("rx", file.read_bytes())]
    assert states[-1].state is State.ENDED
    assert f"{file}: 3 codes read." in [state.reason for state in states]


def heard(address: str, tap: Any = None) -> tuple[list[Read], list[ReaderState]]:
    reads: list[Read] = []
    states: list[ReaderState] = []
    ended = threading.Event()

    def tell(state: ReaderState) -> None:
        states.append(state)
        if state.state is State.ENDED:
            ended.set()

    reader = open_reader(address, tap)
    reader.start(reads.append, tell)
    assert ended.wait(20)
    reader.stop()
    return reads, states


def test_a_folder_and_a_pattern_are_read_in_order_and_a_broken_picture_holds_up_none(tmp_path: Path) -> None:
    for number in (2, 1, 3):
        (tmp_path / f"r{number}.png").write_bytes(bytes(cv2.imencode(".png", scene(Label(f"IT-{number}")))[1]))
    (tmp_path / "r0.jpg").write_bytes(b"no picture")
    (tmp_path / "notes.txt").write_text("IT-9")
    told: list[str] = []
    assert texts(f"camera://{tmp_path}", told) == ["IT-1", "IT-2", "IT-3"]
    assert any("r0.jpg is no picture" in line for line in told)
    assert texts(f"camera://{tmp_path}/r*.png") == ["IT-1", "IT-2", "IT-3"]
    assert texts(f"camera://{tmp_path}/r2.png") == ["IT-2"]


def test_a_picture_without_a_code_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "dark.png"
    cv2.imwrite(str(file), rack() // 8)
    told: list[str] = []
    assert texts(f"camera://{file}", told) == []
    assert any("0 codes read. It is dark here: switch a torch on." in line for line in told)


def test_a_recorded_video_stands_in_for_a_camera_and_a_code_in_view_is_one_read(tmp_path: Path) -> None:
    first, second = scene(Label("IT-1", QR)), scene(Label("IT-1", QR, 400), Label("IT-2", C128, 900, angle=8))
    file = video(tmp_path / "walk.avi", [first] * 8 + [second] * 8 + [rack()] * 3 + [second] * 4)
    assert texts(f"camera://{file}?speed=0") == ["IT-1", "IT-2"]
    assert texts(f"camera://{file}?speed=0&again=0.2") == ["IT-1", "IT-2", "IT-1", "IT-2"]


class Stream(http.server.BaseHTTPRequestHandler):
    pictures: Sequence[bytes] = ()
    dropped = False

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=next")
        self.end_headers()
        for picture in self.pictures:
            head = f"--next\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
            self.wfile.write(head.encode() + picture + b"\r\n")
            time.sleep(0.02)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def network_camera() -> Iterator[str]:
    Stream.pictures = [jpeg(scene(Label("IT-1")))] * 12 + [jpeg(scene(Label("IT-2")))] * 12
    with loopback(Stream) as url:
        yield f"camera+{url}/live?channel=1&again=60"


def test_a_network_camera_is_read_lost_and_found_again(network_camera: str) -> None:
    reads: list[Read] = []
    states: list[ReaderState] = []
    reader = open_reader(network_camera)
    reader.start(reads.append, states.append)
    until(lambda: [state.state for state in states].count(State.READY) >= 2)
    begun = time.monotonic()
    reader.stop()
    assert time.monotonic() - begun < 2
    count = len(reads)
    assert [read.text for read in reads][:2] == ["IT-1", "IT-2"]
    assert reads[0].reader == network_camera
    lost = next(state for state in states if state.state is State.LOST)
    assert "gives no more pictures" in lost.reason
    time.sleep(0.1)
    assert len(reads) == count


def until(condition: Any) -> None:
    end = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < end, "not within 15 seconds"
        time.sleep(0.01)


def test_no_camera_is_told_in_a_sentence_and_tried_again(capfd: pytest.CaptureFixture[str]) -> None:
    states: list[ReaderState] = []
    reader = open_reader("camera:///dev/video99")
    reader.start(lambda _: None, states.append)
    until(lambda: [state.state for state in states].count(State.LOST) >= 2)
    reader.stop()
    reason = next(state.reason for state in states if state.state is State.LOST)
    assert reason.startswith("/dev/video99 cannot be opened: ")
    assert "camera:///FILE" in reason
    assert capfd.readouterr() == ("", "")  # OpenCV writes to the terminal, through the screen


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("camera://", "names no camera"),
        ("camera://0?size=big", "size must be like 1280x720"),
        ("camera://0?formats=ean", "no format 'ean'"),
        ("camera://0?colour=red", "no option 'colour'"),
        ("camera:///nowhere/*.jpg", "no pictures at /nowhere/"),
        ("camera:///nowhere/walk.mp4", "no file /nowhere/walk.mp4"),
    ],
)
def test_a_wrong_address_is_told_at_once(address: str, says: str) -> None:
    with pytest.raises((UsageError, ReaderError), match=says):
        open_reader(address)


def test_without_opencv_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    loading.opencv.cache_clear()
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(ReaderError) as told:
        open_reader("camera://0")
    assert "pip install 'assetaudit[camera]'" in str(told.value)
    loading.opencv.cache_clear()


@pytest.mark.parametrize("address", ["camera://0", "camera+http://h/live"])
def test_place_labels_and_control_codes_in_pictures_do_not_act(address: str) -> None:
    identify = identifier(Patterns())
    for text in ("CMD:CLOSE", "LOC:DC1/R2/A/07"):
        assert not identify(Read(address, text=text)).candidates
        assert identify(Read("keys://", text=text)).candidates


def test_the_viewfinder_shows_only_to_whoever_looks(tmp_path: Path) -> None:
    file = video(tmp_path / "walk.avi", [scene(Label("IT-1", QR))] * 3)
    reader = open_reader(f"camera://{file}?speed=0")
    assert isinstance(reader, CameraReader)
    run(reader)
    assert reader.viewfinder.sight is None
    reader.viewfinder.watch(78, 40)
    run(reader)
    sight = reader.viewfinder.sight
    assert sight is not None
    assert (sight.width, sight.height, len(sight.rgb)) == (71, 40, 71 * 40 * 3)
    assert [box.text for box in sight.boxes] == ["IT-1"]
    assert all(0.3 < x < 0.7 and 0.3 < y < 0.7 for x, y in sight.boxes[0].corners)


def test_a_photograph_can_be_looked_at_after_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "rack.png"
    cv2.imwrite(str(file), scene(Label("IT-1", QR)))
    reader = open_reader(f"camera://{file}")
    assert isinstance(reader, CameraReader)
    run(reader)
    reader.viewfinder.watch(78, 40)
    sight = reader.viewfinder.sight
    assert sight is not None
    assert [box.text for box in sight.boxes] == ["IT-1"]


def run(reader: CameraReader) -> None:
    ended = threading.Event()
    reader.start(lambda _: None, lambda state: ended.set() if state.state is State.ENDED else None)
    assert ended.wait(10)
    reader.stop()


def test_cameras_that_are_plugged_in_are_named_once(tmp_path: Path) -> None:
    for number, (name, index) in enumerate([("Integrated Camera", 0), ("Integrated Camera", 1), ("HD Webcam C920", 0)]):
        (tmp_path / f"video{number}").touch()
        folder = tmp_path / "about" / f"video{number}"
        folder.mkdir(parents=True)
        (folder / "name").write_text(f"{name}\n")
        (folder / "index").write_text(f"{index}\n")
    (tmp_path / "video10").touch()
    found = cameras(tmp_path, tmp_path / "about")
    assert found == [
        (f"camera://{tmp_path}/video0", "Integrated Camera"),
        (f"camera://{tmp_path}/video2", "HD Webcam C920"),
        (f"camera://{tmp_path}/video10", "camera"),
    ]
