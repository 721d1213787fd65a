"""A program on a pseudo-terminal of its own: bytes in as a scanner types them, the screen's bytes out."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]


class TerminalSession:
    """One run of a module under a pty of 80 by 24."""

    def __init__(self, *arguments: str, size: tuple[int, int] = (80, 24)) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "UTC"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - before any thread is started
        )
        os.close(slave)
        self.output = bytearray()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return
            if not data:
                return
            self.output += data

    def type(self, data: bytes, per_character: float = 0.0) -> None:
        """Type bytes, each so many seconds after the one before; for 0, all that the terminal takes in one write."""
        if not per_character:
            while data:
                data = data[os.write(self._master, data) :]
            return
        due = time.monotonic()
        for number in range(len(data)):
            os.write(self._master, data[number : number + 1])
            due += per_character
            time.sleep(max(0.0, due - time.monotonic()))

    def resize(self, columns: int, rows: int) -> None:
        """Another size of the terminal."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def wait_for(self, test: Callable[[], bool], seconds: float = 20.0) -> bool:
        """Wait until something holds; False after so many seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if test():
                return True
            time.sleep(0.02)
        return test()

    def wait_for_text(self, text: str, seconds: float = 30.0) -> bool:
        """Wait until the screen has written a text in one piece."""
        return self.wait_for(lambda: text.encode() in self.output, seconds)

    def settle(self, quiet: float = 0.15) -> None:
        """Wait until the screen has written nothing for so many seconds."""
        size, since = len(self.output), time.monotonic()
        while time.monotonic() - since < quiet:
            time.sleep(0.02)
            if len(self.output) != size:
                size, since = len(self.output), time.monotonic()

    def close(self) -> None:
        """End the program."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
        os.close(self._master)
