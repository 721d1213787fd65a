"""Jobs on their way to a printer, and what it answers: TCP, a serial line, a device file, or the system's queues."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from assetaudit.errors import PrintError

_CHUNK = 64 * 1024
_PATIENCE = 20.0
"""Seconds that a printer may keep a job waiting: it takes nothing while it is out of paper."""
SCHEMES = ("tcp", "serial", "usb", "cups")


class Line(Protocol):
    """An open way to a printer and back."""

    def write(self, data: bytes) -> None:
        """Send everything, or raise OSError."""

    def read(self, seconds: float) -> bytes:
        """What comes within some seconds; empty where nothing does."""

    def close(self) -> None:
        """Let go of it."""


def send(
    file: Path,
    address: str,
    *,
    paper: str = "",
    progress: Callable[[int, int], None] | None = None,
    answers: int = 0,
    patience: float = 10.0,
) -> bytes:
    """Send a file to a printer, whole; PrintError says what is in the way, and how much was sent.

    Where so many lines are expected as ``answers``, they are waited for and given back; ``patience`` seconds without
    another one end that.
    """
    if _split(address).scheme == "cups":
        _queue(file, address, paper)
        return b""
    size = file.stat().st_size
    sent = 0
    with _told(address, lambda: sent), _opened(address) as line, file.open("rb") as data:
        while chunk := data.read(_CHUNK):
            line.write(chunk)
            sent += len(chunk)
            if progress is not None:
                progress(sent, size)
        return _lines(line, answers, patience)


def _lines(line: Line, count: int, patience: float) -> bytes:
    told = b""
    while told.count(b"\n") < count and (more := line.read(patience)):
        told += more
    return told


def ask(address: str, question: bytes, *, seconds: float = 3.0, until: bytes = b"") -> bytes:
    """Send a question and give back what the printer answers, up to an ending that occurs ``until``; may be nothing."""
    if _split(address).scheme == "cups":
        msg = f"A queue gives no answers of the printer behind it ({address})."
        raise PrintError(msg, hint="Ask the printer itself: tcp://HOST:9100 or serial:///dev/ttyUSB0.")
    answer = b""
    with _told(address, lambda: 0), _opened(address) as line:
        line.write(question)
        while (more := line.read(seconds)) and not (until and (answer + more).endswith(until)):
            answer += more
    return answer + more


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        msg = f"'{address}' is no printer's address: {error}."
        raise PrintError(msg, hint=_EXAMPLES) from error
    if parts.scheme not in SCHEMES or not (parts.netloc or parts.path.strip("/")):
        msg = f"'{address}' is no printer's address."
        raise PrintError(msg, hint=_EXAMPLES)
    return parts


_EXAMPLES = "Write tcp://HOST:9100, serial:///dev/ttyUSB0?baud=9600, usb:///dev/usb/lp0 or cups://QUEUE."


@contextmanager
def _opened(address: str) -> Iterator[Line]:
    parts = _split(address)
    made: Line
    if parts.scheme == "tcp":
        made = _Tcp(parts)
    elif parts.scheme == "serial":
        made = _Serial(parts)
    else:
        made = _DeviceFile(parts)
    with closing(made) as line:
        yield line


@contextmanager
def _told(address: str, sent: Callable[[], int]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        already = f" after {sent():,} bytes" if sent() else ""
        msg = f"The printer at {address} cannot be reached{already}: {reason}."
        raise PrintError(
            msg, hint="Check that it is on, connected and not paused; the file can be sent again."
        ) from error


class _Tcp:
    def __init__(self, parts: SplitResult) -> None:
        if not parts.hostname:
            raise OSError(0, "the address has no host")
        self._socket = socket.create_connection((parts.hostname, parts.port or 9100), timeout=_PATIENCE)

    def write(self, data: bytes) -> None:
        self._socket.sendall(data)

    def read(self, seconds: float) -> bytes:
        self._socket.settimeout(seconds)
        try:
            return self._socket.recv(4096)
        except TimeoutError:
            return b""

    def close(self) -> None:
        self._socket.close()


class _Serial:
    def __init__(self, parts: SplitResult) -> None:
        import serial

        baud = parse_qs(parts.query).get("baud", ["9600"])[0]
        if not baud.isdecimal():
            raise OSError(0, f"'{baud}' is no speed of a line")
        self._port = serial.Serial(parts.path, int(baud), timeout=3, write_timeout=_PATIENCE)

    def write(self, data: bytes) -> None:
        self._port.write(data)
        self._port.flush()

    def read(self, seconds: float) -> bytes:
        self._port.timeout = seconds
        first: bytes = self._port.read(1)
        return first + self._port.read(self._port.in_waiting) if first else b""

    def close(self) -> None:
        self._port.close()


class _DeviceFile:
    def __init__(self, parts: SplitResult) -> None:
        path = Path(unquote(parts.path))
        if not path.exists():
            raise FileNotFoundError(2, f"there is no {path}")
        self._file = path.open("r+b" if path.is_char_device() else "wb", buffering=0)

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) or 0 :]

    def read(self, seconds: float) -> bytes:
        import select

        ready, _, _ = select.select([self._file], [], [], seconds)
        return self._file.read(4096) or b"" if ready else b""

    def close(self) -> None:
        self._file.close()


def _queue(file: Path, address: str, paper: str) -> None:
    """Hand a file to CUPS: PDF at actual size on one side, everything else as it is."""
    parts = _split(address)
    name = unquote(parts.netloc or parts.path.strip("/"))
    options = ["-o", "raw"]
    if file.suffix == ".pdf":
        options = ["-o", "print-scaling=none", "-o", "sides=one-sided"]
        options += ["-o", f"media={'A4' if paper == 'a4' else 'Letter'}"] if paper else []
    try:
        done = subprocess.run(
            ["lp", "-d", name, *options, "--", str(file)], capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        msg = "The program 'lp' is not installed, so nothing can be given to the system's queues."
        raise PrintError(msg, hint="Install CUPS (package cups-client), or send to tcp://HOST:9100.") from error
    if done.returncode:
        msg = f"The queue '{name}' did not take the labels: {done.stderr.strip() or 'no reason given'}."
        raise PrintError(msg, hint="'lpstat -p' lists the queues.")
