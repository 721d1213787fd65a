"""Jobs sent over a real socket, a real serial line, a device file and the queue program; status in words."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from assetaudit.errors import PrintError
from assetaudit.printing.send import ask, send
from assetaudit.printing.zpl_status import ENDING, QUESTION, parse
from tests.printing.recorder import PAPER_OUT_HEAD_OPEN, READY, Recorder, tcp, terminal

JOB = b"^XA^FO0,0^FDIT-00101^FS^XZ\n" * 6000
"""More than a socket takes at once."""


@pytest.fixture
def job(tmp_path: Path) -> Path:
    file = tmp_path / "job.zpl"
    file.write_bytes(JOB)
    return file


def wait_for(recorder: Recorder, count: int) -> None:
    end = time.monotonic() + 10
    while len(recorder.got) < count and time.monotonic() < end:
        time.sleep(0.01)


def test_a_network_printer_gets_every_byte(job: Path) -> None:
    recorder, steps = Recorder(), list[tuple[int, int]]()
    with tcp(recorder) as address:
        send(job, address, progress=lambda sent, size: steps.append((sent, size)))
        wait_for(recorder, len(JOB))
    assert bytes(recorder.got) == JOB
    assert steps[-1] == (len(JOB), len(JOB))


@pytest.mark.parametrize("scheme", ["serial", "usb"])
def test_a_line_and_a_device_file_get_every_byte(scheme: str, job: Path) -> None:
    recorder = Recorder()
    with terminal(recorder) as path:
        send(job, f"{scheme}://{path}")
        wait_for(recorder, len(JOB))
    assert bytes(recorder.got) == JOB


def test_status_over_network_and_line() -> None:
    recorder = Recorder(PAPER_OUT_HEAD_OPEN)
    with tcp(recorder) as address:
        status = parse(ask(address, QUESTION, until=ENDING))
    assert status is not None
    assert not status.ready
    assert str(status) == (
        "it is out of labels, it is paused, its print head is open; 3 labels are waiting, 12 of this batch remain; "
        "it tears off after each label"
    )
    with terminal(Recorder(READY)) as path:
        for scheme in ("serial", "usb"):
            ready = parse(ask(f"{scheme}://{path}", QUESTION, seconds=0.5))
            assert ready is not None
            assert ready.ready
            assert "ready" in str(ready)


@pytest.mark.parametrize(
    "answer", [b"", b"\x02\x03", b"\x021,2\x03\r\n\x02x\x03", b"\xff" * 40, READY[:30], b"\x02," * 90]
)
def test_answers_that_are_no_status(answer: bytes) -> None:
    assert parse(answer) is None


def test_nobody_there_is_told(job: Path) -> None:
    with tcp(Recorder()) as address:
        pass
    for where in (address, "serial:///dev/no-such-port", "usb:///dev/no-such-printer"):
        with pytest.raises(PrintError, match="cannot be reached") as caught:
            send(job, where)
        assert "can be sent again" in caught.value.hint
    for wrong in ("lpt1", "ftp://printer", "tcp://", "tcp://host:port", "serial:///dev/null?baud=fast"):
        with pytest.raises(PrintError):
            send(job, wrong)


def test_a_queue_is_told_size_sides_and_scale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: Path) -> None:
    program = tmp_path / "bin" / "lp"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$@" > {tmp_path}/said\n[ "$2" = full ] && echo "no such queue" >&2 && exit 1\nexit 0\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    page = tmp_path / "labels.pdf"
    page.write_bytes(b"%PDF")
    send(page, "cups://office", paper="a4")
    said = (tmp_path / "said").read_text()
    assert said.split()[:2] == ["-d", "office"]
    for option in ("print-scaling=none", "sides=one-sided", "media=A4"):
        assert f"-o {option}" in said
    send(job, "cups://zebra")
    assert "-o raw" in (tmp_path / "said").read_text()
    with pytest.raises(PrintError, match="no such queue"):
        send(job, "cups://full")
    with pytest.raises(PrintError, match="no answers"):
        ask("cups://zebra", QUESTION)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PrintError, match="not installed"):
        send(job, "cups://zebra")
